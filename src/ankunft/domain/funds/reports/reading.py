"""What the records say for a report: read at once, whatever happened, as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ankunft.foundation.kernel.periods import Month, Quarter

from ..models import WITH_DECISION, PlannedAmount, PlannedPosition, PlanVersion
from ..models import Position as PositionRow
from ..money_readings import Account
from ..outlooks import known_of
from ..rules.ranges import outlook, told
from ..rules.sem_report import Flow, Position


class PlanRead:
    """A version of a plan with what is booked on it by the end of a quarter: what was booked later is not seen."""

    def __init__(self, version: PlanVersion, quarter: Quarter) -> None:
        self.version, self.quarter = version, quarter
        self._last = last_month(quarter)
        self._known = known_of(version, self._last)
        self._booked = self._borne()
        self._plan: dict[int, dict[int, int]] = defaultdict(dict)
        for position, year, amount in PlannedAmount.objects.filter(planned__version=version).values_list(
            "planned__position", "year", "amount"
        ):
            self._plan[position][year] = amount
        self._every = list(PositionRow.objects.filter(plan=version.plan_id).order_by("number"))
        self.rows = self._shown()

    @property
    def years(self) -> range:
        return self.version.plan.years

    @property
    def unquantified(self) -> list[PositionRow]:
        """What is known at an unknown cost, in the order of the plan."""
        return [row for row in self._every if row.pk in self._known.unquantified]

    def positions(self) -> list[Position]:
        """Every position with its amounts by year."""
        return [self._position(row) for row in self.rows]

    def bases(self) -> dict[str, str]:
        """By code of a position, where the expectation of the year of the report comes from."""
        found = {}
        for row in self.rows:
            if known := self._known.years.get((row.pk, self.quarter.year)):
                found[row.code] = told(outlook(known).basis, len(known.history))
        return found

    def _borne(self) -> dict[tuple[int, bool], dict[int, int]]:
        """By position, and whether the source of the plan bore it: by year what is booked."""
        found: dict[tuple[int, bool], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (position, source, year), months in self._known.booked.items():
            by_then = [amount for month, amount in months.items() if month <= self._last]
            if by_then:
                found[position, source == self.version.plan.source_id][year] += sum(by_then)
        return found

    def _shown(self) -> list[PositionRow]:
        """The positions that the version plans, those with bookings besides, and every one above them."""
        by_key = {row.pk: row for row in self._every}
        planned = PlannedPosition.objects.filter(version=self.version, is_quantified=True)
        keys = {*planned.values_list("position_id", flat=True), *(position for position, _own in self._booked)}
        for key in list(keys):
            above = by_key[key].parent_id
            while above is not None and above not in keys:
                keys.add(above)
                above = by_key[above].parent_id
        return [row for row in self._every if row.pk in keys]

    def _position(self, row: PositionRow) -> Position:
        return Position(
            row.pk,
            row.parent_id,
            row.number,
            row.code,
            row.label,
            self._plan.get(row.pk, {}),
            self._booked.get((row.pk, True), {}),
            self._booked.get((row.pk, False), {}),
            {
                year: outlook(self._known.years[row.pk, year]).expected_rest
                for year in self.years
                if (row.pk, year) in self._known.years
            },
        )


def version_for(plan_code: str, quarter: Quarter) -> PlanVersion | None:
    """The version that held when the quarter ended, else the first that was ever decided; None before a decision.

    A version decided later is not what the money of the quarter was to be used for.
    """
    decided = PlanVersion.objects.filter(plan__code=plan_code, state__in=WITH_DECISION).select_related("plan__source")
    by_then = decided.filter(decided_on__lte=quarter.end).order_by("-decided_on", "-number").first()
    return by_then or decided.order_by("decided_on", "number").first()


def last_month(quarter: Quarter) -> Month:
    """The month with which the quarter ends."""
    return Month(quarter.end.year, quarter.end.month)


def flows_until(
    account: Account | None, positions: Sequence[Position], last: Month, years: Sequence[int]
) -> Mapping[int, Flow]:
    """By year until that month what a source got, passed on and gave back, and bore of anything but these positions."""
    borne = {year: sum(one.booked.get(year, 0) for one in positions) for year in years}
    found = {}
    for year in years:
        flows = account.flows.items() if account else ()
        months = [flow for month, flow in flows if month.year == year and month <= last]
        found[year] = Flow(
            sum(one.received for one in months),
            sum(one.transferred for one in months),
            sum(one.spent for one in months) - borne[year],
            sum(one.refunded for one in months),
        )
    return found
