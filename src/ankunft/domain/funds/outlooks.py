"""What is known of each position and year: planned, given as a range, booked so far, its own history (FP 2.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Q

from ankunft.foundation.kernel.periods import Month

from .models import (
    Assignment,
    FinancialPlan,
    FundingSource,
    InputAmount,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    VersionState,
)
from .money_readings import accounts, booked_by_place, in_force_besides, standing, terms_on
from .readings import newest_inputs
from .rules.futures import Cell, Inputs, Pot
from .rules.ranges import MONTHS, QUARTERS, Closed, Given, Year, months_over, part, rest, shares, spans

Place = tuple[int, int]
"""The key of a position, and a year."""


class Known(NamedTuple):
    """Everything that is known of a version: `years` by position and year, what of it is booked by which source.

    `booked` is by position, source and year, month by month. `unquantified` are the keys of positions that are known
    and have no amounts.
    """

    years: Mapping[Place, Year]
    booked: Mapping[tuple[int, int, int], Mapping[Month, int]]
    unquantified: frozenset[int]

    def sums(self) -> dict[Place, int]:
        """What is booked by position and year, whoever bears it and whether the month is complete or not."""
        found: dict[Place, int] = defaultdict(int)
        for (position, _source, year), amounts in self.booked.items():
            found[position, year] += sum(amounts.values())
        return found

    def borne(self, place: Place, source: int) -> Mapping[Month, int]:
        """What a source has borne of a position and year, month by month."""
        return self.booked.get((place[0], source, place[1]), {})

    def borne_by(self, place: Place, source: int, over: Month | None) -> int:
        """The same in all months that are complete."""
        return sum(amount for month, amount in self.borne(place, source).items() if over and month <= over)


def key_of(position: Position) -> str:
    """The name of a position among those of all plans."""
    return f"{position.plan.code}/{position.code}"


def known_of(version: PlanVersion, over: Month | None) -> Known:
    """What is known of the positions of a version, if `over` is the last month whose bookings are complete.

    What is booked in later months is in `booked`, and not yet in `years`: the rest of the year covers it.
    """
    return known_together({version: over})


def known_together(versions: Mapping[PlanVersion, Month | None]) -> Known:
    """What is known of the positions of versions of several plans, as `known_of`.

    As many statements as for one, and two for every version whose inputs are open.
    """
    planned, given, unquantified = _planned(list(versions))
    plans = {version.plan_id: version for version in versions}
    plan_of = dict(Position.objects.filter(plan__in=plans).values_list("pk", "plan_id"))
    by_place = booked_by_place(plans)
    months: dict[Place, dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    for (position, _source, year), amounts in by_place.items():
        for month, amount in amounts.items():
            months[position, year][month] += amount
    places = sorted(planned.keys() | months.keys())
    histories = {}
    for position in {place[0] for place in places}:
        version = plans[plan_of[position]]
        histories[position] = _history(position, version, planned, months, versions[version])
    years = {}
    for position, year in places:
        place, over = (position, year), versions[plans[plan_of[position]]]
        complete = sum(amount for month, amount in months[place].items() if over is not None and month <= over)
        years[place] = Year(
            planned.get(place, 0),
            complete,
            months_over(over, year),
            given.get(place),
            histories[position],
            place in planned,
        )
    return Known(years, by_place, unquantified)


def _planned(versions: Sequence[PlanVersion]) -> tuple[dict[Place, int], dict[Place, Given], frozenset[int]]:
    """What versions plan, with the range that an input gave; while inputs are open, what they would plan."""
    filling = {version.pk: version for version in versions if version.state == VersionState.INPUTS}
    rows = list(PlannedPosition.objects.filter(version__in=versions))
    rows = [row for row in rows if row.reason or row.version_id not in filling]
    own = {row.position_id for row in rows}
    newest = {position: one for version in filling.values() for position, one in newest_inputs(version).items()}
    input_of = {row.input_id: row.position_id for row in rows if row.input_id and not row.reason}
    input_of |= {one.pk: position for position, one in newest.items() if position not in own}
    planned = {
        (amount.planned.position_id, amount.year): amount.amount
        for amount in PlannedAmount.objects.filter(planned__in=rows).select_related("planned")
    }
    given = {}
    for amount in InputAmount.objects.filter(input__in=input_of.keys()):
        place = (input_of[amount.input_id], amount.year)
        planned.setdefault(place, amount.amount)
        if amount.low is not None and amount.high is not None:
            given[place] = Given(amount.low, amount.amount, amount.high)
    unknown = {row.position_id for row in rows if not row.is_quantified}
    unknown |= {position for position, one in newest.items() if position not in own and not one.is_quantified}
    return planned, given, frozenset(unknown)


def _history(
    position: int,
    version: PlanVersion,
    planned: Mapping[Place, int],
    months: Mapping[Place, Mapping[Month, int]],
    over: Month | None,
) -> list[Closed]:
    """The spans of a year of a position that are over: a quarter of the year's plan against what the quarter booked."""
    quarters = []
    for year in version.plan.years:
        for quarter in range(months_over(over, year) * QUARTERS // MONTHS):
            last = (quarter + 1) * MONTHS // QUARTERS
            booked = sum(
                amount
                for month, amount in months.get((position, year), {}).items()
                if last - MONTHS // QUARTERS < month.month <= last
            )
            quarters.append(Closed(planned.get((position, year), 0) // QUARTERS, booked))
    return spans(quarters)


def inputs_of(version: PlanVersion, over: Month | None) -> Inputs:
    """What a projection of that version rests on: its source, what that bears of rests, and what is certain.

    The source bears the rests of its plan, but for what was assigned to others by hand, and of other plans in force
    what was assigned to it. `over` holds for their books too. What is booked in months that are not complete is part of
    the rest. What was refunded after the deadline is what the projection gives back at the deadline anyhow, and is not
    taken off twice.
    """
    plan, source = version.plan, version.plan.source
    account = accounts(version)[source.pk]
    said = standing(Assignment.objects.filter(Q(position__plan=plan) | Q(source=source)))
    named = {one.position.plan_id for one in said}
    others = [one for one in in_force_besides(plan.pk) if one.plan_id in named]
    known = known_together(dict.fromkeys((version, *others), over))
    positions = {one.pk: one for one in Position.objects.filter(plan__in=[plan, *named]).select_related("plan")}
    terms = terms_on(source)
    pot = Pot(source.code, account.balance_before(plan.first_year), terms.refund_due if terms else None)
    due = pot.due_month if pot.due_month and pot.due_month.year in plan.years else None
    certain: dict[tuple[str, Month], int] = defaultdict(int)
    for month, flow in account.flows.items():
        if month.year in plan.years:
            certain[source.code, month] = flow.net + (flow.refunded if due is not None and month > due else 0)
    cells = []
    for place, share in _borne_by(source, plan, known, positions, said, over).items():
        position = positions[place[0]]
        own = part(rest(known.years[place]), share)
        code = position.code if position.plan_id == plan.pk else key_of(position)
        cells.append(Cell(code, source.code, place[1], own))
        left = own.expected
        for month, amount in sorted(known.borne(place, source.pk).items()):
            if over is None or month > over:
                again = min(amount, left)
                certain[source.code, month] += again
                left -= again
    return Inputs(
        plan.first_year,
        plan.last_year,
        [pot],
        cells,
        {place: amount for place, amount in certain.items() if amount},
        over,
    )


def _borne_by(
    source: FundingSource,
    plan: FinancialPlan,
    known: Known,
    positions: Mapping[int, Position],
    said: Sequence[Assignment],
    over: Month | None,
) -> dict[Place, Fraction]:
    """Which part of each rest of the years of a plan its source bears, where it bears any."""
    by_place: dict[Place, list[Assignment]] = defaultdict(list)
    for one in said:
        by_place[one.position_id, one.year].append(one)
    found = {}
    for place, facts in known.years.items():
        if place[1] not in plan.years:
            continue
        words = by_place[place]
        open_words = [max(one.amount - known.borne_by(place, one.source_id, over), 0) for one in words]
        parts = shares(facts.open_plan, open_words)
        share = sum((one for one, word in zip(parts, words, strict=True) if word.source_id == source.pk), Fraction(0))
        if positions[place[0]].plan_id == plan.pk:
            share += 1 - sum(parts)
        if share:
            found[place] = share
    return found
