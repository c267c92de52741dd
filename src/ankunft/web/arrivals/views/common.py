"""What the pages of this room have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise

from ankunft.domain.arrivals import permissions, selectors, services
from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.form_pages import form_page


def person_for(request: HttpRequest, reference: str, action: str = permissions.SEE) -> Person:
    """The person, if this actor may take the action on it; 404 where they do not see it at all.

    The reference of somebody who was merged leads to whom they were merged into.
    """
    can(request.actor, action).require()
    person = selectors.one_of(get_object_or_404(visible_to(request.actor, Person), reference=reference))
    can(request.actor, action, person).require()
    return person


def person_form(
    request: HttpRequest,
    person: Person,
    form: forms.Form,
    store: Callable[[], object],
    *,
    noted_as: str | Promise = "",
    **words: Any,
) -> HttpResponse:
    """A form about a person, from their file and back to it.

    `noted_as`: what the read log calls the form, each time that it is shown, where it shows what is known of the
    person. `store` may answer with a file; a record that it gives back is not where to go.
    """

    def stored() -> HttpResponse | None:
        done = store()
        return done if isinstance(done, HttpResponse) else None

    def noted() -> None:
        if noted_as:
            services.person_read(person=person, what=noted_as, actor=request.actor)

    back = (reverse("person", args=[person.reference]), person.reference)
    return form_page(request, form, stored, back=back, noted=noted, **words)


def likely_municipality(actor: Actor, municipalities: QuerySet[Municipality]) -> Municipality | None:
    """Where somebody is probably recorded: the officer's own municipality, before those they lead."""
    own = {grant.organisation for grant in actor.grants}
    known = list(municipalities)
    return next((one for one in known if organisation_code(one.bfs_number) in own), known[0] if known else None)
