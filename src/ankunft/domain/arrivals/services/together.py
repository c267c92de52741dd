"""The same for those who arrived together: for all of them, or where one is refused for nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from ankunft.foundation.kernel.actor import Actor

from ..models import Arrival
from .arrivals import arrival_change, arrival_recall, arrival_undo, arrival_waive


@transaction.atomic
def arrivals_waive(*, arrivals: Iterable[Arrival], reason: str, actor: Actor) -> None:
    """They need no interview, for this reason; it is kept with each, encrypted."""
    for arrival in arrivals:
        arrival_waive(arrival=arrival, reason=reason, actor=actor)


@transaction.atomic
def arrivals_change(
    *, arrivals: Iterable[Arrival], arrived_on: date, from_country: str, reason: str, actor: Actor
) -> None:
    """Put right when, or from where, they arrived."""
    for arrival in arrivals:
        arrival_change(arrival=arrival, arrived_on=arrived_on, from_country=from_country, reason=reason, actor=actor)


@transaction.atomic
def arrivals_recall(*, arrivals: Iterable[Arrival], actor: Actor) -> None:
    """They did not arrive after all."""
    for arrival in arrivals:
        arrival_recall(arrival=arrival, actor=actor)


@transaction.atomic
def arrivals_undo(*, arrivals: Iterable[Arrival], actor: Actor) -> None:
    """Take back that there is no interview with them, or that they were recalled."""
    for arrival in arrivals:
        arrival_undo(arrival=arrival, actor=actor)
