"""What every page needs: navigation, organisation, counts."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from ankunft.foundation.access import roles
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.access.selectors import organisations_of
from ankunft.foundation.kernel.actor import Actor

from .counts import count_due
from .registry import Due, Place, Text, my_day, navigation

PLACES_IN_A_ROW = 7


class Shell:
    """The frame around a page. Everything is read when (and only if) the page shows it, and once."""

    version = version("ankunft")

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor | None = getattr(request, "actor", None)
        self._person: Actor | None = getattr(request, "person", None)
        self._counts = True

    def leave_out_counts(self) -> None:
        """What is due is not counted on this page: every room would be asked for it."""
        self._counts = False

    @cached_property
    def due(self) -> list[Due]:
        """What is due for the person, in order: every room is asked."""
        return my_day.due_for(self.actor) if self.actor else []

    @cached_property
    def due_count(self) -> int:
        """How many things are due; where they are not listed anyway, as many as a moment ago if nothing happened."""
        if self.actor is None or not self._counts:
            return 0
        return len(self.due) if self.at_my_day else count_due(self.actor)

    @cached_property
    def all_organisations(self) -> list[Organisation]:
        """The organisations the person belongs to."""
        return organisations_of(self._person) if self._person else []

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations the person acts for now: all, or the one chosen."""
        codes = {grant.organisation for grant in self.actor.grants} if self.actor else set()
        return [organisation for organisation in self.all_organisations if organisation.code in codes]

    @cached_property
    def _places(self) -> list[dict[str, Any]]:
        if self.actor is None:
            return []
        places = [(place, reverse(place.url_name)) for place in navigation.places_for(self.actor.roles)]
        current = current_place(places, self._request.path)
        return [{"label": place.label, "url": url, "current": place is current} for place, url in places]

    @property
    def places(self) -> list[dict[str, Any]]:
        """The places in the navigation row beside "Mein Tag"."""
        return self._places[: PLACES_IN_A_ROW - 1]

    @property
    def more_places(self) -> list[dict[str, Any]]:
        """Places of somebody with so many roles that one row does not hold them."""
        return self._places[PLACES_IN_A_ROW - 1 :]

    @property
    def at_my_day(self) -> bool:
        return self._request.path == reverse("my-day")

    @property
    def roles(self) -> list[Text]:
        """The names of the person's roles."""
        held = self.actor.roles if self.actor else frozenset()
        return [role.label for role in roles.all_roles() if role.code in held]

    @property
    def languages(self) -> list[tuple[str, str]]:
        return settings.LANGUAGES

    @property
    def moved_to(self) -> date | None:
        """The day to which the clock was moved for this request, if it was: never to be mistaken for the real one."""
        return getattr(self._request, "moved_to", None)


def current_place(places: list[tuple[Place, str]], path: str) -> Place | None:
    """The place whose address the path lies under; the longest address wins."""
    under = [(len(url), place) for place, url in places if path.startswith(url)]
    return max(under, key=lambda pair: pair[0])[1] if under else None


def shell_of(request: HttpRequest) -> Shell:
    """The frame of this request: one object, however often something is rendered."""
    if not hasattr(request, "ankunft_shell"):
        request.ankunft_shell = Shell(request)
    frame: Shell = request.ankunft_shell
    return frame


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` in every template."""
    return {"shell": shell_of(request)}
