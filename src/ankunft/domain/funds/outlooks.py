"""What is known of each position and year: planned, given as a range, booked so far, its own history (FP 2.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ankunft.foundation.kernel.periods import Month

from .models import InputAmount, PlannedAmount, PlannedPosition, PlanVersion, Position, VersionState
from .money_readings import accounts, booked_by_place, terms_on
from .readings import newest_inputs
from .rules.futures import Cell, Inputs, Pot
from .rules.ranges import MONTHS, QUARTERS, Closed, Given, Year, months_over, rest, spans

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

    def open_bookings(self, over: Month | None, source: int) -> Mapping[Month, int]:
        """What that source has borne in months that are not complete: it is part of rests."""
        found: dict[Month, int] = defaultdict(int)
        for (_position, bearing, _year), amounts in self.booked.items():
            for month, amount in amounts.items():
                if bearing == source and (over is None or month > over):
                    found[month] += amount
        return found


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
    filling = [version for version in versions if version.state == VersionState.INPUTS]
    rows = list(PlannedPosition.objects.filter(version__in=versions).select_related("version"))
    rows = [row for row in rows if row.reason or row.version not in filling]
    own = {row.position_id for row in rows}
    newest = {position: one for version in filling for position, one in newest_inputs(version).items()}
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
    """What a projection of that version rests on: its source, the rests of its positions, and what is certain.

    What is booked on the plan's positions in months that are not complete is part of their rest.
    """
    plan = version.plan
    account = accounts(version)[plan.source_id]
    known = known_of(version, over)
    codes = dict(Position.objects.filter(plan=plan).values_list("pk", "code"))
    terms = terms_on(plan.source)
    source = plan.source.code
    certain = {
        (source, month): flow.net
        for month, flow in account.flows.items()
        if plan.first_year <= month.year <= plan.last_year
    }
    for month, amount in known.open_bookings(over, plan.source_id).items():
        certain[source, month] += amount
    return Inputs(
        plan.first_year,
        plan.last_year,
        [Pot(source, account.balance_before(plan.first_year), terms.refund_due if terms else None)],
        [
            Cell(codes[position], source, year, rest(facts))
            for (position, year), facts in known.years.items()
            if year in plan.years
        ],
        {place: amount for place, amount in certain.items() if amount},
        over,
    )
