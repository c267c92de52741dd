"""What a payment month owes to whom, and why: one pure function from plain inputs to plain results.

1. Every accepted half-year report gives claims: count × tariff of the half-year, per contribution (KS 4.3.2).
2. Every declared year gives a claim to the base contribution: foreign residents × tariff (KS 4.3.2).
3. A claim of a municipality that is not entitled is worth nothing (KS 4.2).
4. From each claim is taken what other runs settled of it; what differs is a line of this run.
5. What this month would have paid and does not is withheld, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial

from ankunft.foundation.kernel.periods import HalfYear, Year

from . import explanations
from .ground import Ground
from .rules import (
    NoTariff,
    NotSubsidised,
    Price,
    Priced,
    base_year_paid,
    difference,
    half_year_paid,
    in_rappen,
    population_date,
)
from .values import Count, Inputs, Line, Report, Result, Withholding

BASE = "base_contribution"

Rates = dict[int, int]
Explain = Callable[[int, int], str]


def calculate(inputs: Inputs) -> Result:
    """The lines and withholdings of a payment month. The same inputs give the same result, in the same order."""
    ground = Ground(inputs)
    book = _Book(ground)
    reported = _case_and_interpreting_rates(ground, book)
    _missing_reports(ground, book, reported)
    _base_contributions(ground, book)
    return book.result()


class _Book:
    """Where the claims of one calculation are entered; it keeps what differs from what is settled."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._lines: list[Line] = []
        self._withheld: list[Withholding] = []

    def enter(
        self,
        municipality: int,
        contribution: str,
        period: str,
        rendered_on: date,
        entitled: Rates,
        settled: Rates,
        reference: str,
        explain: Explain,
    ) -> None:
        """A claim as known now: a line for every rate at which it differs from what other runs settled."""
        for rate, quantity in difference(entitled, settled).items():
            self._lines.append(
                Line(
                    municipality,
                    self._ground.payee(municipality, rendered_on),
                    contribution,
                    period,
                    quantity,
                    rate,
                    reference,
                    bool(settled),
                    in_rappen(settled),
                    explain(quantity, rate),
                )
            )

    def take_back(
        self, municipality: int, contribution: str, period: str, rendered_on: date, settled: Rates, reason: str | None
    ) -> None:
        """A claim that is worth nothing as known now: what was settled of it is reclaimed (KS 4.7)."""
        explain = partial(explanations.of_withdrawal, contribution, period, reason)
        reference = explanations.RECLAIM_REFERENCE
        self.enter(municipality, contribution, period, rendered_on, {}, settled, reference, explain)

    def withhold(self, municipality: int, period: str, contribution: str, reason: str, message: str) -> None:
        self._withheld.append(Withholding(municipality, period, contribution, reason, message))

    def result(self) -> Result:
        """Everything entered, by BFS number, period and contribution."""
        numbers = {key: place.bfs_number for key, place in self._ground.inputs.places.items()}
        self._lines.sort(key=lambda line: (numbers[line[0]], line[3], line[2], line[5]))
        self._withheld.sort(key=lambda held: (numbers[held[0]], held[1], held[3], held[2]))
        return Result(self._lines, self._withheld)


def _case_and_interpreting_rates(ground: Ground, book: _Book) -> set[int]:
    """Claims out of the accepted reports; returns who reported for the half-year that is paid now."""
    paid_now = half_year_paid(ground.inputs.month)
    due_now = str(paid_now)
    reported: set[int] = set()

    @cache
    def known(period: str) -> tuple[HalfYear, list[tuple[str, Price]], list[tuple[str, int]] | None]:
        """The half-year of a period, its prices, and (if all totals have one) the rates by contribution."""
        half_year = HalfYear.parse(period)
        prices = ground.prices_of(half_year)
        rates = [(contribution, cost.rate.rappen) for contribution, cost in prices if isinstance(cost, Priced)]
        return half_year, prices, rates if len(rates) == len(prices) else None

    for report in ground.inputs.reports:
        municipality, period = report[0], report[1]
        half_year, prices, rates = known(period)
        if half_year > paid_now:
            continue
        if period == due_now:
            reported.add(municipality)
        settled = ground.inputs.settled.get((municipality, period), ())
        refusal = ground.refusal(municipality, half_year.start)
        # Nearly every report was settled in full long ago: that is seen in one comparison.
        if settled and rates and refusal is None and set(settled) == _entitled(rates, report):
            continue
        for (contribution, cost), count in zip(prices, report[3:], strict=True):
            _enter_count(ground, book, report, contribution, cost, count, _of(settled, contribution), refusal)
            if count and period == due_now:
                _withhold_if_unpaid(book, municipality, period, contribution, cost, refusal)
    return reported


def _entitled(rates: list[tuple[str, int]], report: Report) -> set[tuple[str, int, int]]:
    return {(*priced, count) for priced, count in zip(rates, report[3:], strict=True) if count}


def _of(settled: Iterable[tuple[str, int, int]], contribution: str) -> Rates:
    """What is settled of one contribution, as quantity by rate."""
    return {rate: quantity for name, rate, quantity in settled if name == contribution}


def _enter_count(
    ground: Ground,
    book: _Book,
    report: Report,
    contribution: str,
    cost: Price,
    count: int,
    settled: Rates,
    refusal: str | None,
) -> None:
    """One total of a report as a claim (KS 4.3.1, 4.3.2)."""
    if not count and not settled:
        return
    municipality, period = report.municipality, report.period
    rendered_on = HalfYear.parse(period).end
    if refusal is None and isinstance(cost, Priced):
        bfs_number = ground.inputs.places[municipality].bfs_number
        explain = partial(explanations.of_report, bfs_number, report, contribution, count, cost, settled)
        entitled = {cost.rate.rappen: count}
        book.enter(municipality, contribution, period, rendered_on, entitled, settled, str(cost.reference), explain)
    else:
        book.take_back(municipality, contribution, period, rendered_on, settled, refusal)


def _withhold_if_unpaid(
    book: _Book, municipality: int, period: str, contribution: str, cost: Price, refusal: str | None
) -> None:
    if isinstance(cost, NotSubsidised):
        return
    if refusal is not None:
        book.withhold(municipality, period, contribution, "not_entitled", refusal)
    elif isinstance(cost, NoTariff):
        message = explanations.no_tariff(contribution, period, cost.reason)
        book.withhold(municipality, period, contribution, "no_tariff", message)


def _missing_reports(ground: Ground, book: _Book, reported: set[int]) -> None:
    """Case and interpreting rates need an accepted report of the half-year (KS 4.5.2, 5.2)."""
    half_year = half_year_paid(ground.inputs.month)
    period = str(half_year)
    for municipality in ground.existing(half_year.end):
        if municipality not in reported:
            state = ground.inputs.open_reports.get(municipality)
            reason = "report_incomplete" if state else "report_missing"
            book.withhold(municipality, period, "", reason, explanations.missing_report(period, state))


def _base_contributions(ground: Ground, book: _Book) -> None:
    """The claims to the base contribution: this year's in March, any year's when declared late (KS 4.5.2)."""
    paid_now = base_year_paid(ground.inputs.month)
    years = {Year(year) for _, year in ground.inputs.declared if year <= ground.inputs.month.year}
    for year in sorted(years | ({paid_now} if paid_now else set())):
        cost = ground.price(BASE, year.start, year.start)
        if isinstance(cost, NotSubsidised):
            continue
        population = ground.population(year)
        for municipality in ground.existing(year.start):
            if ground.has_declared(municipality, year):
                withheld = _base_contribution(ground, book, municipality, year, cost, population.get(municipality, {}))
            else:
                withheld = ("declaration_missing", explanations.missing_declaration(year))
            if withheld and year == paid_now:
                book.withhold(municipality, str(year), BASE, *withheld)


def _base_contribution(
    ground: Ground, book: _Book, municipality: int, year: Year, cost: Price, counts: dict[int, Count]
) -> tuple[str, str] | None:
    """The claim of a municipality that declared itself; returns why there is none, as reason and sentence."""
    period = str(year)
    settled = _of(ground.inputs.settled.get((municipality, period), ()), BASE)
    refusal = ground.refusal(municipality, year.start)
    if refusal is not None:
        book.take_back(municipality, BASE, period, year.start, settled, refusal)
        return "not_entitled", refusal
    if not isinstance(cost, Priced):
        return "no_tariff", explanations.no_tariff(BASE, period, cost.reason if isinstance(cost, NoTariff) else "")
    if not counts:
        return "population_missing", explanations.missing_population(population_date(year))
    entitled = {cost.rate.rappen: sum(count.foreign_residents for count in counts.values())}
    if entitled == settled:
        return None
    named = [(ground.inputs.places[part].name, count) for part, count in counts.items()]
    explain = partial(explanations.of_base, year, named, cost, settled)
    book.enter(municipality, BASE, period, year.start, entitled, settled, str(cost.reference), explain)
    return None
