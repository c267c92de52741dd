"""What a year would owe under other assumptions: the calculation of real runs over changed inputs.

Nothing is calculated here by rules of its own. The inputs of both payment months of a year are taken as they are known
now, without what was settled before, and then changed; `settlement.calculation.calculate` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.settlement.calculation import calculate
from ankunft.domain.settlement.rules import (
    MARCH,
    SEPTEMBER,
    TariffEntry,
    base_year_paid,
    half_year_paid,
    population_date,
)
from ankunft.domain.settlement.values import Count, Inputs
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month, Year

from .values import Changes

BEGINNING = date(2000, 1, 1)
"""Before everything that is settled here: what is assumed holds from then on."""
ASSUMED = "Annahme"

Amounts = dict[tuple[int, str], int]
"""Rappen by municipality (record id) and contribution."""


def payment_months(year: int) -> tuple[Month, Month]:
    """The months in which the contributions of a year are paid (KS 4.5.2)."""
    return Month(year, MARCH), Month(year, SEPTEMBER)


def of_the_month_alone(inputs: Inputs) -> Inputs:
    """The inputs without anything that concerns other payment months: neither settled claims nor corrections of them.

    A base contribution declared late counts as if it had been paid in March.
    """
    half_year, year = str(half_year_paid(inputs.month)), base_year_paid(inputs.month)
    return replace(
        inputs,
        reports=[report for report in inputs.reports if report[1] == half_year],
        declared=frozenset(entry for entry in inputs.declared if year is not None and entry[1] == year.year),
        recorded={},
        settled=(),
        held_open=frozenset(),
        reclaims=(),
    )


def assumed(inputs: Inputs, changes: Changes, counted: Mapping[int, Count] | None = None) -> Inputs:
    """The inputs as the scenario assumes them; `counted` is another population, by record id."""
    numbers = {place.bfs_number: key for key, place in inputs.places.items()}
    yes = {numbers[number] for number in changes.entitled if number in numbers}
    no = {numbers[number] for number in changes.not_entitled if number in numbers}
    kept = {key: series for key, series in inputs.statements.items() if key not in yes}
    findings = {key: series for key, series in inputs.findings.items() if key not in yes | no}
    refused: Dated[Statement] = Dated([(BEGINNING, Statement(False, ASSUMED))])
    return replace(
        inputs,
        tariffs=inputs.tariffs | {name: _tariff(rate) for name, rate in changes.rates.items()},
        statements=kept,
        findings=findings | dict.fromkeys(no, refused),
        refusals=[one for one in inputs.refusals if one.municipality not in yes],
        declared=_declared(inputs, changes),
        population=inputs.population if counted is None else _population(inputs, counted),
    )


def owed(months: Iterable[Inputs]) -> Amounts:
    """What these payment months owe together."""
    amounts: Amounts = {}
    for inputs in months:
        for line in calculate(inputs).lines:
            key = (line.municipality, line.contribution)
            amounts[key] = amounts.get(key, 0) + line.amount
    return amounts


def _tariff(rate: int) -> Dated[TariffEntry]:
    return Dated([(BEGINNING, TariffEntry(Money(rate), True, LegalReference(ASSUMED, "", BEGINNING)))])


def _declared(inputs: Inputs, changes: Changes) -> frozenset[tuple[int, int]]:
    year = base_year_paid(inputs.month)
    if year is None or not changes.everybody_declared:
        return inputs.declared
    existing = (key for key, place in inputs.places.items() if place.exists_on(year.start))
    return inputs.declared | {(key, year.year) for key in existing}


def _population(inputs: Inputs, counted: Mapping[int, Count]) -> dict[date, dict[int, Count]]:
    return inputs.population | {population_date(Year(inputs.month.year)): dict(counted)}
