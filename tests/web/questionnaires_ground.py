"""Questionnaires for the table of permissions: of the own municipality and of a foreign one, in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.models import HANDED_IN, AnswerSheet, SheetSection, SheetState
from ankunft.domain.questionnaires.services.filling import wording_of
from ankunft.domain.questionnaires.values import Kind, Questionnaire
from ankunft.domain.territory.models import Municipality
from tests.domain.questionnaires.answers import complete
from tests.web.permission_ground import FOREIGN, OWN, Data

FIRST: Data = {"seen": "1.0"}
SECOND: Data = {"seen": "2.0"}
WITH_REASON: Data = {**FIRST, "reason": "Demo"}


@dataclass(frozen=True)
class Sheets:
    """The sheets of one form: for which period there is one in which state, and what is typed in a section of it."""

    route: str
    arguments: Callable[[str], dict[str, object]]
    none_yet: str
    draft: str
    presented: str
    signed_off: str
    submitted: str
    accepted: str
    corrected: str
    section: str
    answers: Data

    @property
    def returned(self) -> Data:
        """What is to be put right in that section."""
        return {**FIRST, f"grund-{self.section}": "Demo"}

    def prepare(self, form: Callable[[str], Questionnaire]) -> None:
        """A complete sheet in each state, of both municipalities; one is corrected."""
        states = {
            self.draft: SheetState.DRAFT,
            self.presented: SheetState.PRESENTED,
            self.signed_off: SheetState.SIGNED_OFF,
            self.submitted: SheetState.SUBMITTED,
            self.accepted: SheetState.ACCEPTED,
            self.corrected: SheetState.ACCEPTED,
        }
        for municipality in Municipality.objects.filter(bfs_number__in=(OWN, FOREIGN)):
            for period, state in states.items():
                sheet(municipality, form(period), period, state)
            sheet(municipality, form(self.corrected), self.corrected, SheetState.DRAFT, number=2)


DECLARATIONS = Sheets(
    "declaration",
    lambda year: {"bfs_number": OWN, "year": int(year)},
    none_yet="2020",
    draft="2027",
    presented="2025",
    signed_off="2024",
    submitted="2023",
    accepted="2022",
    corrected="2021",
    section="needs",
    answers={"gesehen": "0", "gefragt": "feedback", "antwort-feedback": "Demo: neu"},
)


def prepare() -> None:
    """Self-declarations in every state."""
    DECLARATIONS.prepare(lambda year: questionnaire_for(Kind.DECLARATION, year))


def sheet(municipality: Municipality, form: Questionnaire, period: str, state: str, *, number: int = 1) -> AnswerSheet:
    """A complete sheet as if it had come to that state."""
    typed, year = complete(form), int(period[:4])
    record = AnswerSheet.objects.create(
        municipality=municipality,
        kind=form.kind,
        period=period,
        number=number,
        state=state,
        wording=wording_of(form),
        submitted_on=date(year, 1, 20) if state in HANDED_IN else None,
        accepted_on=date(year, 1, 25) if state == SheetState.ACCEPTED else None,
        correction_reason="Demo" if number > 1 else "",
    )
    for section in form.sections:
        own = {one.code: list(typed[one.code]) for one in section.questions if one.code in typed}
        SheetSection.objects.create(sheet=record, section=section.code, typed=own)
    return record
