"""What people see of single sheets: their versions, what is answered, how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from ankunft.domain.questionnaires.content import questionnaire_of
from ankunft.domain.questionnaires.keys import key_of
from ankunft.domain.questionnaires.models import HANDED_IN, AnswerSheet, SheetSection, SheetState
from ankunft.domain.questionnaires.rules import is_answered, read
from ankunft.domain.questionnaires.states import SHEET
from ankunft.domain.questionnaires.values import Questionnaire, Reading, Section, Typed
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet with what was asked, what was typed, and what that amounts to."""

    sheet: AnswerSheet
    questionnaire: Questionnaire
    rows: dict[str, SheetSection]
    typed: Typed
    reading: Reading


_known: dict[str, Questionnaire] = {}
"""Wordings by their digest, read once in a process: there are few, and what has a digest never changes."""


class SectionProgress(NamedTuple):
    """How far a section is: of the questions that are asked in it so many are answered, so many missing or wrong."""

    section: Section
    row: SheetSection
    asked: int
    answered: int
    open: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing or wrong in it."""
        return not self.open


def filled(sheet: AnswerSheet) -> Filled:
    """The sheet with its answers: one query for the sections, one more where the wording is not at hand."""
    return _filled(sheet, list(sheet.sections.all()))


def _filled(sheet: AnswerSheet, rows: Sequence[SheetSection]) -> Filled:
    questionnaire = questionnaire_of_sheet(sheet)
    typed = {code: tuple(said) for row in rows for code, said in row.typed.items()}
    return Filled(sheet, questionnaire, {row.section: row for row in rows}, typed, read(questionnaire, typed))


def questionnaire_of_sheet(sheet: AnswerSheet) -> Questionnaire:
    """What the sheet asks, in the wording that was kept with it."""
    wording = sheet.wording
    if wording.digest not in _known:
        _known[wording.digest] = questionnaire_of(wording.definition)
    return _known[wording.digest]


def progress_of(one: Filled) -> list[SectionProgress]:
    """How far each section is, in order."""
    return [
        SectionProgress(
            section,
            one.rows[section.code],
            asked=sum(1 for question in section.questions if question.code in one.reading.asked),
            answered=sum(
                1
                for question in section.questions
                if question.code in one.reading.asked and is_answered(one.typed.get(question.code, ()))
            ),
            open=sum(1 for question in section.questions if question.code in one.reading.flaws),
        )
        for section in one.questionnaire.sections
    ]


def sheet_versions(actor: Actor, municipality: Municipality, kind: str, period: str) -> list[AnswerSheet]:
    """Every version that the actor sees, latest first."""
    found = visible_to(actor, AnswerSheet).filter(municipality=municipality, kind=kind, period=period)
    return list(found.select_related("wording", "municipality").order_by("-number"))


def latest_sheet(actor: Actor, municipality: Municipality, kind: str, period: str) -> AnswerSheet | None:
    """The version that is worked on or counts: the latest one that was not discarded."""
    versions = sheet_versions(actor, municipality, kind, period)
    return next((sheet for sheet in versions if sheet.state != SheetState.DISCARDED), None)


def can_be_discarded(sheet: AnswerSheet) -> bool:
    """Whether this version can be given up as long as it is in work: a correction, or the form of a scheme."""
    return sheet.is_correction or sheet.is_of_scheme


def handed_in_for(municipality: Municipality, kind: str, period: str) -> Filled | None:
    """What a municipality handed in for a period, last accepted first; None where there is nothing."""
    found = AnswerSheet.objects.filter(municipality=municipality, kind=kind, period=period, state__in=HANDED_IN)
    sheets = sorted(found.select_related("wording"), key=lambda one: (one.state == SheetState.ACCEPTED, one.number))
    return filled(sheets[-1]) if sheets else None


def open_sheets(actor: Actor, kind: str, *states: str) -> QuerySet[AnswerSheet]:
    """The sheets in these states that the actor sees, those of the oldest period first."""
    found = visible_to(actor, AnswerSheet).filter(kind=kind, state__in=states)
    return found.select_related("municipality").order_by("period", "municipality__name")


def history_of(sheet: AnswerSheet) -> QuerySet[Event]:
    """What happened to a version, latest first; without each single saving, which the trail has as well."""
    key = key_of(sheet)
    events = Event.objects.filter(object_type=SHEET.object_type, object_key=key)
    return events.exclude(action=f"{SHEET.object_type}.save").order_by("-pk")
