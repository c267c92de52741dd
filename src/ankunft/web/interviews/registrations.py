"""What interviews hang into the shell: a place, what is due, their addresses, and panels on pages of other rooms."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.interviews import permissions
from ankunft.domain.interviews.models import Interview
from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.jobs.registry import handler
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.access.registry import security_sections
from ankunft.web.arrivals.panels import arrival_panels, person_panels
from ankunft.web.shell.registry import Hit, Place, links, my_day, navigation, search

from . import my_day as due
from .converters import InterviewConverter
from .letter_jobs import LETTERS, make_letters, may_fetch
from .panels import arrival_panel, person_panel
from .views.feed import feed_section


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Gespräche"), "interviews", frozenset({INTEGRATION_OFFICER}), 15))
    my_day.register(due.officer_due)
    search.register(_search)
    handler(LETTERS, title=gettext_lazy("Briefe zu Gesprächen"), may_fetch=may_fetch)(make_letters)
    links.register("interview", lambda key: reverse("interview", args=[key]))
    security_sections.register(feed_section)
    person_panels.register(person_panel)
    arrival_panels.register(arrival_panel)


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """An interview by its reference: whoever has it on paper comes to its page."""
    typed = query.strip().upper()
    if not InterviewConverter.is_one(typed) or not can(actor, permissions.LIST):
        return
    for one in visible_to(actor, Interview).filter(reference=typed):
        yield Hit(one.reference, one.municipality.name, reverse("interview", args=[typed]), _("Gespräch"))
