"""What "Mein Tag" tells of those who arrived: whom to invite. It names nobody: a page that does notes who read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.arrivals import deliveries, permissions, tasks
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Due

from .addresses import appointment_address
from .words import without_names

REMEMBERED = timedelta(days=30)
SHOWN = 5
"""More than so many families are told in one line."""
AHEAD = timedelta(days=14)
"""So long before its target day an invitation is a thing of the day."""


def to_invite(actor: Actor) -> Iterator[Due]:
    """The families whose invitation is late or soon due, the latest first."""
    if not can(actor, permissions.LIST):
        return
    waiting = tasks.to_invite(tasks.tasks_of(actor), clock.today() + AHEAD).order_by("target_on", "pk")
    shown = list(waiting[: SHOWN + 1])
    several = len(permissions.officer_municipalities(actor)) > 1
    for family in tasks.families(shown[:SHOWN]):
        first = family.first
        detail = without_names(family)
        yield Due(
            _("Einladung zum Erstgespräch"),
            f"{first.municipality.name}: {detail}" if several else detail,
            first.target_on,
            appointment_address(first),
            _("Einladen"),
            late=family.is_late,
        )
    if len(shown) > SHOWN:
        yield _others(shown[SHOWN].target_on)


def refused(actor: Actor) -> Iterator[Due]:
    """What came in lately, was refused and has not come in right since, with the delivery it is in."""
    if not can(actor, permissions.RECORD):
        return
    rows = deliveries.unsettled(actor, clock.now() - REMEMBERED).order_by()
    found = rows.aggregate(count=Count("pk"), latest=Max("delivery"))
    if count := found["count"]:
        title = ngettext(
            "%(count)s Meldung des Einwohnerregisters zurückgewiesen",
            "%(count)s Meldungen des Einwohnerregisters zurückgewiesen",
            count,
        )
        detail = _("Berichtigen und noch einmal einlesen")
        yield Due(title % {"count": count}, detail, None, reverse("delivery", args=[found["latest"]]), _("Ansehen"))


def _others(due_on: date) -> Due:
    """The rest in one line, without a number: to count them would cost every page a statement."""
    return Due(
        _("Weitere Familien einladen"),
        _("Überfällig oder bald fällig"),
        due_on,
        reverse("arrivals"),
        _("Ansehen"),
        late=due_on < clock.today(),
    )
