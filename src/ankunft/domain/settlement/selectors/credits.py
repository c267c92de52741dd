"""What people see of the credits of the years, and what the release asks of them (KS 4.3.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.workflow.proposals import ProposalState

from ..credits import Standing, is_over, lapses
from ..models import START_INTEGRATION, Credit, Line, PayeeBalance, PaymentReturn, Run, Withheld, YearEnd
from ..states import APPROVED, CHECKED, RELEASED
from .outcomes import returns_given_up, returns_undecided


@dataclass(frozen=True, slots=True)
class Unpaid:
    """What the runs of a year did not pay, and what becomes of it.

    `in_time` while a run of the year is to come, which pays what is handed in by then. Afterwards it has `lapsed`, or
    it is paid from the credit of a later year.
    """

    municipality: str
    bfs_number: int
    period: str
    reason: str
    lapsed: bool
    in_time: bool


def credit_standing(year: int, *, scheme: str = START_INTEGRATION, besides: Run | None = None) -> Standing:
    """The scheme's credit of a year and what its runs took of it; `besides` is not counted."""
    confirmed = Credit.objects.filter(year=year, scheme=scheme, state=ProposalState.CONFIRMED)
    runs = Run.objects.filter(scheme=scheme, payment_month__startswith=f"{year}-")
    if besides is not None:
        runs = runs.exclude(pk=besides.pk)
    released = runs.filter(state=RELEASED)
    gone, open_ = _came_back(returns_given_up(), released), _came_back(returns_undecided(), released)
    return Standing(
        year,
        confirmed.aggregate(sum=Sum("amount"))["sum"],
        _payments(released) - gone,
        _payments(runs.filter(state__in=(CHECKED, APPROVED))),
        gone,
        open_,
    )


def credit_standings(scheme: str = START_INTEGRATION) -> list[Standing]:
    """Every year in which something of the scheme was paid or granted, latest first; in a fixed number of queries."""
    return all_credit_standings().get(scheme, [])


def all_credit_standings() -> dict[str, list[Standing]]:
    """The same of every scheme, by its key; in the same number of queries."""
    granted: dict[tuple[str, int], int] = {}
    confirmed = Credit.objects.filter(state=ProposalState.CONFIRMED).order_by()
    for scheme, year, amount in confirmed.values_list("scheme", "year", "amount"):
        granted[scheme, year] = granted.get((scheme, year), 0) + amount
    proposed = Credit.objects.filter(state=ProposalState.PROPOSED).order_by()
    known = {*granted, *proposed.values_list("scheme", "year")}
    taken: dict[tuple[str, int, bool], int] = {}
    rows = PayeeBalance.objects.filter(run__state__in=(CHECKED, APPROVED, RELEASED)).order_by()
    columns = ("run__scheme", "run__payment_month", "run__state")
    for scheme, month, state, amount in rows.values_list(*columns).annotate(sum=Sum("payment")):
        year = Month.parse(month).year
        key = (scheme, year, state == RELEASED)
        taken[key] = taken.get(key, 0) + amount
        known.add((scheme, year))
    gone, open_ = _by_year(returns_given_up()), _by_year(returns_undecided())
    standings: dict[str, list[Standing]] = {}
    for scheme, year in sorted(known, key=lambda one: (one[0], -one[1])):
        paid, committed = taken.get((scheme, year, True), 0), taken.get((scheme, year, False), 0)
        back, waiting = gone.get((scheme, year), 0), open_.get((scheme, year), 0)
        standing = Standing(year, granted.get((scheme, year)), paid - back, committed, back, waiting)
        standings.setdefault(scheme, []).append(standing)
    return standings


def credits_for(actor: Actor) -> QuerySet[Credit]:
    """Every credit that was ever proposed, latest year first."""
    return visible_to(actor, Credit).order_by("-year", "-pk")


def year_ends_for(actor: Actor, year: int) -> QuerySet[YearEnd]:
    """How the year was closed, and what was proposed for it, latest first."""
    return visible_to(actor, YearEnd).filter(year=year).order_by("-pk")


def is_year_over(year: int) -> bool:
    """Whether both runs of the year are released."""
    months = Run.objects.filter(scheme=START_INTEGRATION, state=RELEASED, payment_month__startswith=f"{year}-")
    return is_over(year, [Month.parse(month) for month in months.values_list("payment_month", flat=True)])


def is_closed(year: int, scheme: str = START_INTEGRATION) -> bool:
    """Whether the surplus of the year was booked: nothing is paid from its credit any more."""
    return YearEnd.objects.filter(year=year, scheme=scheme, state=ProposalState.CONFIRMED).exists()


def unpaid_in(year: int) -> list[Unpaid]:
    """What the runs of the year withheld and no run paid since, and what becomes of it."""
    paid = set(
        Line.objects.filter(run__state=RELEASED, run__scheme=START_INTEGRATION)
        .order_by()
        .values_list("municipality_id", "period", "contribution")
        .distinct()
    )
    of_period = {key[:2] for key in paid}
    over = is_year_over(year)
    rows = (
        Withheld.objects.filter(
            run__scheme=START_INTEGRATION, run__state=RELEASED, run__payment_month__startswith=f"{year}-"
        )
        .select_related("municipality")
        .order_by("municipality__name", "period", "contribution", "run__payment_month")
    )
    found: dict[tuple[int, str, str], Unpaid] = {}
    for row in rows:
        key = (row.municipality_id, row.period, row.contribution)
        if key in paid or (not row.contribution and key[:2] in of_period):
            continue
        found[key] = Unpaid(
            row.municipality.name,
            row.municipality.bfs_number,
            row.period,
            row.get_reason_display(),
            lapsed=over and lapses(row.contribution),
            in_time=not over,
        )
    return list(found.values())


def payments_in(run: Run) -> int:
    """What the run pays out, in Rappen."""
    return _payments(Run.objects.filter(pk=run.pk))


def _came_back(returns: QuerySet[PaymentReturn], runs: QuerySet[Run]) -> int:
    """What came back of these runs, in Rappen."""
    return int(returns.filter(payment__run__in=runs).aggregate(sum=Sum("amount", default=0))["sum"])


def _by_year(returns: QuerySet[PaymentReturn]) -> dict[tuple[str, int], int]:
    """What came back by scheme and year, in Rappen; of orders nothing: they are on another credit."""
    columns = ("payment__run__scheme", "payment__run__payment_month")
    rows = returns.filter(payment__run__isnull=False).values_list(*columns).annotate(sum=Sum("amount"))
    found: dict[tuple[str, int], int] = {}
    for scheme, month, amount in rows:
        key = (scheme, Month.parse(month).year)
        found[key] = found.get(key, 0) + amount
    return found


def _payments(runs: QuerySet[Run]) -> int:
    return int(PayeeBalance.objects.filter(run__in=runs).aggregate(sum=Sum("payment", default=0))["sum"])
