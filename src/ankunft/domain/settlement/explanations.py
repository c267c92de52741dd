"""The words and the derivation behind each amount, stored with the line that it justifies.

They are the record of how an amount came about, and therefore fixed German text, whatever language
the reader has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Year

from .rules import Priced, population_date

if TYPE_CHECKING:
    from .values import Count, Reclaim, Refusal, Report

Rates = Mapping[int, int]

RECLAIM_REFERENCE = "KRS-GEF-2017/01 4.7"
UNUSED_GRANT_REFERENCE = "KRS-GEF-2017/01 4.3.4, 4.7"
"""On which a reclaim rests of what a project did not use of its grant."""
RECLAIM_SOURCE = "reclaim"

NAMES = {
    "first_information_interview": "Erstinformationsgespräche",
    "first_information_interpreting": "Dolmetscheinsätze bei Erstinformationsgesprächen",
    "integration_interview": "Integrationsgespräche",
    "integration_interpreting": "Dolmetscheinsätze bei Integrationsgesprächen",
    "base_contribution": "Sockelbeitrag",
    "introduction_rate": "Einführungspauschale",
    "reclaim": "Rückforderung",
}


# Open places of a template. Halves of surrogate pairs: no database stores them, so no name contains them.
NUMBER, TEXT = "\ud800", "\ud801"

# Made once: ten thousand lines are encoded in a run.
encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def swiss(day: date) -> str:
    """31.12.2025"""
    return f"{day:%d.%m.%Y}"


class Explanations:
    """The derivations of one calculation, as JSON.

    The thousands of lines of one contribution and period differ in a few figures and a name. Their
    derivation is encoded once, as a template with open places; only what was corrected, merged or
    settled before is encoded on its own.
    """

    def __init__(self) -> None:
        self._templates: dict[tuple[object, ...], str] = {}

    def of_report(
        self,
        bfs_number: int,
        report: Report,
        contribution: str,
        count: int,
        cost: Priced,
        recorded: int | None,
        settled: Rates,
        quantity: int,
        rate: int,
    ) -> str:
        """Derivation of an amount that rests on a half-year report; `recorded` is what records say, if any."""
        if settled:
            reported = Explained(f"gemäss Bericht, Fassung {report.number}", quantity=count, rate=cost.rate)
            whole = _of_report(str(bfs_number), contribution, report.period, report.number, cost)
            noted = replace(whole, note="" if recorded is None else of_records(str(recorded)))
            return encode(_amounting(noted, quantity, rate, (reported, *earlier(settled))).as_data())
        key = (contribution, report.period, report.number, recorded is None)
        template = self._templates.get(key)
        if template is None:
            data = _of_report(TEXT, contribution, report.period, report.number, cost).as_data()
            places = {"amount": NUMBER, "quantity": NUMBER}
            noted_too = {} if recorded is None else {"note": of_records(TEXT)}
            template = self._templates[key] = _template(data | places | noted_too)
        figures = (bfs_number, quantity * rate, quantity)
        return template % (figures if recorded is None else (*figures, recorded))

    def of_base(
        self, year: Year, counts: Sequence[tuple[str, Count]], cost: Priced, settled: Rates, quantity: int, rate: int
    ) -> str:
        """Derivation of a base contribution: the residents counted, by municipality where several were merged."""
        (name, count), *merged = counts
        if settled or merged or count.number > 1:
            whole = _of_base(year, count.series, cost)
            parts = [_residents(year, *part) for part in counts]
            return encode(_amounting(whole, quantity, rate, (*parts, *earlier(settled))).as_data())
        key = (year, count.series)
        template = self._templates.get(key)
        if template is None:
            child = _residents(year, TEXT, count).as_data() | {"quantity": NUMBER}
            whole = _of_base(year, count.series, cost)
            data = whole.as_data() | {"children": [child], "amount": NUMBER, "quantity": NUMBER}
            template = self._templates[key] = _template(data)
        return template % (_escaped(name), quantity, quantity * rate, quantity)


def of_records(recorded: str) -> str:
    """What is said beside a reported total of those who keep records (KS 4.3.1: the conduct can be verified)."""
    return f"In Ankunft aufgezeichnet und anrechenbar: {recorded}."


def of_withdrawal(
    name: str, period: str, reason: str | None, quantity: int, rate: int, reference: str = RECLAIM_REFERENCE
) -> str:
    """Derivation of an amount that is taken back because nothing is owed (any more), as JSON."""
    explained = Explained(
        f"{name} {period}, Rückforderung",
        amount=Money(quantity * rate),
        quantity=quantity,
        rate=Money(rate),
        reference=reference,
        note=reason or "Für diese Periode wird der Beitrag nicht ausgerichtet.",
    )
    return encode(explained.as_data())


def of_reclaim(reclaim: Reclaim, quantity: int, rate: int) -> str:
    """Derivation of what a decision takes back, or of what comes back because of an objection (KS 4.7), as JSON."""
    came_back = quantity > 0
    explained = Explained(
        f"Rückforderung {reclaim.reference}{', zurückerstattet' if came_back else ''}",
        amount=Money(quantity * rate),
        quantity=quantity,
        rate=Money(rate),
        reference=reclaim.paragraph,
        note=f"{reclaim.concerns}: {reclaim.reason}" if reclaim.concerns else reclaim.reason,
        sources=(Source(RECLAIM_SOURCE, reclaim.reference, f"Entscheid vom {swiss(reclaim.decided_on)}"),),
    )
    return encode(explained.as_data())


def concerned(period: str, contribution: str) -> str:
    """What a reclaim or a refusal concerns, in words; nothing where it is no particular contribution."""
    return f"{NAMES[contribution]} {period}" if contribution else period


def refused(refusal: Refusal, amount: int) -> str:
    """Why a claim is not paid though it is known: the decision, its reason, and how much it keeps back (Rappen)."""
    return f"{Money(amount)} verweigert, Entscheid {refusal.reference} (KS 4.7): {refusal.reason}"


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


def not_existing(year: Year) -> str:
    return (
        f"Am 1. Januar {year} bestand die Gemeinde nicht als eigene; der Beitrag steht der Nachfolgerin zu (KS 4.3.2)."
    )


def missing_population(reference_date: date) -> str:
    return f"Für den {swiss(reference_date)} ist keine Bevölkerungszahl erfasst (KS 4.3.2)."


def _of_report(bfs_number: str, contribution: str, period: str, number: int, cost: Priced) -> Explained:
    key, label = f"{bfs_number}/{period}/{number}", f"Bericht {period}, Fassung {number}"
    return _at_price(f"{NAMES[contribution]} {period}", cost, Source("report", key, label))


def _of_base(year: Year, series: str, cost: Priced) -> Explained:
    day = population_date(year)
    source = Source("population", f"{series}/{day.isoformat()}", f"{series}, {swiss(day)}")
    return _at_price(f"{NAMES['base_contribution']} {year}", cost, source)


def _residents(year: Year, name: str, count: Count) -> Explained:
    return Explained(
        f"Ausländerinnen und Ausländer {name} am {swiss(population_date(year))}",
        quantity=count.foreign_residents,
        note=f"korrigierte Fassung {count.number}" if count.number > 1 else "",
    )


def _at_price(label: str, cost: Priced, source: Source) -> Explained:
    """What the derivations of all amounts at one price have in common."""
    return Explained(
        label, rate=cost.rate, reference=str(cost.reference), since=cost.since.isoformat(), sources=(source,)
    )


def _amounting(common: Explained, quantity: int, rate: int, parts: tuple[Explained, ...]) -> Explained:
    """The derivation of one amount. The rate is not that of today where something is taken back at an earlier one."""
    return replace(common, amount=Money(quantity * rate), quantity=quantity, rate=Money(rate), children=parts)


def earlier(settled: Rates) -> list[Explained]:
    """What other runs settled of the claim, as parts of its derivation."""
    return [
        Explained("abzüglich bereits abgerechnet", quantity=-quantity, rate=Money(rate))
        for rate, quantity in sorted(settled.items())
        if quantity
    ]


def _template(data: dict[str, Any]) -> str:
    """The JSON of `data` with its open places as `%d` and `%s`, to be filled in with `%`."""
    text = encode(data).replace("%", "%%")
    return text.replace(f'"{NUMBER}"', "%d").replace(TEXT, "%s")


def _escaped(text: str) -> str:
    """A text as it stands within a JSON text."""
    return encode(text)[1:-1]
