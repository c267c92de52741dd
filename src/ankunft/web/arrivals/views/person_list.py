"""The list of persons. Whoever opens it is noted in the read log first."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse

from ankunft.domain.arrivals import permissions, selectors
from ankunft.foundation.access.policy import can
from ankunft.web.arrivals.list_parts import hidden_for
from ankunft.web.arrivals.person_list import PERSONS, acts_for, noted, persons_for
from ankunft.web.shell.form_pages import form_view
from ankunft.web.shell.list_pages import list_page


@form_view
def person_list(request: HttpRequest) -> HttpResponse:
    """The persons of one's own municipalities: who is there, who has left, or who was searched for."""
    can(request.actor, permissions.LIST).require()
    return list_page(
        request,
        PERSONS,
        persons_for(request.actor),
        noted=noted(request.actor),
        found=partial(selectors.found, actor=request.actor),
        acts=acts_for(request.actor),
        hidden=hidden_for(request.actor),
        template="arrivals/list.html",
    )
