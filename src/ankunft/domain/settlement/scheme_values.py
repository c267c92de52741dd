"""What a payment month of another scheme than start.integration rests on: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.schemes.values import DatedTariff, Residents, Scheme, Sheet
from ankunft.domain.territory.rules import Lead, Place
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import Month

from .values import Settled


@dataclass(frozen=True)
class SchemeInputs:
    """Everything a run of the scheme rests on. Municipalities are named by their record id.

    `sheets` are the accepted forms, `open_sheets` the state of those in work, by municipality and period. Settled, owed
    and held open is what runs of the same scheme settled, asked and hold: nothing is mixed with another one.
    """

    month: Month
    definitions: Dated[Scheme]
    places: dict[int, Place]
    tariffs: Mapping[str, Dated[DatedTariff]] = field(default_factory=dict)
    sheets: Sequence[Sheet] = ()
    open_sheets: Mapping[tuple[int, str], str] = field(default_factory=dict)
    statements: dict[int, Dated[Statement]] = field(default_factory=dict)
    findings: dict[int, Dated[Statement]] = field(default_factory=dict)
    leads: dict[int, Dated[Lead | None]] = field(default_factory=dict)
    residents: Mapping[date, Mapping[int, Residents]] = field(default_factory=dict)
    settled: Settled = ()
    owed: Mapping[int, int] = field(default_factory=dict)
    held_open: frozenset[tuple[int, str, str]] = frozenset()
