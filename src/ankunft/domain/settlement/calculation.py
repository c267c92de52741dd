"""What a payment month owes to whom, and why: one pure function from plain inputs to plain results.

1. Every accepted half-year report gives claims: count × tariff of the half-year, per contribution (KS 4.3.2).
2. Every declared year gives a claim to the base contribution: foreign residents × tariff (KS 4.3.2).
3. A claim of a municipality that is not entitled is worth nothing (KS 4.2).
4. What a decision takes back and nobody contests is a claim below nothing (KS 4.7).
5. From each claim is taken what released runs settled of it; what differs is a line of this run, unless an earlier
   run holds the claim and is not released yet: it is left to that one.
6. What this month would have paid and does not, or what a decision refuses (KS 4.7), is withheld with the reason.

Claims of the past that other runs settled exactly as they are known now are not looked at one by one
(`claims.open_claims`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ankunft.foundation.kernel.periods import Year

from . import explanations
from .claims import open_claims
from .entries import NOTHING, Entries, Rates
from .explanations import NAMES, Explanations
from .ground import Ground
from .rules import (
    NoTariff,
    NotSubsidised,
    Price,
    Priced,
    base_year_paid,
    half_year_paid,
    population_date,
)
from .values import BASE, RECLAIM, Count, Inputs, Reclaim, Report, Result

UNRECORDED = (None, None, None, None)
"""The figures of those who keep no records here."""


def calculate(inputs: Inputs) -> Result:
    """The lines and withholdings of a payment month. The same inputs give the same result, in the same order."""
    ground = Ground(inputs)
    book = _Book(ground)
    _case_and_interpreting_rates(ground, book)
    _missing_reports(ground, book)
    _base_contributions(ground, book)
    _reclaims(ground, book)
    return book.result()


class _Book(Entries):
    """The claims of one calculation, and which of them are open."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground.inputs.held_open, ground.refused)
        self.explanations = Explanations()
        self._open = open_claims(ground)

    def is_open(self, municipality: int, period: str) -> bool:
        """Whether the municipality's claims to that period fall due now, or differ from what is settled."""
        return (municipality, period) in self._open

    def settled(self, municipality: int, period: str) -> Mapping[str, Rates]:
        """What other runs hold of an open period, by contribution: quantity by rate."""
        return self._open[municipality, period]

    def holds(self, municipality: int, period: str, contribution: str) -> bool:
        """Whether released runs hold something of that claim, where it is open."""
        return contribution in self._open.get((municipality, period), NOTHING)

    def open_in(self, period: str) -> list[int]:
        """The municipalities whose claims to that period are open."""
        return [municipality for municipality, name in self._open if name == period]

    def years(self, contribution: str) -> set[Year]:
        """The years of which other runs hold something of the contribution that is open."""
        return {Year.parse(period) for (_, period), held in self._open.items() if contribution in held}

    def take_back(
        self, municipality: int, payee: int, contribution: str, period: str, settled: Rates, reason: str | None
    ) -> None:
        """A claim that is worth nothing as known now: what was settled of it is reclaimed (KS 4.7)."""
        explain = partial(explanations.of_withdrawal, NAMES[contribution], period, reason)
        reference = explanations.RECLAIM_REFERENCE
        self.enter(municipality, payee, contribution, period, NOTHING, settled, reference, explain)


def _case_and_interpreting_rates(ground: Ground, book: _Book) -> None:
    """Claims out of the accepted reports: of the half-year paid now, and what changed in earlier ones."""
    prices = {period: ground.prices_of(half_year) for period, half_year in ground.half_years.items()}
    asked = [row for row in ground.inputs.reports if row[1] in prices and book.is_open(row[0], row[1])]
    for row in sorted(asked, key=lambda row: (ground.inputs.places[row[0]].bfs_number, row[1])):
        _report(ground, book, Report._make(row), prices[row[1]])


def _report(ground: Ground, book: _Book, report: Report, prices: list[tuple[str, Price]]) -> None:
    """The totals of a report as claims (KS 4.3.1, 4.3.2)."""
    municipality, period = report.municipality, report.period
    half_year = ground.half_years[period]
    is_due = half_year == half_year_paid(ground.inputs.month)
    bfs_number = ground.inputs.places[municipality].bfs_number
    refusal = ground.refusal(municipality, half_year.start)
    payee = ground.payee(municipality, half_year.end)
    settled = book.settled(municipality, period)
    if refusal is not None and is_due and any(report.counts):
        book.withhold(municipality, period, "", "not_entitled", refusal)
    known = ground.inputs.recorded.get(municipality) if is_due else None
    for (contribution, cost), count, recorded in zip(prices, report.counts, known or UNRECORDED, strict=True):
        held = settled.get(contribution, NOTHING)
        if refusal is None and isinstance(cost, Priced):
            explain = partial(
                book.explanations.of_report, bfs_number, report, contribution, count, cost, recorded, held
            )
            entitled = {cost.rate.rappen: count}
            book.enter(municipality, payee, contribution, period, entitled, held, str(cost.reference), explain)
        else:
            if refusal is not None or isinstance(cost, NotSubsidised):
                book.take_back(municipality, payee, contribution, period, held, refusal)
            if count and is_due and refusal is None and isinstance(cost, NoTariff):
                message = explanations.no_tariff(contribution, period, cost.reason)
                book.withhold(municipality, period, contribution, "no_tariff", message)


def _missing_reports(ground: Ground, book: _Book) -> None:
    """Case and interpreting rates need an accepted report of the half-year (KS 4.5.2, 5.2)."""
    half_year = half_year_paid(ground.inputs.month)
    period = str(half_year)
    reported = {report[0] for report in ground.inputs.reports if report[1] == period}
    for municipality in ground.existing(half_year.end):
        if municipality not in reported:
            state = ground.inputs.open_reports.get(municipality)
            reason = "report_incomplete" if state else "report_missing"
            book.withhold(municipality, period, "", reason, explanations.missing_report(period, state))


def _base_contributions(ground: Ground, book: _Book) -> None:
    """The base contribution of the current year, in March or when declared late; of others what changed (KS 4.5.2)."""
    paid_now = base_year_paid(ground.inputs.month)
    # What runs of later years settled is known to them only: a run calculated after them leaves it alone.
    settled = {year for year in book.years(BASE) if year <= Year(ground.inputs.month.year)}
    for year in sorted({*ground.years_declared(), *settled, *([paid_now] if paid_now else [])}):
        cost = ground.price(BASE, year.start, year.start)
        asked = sorted(book.open_in(str(year)), key=lambda key: ground.inputs.places[key].bfs_number)
        existing, declared = set(ground.existing(year.start)), ground.declared(year)
        population = ground.population(year) if asked else {}
        for municipality in asked:
            if municipality not in existing or isinstance(cost, NotSubsidised):
                _base_contribution_lost(ground, book, municipality, year, cost)
                continue
            if municipality in declared:
                counts = population.get(municipality, {})
                withheld = _base_contribution(ground, book, municipality, year, cost, counts)
            else:
                withheld = ("declaration_missing", explanations.missing_declaration(year))
            if withheld and year == paid_now:
                book.withhold(municipality, str(year), BASE, *withheld)


def _base_contribution_lost(ground: Ground, book: _Book, municipality: int, year: Year, cost: Price) -> None:
    """What was settled for a year in which, as known now, the contribution or the municipality did not exist."""
    settled = book.settled(municipality, str(year)).get(BASE, NOTHING)
    reason = None if isinstance(cost, NotSubsidised) else explanations.not_existing(year)
    payee = ground.payee(municipality, year.start)
    book.take_back(municipality, payee, BASE, str(year), settled, reason)


def _base_contribution(
    ground: Ground, book: _Book, municipality: int, year: Year, cost: Price, counts: dict[int, Count]
) -> tuple[str, str] | None:
    """The claim of a municipality that declared itself; returns why there is none, as reason and sentence."""
    period = str(year)
    settled = book.settled(municipality, period).get(BASE, NOTHING)
    if (
        year.year != ground.inputs.month.year
        and not any(book.holds(part, period, BASE) for part in {municipality, *counts})
        and not ground.was_refused(municipality, period, BASE)
    ):
        # Paid "für das laufende Jahr": what nobody claimed within the year is not claimed later (KS 4.3.4, 4.5.2).
        # What was paid to municipalities that, as known now, had merged before is taken back there and due here.
        return None
    payee = ground.payee(municipality, year.start)
    refusal = ground.refusal(municipality, year.start)
    if refusal is not None:
        book.take_back(municipality, payee, BASE, period, settled, refusal)
        return "not_entitled", refusal
    if not isinstance(cost, Priced):
        return "no_tariff", explanations.no_tariff(BASE, period, cost.reason if isinstance(cost, NoTariff) else "")
    if not counts:
        return "population_missing", explanations.missing_population(population_date(year))
    named = [(ground.inputs.places[part].name, count) for part, count in counts.items()]
    explain = partial(book.explanations.of_base, year, named, cost, settled)
    entitled = {cost.rate.rappen: sum(count.foreign_residents for count in counts.values())}
    book.enter(municipality, payee, BASE, period, entitled, settled, str(cost.reference), explain)
    return None


def _reclaims(ground: Ground, book: _Book) -> None:
    """What decisions take back, and what of it comes back after an objection (KS 4.7)."""
    known = {reclaim.reference: reclaim for reclaim in ground.inputs.reclaims if not reclaim.is_contested}
    for reference in sorted(known, key=lambda one: (len(one), one)):
        if book.is_open(known[reference].municipality, reference):
            _reclaim(ground, book, known[reference])


def _reclaim(ground: Ground, book: _Book, reclaim: Reclaim) -> None:
    settled = book.settled(reclaim.municipality, reclaim.reference).get(RECLAIM, NOTHING)
    entitled = {reclaim.amount: -1} if reclaim.amount else NOTHING
    explain = partial(explanations.of_reclaim, reclaim)
    payee = ground.owing(reclaim.payee)
    book.enter(reclaim.municipality, payee, RECLAIM, reclaim.reference, entitled, settled, reclaim.paragraph, explain)
