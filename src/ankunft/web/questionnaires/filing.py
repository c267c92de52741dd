"""What the pages of one questionnaire of a municipality show, read once for a request, whatever form it is on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import permissions, selectors, services
from ankunft.domain.questionnaires.models import EDITABLE, HANDED_IN, AnswerSheet, SheetState
from ankunft.domain.questionnaires.selectors import Filled, SectionProgress
from ankunft.domain.questionnaires.shown import typed_text
from ankunft.domain.questionnaires.values import Question, Section
from ankunft.domain.reporting.rules import is_late
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

from .words import state_tag

if TYPE_CHECKING:
    from .steps import StepWords


class Answer(NamedTuple):
    """A question as it was answered, and what was answered the period before."""

    question: Question
    text: str
    previous: str


class Place(NamedTuple):
    """A section with how far it is, and the address where it is filled in."""

    progress: SectionProgress
    url: str


class Said(NamedTuple):
    """The same with its answers."""

    progress: SectionProgress
    url: str
    answers: list[Answer]


class Filing(ABC):
    """What a municipality files on one form for a period, in all its versions, as somebody sees it.

    What differs from form to form is said by its kinds: addresses, words, due date, and what begins it, hands it in
    and accepts it.
    """

    route: ClassVar[str]
    """How the names of its addresses begin."""
    returned: ClassVar[str | Promise]
    """What whoever filled it in is told when the canton has returned it."""
    steps: ClassVar[Mapping[str, StepWords]]

    def __init__(self, actor: Actor, municipality: Municipality, kind: str, period: str) -> None:
        self.actor, self.municipality, self.kind, self.period = actor, municipality, kind, period
        self.versions = selectors.sheet_versions(actor, municipality, kind, period)
        self.sheet = next((sheet for sheet in self.versions if sheet.state != SheetState.DISCARDED), None)
        self.filled: Filled | None = selectors.filled(self.sheet) if self.sheet else None
        self.may_write = can(actor, permissions.WRITE, municipality)

    @property
    @abstractmethod
    def place(self) -> dict[str, object]:
        """What its addresses are made of."""

    @property
    @abstractmethod
    def title(self) -> str:
        """`Selbstdeklaration 2027`."""

    @property
    @abstractmethod
    def due_on(self) -> date:
        """The last day to hand it in."""

    @property
    @abstractmethod
    def source(self) -> str:
        """Where the due date stands."""

    @property
    @abstractmethod
    def earlier(self) -> str:
        """The period with which it is compared."""

    @property
    @abstractmethod
    def before(self) -> str:
        """What that period is called beside a question."""

    @property
    @abstractmethod
    def back(self) -> tuple[str, str]:
        """The list from which one comes, and what it is called."""

    @property
    @abstractmethod
    def is_expected(self) -> bool:
        """Whether it is late when its day is over and nothing was handed in."""

    @property
    def notice(self) -> str:
        """What stands above it for everybody."""
        return ""

    @property
    @abstractmethod
    def about_form(self) -> str:
        """What is known of the official form."""

    @property
    @abstractmethod
    def file_name(self) -> str:
        """Under which name its PDF is saved."""

    @abstractmethod
    def begin(self) -> object:
        """Begin the first version."""

    def submit(self, version: int) -> object:
        """Hand it in, in the version that the person saw."""
        return services.sheet_submit(sheet=sheet_of(self), version=version, actor=self.actor)

    @abstractmethod
    def accept(self, version: int) -> object:
        """Accept what was handed in, in the version that the person saw."""

    def correct(self, reason: str) -> object:
        """Begin a correction of what was accepted."""
        return services.sheet_correct(sheet=sheet_of(self), reason=reason, actor=self.actor)

    def address(self, page: str, **more: object) -> str:
        """The address of one of its pages."""
        return reverse(f"{self.route}-{page}", kwargs={**self.place, **more})

    @property
    def url(self) -> str:
        return self.address("sheet")

    @property
    def late(self) -> bool:
        """Whether it should be there and is not."""
        is_there = any(sheet.state in HANDED_IN for sheet in self.versions)
        return self.is_expected and not is_there and is_late(self.due_on, None, clock.today())

    @property
    def is_editable(self) -> bool:
        """Whether answers can be typed by this person now."""
        return self.sheet is not None and self.sheet.state in EDITABLE and bool(self.may_write)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing or wrong."""
        return self.filled is not None and self.filled.reading.is_complete

    @property
    def tag(self) -> dict[str, str]:
        return state_tag(self.sheet.state if self.sheet else "", late=self.late)

    def previous(self) -> dict[str, str]:
        """What was answered the period before, by the code of the question, in words."""
        earlier = selectors.handed_in_for(self.municipality, self.kind, self.earlier)
        if earlier is None:
            return {}
        return {
            question.code: typed_text(question, earlier.typed.get(question.code, ()))
            for question in earlier.questionnaire.questions
            if question.code in earlier.reading.answers
        }

    def places(self, one: Filled) -> list[Place]:
        """Every section with how far it is."""
        return [Place(progress, self._section_url(progress.section)) for progress in selectors.progress_of(one)]

    def said(self, previous: Mapping[str, str]) -> list[Said]:
        """Every section with what is asked in it and what was answered."""
        one = self.filled
        if one is None:
            return []
        return [
            Said(
                place.progress,
                place.url,
                [
                    Answer(
                        question,
                        typed_text(question, one.typed.get(question.code, ())),
                        previous.get(question.code, ""),
                    )
                    for question in place.progress.section.questions
                    if question.code in one.reading.asked
                ],
            )
            for place in self.places(one)
        ]

    def may(self, step: str) -> Decision:
        """Whether this person may take that step on the latest version."""
        assert self.sheet is not None
        action = _ACTIONS[step]
        record = self.municipality if action == permissions.WRITE else self.sheet
        return can(self.actor, action, record)

    def _section_url(self, section: Section) -> str:
        return self.address("section", section=section.code)


Opened = Callable[..., Filing]
"""Finds what an address names for whoever asks: 404 where there is nothing of it that they see."""

_ACTIONS = {
    "vorlegen": permissions.WRITE,
    "unterzeichnen": permissions.SIGN_OFF,
    "zuruecknehmen": permissions.TAKE_BACK,
    "einreichen": permissions.SUBMIT,
    "annehmen": permissions.ACCEPT,
    "zurueckgeben": permissions.RETURN,
    "korrigieren": permissions.WRITE,
    "verwerfen": permissions.WRITE,
}


def sheet_of(filing: Filing) -> AnswerSheet:
    """The sheet that is worked on; 404 where nobody has begun one."""
    if filing.sheet is None:
        raise Http404(_("Der Fragebogen ist noch nicht begonnen."))
    return filing.sheet


def section_of(filing: Filing, code: str) -> Section:
    """A section of the sheet; 404 where it has none of that code."""
    section = filing.filled.questionnaire.section(code) if filing.filled else None
    if section is None:
        raise Http404
    return section


def following(sections: Sequence[Section], section: Section) -> Section | None:
    """The section after that one; None after the last."""
    place = [each.code for each in sections].index(section.code)
    return sections[place + 1] if place + 1 < len(sections) else None
