"""What the records say of the money of sources, as plain values: terms, what came, went and was spent. In Rappen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.workflow.proposals import ProposalState

from .models import (
    Assignment,
    Booking,
    FundingSource,
    PersonRate,
    PlanVersion,
    Position,
    RateKind,
    Refund,
    SourceTerms,
    Tranche,
    TrancheKind,
    Transfer,
    VersionState,
)
from .rules.refunds import Stock
from .rules.sources import Terms, Use


class Flow(NamedTuple):
    """What happened to a source in a month: what it got, what other sources gave it (or took), what was spent.

    `refunded` is what went back to the federation; below zero where more of it came back.
    """

    received: int = 0
    transferred: int = 0
    spent: int = 0
    refunded: int = 0

    @property
    def net(self) -> int:
        """By how much the balance changed."""
        return self.received + self.transferred - self.spent - self.refunded


class Account(NamedTuple):
    """What is known of the money of a source: with how much it began, and what happened since, by month.

    `since` is the year with which the opening balance belongs, None where no plan tells one. Without that and without
    any tranche nobody knows how much there is (`is_known`).
    """

    source: FundingSource
    opening: int
    since: int | None
    flows: dict[Month, Flow]

    @property
    def is_known(self) -> bool:
        return self.since is not None or any(flow.received or flow.transferred > 0 for flow in self.flows.values())

    @property
    def balance(self) -> int:
        """What there is after all of it."""
        return self.opening + sum(flow.net for flow in self.flows.values())

    def balance_before(self, year: int) -> int:
        """What there is when the year begins."""
        return self.opening + sum(flow.net for month, flow in self.flows.items() if month.year < year)

    def left_in(self, year: int) -> int:
        """What there is at the end of that year and is not needed in a later one, as far as the records go."""
        last = max((month.year for month in self.flows), default=year)
        return min(self.balance_before(one + 1) for one in range(year, max(year, last) + 1))

    def of_year(self, year: int) -> Flow:
        """What happened in a calendar year."""
        flows = [flow for month, flow in self.flows.items() if month.year == year]
        return Flow(*(sum(parts) for parts in zip(*flows, strict=True))) if flows else Flow()

    def free_from(self, first: Month) -> int:
        """What there is at the end of that month and is never needed later, as far as the records go."""
        balance = self.opening + sum(flow.net for month, flow in self.flows.items() if month <= first)
        least = balance
        for month in sorted(month for month in self.flows if month > first):
            balance += self.flows[month].net
            least = min(least, balance)
        return least


def plain(terms: SourceTerms) -> Terms:
    """The terms as rules read them."""
    return Terms(
        terms.valid_from,
        terms.legal_basis,
        None if terms.purposes is None else frozenset(terms.purposes),
        None if terms.groups is None else frozenset(terms.groups),
        terms.first_year,
        terms.last_year,
        terms.refund_due,
        terms.condition,
        terms.decision,
    )


def use_of(position: Position, year: int) -> Use:
    """What a position is for in a year, as rules read it."""
    return Use(position.purpose, year, None if position.groups is None else frozenset(position.groups))


def terms_series(sources: Iterable[int] | None = None) -> dict[int, Dated[Terms]]:
    """By source its terms, each from its day on; of all sources, or of these. One statement."""
    rows = SourceTerms.objects.all() if sources is None else SourceTerms.objects.filter(source__in=list(sources))
    by_source: dict[int, list[tuple[date, Terms]]] = defaultdict(list)
    for row in rows.order_by("source", "valid_from"):
        by_source[row.source_id].append((row.valid_from, plain(row)))
    return {source: Dated(entries) for source, entries in by_source.items()}


def terms_on(source: FundingSource, day: date | None = None) -> Terms | None:
    """The terms of a source on that day, or today."""
    series = terms_series([source.pk]).get(source.pk)
    return series.at(day or clock.today()) if series else None


def rates(kind: RateKind) -> Dated[int]:
    """What the federation pays per person, from which day on."""
    return Dated(PersonRate.objects.filter(kind=kind).values_list("valid_from", "rate"))


def accounts(version: PlanVersion | None = None, until: date | None = None) -> dict[int, Account]:
    """Every source in its order, by key, with what its records say: eight statements, whatever happened.

    The opening balance is that of the earliest plan in force for it, or that of `version` for its source. What happened
    before that balance is in it, and so is what was carried over: the same money, told twice. What is granted or moves
    later than `until` is left out: it is not there yet.
    """
    openings = _openings(version)
    flows: dict[int, dict[Month, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * len(Flow._fields)))
    last = until or date.max
    read = (_received(openings, last), _transferred(last), _spent(last), _refunded(last))
    for place, rows in enumerate(read):
        for source, year, month, amount in rows:
            if year >= openings.get(source, (0, 0))[0]:
                flows[source][Month(year, month)][place] += amount
    return {
        source.pk: Account(
            source,
            openings.get(source.pk, (0, 0))[1],
            openings[source.pk][0] if source.pk in openings else None,
            {month: Flow(*parts) for month, parts in flows[source.pk].items()},
        )
        for source in FundingSource.objects.all()
    }


def _openings(version: PlanVersion | None) -> dict[int, tuple[int, int]]:
    """By source the first year of a plan, and the balance with which it begins."""
    adopted = PlanVersion.objects.filter(state=VersionState.ADOPTED).order_by("-plan__first_year", "-pk")
    found = {
        source: (year, opening)
        for source, year, opening in adopted.values_list("plan__source", "plan__first_year", "opening")
    }
    if version is not None:
        found[version.plan.source_id] = (version.plan.first_year, version.opening)
    return found


Row = tuple[int, int, int, int]


def _by_month(rows: Any, day: str, source: str) -> list[Row]:
    dated = rows.order_by().annotate(of_year=ExtractYear(day), of_month=ExtractMonth(day))
    return list(dated.values_list(source, "of_year", "of_month").annotate(sum=Sum("amount")))


def _received(openings: Iterable[int], last: date) -> list[Row]:
    carried = Q(kind=TrancheKind.CARRIED) | Q(corrects__kind=TrancheKind.CARRIED)
    rows = Tranche.objects.filter(received_on__lte=last).exclude(carried, source__in=list(openings))
    return _by_month(rows, "received_on", "source")


def _transferred(last: date) -> list[Row]:
    moved = Transfer.objects.filter(state=ProposalState.CONFIRMED, moved_on__lte=last)
    return [*_by_month(moved, "moved_on", "taking"), *_taken_off(_by_month(moved, "moved_on", "giving"))]


def _spent(last: date) -> list[Row]:
    return _by_month(Booking.objects.filter(booked_on__lte=last), "booked_on", "source")


def _refunded(last: date) -> list[Row]:
    paid = Refund.objects.filter(state=ProposalState.CONFIRMED, moved_on__lte=last)
    returned = _by_month(paid.exclude(reverses=None), "moved_on", "source")
    return [*_by_month(paid.filter(reverses=None), "moved_on", "source"), *_taken_off(returned)]


def _taken_off(rows: list[Row]) -> list[Row]:
    return [(source, year, month, -amount) for source, year, month, amount in rows]


def stock_of(source: FundingSource, day: date) -> Stock:
    """The source as the rules of a refund look at it on that value date."""
    account, terms = accounts()[source.pk], terms_on(source, day)
    free = free_on(account, day) if account.is_known else None
    return Stock(source.kind, account.since, free, terms.refund_due if terms else None)


def free_on(account: Account, day: date) -> int:
    """What a source has by that day and never needs later (Rappen): what may leave it."""
    there = accounts(until=day)[account.source.pk].balance
    return min(there, account.free_from(Month(day.year, day.month)))


def still_gone(refund: Refund) -> int:
    """What of a refund has not come back from the federation (Rappen)."""
    returned = refund.returns.filter(state=ProposalState.CONFIRMED).aggregate(sum=Sum("amount"))["sum"]
    return refund.amount - (returned or 0)


def booked_by_place(plans: Iterable[int]) -> dict[tuple[int, int, int], dict[Month, int]]:
    """By position, source and year what is booked month by month, of the positions of these plans. One statement."""
    rows = Booking.objects.filter(position__plan__in=list(plans)).order_by()
    dated = rows.annotate(of_year=ExtractYear("booked_on"), of_month=ExtractMonth("booked_on"))
    found: dict[tuple[int, int, int], dict[Month, int]] = defaultdict(dict)
    for position, source, year, month, amount in dated.values_list(
        "position", "source", "of_year", "of_month"
    ).annotate(sum=Sum("amount")):
        found[position, source, year][Month(year, month)] = amount
    return found


def last_booked_months(plans: Iterable[int]) -> dict[int, Month]:
    """By plan the month of the newest booking on it: up to then its books are taken as complete. One statement.

    A month that is not over is not complete, whatever is booked in it.
    """
    over = clock.today().replace(day=1) - timedelta(days=1)
    rows = Booking.objects.filter(position__plan__in=list(plans), reverses=None, reversed_by=None).order_by()
    newest = rows.values_list("position__plan").annotate(last=Max("booked_on"))
    return {plan: min(Month(day.year, day.month), Month(over.year, over.month)) for plan, day in newest}


def last_booked_month(version: PlanVersion) -> Month | None:
    """The month of the newest booking on the plan: up to then the books are taken as complete unless somebody says."""
    return last_booked_months([version.plan_id]).get(version.plan_id)


def in_force_besides(plan: int) -> QuerySet[PlanVersion]:
    """The versions in force of all other plans."""
    adopted = PlanVersion.objects.filter(state=VersionState.ADOPTED).exclude(plan=plan)
    return adopted.select_related("plan__source").order_by("pk")


def standing(assignments: QuerySet[Assignment]) -> list[Assignment]:
    """Of what was said by hand the newest word on each position, source and year, where it is above zero."""
    rows = assignments.select_related("position__plan", "source").order_by("source__number", "number")
    newest = {(row.position_id, row.source_id, row.year): row for row in rows}
    return [row for row in newest.values() if row.amount]
