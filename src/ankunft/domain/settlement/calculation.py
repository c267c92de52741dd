"""What a payment month owes to whom, and why: one pure function from plain inputs to plain results.

1. Every accepted half-year report gives claims: count × tariff of the half-year, per contribution (KS 4.3.2).
2. Every declared year gives a claim to the base contribution: foreign residents × tariff (KS 4.3.2).
3. A claim of a municipality that is not entitled is worth nothing (KS 4.2).
4. From each claim is taken what other runs settled of it; what differs is a line of this run.
5. What this month would have paid and does not is withheld, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ankunft.domain.territory.rules import Place, payee_on, responsible_lead, roll_up
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import HalfYear, Year

from . import explanations
from .rules import (
    NoTariff,
    NotSubsidised,
    Price,
    Priced,
    base_year_paid,
    difference,
    half_year_paid,
    in_rappen,
    payment_date,
    population_date,
    price,
)
from .values import COUNTED, Count, Inputs, Line, Report, Result, Withholding

BASE = "base_contribution"


def calculate(inputs: Inputs) -> Result:
    """The lines and withholdings of a payment month. The same inputs give the same result, in the same order."""
    return _Calculation(inputs).result()


class _Calculation:
    """One calculation: holds what is looked up again and again."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.paid_half_year = half_year_paid(inputs.month)
        self.paid_year = base_year_paid(inputs.month)
        self.payment_date = payment_date(inputs.month)
        self.lines: list[Line] = []
        self.withheld: list[Withholding] = []
        self._prices: dict[tuple[str, str], Price] = {}
        self._payees: dict[tuple[int, date], int] = {}

    def result(self) -> Result:
        reported = self._case_and_interpreting_rates()
        self._missing_reports(reported)
        for year in sorted({year for _, year in self.inputs.declared}):
            self._base_contributions(Year(year))
        if self.paid_year is not None:
            self._missing_declarations(self.paid_year)
        places = self.inputs.places
        self.lines.sort(
            key=lambda line: (places[line.municipality].bfs_number, line.period, line.contribution, line.rate)
        )
        self.withheld.sort(
            key=lambda held: (places[held.municipality].bfs_number, held.period, held.reason, held.contribution)
        )
        return Result(self.lines, self.withheld)

    def _case_and_interpreting_rates(self) -> set[int]:
        """Claims out of the accepted reports; returns who reported for the half-year that is paid now."""
        due_now = str(self.paid_half_year)
        reported: set[int] = set()
        periods: dict[str, HalfYear] = {}
        settled = self.inputs.settled
        for report in self.inputs.reports:
            municipality, period = report[0], report[1]
            half_year = periods.get(period) or periods.setdefault(period, HalfYear.parse(period))
            if half_year > self.paid_half_year:
                continue
            if period == due_now:
                reported.add(municipality)
            refusal = self._refusal(municipality, half_year.start)
            for contribution, count in zip(COUNTED, report[4:], strict=True):
                already = settled.get((municipality, contribution, period))
                if not count and not already:
                    continue
                cost = self._price(contribution, period, half_year.start, half_year.end)
                if refusal is None and type(cost) is Priced:
                    rate = cost.rate.rappen
                    if already is None or already != {rate: count}:
                        self._add_report_lines(report, half_year, contribution, count, cost, already or {})
                elif already:
                    self._add_withdrawal(municipality, half_year.end, contribution, period, already, refusal)
                if count and period == due_now:
                    self._withhold_if_unpaid(municipality, period, contribution, cost, refusal)
        return reported

    def _add_report_lines(
        self, report: Report, half_year: HalfYear, contribution: str, count: int, cost: Priced, settled: dict[int, int]
    ) -> None:
        payee = self._payee(report.municipality, half_year.end)
        for rate, quantity in difference({cost.rate.rappen: count}, settled).items():
            explanation = explanations.of_report(
                report, self.inputs.places[report.municipality], contribution, count, quantity, rate, cost, settled
            )
            self.lines.append(
                Line(
                    report.municipality,
                    payee,
                    contribution,
                    report.period,
                    quantity,
                    rate,
                    str(cost.reference),
                    bool(settled),
                    in_rappen(settled),
                    explanation,
                )
            )

    def _add_withdrawal(
        self,
        municipality: int,
        day: date,
        contribution: str,
        period: str,
        settled: dict[int, int],
        refusal: str | None,
    ) -> None:
        """Take back what was settled of a claim that is worth nothing as known now (KS 4.7)."""
        reason = refusal or "Für diese Periode wird der Beitrag nicht ausgerichtet."
        for rate, quantity in difference({}, settled).items():
            explanation = explanations.of_withdrawal(contribution, period, quantity, rate, reason)
            payee = self._payee(municipality, day)
            self.lines.append(
                Line(
                    municipality,
                    payee,
                    contribution,
                    period,
                    quantity,
                    rate,
                    explanations.RECLAIM_REFERENCE,
                    True,
                    in_rappen(settled),
                    explanation,
                )
            )

    def _withhold_if_unpaid(
        self, municipality: int, period: str, contribution: str, cost: Price, refusal: str | None
    ) -> None:
        if isinstance(cost, NotSubsidised):
            return
        if refusal is not None:
            self.withheld.append(Withholding(municipality, period, contribution, "not_entitled", refusal))
        elif isinstance(cost, NoTariff):
            message = explanations.no_tariff(contribution, period, cost.reason)
            self.withheld.append(Withholding(municipality, period, contribution, "no_tariff", message))

    def _missing_reports(self, reported: set[int]) -> None:
        """Case and interpreting rates need an accepted report of the half-year (KS 4.5.2, 5.2)."""
        period = str(self.paid_half_year)
        for place in self._existing(self.paid_half_year.end):
            if place.id not in reported:
                state = self.inputs.open_reports.get(place.id)
                reason = "report_incomplete" if state else "report_missing"
                message = explanations.missing_report(period, state)
                self.withheld.append(Withholding(place.id, period, "", reason, message))

    def _base_contributions(self, year: Year) -> None:
        """The claims to the base contribution of one declared year (KS 4.3.2, 4.5.2)."""
        if year > Year(self.inputs.month.year):
            return
        cost = self._price(BASE, str(year), year.start, year.start)
        if not isinstance(cost, Priced):
            return
        counted = self._population(year)
        for place in self._existing(year.start):
            if not self._has_declared(place.id, year):
                continue
            self._base_contribution(place.id, year, cost, counted.get(place.id, {}))

    def _base_contribution(self, municipality: int, year: Year, cost: Priced, counts: dict[int, Count]) -> None:
        settled = self.inputs.settled.get((municipality, BASE, str(year)), {})
        refusal = self._refusal(municipality, year.start)
        if refusal is not None:
            if settled:
                self._add_withdrawal(municipality, year.start, BASE, str(year), settled, refusal)
            if year == self.paid_year:
                self.withheld.append(Withholding(municipality, str(year), BASE, "not_entitled", refusal))
            return
        if not counts:
            if year == self.paid_year:
                message = explanations.missing_population(population_date(year))
                self.withheld.append(Withholding(municipality, str(year), BASE, "population_missing", message))
            return
        total = sum(count.foreign_residents for count in counts.values())
        payee = self._payee(municipality, year.start)
        named = [(self.inputs.places[part].name, count) for part, count in counts.items()]
        for rate, quantity in difference({cost.rate.rappen: total}, settled).items():
            explanation = explanations.of_base(year, population_date(year), named, quantity, rate, cost, settled)
            self.lines.append(
                Line(
                    municipality,
                    payee,
                    BASE,
                    str(year),
                    quantity,
                    rate,
                    str(cost.reference),
                    bool(settled),
                    in_rappen(settled),
                    explanation,
                )
            )

    def _population(self, year: Year) -> dict[int, dict[int, Count]]:
        """The figures of the reference date, gathered where the municipality belonged when the year began."""
        return roll_up(self.inputs.places, self.inputs.population.get(population_date(year), {}), year.start)

    def _missing_declarations(self, year: Year) -> None:
        """The base contribution needs the self-declaration of the year (KS 4.5.2)."""
        if isinstance(self._price(BASE, str(year), year.start, year.start), NotSubsidised):
            return
        message = explanations.missing_declaration(year)
        for place in self._existing(year.start):
            if not self._has_declared(place.id, year):
                self.withheld.append(Withholding(place.id, str(year), BASE, "declaration_missing", message))

    def _has_declared(self, municipality: int, year: Year) -> bool:
        """Its own declaration, or that of its lead municipality, which fulfils the conditions for it (KS 4.2)."""
        if (municipality, year.year) in self.inputs.declared:
            return True
        lead = self._lead(municipality, year.start)
        return lead is not None and (lead, year.year) in self.inputs.declared

    def _refusal(self, municipality: int, day: date) -> str | None:
        """Why the municipality is not entitled on that day; None where it is, as is presumed (KS 4.2)."""
        for holder in (municipality, self._lead(municipality, day)):
            statements = self.inputs.statements.get(holder) if holder is not None else None
            statement = statements.at(day) if statements is not None else None
            if statement is not None and not statement.entitled:
                return statement.reason
        return None

    def _lead(self, municipality: int, day: date) -> int | None:
        leads = self.inputs.leads.get(municipality)
        return responsible_lead(self.inputs.places, leads, municipality, day) if leads is not None else None

    def _payee(self, municipality: int, day: date) -> int:
        """Who is paid for what was rendered on `day`: on the payment date it must still exist (KS 4.5.2)."""
        key = (municipality, day)
        if key not in self._payees:
            self._payees[key] = payee_on(
                self.inputs.places, self.inputs.leads.get(municipality), municipality, day, self.payment_date
            )
        return self._payees[key]

    def _price(self, contribution: str, period: str, first: date, last: date) -> Price:
        key = (contribution, period)
        if key not in self._prices:
            self._prices[key] = price(self.inputs.tariffs.get(contribution) or Dated(), first, last)
        return self._prices[key]

    def _existing(self, day: date) -> Iterator[Place]:
        return (place for place in self.inputs.places.values() if place.exists_on(day))
