"""The yearly information on contributions (Anhang 1): everything that was paid, and the tariffs (KS 4.5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from ankunft.domain.settlement.models import Tariff
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month

from .base import (
    CIRCULAR,
    NO_CLAIM,
    Block,
    Written,
    facts,
    francs,
    heading,
    lines_by_place,
    month_in_german,
    paragraph,
    swiss,
    table,
    text,
)
from .material import YearMaterial, recipient

TARIFF_COLUMNS = (("Beitrag", False), ("Ansatz CHF", True), ("Gültig ab", False), ("Ziffer", False))


def annex(material: YearMaterial, payee: int) -> Written:
    """What one payee was paid in the year; KeyError where that is nothing."""
    lines = material.lines[payee]
    runs = {month: list(rows) for month, rows in groupby(lines, key=lambda line: line.run.reference)}
    blocks: list[Block] = [
        text("Guten Tag"),
        text(
            f"Wie jedes Jahr informieren wir Sie über die Beiträge an start.integration ({CIRCULAR}, Ziffer 4.5.3, "
            f"Anhang 1). Im Jahr {material.year} sind Ihnen {Money(sum(line.amount for line in lines))} zugesprochen "
            "worden, Korrekturen und Rückforderungen eingerechnet."
        ),
        facts(
            (f"Zahlungslauf {_month(month)}", str(Money(sum(line.amount for line in rows))))
            for month, rows in runs.items()
        ),
    ]
    for month, rows in runs.items():
        blocks.append(heading(f"Zahlungslauf {_month(month)}"))
        blocks += lines_by_place(f"Beiträge des Zahlungslaufs {_month(month)}", rows, payee)
    blocks += [*_tariffs(material), text(NO_CLAIM), text("Freundliche Grüsse")]
    to = recipient(material.places[payee], material.addresses)
    return Written(f"start.integration: Beiträge {material.year} (Anhang 1)", to, blocks)


def _tariffs(material: YearMaterial) -> Iterator[Block]:
    held = list(in_force(material.tariffs, material.year))
    if held:
        rows = [
            [
                str(one.get_contribution_display()),
                _rate(one),
                swiss(one.valid_from),
                paragraph(f"{one.act} {one.paragraph}"),
            ]
            for one in held
        ]
        yield heading(f"Ansätze {material.year}")
        yield table(f"Ansätze im Jahr {material.year}", TARIFF_COLUMNS, rows)


def in_force(tariffs: Sequence[Tariff], year: int) -> Iterator[Tariff]:
    """The tariffs that held on some day of the year and pay something, by contribution and start."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    for _contribution, entries in groupby(tariffs, key=lambda one: one.contribution):
        dated = list(entries)
        ends = [one.valid_from for one in dated[1:]] + [date.max]
        yield from (
            one
            for one, end in zip(dated, ends, strict=True)
            if one.subsidised and one.valid_from <= last and end > first
        )


def _rate(tariff: Tariff) -> str:
    return "unbekannt" if tariff.rate is None else francs(tariff.rate)


def _month(month: str) -> str:
    return month_in_german(Month.parse(month))
