"""Which municipalities there are, who stands for whom, and for which of them somebody acts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ankunft.domain import roles
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.remembering import remembered

from .. import rules
from ..models import Municipality
from ..readings import lead_series, places
from ..values import MunicipalityEntry


def municipality_by_bfs() -> dict[int, Municipality]:
    """Every municipality record by its BFS number, in one query."""
    return {municipality.bfs_number: municipality for municipality in Municipality.objects.all()}


def register_entries() -> dict[int, MunicipalityEntry]:
    """The whole register as plain entries by BFS number, in one query."""
    rows = Municipality.objects.values_list(*MunicipalityEntry._fields[:-1], "successor__bfs_number")
    return {row[0]: MunicipalityEntry(*row) for row in rows}


def existing_on(day: date) -> QuerySet[Municipality]:
    """The municipalities that exist on that day."""
    return Municipality.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def own_municipalities(actor: Actor) -> QuerySet[Municipality]:
    """The municipalities in which the actor holds a municipal role."""
    return Municipality.objects.filter(bfs_number__in=_numbers(actor.organisations(*roles.MUNICIPAL)))


@remembered
def entrusted_to(organisations: frozenset[str], day: date) -> frozenset[int]:
    """Ids of the municipalities for which these organisations (codes) act on that day.

    Their own; as the lead of an association, its members of that day (KS 3.4.2); and all that were
    merged into one of these.
    """
    numbers = _numbers(organisations)
    if not numbers:
        return frozenset()
    known = places()
    own = {place.id for place in known.values() if place.bfs_number in numbers}
    led = {member for member, lead in _leads(known, day).items() if lead in own}
    return frozenset(own | led | rules.predecessors_of(known, own | led))


@remembered
def owned_by(organisations: frozenset[str]) -> frozenset[int]:
    """Ids of the municipalities that are these organisations (codes)."""
    return frozenset(Municipality.objects.filter(bfs_number__in=_numbers(organisations)).values_list("pk", flat=True))


def lead_of_each(day: date) -> dict[int, int]:
    """The lead municipality of each member of an association on that day, by id."""
    return _leads(places(), day)


def _numbers(organisations: frozenset[str]) -> set[int]:
    """The BFS numbers of those organisations that are municipalities."""
    numbers = (code.removeprefix("bfs-") for code in organisations)
    return {int(number) for number in numbers if number.isdecimal()}


def _leads(known: rules.Places, day: date) -> dict[int, int]:
    leads = {
        member: rules.responsible_lead(known, series, member, day)
        for member, series in lead_series().items()
        if known[member].exists_on(day)
    }
    return {member: lead for member, lead in leads.items() if lead is not None}
