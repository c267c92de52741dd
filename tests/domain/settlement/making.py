"""A small canton with tariffs, accounts and reports, and people who settle it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ankunft.domain.reporting.rules import Figures
from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER
from ankunft.domain.settlement.loader import load_tariffs
from ankunft.domain.settlement.models import Line, Run
from ankunft.domain.settlement.services import run_approve, run_calculate, run_check, run_release
from ankunft.domain.territory.models import (
    Municipality,
    PaymentAccount,
    PopulationFigure,
    PopulationSeries,
    SeriesChoice,
)
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.reporting.making import municipality, report
from tests.support.people import actor_with

MARCH, SEPTEMBER = Month(2025, 3), Month(2025, 9)
WINTER, SPRING = HalfYear(2024, 2), HalfYear(2025, 1)


@dataclass
class Office:
    """Whoever prepares, checks and approves runs."""

    coordination: Actor
    finance: Actor
    approver: Actor


def office() -> Office:
    return Office(actor_with(COORDINATION), actor_with(FINANCE_OFFICER), actor_with(APPROVER))


def canton(*names: str) -> list[Municipality]:
    """Municipalities with an account each, and the tariffs of the law."""
    load_tariffs(Actor.operator())
    places = [municipality(name=name) for name in names]
    for place in places:
        account(place)
    return places


def account(place: Municipality) -> PaymentAccount:
    return PaymentAccount.objects.create(
        municipality=place,
        valid_from=date(2017, 1, 1),
        iban="CH9300762011623852957",
        name=f"Einwohnergemeinde {place.name}",
        street="Demostrasse",
        house_number="1",
        postcode="4500",
        town=place.name,
        is_demo=True,
    )


def population(day: date, foreigners: dict[Municipality, int]) -> None:
    """Figures of a series that is chosen for ever."""
    series, _ = PopulationSeries.objects.get_or_create(code="bfs", defaults={"name": "BFS", "source": "BFS"})
    SeriesChoice.objects.get_or_create(reference_from=date(2010, 1, 1), defaults={"series": series, "reason": "Test"})
    for place, count in foreigners.items():
        PopulationFigure.objects.create(
            series=series,
            municipality=place,
            reference_date=day,
            residents=count * 3,
            foreign_residents=count,
            recorded_at=clock.now(),
        )


def reported(place: Municipality, period: HalfYear, *counts: int, number: int = 1) -> None:
    """An accepted report."""
    report(place, period, "accepted", Figures(*counts), number=number, submitted_on=period.end)


def released(month: Month, people: Office) -> Run:
    """The run of that month, calculated and taken through four eyes."""
    run = run_calculate(month=month, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    run_release(run=run, actor=people.approver)
    return run


def lines(run: Run) -> list[tuple[str, str, str, int, int]]:
    """The lines of a run as name, contribution, period, quantity and amount in Rappen."""
    found = Line.objects.filter(run=run).order_by("municipality__bfs_number", "period", "contribution", "rate")
    return list(found.values_list("municipality__name", "contribution", "period", "quantity", "amount"))
