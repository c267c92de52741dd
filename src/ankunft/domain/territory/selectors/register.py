"""Which municipalities there are, who stands for whom, and for which of them somebody acts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ankunft.domain import roles
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.remembering import remembered

from .. import rules
from ..models import Municipality
from ..permissions import organisation_code
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
    merged into one of these by then.
    """
    numbers = _numbers(organisations)
    if not numbers:
        return frozenset()
    known = places()
    leads = _leads(known, day)
    own = {place.id for place in known.values() if place.bfs_number in numbers}
    return frozenset(one for one in known if not own.isdisjoint(rules.acting_for(known, leads, one, day)))


@remembered
def acting_for(municipality: int, day: date) -> frozenset[str]:
    """The organisations (codes) that act for that municipality (record id) on that day: `entrusted_to` turned round."""
    known = places()
    acting = rules.acting_for(known, _leads(known, day), municipality, day)
    return frozenset(organisation_code(known[one].bfs_number) for one in acting)


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
