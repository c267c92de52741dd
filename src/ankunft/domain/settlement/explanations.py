"""The words and the derivation behind each amount, stored with the line that it justifies.

They are the record of how an amount came about, and therefore fixed German text, whatever language
the reader has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Year

from .rules import Priced, population_date

if TYPE_CHECKING:
    from .values import Count, Report

Rates = Mapping[int, int]

RECLAIM_REFERENCE = "KRS-GEF-2017/01 4.7"

NAMES = {
    "first_information_interview": "Erstinformationsgespräche",
    "first_information_interpreting": "Dolmetscheinsätze bei Erstinformationsgesprächen",
    "integration_interview": "Integrationsgespräche",
    "integration_interpreting": "Dolmetscheinsätze bei Integrationsgesprächen",
    "base_contribution": "Sockelbeitrag",
    "introduction_rate": "Einführungspauschale",
}


# Made once: ten thousand lines are encoded in a run.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def swiss(day: date) -> str:
    """31.12.2025"""
    return f"{day:%d.%m.%Y}"


def of_report(
    bfs_number: int,
    report: Report,
    contribution: str,
    count: int,
    cost: Priced,
    settled: Rates,
    quantity: int,
    rate: int,
) -> str:
    """Derivation of an amount that rests on a half-year report, as JSON."""
    source = Source(
        "report",
        f"{bfs_number}/{report.period}/{report.number}",
        f"Halbjahresbericht {report.period}, Fassung {report.number}",
    )
    parts: tuple[Explained, ...] = ()
    if settled:
        reported = Explained(f"gemäss Bericht, Fassung {report.number}", quantity=count, rate=cost.rate)
        parts = (reported, *_earlier(settled))
    return _dump(f"{NAMES[contribution]} {report.period}", quantity, rate, cost, source, parts)


def of_base(
    year: Year, counts: Sequence[tuple[str, Count]], cost: Priced, settled: Rates, quantity: int, rate: int
) -> str:
    """Derivation of a base contribution, as JSON: the residents counted, by municipality where several were merged."""
    day = population_date(year)
    series = counts[0][1].series
    source = Source("population", f"{series}/{day.isoformat()}", f"{series}, {swiss(day)}")
    parts = [
        Explained(
            f"Ausländerinnen und Ausländer {name} am {swiss(day)}",
            quantity=count.foreign_residents,
            note=f"{count.series}, korrigierte Fassung {count.number}" if count.number > 1 else count.series,
        )
        for name, count in counts
    ]
    return _dump(f"{NAMES['base_contribution']} {year}", quantity, rate, cost, source, (*parts, *_earlier(settled)))


def of_withdrawal(contribution: str, period: str, reason: str | None, quantity: int, rate: int) -> str:
    """Derivation of an amount that is taken back because nothing is owed (any more), as JSON."""
    explained = Explained(
        f"{NAMES[contribution]} {period}, Rückforderung",
        amount=Money(quantity * rate),
        quantity=quantity,
        rate=Money(rate),
        reference=RECLAIM_REFERENCE,
        note=reason or "Für diese Periode wird der Beitrag nicht ausgerichtet.",
    )
    return _encode(explained.as_data())


def no_tariff(contribution: str, period: str, reason: str) -> str:
    return f"Kein Tarif in Kraft für {NAMES[contribution]} {period}: {reason}."


def missing_report(period: str, state: str | None) -> str:
    """Why there is nothing to compute for a half-year; `state` is that of a report not yet accepted, if any."""
    if state == "submitted":
        return f"Der Halbjahresbericht {period} ist eingereicht, aber noch nicht angenommen (KS 5.2)."
    if state == "returned":
        return f"Der Halbjahresbericht {period} wurde zur Ergänzung zurückgegeben (KS 5.2)."
    if state:
        return f"Der Halbjahresbericht {period} ist begonnen, aber nicht eingereicht (KS 5.2)."
    return f"Der Halbjahresbericht {period} fehlt (KS 5.2)."


def missing_declaration(year: Year) -> str:
    return f"Die Selbstdeklaration {year} fehlt (KS 4.5.2)."


def missing_population(reference_date: date) -> str:
    return f"Für den {swiss(reference_date)} ist keine Bevölkerungszahl erfasst (KS 4.3.2)."


def _earlier(settled: Rates) -> list[Explained]:
    return [
        Explained("abzüglich bereits abgerechnet", quantity=-quantity, rate=Money(rate))
        for rate, quantity in sorted(settled.items())
        if quantity
    ]


def _dump(label: str, quantity: int, rate: int, cost: Priced, source: Source, parts: Sequence[Explained]) -> str:
    explained = Explained(
        label,
        amount=Money(quantity * rate),
        quantity=quantity,
        rate=Money(rate),
        reference=str(cost.reference),
        since=cost.since.isoformat(),
        sources=(source,),
        children=tuple(parts),
    )
    return _encode(explained.as_data())
