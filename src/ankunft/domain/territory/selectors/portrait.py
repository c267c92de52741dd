"""One municipality: people over time, memberships over time, who is in charge, what happened."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated

from ..models import (
    AssociationMembership,
    Contact,
    ContactFunction,
    EntitlementRecord,
    Municipality,
    PaymentAccount,
    PopulationFigure,
    PopulationPublication,
    PostalAddress,
    SocialRegionMembership,
)
from ..readings import places
from ..rules import predecessors_of
from .figures import choices


class Point(NamedTuple):
    """The people of a municipality on a reference date, within its present boundaries."""

    reference_date: date
    residents: int
    foreign_residents: int
    series: str
    provisional: bool
    corrected: bool
    merged: tuple[str, ...]

    @property
    def share(self) -> float | None:
        return self.foreign_residents / self.residents if self.residents else None


def population_over_time(municipality: Municipality) -> list[Point]:
    """The figures of the series chosen for each date, those of merged municipalities added, in order of date.

    Left out is a date for which the municipality itself should be counted and is not.
    """
    known = places()
    own = known[municipality.pk]
    rows = (
        PopulationFigure.objects.filter(municipality_id__in={own.id} | predecessors_of(known, [own.id]), is_latest=True)
        .select_related("series")
        .order_by("reference_date", "municipality__bfs_number")
    )
    chosen = choices()
    by_date: dict[date, list[PopulationFigure]] = defaultdict(list)
    for row in rows:
        choice = chosen.at(row.reference_date)
        if choice is None or choice.series == row.series:
            by_date[row.reference_date].append(row)
    provisional = set(PopulationPublication.objects.filter(provisional=True).values_list("series_id", "reference_date"))
    return [
        Point(
            day,
            sum(row.residents for row in found),
            sum(row.foreign_residents for row in found),
            found[0].series.name,
            (found[0].series_id, day) in provisional,
            any(row.number > 1 for row in found),
            tuple(known[row.municipality_id].name for row in found if row.municipality_id != own.id),
        )
        for day, found in by_date.items()
        if not own.exists_on(day) or any(row.municipality_id == own.id for row in found)
    ]


class Belonged(NamedTuple):
    """What a municipality belonged to, from `start` to `end` (its last day; None: still)."""

    kind: str
    start: date
    end: date | None
    value: Municipality | AssociationMembership | SocialRegionMembership


def memberships_over_time(municipality: Municipality) -> list[Belonged]:
    """Associations and social regions that the municipality belonged to while it existed, the latest first."""
    associations = AssociationMembership.objects.filter(municipality=municipality).select_related("association__lead")
    regions = SocialRegionMembership.objects.filter(municipality=municipality).select_related("region")
    found = [
        *_spans("association", Dated((row.valid_from, row if row.association else None) for row in associations)),
        *_spans("region", Dated((row.valid_from, row if row.region else None) for row in regions)),
    ]
    last = municipality.valid_to
    lived = [
        belonged._replace(end=min(belonged.end or last, last)) if last else belonged
        for belonged in found
        if last is None or belonged.start <= last
    ]
    return sorted(lived, key=lambda belonged: belonged.start, reverse=True)


def _spans(kind: str, series: Dated) -> list[Belonged]:  # type: ignore[type-arg]
    return [
        Belonged(kind, span.start, None if span.until is None else span.until - timedelta(days=1), span.value)
        for span in series.spans()
        if span.value is not None
    ]


def contacts_on(actor: Actor, municipality: Municipality, day: date) -> list[tuple[ContactFunction, Contact | None]]:
    """Who holds each function on that day, as somebody sees it; None where nobody does."""
    rows = visible_to(actor, Contact).filter(municipality=municipality, valid_from__lte=day).order_by("valid_from")
    latest = {row.function: row for row in rows}
    held = {function: contact for function, contact in latest.items() if contact.name}
    return [(function, held.get(function)) for function in ContactFunction]


def address_on(municipality: Municipality, day: date) -> PostalAddress | None:
    """The postal address of the municipality on that day: public, like the municipality itself."""
    return PostalAddress.objects.filter(municipality=municipality, valid_from__lte=day).order_by("-valid_from").first()


def account_on(actor: Actor, municipality: Municipality, day: date) -> PaymentAccount | None:
    """The account to which the municipality is paid on that day, if somebody sees it."""
    accounts = visible_to(actor, PaymentAccount).filter(municipality=municipality, valid_from__lte=day)
    return accounts.order_by("-valid_from").first()


def findings_of(actor: Actor, municipality: Municipality) -> QuerySet[EntitlementRecord]:
    """What the canton found about the entitlement, as somebody sees it, the latest first."""
    return visible_to(actor, EntitlementRecord).filter(municipality=municipality).order_by("-valid_from")


def events_of(municipality: Municipality, object_types: list[str]) -> QuerySet[Event]:
    """What happened to the municipality, as far as these types of record tell, the latest first.

    First figures of a reference date are left out: the table of the population shows them. Corrections are not.
    """
    key = str(municipality.bfs_number)
    return (
        Event.objects.filter(object_type__in=object_types, object_key=key)
        .exclude(action="territory.population.recorded")
        .order_by("-pk")
    )
