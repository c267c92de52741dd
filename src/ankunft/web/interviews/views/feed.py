"""The appointments of an officer's municipalities as a calendar that other programs subscribe to.

A calendar program cannot sign in: whoever has the address sees references, kinds, times and places, and nobody's name.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.interviews import calendar, permissions
from ankunft.domain.interviews.models import Interview, InterviewState
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.access.secret_addresses import account_of_secret, address_drop, address_make, address_of
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.kernel import clock
from ankunft.web.access.proof import freshly_proved
from ankunft.web.access.registry import Section
from ankunft.web.access.sessions import account_of

PURPOSE = "calendar"
BACK = timedelta(days=30)
MOST = 2000


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What is planned in the municipalities of whoever has that address, and what was in the last month.

    404 for an address that nobody has (any more), and once the role or the account has ended.
    """
    account = account_of_secret(secret, PURPOSE)
    actor = actor_of(account, "calendar") if account else None
    if actor is None or not can(actor, permissions.LIST):
        raise Http404
    with wall.open_for(actor):
        known = visible_to(actor, Interview).exclude(state=InterviewState.CANCELLED)
        shown = known.filter(starts_at__gte=clock.now() - BACK).order_by("starts_at", "pk")[:MOST]
        entries = [
            calendar.entry_of(one, address=request.build_absolute_uri(reverse("interview", args=[one.reference])))
            for one in shown
        ]
    return HttpResponse(calendar.feed(entries, name=_("Gespräche")), content_type=calendar.MEDIA_TYPE)


@require_POST
@freshly_proved(back="security")
def feed_make(request: HttpRequest) -> HttpResponse:
    """A new address, on the only page that ever shows it; the one before opens nothing any more."""
    can(request.actor, permissions.LIST).require()
    secret = address_make(account=account_of(request), purpose=PURPOSE, actor=request.actor)
    address = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    return render(request, "interviews/feed.html", {"address": address})


@require_POST
def feed_drop(request: HttpRequest) -> HttpResponse:
    """Nothing is opened by one's own address any more."""
    address_drop(account=account_of(request), purpose=PURPOSE, actor=request.actor)
    return redirect("security")


def feed_section(request: HttpRequest) -> Section | None:
    """What «Sicherheit» shows of it: to officers, and to whoever has an address still."""
    known = address_of(account_of(request), PURPOSE)
    may = bool(can(request.actor, permissions.LIST))
    return Section("interviews/parts/feed_section.html", {"address": known, "may": may}) if known or may else None
