"""The law of what municipalities pay back, as pure functions over plain values. Source: KRS-GEF-2017/01 (KS)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from stdnum.iso7064 import mod_97_10

from ankunft.foundation.kernel.periods import Month

DAYS_TO_PAY = 30
"""KS 4.7: "innert 30 Tagen seit Rechnungsstellung"."""


def invoice_number(reference: str, bfs_number: int) -> str:
    """How people call the invoice of a payee in the run of that name: `R-2025-03-2601`."""
    return f"R-{reference}-{bfs_number}"


def creditor_reference(month: Month, bfs_number: int, sign: str = "") -> str:
    """The reference of that invoice by ISO 11649: `RF70` and `2025032601`. The same run gives the same one.

    With other schemes the sign comes first: `S2025032601`.
    """
    number = f"{sign}{month.year}{month.month:02d}{bfs_number:04d}"
    return f"RF{mod_97_10.calc_check_digits(f'{number}RF')}{number}"


def due_on(issued_on: date) -> date:
    """The last day on which it is paid in time (KS 4.7)."""
    return issued_on + timedelta(days=DAYS_TO_PAY)


def split(available: int, open_amounts: Sequence[int]) -> list[int]:
    """How much of each open amount is settled by what is available (Rappen), the first ones first."""
    parts = []
    for amount in open_amounts:
        part = min(max(available, 0), amount)
        parts.append(part)
        available -= part
    return parts
