"""Taking over sheets that were filled in elsewhere, many at once: the operator's, each with its event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.keys import sheet_key
from ankunft.domain.questionnaires.models import AnswerSheet, SheetSection, SheetState
from ankunft.domain.questionnaires.states import SHEET
from ankunft.domain.questionnaires.values import Kind, Questionnaire, Typed
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .filling import wording_of

IMPORT = SHEET["import"]


class SheetIntake(NamedTuple):
    """A filled-in form of a municipality: what was answered, and when it was handed in and accepted."""

    municipality_id: int
    bfs_number: int
    period: str
    typed: Typed
    submitted_on: date
    accepted_on: date


@transaction.atomic
def sheets_take_in(
    *,
    kind: str,
    intakes: Sequence[SheetIntake],
    actor: Actor,
    forms: Mapping[str, Questionnaire] | None = None,
    is_demo: bool = False,
) -> None:
    """Store them as first versions that are accepted. All or nothing; Refused where there is one already.

    `forms` are those of a scheme by period, which are no files of `data/questionnaires`.
    """
    SHEET.decide(name=IMPORT.name, state=SheetState.DRAFT, actor=actor, hands={}).require()
    asked = forms or {period: questionnaire_for(Kind(kind), period) for period in {one.period for one in intakes}}
    wordings = {period: wording_of(form) for period, form in asked.items()}
    sheets = [
        AnswerSheet(
            municipality_id=intake.municipality_id,
            kind=kind,
            period=intake.period,
            state=IMPORT.target,
            version=1,
            wording=wordings[intake.period],
            submitted_on=intake.submitted_on,
            accepted_on=intake.accepted_on,
            is_demo=is_demo,
        )
        for intake in intakes
    ]
    try:
        with transaction.atomic():
            AnswerSheet.objects.bulk_create(sheets, batch_size=500)
    except IntegrityError:
        raise Refused(_("Einen dieser Fragebogen gibt es schon. Es wurde nichts übernommen.")) from None
    SheetSection.objects.bulk_create(
        [
            section
            for sheet, intake in zip(sheets, intakes, strict=True)
            for section in _sections(sheet, asked[intake.period], intake)
        ],
        batch_size=500,
    )
    record_many(actor, [_entry(kind, intake) for intake in intakes])


def _sections(sheet: AnswerSheet, form: Questionnaire, intake: SheetIntake) -> list[SheetSection]:
    return [
        SheetSection(
            sheet=sheet,
            section=section.code,
            typed={one.code: list(intake.typed[one.code]) for one in section.questions if one.code in intake.typed},
            version=1,
        )
        for section in form.sections
    ]


def _entry(kind: str, intake: SheetIntake) -> Entry:
    return Entry(
        f"{SHEET.object_type}.{IMPORT.name}",
        SHEET.object_type,
        sheet_key(intake.bfs_number, kind, intake.period, 1),
        IMPORT.sentence,
        before={"state": str(SheetState.DRAFT)},
        after={"state": str(IMPORT.target), "submitted_on": intake.submitted_on.isoformat()},
    )
