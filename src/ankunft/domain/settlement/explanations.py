"""The words and the derivation behind each amount, stored with the line that it justifies.

They are the record of how an amount came about, and therefore fixed German text, whatever language
the reader has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ankunft.domain.territory.rules import Place
from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Year

from .rules import Priced

if TYPE_CHECKING:
    from .values import Count, Report

RECLAIM_REFERENCE = "KRS-GEF-2017/01 4.7"

NAMES = {
    "first_information_interview": "Erstinformationsgespräche",
    "first_information_interpreting": "Dolmetscheinsätze bei Erstinformationsgesprächen",
    "integration_interview": "Integrationsgespräche",
    "integration_interpreting": "Dolmetscheinsätze bei Integrationsgesprächen",
    "base_contribution": "Sockelbeitrag",
    "introduction_rate": "Einführungspauschale",
}


def swiss(day: date) -> str:
    """31.12.2025"""
    return f"{day:%d.%m.%Y}"


def of_report(
    report: Report,
    place: Place,
    contribution: str,
    count: int,
    quantity: int,
    rate: int,
    cost: Priced,
    settled: dict[int, int],
) -> str:
    """Derivation of an amount that rests on a half-year report, as JSON."""
    accepted = f", angenommen am {swiss(report.accepted_on)}" if report.accepted_on else ""
    source = Source(
        "report",
        f"{place.bfs_number}/{report.period}/{report.number}",
        f"Halbjahresbericht {report.period}, Fassung {report.number}{accepted}",
    )
    children: tuple[Explained, ...] = ()
    if settled:
        children = (
            Explained(f"gemäss Bericht, Fassung {report.number}", quantity=count, rate=cost.rate),
            *_earlier(settled),
        )
    return _dump(f"{NAMES[contribution]} {report.period}", quantity, rate, cost, (source,), children)


def of_base(
    year: Year,
    reference_date: date,
    counts: Sequence[tuple[str, Count]],
    quantity: int,
    rate: int,
    cost: Priced,
    settled: dict[int, int],
) -> str:
    """Derivation of a base contribution: the residents counted, by municipality where several were merged, as JSON."""
    series = counts[0][1].series
    source = Source("population", f"{series}/{reference_date.isoformat()}", f"{series}, {swiss(reference_date)}")
    children = tuple(
        Explained(
            f"Ausländerinnen und Ausländer {name} am {swiss(reference_date)}",
            quantity=count.foreign_residents,
            note=f"{count.series}, korrigierte Fassung {count.number}" if count.number > 1 else count.series,
        )
        for name, count in counts
    )
    return _dump(
        f"{NAMES['base_contribution']} {year}", quantity, rate, cost, (source,), (*children, *_earlier(settled))
    )


def of_withdrawal(contribution: str, period: str, quantity: int, rate: int, reason: str) -> str:
    """Derivation of an amount that is taken back because nothing is owed (any more), as JSON."""
    explained = Explained(
        f"{NAMES[contribution]} {period}, Rückforderung",
        amount=Money(quantity * rate),
        quantity=quantity,
        rate=Money(rate),
        reference=RECLAIM_REFERENCE,
        note=reason,
    )
    return json.dumps(explained.as_data(), ensure_ascii=False)


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


def _earlier(settled: dict[int, int]) -> tuple[Explained, ...]:
    return tuple(
        Explained("abzüglich bereits abgerechnet", quantity=-quantity, rate=Money(rate))
        for rate, quantity in sorted(settled.items())
        if quantity
    )


def _dump(
    label: str, quantity: int, rate: int, cost: Priced, sources: tuple[Source, ...], children: tuple[Explained, ...]
) -> str:
    explained = Explained(
        label,
        amount=Money(quantity * rate),
        quantity=quantity,
        rate=Money(rate),
        reference=str(cost.reference),
        since=cost.since.isoformat(),
        sources=sources,
        children=children,
    )
    return json.dumps(explained.as_data(), ensure_ascii=False)
