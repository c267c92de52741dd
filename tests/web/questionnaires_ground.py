"""Self-declarations for the table of permissions: of the own municipality and of a foreign one, in every state."""

from __future__ import annotations

from datetime import date

from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.models import HANDED_IN, AnswerSheet, SheetSection, SheetState
from ankunft.domain.questionnaires.services.filling import wording_of
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.territory.models import Municipality
from tests.domain.questionnaires.answers import complete
from tests.web.permission_ground import FOREIGN, OWN, Data

NONE_YET = 2020
DRAFT, PRESENTED, SIGNED_OFF, SUBMITTED, ACCEPTED, CORRECTED = 2027, 2025, 2024, 2023, 2022, 2021
STATES = {
    DRAFT: SheetState.DRAFT,
    PRESENTED: SheetState.PRESENTED,
    SIGNED_OFF: SheetState.SIGNED_OFF,
    SUBMITTED: SheetState.SUBMITTED,
    ACCEPTED: SheetState.ACCEPTED,
    CORRECTED: SheetState.ACCEPTED,
}


def prepare() -> None:
    """A complete sheet in each state, of both municipalities; one is corrected."""
    for municipality in Municipality.objects.filter(bfs_number__in=(OWN, FOREIGN)):
        for year, state in STATES.items():
            sheet(municipality, year, state)
        sheet(municipality, CORRECTED, SheetState.DRAFT, number=2)


def sheet(municipality: Municipality, year: int, state: str, *, number: int = 1) -> AnswerSheet:
    """A complete sheet as if it had come to that state."""
    form = questionnaire_for(Kind.DECLARATION, str(year))
    typed = complete(form)
    record = AnswerSheet.objects.create(
        municipality=municipality,
        kind=Kind.DECLARATION,
        period=str(year),
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


FIRST: Data = {"seen": "1.0"}
SECOND: Data = {"seen": "2.0"}
WITH_REASON: Data = {**FIRST, "reason": "Demo"}
RETURNED: Data = {**FIRST, "grund-needs": "Demo"}
ANSWERS: Data = {"gesehen": "0", "gefragt": "feedback", "antwort-feedback": "Demo: neu"}
