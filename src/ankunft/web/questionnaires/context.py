"""What the pages of one self-declaration show, read once for a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import permissions, selectors
from ankunft.domain.questionnaires.models import EDITABLE, HANDED_IN, AnswerSheet, SheetState
from ankunft.domain.questionnaires.selectors import Filled, SectionProgress
from ankunft.domain.questionnaires.shown import typed_text
from ankunft.domain.questionnaires.values import Kind, Question, Section
from ankunft.domain.reporting import selectors as reporting
from ankunft.domain.reporting.rules import FIRST_YEAR, declaration_due_on, is_late, must_declare
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.kernel.periods import Year

from .words import state_tag


class Answer(NamedTuple):
    """A question as it was answered, and what was answered the year before."""

    question: Question
    text: str
    previous: str


class Said(NamedTuple):
    """A section with its answers and how far it is."""

    progress: SectionProgress
    answers: list[Answer]


@dataclass
class Declaration:
    """The self-declaration of a municipality for a year, as somebody sees it."""

    actor: Actor
    municipality: Municipality
    year: Year
    versions: list[AnswerSheet] = field(init=False)

    def __post_init__(self) -> None:
        found = selectors.sheet_versions(self.actor, self.municipality, Kind.DECLARATION, str(self.year))
        self.versions = found
        self.sheet = next((sheet for sheet in found if sheet.state != SheetState.DISCARDED), None)
        self.filled: Filled | None = selectors.filled(self.sheet) if self.sheet else None
        self.may_write = can(self.actor, permissions.WRITE, self.municipality)

    @property
    def address(self) -> dict[str, int]:
        """What its addresses are made of."""
        return {"bfs_number": self.municipality.bfs_number, "year": self.year.year}

    @property
    def url(self) -> str:
        return reverse("declaration-sheet", kwargs=self.address)

    @property
    def due_on(self) -> Any:
        return declaration_due_on(self.year)

    @property
    def late(self) -> bool:
        """Whether it should be there and is not."""
        is_there = any(sheet.state in HANDED_IN for sheet in self.versions)
        return not is_there and is_late(self.due_on, None, clock.today())

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

    @cached_property
    def lead(self) -> Municipality | None:
        """The lead municipality whose declaration counts for this one (KS 4.2)."""
        return reporting.lead_of(self.municipality, self.year)

    def previous(self) -> dict[str, str]:
        """What was answered the year before, by the code of the question, in words."""
        earlier = selectors.handed_in_for(self.municipality, Kind.DECLARATION, str(self.year.previous()))
        if earlier is None:
            return {}
        return {
            question.code: typed_text(question, earlier.typed.get(question.code, ()))
            for question in earlier.questionnaire.questions
            if question.code in earlier.reading.answers
        }

    def said(self, previous: dict[str, str]) -> list[Said]:
        """Every section with what is asked in it and what was answered."""
        one = self.filled
        if one is None:
            return []
        return [
            Said(
                progress,
                [
                    Answer(
                        question,
                        typed_text(question, one.typed.get(question.code, ())),
                        previous.get(question.code, ""),
                    )
                    for question in progress.section.questions
                    if question.code in one.reading.asked
                ],
            )
            for progress in selectors.progress_of(one)
        ]

    def may(self, step: str) -> Decision:
        """Whether this person may take that step on the latest version."""
        assert self.sheet is not None
        action = _ACTIONS[step]
        record = self.municipality if action == permissions.WRITE else self.sheet
        return can(self.actor, action, record)


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


def declaration_for(actor: Actor, bfs_number: int, year: int) -> Declaration:
    """The self-declaration, if the actor sees it and there is one to be made; else 404."""
    can(actor, permissions.SEE).require()
    municipality = get_object_or_404(reporting.municipalities_of(actor), bfs_number=bfs_number)
    if not FIRST_YEAR.year <= year <= clock.today().year + 1:
        raise Http404
    chosen = Year(year)
    if not must_declare(municipality.valid_from, municipality.valid_to, chosen):
        raise Http404
    return Declaration(actor, municipality, chosen)


def sheet_of(declaration: Declaration) -> AnswerSheet:
    """The sheet that is worked on; 404 where nobody has begun one."""
    if declaration.sheet is None:
        raise Http404(_("Der Fragebogen ist noch nicht begonnen."))
    return declaration.sheet


def section_of(declaration: Declaration, code: str) -> Section:
    """A section of the sheet; 404 where it has none of that code."""
    section = declaration.filled.questionnaire.section(code) if declaration.filled else None
    if section is None:
        raise Http404
    return section
