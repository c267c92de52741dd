"""The list of projects: its columns, its filters, and how one is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.grants import states
from ankunft.domain.grants.models import Project, ProjectState
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.lists import Column, Filter, Listing
from ankunft.web.shell.typed import numbered

from .words import STATE_KINDS

EVERYTHING, OPEN = "alle", "offen"
STAGES: dict[str, tuple[Any, tuple[str, ...]]] = {
    OPEN: (
        gettext_lazy("Offen"),
        (
            ProjectState.DRAFT,
            ProjectState.OFFERED,
            ProjectState.RETURNED,
            ProjectState.SUBMITTED,
            ProjectState.COMPLETE,
            ProjectState.ASSESSED,
        ),
    ),
    "bewilligt": (gettext_lazy("Bewilligt"), (ProjectState.GRANTED,)),
    "laufend": (gettext_lazy("Laufend"), (ProjectState.RUNNING,)),
    "berichtet": (gettext_lazy("Berichtet"), (ProjectState.REPORTED,)),
    "erledigt": (
        gettext_lazy("Erledigt"),
        (ProjectState.CLOSED, ProjectState.REJECTED, ProjectState.ABANDONED),
    ),
}


def _by_stage(projects: QuerySet[Any], value: str) -> QuerySet[Any]:
    return projects if value == EVERYTHING else projects.filter(state__in=STAGES[value][1])


def _places(actor: Actor) -> list[tuple[str, str]]:
    concerned = visible_to(actor, Project).order_by().values("municipality")
    places = Municipality.objects.filter(pk__in=concerned).order_by("name")
    return [(str(number), name) for number, name in places.values_list("bfs_number", "name")]


def found(projects: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those with that reference, or with the words in their title or the name of their municipality."""
    typed = text.strip()
    fitting = Q(title__icontains=typed) | Q(municipality__name__icontains=typed)
    if (number := numbered(Project.PREFIX, typed)) is not None:
        fitting |= Q(pk=number)
    return projects.filter(fitting)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row: the project, and how its state is coloured."""

    project: Project
    kind: str


def prepared(projects: Sequence[Any]) -> list[Listed]:
    """The rows of these projects."""
    return [Listed(one, STATE_KINDS[one.state]) for one in projects]


FILTERS = (
    Filter(
        "stand",
        gettext_lazy("Stand"),
        _by_stage,
        lambda _actor: [(EVERYTHING, _("Alle")), *((key, stage[0]) for key, stage in STAGES.items())],
        default=EVERYTHING,
        widest=EVERYTHING,
        is_chips=True,
    ),
    Filter(
        "gemeinde",
        gettext_lazy("Gemeinde"),
        lambda projects, value: projects.filter(municipality__bfs_number=value),
        _places,
    ),
)

PROJECTS = Listing(
    place="grants.projects",
    title=gettext_lazy("Projekte"),
    columns=(
        Column("reference", gettext_lazy("Projekt"), lambda row: row.project.reference, order=("pk",), is_whole=True),
        Column("title", gettext_lazy("Titel"), lambda row: row.project.title, order=("title", "pk")),
        Column(
            "gemeinde",
            gettext_lazy("Gemeinde"),
            lambda row: row.project.municipality.name,
            order=("municipality__name", "pk"),
        ),
        Column(
            "state",
            gettext_lazy("Stand"),
            lambda row: str(states.PROJECT.labels[row.project.state]),
            order=("state", "pk"),
            template="grants/state_cell.html",
        ),
        Column(
            "begins_on",
            gettext_lazy("Beginn"),
            lambda row: row.project.begins_read,
            "date",
            order=("begins_read", "pk"),
        ),
        Column("ends_on", gettext_lazy("Ende"), lambda row: row.project.ends_read, "date", order=("ends_read", "pk")),
        Column(
            "submitted_on",
            gettext_lazy("eingereicht am"),
            lambda row: row.project.submitted_on,
            "date",
            order=("submitted_on", "pk"),
        ),
        Column(
            "asked",
            gettext_lazy("Beantragt CHF"),
            lambda row: row.project.asked_read,
            "money",
            order=("asked_read", "pk"),
        ),
        Column(
            "granted", gettext_lazy("Bewilligt CHF"), lambda row: row.project.granted, "money", order=("granted", "pk")
        ),
        Column("used", gettext_lazy("Verwendet CHF"), lambda row: row.project.used, "money", order=("used", "pk")),
        Column(
            "reclaimed",
            gettext_lazy("Zurückgefordert CHF"),
            lambda row: row.project.reclaimed,
            "money",
            order=("reclaimed", "pk"),
        ),
    ),
    key="pk",
    sort="-reference",
    filters=FILTERS,
    search_label=gettext_lazy("Titel, Gemeinde oder Nummer (P-12)"),
    prepare=prepared,
    address=lambda row: reverse("project", args=[row.project.pk]),
)
