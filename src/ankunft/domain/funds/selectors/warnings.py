"""What is said early of money: deadlines, positions above their plan, positions that no source may bear (FP 2.4).

The thresholds are a proposal of ours; no document names any. Those of projections are in `selectors.projections`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import Booking, FundingSource, PlannedAmount, PlanVersion, Position, VersionState
from ..money_permissions import SEE_MONEY
from ..money_readings import terms_series, use_of
from ..rules.sources import misfit
from .money import source_standings
from .projections import SOON

OVER_PERCENT = 5
"""By so many per cent a position is booked above the plan of its year before it is warned of it …"""
OVER_AT_LEAST = 10_000_00
"""… and by at least as much (Rappen)."""


class Deadline(NamedTuple):
    """A source that has money left shortly before its refund, or after it."""

    source: FundingSource
    due: date
    left: int


class Over(NamedTuple):
    """A position on which more is booked this year than planned."""

    version: PlanVersion
    position: Position
    year: int
    planned: int
    booked: int


class Sourceless(NamedTuple):
    """A position that is planned for a year in which no source may bear it."""

    version: PlanVersion
    position: Position
    year: int
    planned: int


class Warnings(NamedTuple):
    """Everything that is to be said, of the versions in force."""

    deadlines: list[Deadline]
    over: list[Over]
    sourceless: list[Sourceless]


def warnings_for(actor: Actor) -> Warnings:
    """What somebody who keeps the plans should know today: a fixed number of statements."""
    if not can(actor, SEE_MONEY):
        return Warnings([], [], [])
    versions = visible_to(actor, PlanVersion).filter(state=VersionState.ADOPTED).select_related("plan")
    by_key = {version.pk: version for version in versions}
    planned = list(
        PlannedAmount.objects.filter(
            planned__version__in=by_key.keys(), year__gte=clock.today().year, amount__gt=0
        ).select_related("planned__position")
    )
    return Warnings(_deadlines(actor), _over(by_key, planned), _sourceless(by_key, planned))


def _deadlines(actor: Actor) -> list[Deadline]:
    today = clock.today()
    found = []
    for one in source_standings(actor):
        due = one.terms.refund_due if one.terms else None
        if due is not None and one.left is not None and one.left > 0 and due - today <= SOON:
            found.append(Deadline(one.source, due, one.left))
    return sorted(found, key=lambda one: one.due)


def _over(versions: dict[int, PlanVersion], planned: list[PlannedAmount]) -> list[Over]:
    this_year = clock.today().year
    now = [one for one in planned if one.year == this_year]
    booked = dict(
        Booking.objects.filter(position__in={one.planned.position_id for one in now}, booked_on__year=this_year)
        .order_by()
        .values_list("position")
        .annotate(sum=Sum("amount"))
    )
    found = []
    for one in now:
        spent = booked.get(one.planned.position_id, 0)
        more = spent - one.amount
        if more >= OVER_AT_LEAST and more * 100 >= one.amount * OVER_PERCENT:
            version = versions[one.planned.version_id]
            found.append(Over(version, one.planned.position, this_year, one.amount, spent))
    return found


def _sourceless(versions: dict[int, PlanVersion], planned: list[PlannedAmount]) -> list[Sourceless]:
    today = clock.today()
    terms = [one for series in terms_series().values() if (one := series.at(today)) is not None]
    return [
        Sourceless(versions[one.planned.version_id], one.planned.position, one.year, one.amount)
        for one in planned
        if all(misfit(each, use_of(one.planned.position, one.year)) for each in terms)
    ]
