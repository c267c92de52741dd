"""Plan, booked and projected side by side; how sources stand; what waits for somebody. Amounts in Rappen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month

from ..models import (
    Assignment,
    Booking,
    FinancialPlan,
    FundingSource,
    PersonRate,
    PlanVersion,
    Position,
    Refund,
    SourceKind,
    SourceTerms,
    Tranche,
    Transfer,
)
from ..money_permissions import SEE_MONEY
from ..money_readings import accounts, last_booked_month, standing, terms_series
from ..outlooks import Known, Place, known_of
from ..rules.ranges import Basis, Outlook, outlook
from ..rules.sources import Matching, Terms
from ..rules.tree import Node, Tree


class Figures(NamedTuple):
    """A position in a year, or the sum of several: planned, booked, and how the year will probably end.

    `planned` is None where nothing is planned. Nine times in ten the year ends between `low` and `high`; of sums nobody
    knows (`None`): percentiles do not add up. `basis` says what the projection rests on.
    """

    planned: int | None
    booked: int
    expected: int
    low: int | None
    high: int | None
    basis: Basis | None

    @property
    def deviation(self) -> int | None:
        """By how much the year will probably exceed the plan; below zero where it costs less."""
        return None if self.planned is None else self.expected - self.planned


class MonitorRow(NamedTuple):
    """A position with its depth and its figures by year; `total` is that of all years."""

    position: Position
    depth: int
    is_quantified: bool
    years: Mapping[int, Figures]
    total: Figures


class Monitor(NamedTuple):
    """A version with what was booked and what is projected. `over`: up to which month the books are complete."""

    version: PlanVersion
    over: Month | None
    years: Sequence[int]
    rows: Sequence[MonitorRow]
    totals: Mapping[int, Figures]
    total: Figures


class SourceStanding(NamedTuple):
    """A source with the terms of today and what it has today (Rappen); None where nobody knows how much."""

    source: FundingSource
    terms: Terms | None
    left: int | None


def terms_for(source: FundingSource, actor: Actor) -> QuerySet[SourceTerms]:
    """All terms of a source, newest first."""
    return visible_to(actor, SourceTerms).filter(source=source).order_by("-valid_from")


def rates_for(actor: Actor) -> QuerySet[PersonRate]:
    """What the federation pays per person, newest first."""
    return visible_to(actor, PersonRate).order_by("kind", "-valid_from")


def tranches_for(actor: Actor, source: FundingSource | None = None) -> QuerySet[Tranche]:
    """What sources got, or one of them, newest first."""
    rows = visible_to(actor, Tranche).select_related("source", "corrects").order_by("-received_on", "-pk")
    return rows if source is None else rows.filter(source=source)


def transfers_for(actor: Actor) -> QuerySet[Transfer]:
    """What moved between sources, newest first."""
    return visible_to(actor, Transfer).select_related("giving", "taking")


def refunds_for(actor: Actor, source: FundingSource | None = None) -> QuerySet[Refund]:
    """What went back to the federation and what of it came back, newest first: of every source, or of one."""
    rows = visible_to(actor, Refund).select_related("source", "reverses")
    return rows if source is None else rows.filter(source=source)


def bookings_for(
    actor: Actor, *, plan: FinancialPlan | None = None, source: FundingSource | None = None
) -> QuerySet[Booking]:
    """What was booked, newest first: on a plan, from a source, or everywhere."""
    rows = visible_to(actor, Booking).select_related("position__plan", "source", "reverses", "reversed_by")
    if plan is not None:
        rows = rows.filter(position__plan=plan)
    return rows if source is None else rows.filter(source=source)


def assignments_for(plan: FinancialPlan, actor: Actor) -> list[Assignment]:
    """What stands by hand on a plan: the newest word on each position, source and year, where it is above zero."""
    return assignments_of([plan.pk], actor)


def assignments_of(plans: Iterable[int], actor: Actor) -> list[Assignment]:
    """The same of several plans, in one statement."""
    return standing(visible_to(actor, Assignment).filter(position__plan__in=list(plans)))


def monitor(version: PlanVersion, actor: Actor, over: Month | None = None) -> Monitor:
    """Planned, booked and projected side by side, per position and year; sums are those of their parts.

    `over` is the last month whose bookings are complete, otherwise that of the newest booking.
    """
    can(actor, SEE_MONEY).require()
    over = over or last_booked_month(version)
    known = known_of(version, over)
    years = list(version.plan.years)
    positions = {one.pk: one for one in Position.objects.filter(plan=version.plan_id)}
    tree = Tree(Node(one.pk, one.parent_id, one.number) for one in positions.values())
    outlooks = {place: outlook(facts) for place, facts in known.years.items()}
    booked = known.sums()
    shown = _with_those_above({place[0] for place in known.years} | known.unquantified, positions)
    leaves = _leaves_below(positions)
    rows = []
    for key, depth in tree.order():
        if key not in shown:
            continue
        figures = {year: _figures(leaves[key], [year], known, booked, outlooks) for year in years}
        total = _figures(leaves[key], years, known, booked, outlooks)
        rows.append(MonitorRow(positions[key], depth, key not in known.unquantified, figures, total))
    every = [key for key in positions if leaves[key] == (key,)]
    totals = {year: _figures(every, [year], known, booked, outlooks) for year in years}
    return Monitor(version, over, years, rows, totals, _figures(every, years, known, booked, outlooks))


def _figures(
    positions: Iterable[int],
    years: Sequence[int],
    known: Known,
    booked: Mapping[Place, int],
    outlooks: Mapping[Place, Outlook],
) -> Figures:
    """One place as it is, several added up."""
    places = [(position, year) for position in positions for year in years if (position, year) in known.years]
    planned = [known.years[place].planned for place in places if known.years[place].is_planned]
    expected = sum(outlooks[place].expected for place in places)
    one = outlooks[places[0]] if len(places) == 1 else None
    return Figures(
        sum(planned) if planned else None,
        sum(booked.get(place, 0) for place in places),
        expected,
        one.low if one else None,
        one.high if one else None,
        one.basis if one else None,
    )


def _leaves_below(positions: Mapping[int, Position]) -> dict[int, tuple[int, ...]]:
    """By position the ones at the end of the branches that begin with it; itself where nothing is below."""
    below: dict[int, list[int]] = defaultdict(list)
    for key, position in positions.items():
        if position.parent_id is not None:
            below[position.parent_id].append(key)

    def leaves(key: int) -> tuple[int, ...]:
        return tuple(leaf for child in below[key] for leaf in leaves(child)) if key in below else (key,)

    return {key: leaves(key) for key in positions}


def _with_those_above(keys: set[int], positions: Mapping[int, Position]) -> set[int]:
    found: set[int] = set()
    for key in keys:
        place: int | None = key
        while place is not None and place not in found:
            found.add(place)
            place = positions[place].parent_id
    return found


def source_standings(actor: Actor) -> list[SourceStanding]:
    """How every source stands today: a fixed number of statements."""
    can(actor, SEE_MONEY).require()
    series = terms_series()
    today = clock.today()
    return [
        SourceStanding(
            account.source,
            series[key].at(today) if key in series else None,
            account.balance if account.is_known else None,
        )
        for key, account in accounts(until=today).items()
    ]


def matching_of(year: int, actor: Actor) -> Matching:
    """Whether canton and municipalities spent as much in a year as the federation gave by the integration credit."""
    can(actor, SEE_MONEY).require()
    federal = Tranche.objects.filter(source__kind=SourceKind.CREDIT, received_on__year=year)
    spent = Booking.objects.filter(booked_on__year=year).order_by()
    by_kind = dict(spent.values_list("source__kind").annotate(sum=Sum("amount")))
    return Matching(
        federal.aggregate(sum=Sum("amount"))["sum"] or 0,
        by_kind.get(SourceKind.CANTON, 0),
        by_kind.get(SourceKind.MUNICIPALITIES, 0),
    )
