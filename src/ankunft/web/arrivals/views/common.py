"""What the pages of this room have in common."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ankunft.domain.arrivals import permissions, selectors
from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor


def person_for(request: HttpRequest, reference: str, action: str = permissions.SEE) -> Person:
    """The person, if this actor may take the action on it; 404 where they do not see it at all.

    The reference of somebody who was merged leads to whom they were merged into.
    """
    can(request.actor, action).require()
    person = selectors.one_of(get_object_or_404(visible_to(request.actor, Person), reference=reference))
    can(request.actor, action, person).require()
    return person


def likely_municipality(actor: Actor, municipalities: QuerySet[Municipality]) -> Municipality | None:
    """Where somebody is probably recorded: the officer's own municipality, before those they lead."""
    own = {grant.organisation for grant in actor.grants}
    known = list(municipalities)
    return next((one for one in known if organisation_code(one.bfs_number) in own), known[0] if known else None)
