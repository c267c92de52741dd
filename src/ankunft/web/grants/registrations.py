"""What project grants hang into the shell: their place, what is due, search, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.grants import states
from ankunft.domain.grants.explain import CREDIT_SOURCE, PROJECT_SOURCE
from ankunft.domain.grants.models import Project
from ankunft.domain.roles import CANTONAL, MUNICIPAL
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Hit, Place, links, my_day, navigation, search
from ankunft.web.shell.typed import numbered

from . import my_day as due
from .listing import found

MOST_HITS = 10


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Projekte"), "projects", CANTONAL | MUNICIPAL, 65))
    my_day.register(due.waiting)
    my_day.register(due.instalments)
    my_day.register(due.reports)
    search.register(_search)
    links.register(PROJECT_SOURCE, _address)
    links.register(CREDIT_SOURCE, _credit_address)
    links.register("order", _order_address)


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """A project by its reference, its title or its municipality."""
    if not query.strip() or not actor.has_role(*CANTONAL, *MUNICIPAL):
        return
    for project in found(visible_to(actor, Project), query).order_by("-pk")[:MOST_HITS]:
        yield Hit(
            f"{project.reference} {project.title}",
            str(states.PROJECT.labels[project.state]),
            reverse("project", args=[project.pk]),
            _("Projekt"),
        )


def _address(reference: str) -> str | None:
    number = numbered(Project.PREFIX, reference)
    return None if number is None else reverse("project", args=[number])


def _credit_address(year: str) -> str | None:
    return reverse("credit-year", args=[int(year)]) if year.isascii() and year.isdecimal() else None


def _order_address(origin: str) -> str | None:
    """The instalment that an order pays: `P-3/1`."""
    project, _slash, number = origin.removeprefix(Project.PREFIX).partition("/")
    if not origin.startswith(Project.PREFIX) or not (project.isdecimal() and number.isdecimal()):
        return None
    return reverse("instalment", args=[int(project), int(number)])
