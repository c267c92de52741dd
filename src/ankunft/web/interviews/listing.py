"""The list of interviews: its columns, its filters, and how somebody is found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals import selectors as persons
from ankunft.domain.interviews.models import AgreedStep, Interpreting, Interview, InterviewState, Kind, Participant
from ankunft.domain.interviews.reminders import to_write
from ankunft.domain.interviews.rules import MENDABLE, Verdict
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.web.arrivals.list_parts import municipality_column, municipality_filter
from ankunft.web.shell.list_pages import Occasion
from ankunft.web.shell.lists import Act, Column, Filter, Listing

from . import letter_jobs, papers
from .converters import InterviewConverter
from .views.common import several_read
from .words import Tag, hours, kind_words, persons_of, state_of, who

COMING, EVERYTHING = "geplant", "alle"
STATES = {
    COMING: InterviewState.PLANNED,
    "durchgefuehrt": InterviewState.HELD,
    "nicht-erschienen": InterviewState.MISSED,
    "abgesagt": InterviewState.CANCELLED,
}
FOLLOW_UP, AGREED, TO_REMIND = "wiedervorlage", "vereinbart", "erinnerungsbrief"
COUNTS, NOT_YET, NEVER = "ja", "noch-nicht", "nein"

_OCCASIONS = {
    Occasion.LISTED: gettext_lazy("Liste der Gespräche"),
    Occasion.FOUND: gettext_lazy("Suche in den Gesprächen"),
    Occasion.EXPORTED: gettext_lazy("Gespräche als Excel"),
}


def interviews_for(actor: Actor) -> QuerySet[Interview]:
    """The interviews that the actor sees, with their people; `day` is that on which they were held, or are to be."""
    day = Coalesce("held_on", TruncDate("starts_at", tzinfo=ZURICH))
    return visible_to(actor, Interview).annotate(day=day).prefetch_related("taking_part__person__municipality")


def noted(actor: Actor) -> Callable[[Sequence[Any], Occasion], None]:
    """Enters the people of the interviews in the read log before they are shown."""
    return lambda interviews, occasion: several_read(interviews, _OCCASIONS[occasion], actor)


def finding(actor: Actor) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """Finds interviews by their reference, or by somebody who takes part."""

    def found(interviews: QuerySet[Any], text: str) -> QuerySet[Any]:
        typed = text.strip().upper().replace(" ", "")
        if InterviewConverter.is_one(typed):
            return interviews.filter(reference=typed)
        fitting = persons.found(persons.own_persons(actor), text, actor=actor).order_by()
        return interviews.filter(pk__in=Participant.objects.filter(person__in=fitting).values("interview"))

    return found


def acts(actor: Actor) -> list[Act]:
    """What an officer can do with several interviews at once."""

    def letters(kind: str) -> Callable[[Sequence[Any]], Any]:
        return lambda interviews: redirect("job", letter_jobs.letters_ask(interviews, kind, actor).pk)

    return [
        Act("einladungen", _("Einladungen als PDF"), letters(papers.INVITATION)),
        Act("erinnerungen", _("Erinnerungen als PDF"), letters(papers.REMINDER)),
    ]


@dataclass(frozen=True, slots=True)
class Listed:
    """A row: the interview, how its people and its kind are called, and where it stands."""

    interview: Interview
    who: str
    kind: str
    state: Tag


def prepared(interviews: Sequence[Any]) -> list[Listed]:
    """The rows of these interviews, whose people are read already."""
    return [Listed(one, who(persons_of(one)), kind_words(one), state_of(one)) for one in interviews]


def day_of(interview: Interview) -> date | None:
    """The day on which it was held, or for which it is agreed."""
    starts_at: datetime | None = interview.starts_at
    return interview.held_on or (starts_at.astimezone(ZURICH).date() if starts_at else None)


def _by_state(interviews: QuerySet[Any], value: str) -> QuerySet[Any]:
    return interviews if value == EVERYTHING else interviews.filter(state=STATES[value])


def _by_verdict(interviews: QuerySet[Any], value: str) -> QuerySet[Any]:
    held = interviews.filter(state=InterviewState.HELD)
    if value == COUNTS:
        return held.filter(case_verdict=Verdict.COUNTS)
    pending = Q(case_verdict__in=MENDABLE)
    return held.filter(pending) if value == NOT_YET else held.exclude(pending | Q(case_verdict=Verdict.COUNTS))


def _by_open(interviews: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Those to look at again, of which something agreed is not done, or of which a letter is to remind somebody."""
    if value == FOLLOW_UP:
        return interviews.filter(follow_up_on__isnull=False)
    if value == TO_REMIND:
        return to_write(interviews)
    undone = AgreedStep.objects.filter(interview=OuterRef("pk"), done_on=None)
    return interviews.filter(Exists(undone))


def _half_years(actor: Actor) -> list[tuple[str, str]]:
    known = visible_to(actor, Interview).exclude(half_year="").order_by("-half_year")
    return [(code, code) for code in known.values_list("half_year", flat=True).distinct()]


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


FILTERS = (
    Filter(
        "stand",
        gettext_lazy("Stand"),
        _by_state,
        lambda _actor: [
            *((code, str(state.label).capitalize()) for code, state in STATES.items()),
            (EVERYTHING, _("Alle")),
        ],
        default=COMING,
        widest=EVERYTHING,
        is_chips=True,
    ),
    Filter(
        "art", gettext_lazy("Art"), lambda interviews, value: interviews.filter(kind=value), lambda _a: Kind.choices
    ),
    Filter(
        "zaehlt",
        gettext_lazy("Zählt für den Beitrag"),
        _by_verdict,
        lambda _actor: [(COUNTS, _("zählt")), (NOT_YET, _("zählt noch nicht")), (NEVER, _("zählt nicht"))],
    ),
    Filter(
        "offen",
        gettext_lazy("Noch offen"),
        _by_open,
        lambda _actor: [
            (FOLLOW_UP, _("Wiedervorlage")),
            (AGREED, _("Vereinbartes")),
            (TO_REMIND, _("Erinnerungsbrief")),
        ],
    ),
    Filter(
        "halbjahr",
        gettext_lazy("Halbjahr"),
        lambda interviews, value: interviews.filter(half_year=value),
        _half_years,
    ),
    municipality_filter(),
    Filter(
        "dolmetschen",
        gettext_lazy("Dolmetscheinsatz"),
        lambda interviews, value: interviews.filter(interpreting=value),
        lambda _actor: Interpreting.choices,
    ),
)

COLUMNS = (
    Column("wer", gettext_lazy("Wer"), lambda one: one.who),
    Column(
        "art",
        gettext_lazy("Art"),
        lambda one: one.interview.get_kind_display(),
        order=("kind",),
        template="interviews/parts/kind_cell.html",
    ),
    municipality_column(lambda one: one.interview),
    Column("tag", gettext_lazy("Tag"), lambda one: day_of(one.interview), kind="date", order=("day", "starts_at")),
    Column("zeit", gettext_lazy("Zeit"), lambda one: hours(one.interview)),
    Column("ort", gettext_lazy("Ort"), lambda one: one.interview.place, order=("place",)),
    Column(
        "dolmetschen",
        gettext_lazy("Dolmetschen"),
        lambda one: one.interview.get_interpreting_display(),
        order=("interpreting",),
    ),
    Column("referenz", gettext_lazy("Referenz"), lambda one: one.interview.reference, is_whole=True),
    Column(
        "stand",
        gettext_lazy("Stand"),
        lambda one: one.state.text,
        order=("state", "case_verdict"),
        template="interviews/parts/state_cell.html",
    ),
)

INTERVIEWS = Listing(
    place="interviews",
    title=gettext_lazy("Gespräche"),
    columns=COLUMNS,
    key="reference",
    sort="tag",
    filters=FILTERS,
    prepare=prepared,
    search_label=gettext_lazy("Name oder Referenz"),
    address=lambda one: reverse("interview", args=[one.interview.reference]),
)
HELD_FIRST = replace(INTERVIEWS, sort="-tag")
"""The same with the latest first: for what has been."""
