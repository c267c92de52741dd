"""The life of a funding source: what it began with, what came, went and was spent, and on what. Amounts in Rappen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import Booking, FundingSource, Position, Tranche, Transfer
from ..money_permissions import SEE_MONEY
from ..money_readings import accounts
from ..rules.sources import Standing, standings


class Borne(NamedTuple):
    """What a source has borne of a position in a year."""

    position: Position
    year: int
    amount: int


class Life(NamedTuple):
    """A source from the first year of which anything is known to today.

    `is_known` is false where nobody knows how much it has; then its balances only say what is recorded. `awaited` is
    granted for a later day: it is in no balance yet.
    """

    is_known: bool
    awaited: int
    years: Sequence[Standing]
    borne: Sequence[Borne]

    @property
    def opening(self) -> int:
        """With what it began."""
        return self.years[0].opening

    @property
    def received(self) -> int:
        """What it got in all."""
        return sum(one.received for one in self.years)

    @property
    def transferred(self) -> int:
        """What other sources gave it in all; below zero where it gave more."""
        return sum(one.transferred for one in self.years)

    @property
    def spent(self) -> int:
        """What it has borne in all."""
        return sum(one.spent for one in self.years)

    @property
    def refunded(self) -> int:
        """What went back to the federation in all."""
        return sum(one.refunded for one in self.years)

    @property
    def left(self) -> int:
        """What there is now."""
        return self.years[-1].closing


def life_of(source: FundingSource, actor: Actor) -> Life:
    """How a source stands year by year, and what it has borne: a fixed number of statements."""
    can(actor, SEE_MONEY).require()
    today = clock.today()
    account = accounts(until=today)[source.pk]
    first = account.since or min([*(month.year for month in account.flows), today.year])
    flows = [(month.year, *flow) for month, flow in account.flows.items()]
    years = standings(account.balance_before(first), range(first, max(today.year, first) + 1), flows)
    later = Tranche.objects.filter(source=source, received_on__gt=today, received_on__year__gte=first)
    awaited = later.aggregate(sum=Sum("amount"))["sum"] or 0
    return Life(account.is_known, awaited, years, _borne(source, first))


def _borne(source: FundingSource, first: int) -> list[Borne]:
    rows = (
        Booking.objects.filter(source=source, booked_on__year__gte=first)
        .order_by()
        .annotate(of_year=ExtractYear("booked_on"))
        .values_list("position", "of_year")
        .annotate(sum=Sum("amount"))
    )
    sums = {(position, year): amount for position, year, amount in rows if amount}
    positions = Position.objects.select_related("plan").in_bulk({position for position, _year in sums})
    found = [Borne(positions[position], year, amount) for (position, year), amount in sums.items()]
    return sorted(found, key=lambda one: (one.position.plan.code, one.position.number, one.year))


def transfers_of(source: FundingSource, actor: Actor) -> QuerySet[Transfer]:
    """What moved to or from a source, newest first."""
    rows = visible_to(actor, Transfer).filter(Q(giving=source) | Q(taking=source))
    return rows.select_related("giving", "taking")
