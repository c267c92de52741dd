"""The list of persons. Whoever opens it is noted in the read log first."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ankunft.domain.arrivals import permissions, selectors
from ankunft.foundation.access.policy import can
from ankunft.web.arrivals.person_list import PERSONS, acts_for, noted, persons_for
from ankunft.web.shell.list_pages import list_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
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
        hidden=() if len(permissions.officer_municipalities(request.actor)) > 1 else ("gemeinde",),
        template="arrivals/list.html",
    )
