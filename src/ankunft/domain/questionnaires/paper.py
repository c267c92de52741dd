"""A filled-in questionnaire as PDF: what was asked, what was answered, and where it stands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from ankunft.foundation.documents.letters import typeset

from .models import SheetState
from .selectors import Filled
from .shown import typed_text
from .values import Section

TEMPLATE = Path(__file__).with_name("sheet.typ")

# The paper is German whatever language its maker reads, like every letter.
_STATES = {
    SheetState.DRAFT: "Entwurf, noch nicht eingereicht",
    SheetState.PRESENTED: "zur Unterzeichnung vorgelegt, noch nicht eingereicht",
    SheetState.SIGNED_OFF: "durch die strategische Leitung unterzeichnet, noch nicht eingereicht",
    SheetState.SUBMITTED: "eingereicht",
    SheetState.RETURNED: "vom Kanton zurückgegeben",
    SheetState.ACCEPTED: "angenommen",
    SheetState.DISCARDED: "verworfen",
}


def sheet_pdf(one: Filled, *, made_at: datetime) -> bytes:
    """The questionnaire with its answers, ready to be printed. The same answers give the same bytes.

    Raises Refused where an answer has a character for which there is no font.
    """
    sheet = one.sheet
    return typeset(
        TEMPLATE,
        {
            "title": f"{one.questionnaire.title} {sheet.period}",
            "municipality": sheet.municipality.name,
            "reference": f"{sheet.municipality.bfs_number}/{sheet.period}/{sheet.number}",
            "facts": _facts(one),
            "sections": [_section(one, section) for section in one.questionnaire.sections],
            "source": one.questionnaire.source,
            "demo": "Demo: erfundene Angaben." if sheet.is_demo else "",
        },
        made_at=made_at,
    )


def _facts(one: Filled) -> list[list[str]]:
    sheet = one.sheet
    facts = [["Gemeinde", f"{sheet.municipality.name} (BFS-Nr. {sheet.municipality.bfs_number})"]]
    facts.append(["Stand", _STATES[SheetState(sheet.state)]])
    if sheet.is_correction:
        facts.append(["Fassung", f"{sheet.number}: {sheet.correction_reason}"])
    if sheet.submitted_on:
        facts.append(["Eingereicht am", f"{sheet.submitted_on:%d.%m.%Y}"])
    if sheet.accepted_on:
        facts.append(["Angenommen am", f"{sheet.accepted_on:%d.%m.%Y}"])
    return facts


def _section(one: Filled, section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "returned": one.rows[section.code].returned_reason if one.sheet.state == SheetState.RETURNED else "",
        "answers": [
            {
                "question": question.label,
                "source": question.source,
                "answer": typed_text(question, one.typed.get(question.code, ())),
            }
            for question in section.questions
            if question.code in one.reading.asked
        ],
    }
