"""How a sheet goes on: presented, signed off, handed in; returned per section, or accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import permissions, words
from ankunft.domain.questionnaires.keys import key_of
from ankunft.domain.questionnaires.models import AnswerSheet, SheetSection
from ankunft.domain.questionnaires.selectors import Filled, can_be_discarded, filled
from ankunft.domain.questionnaires.states import SHEET
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .common import require_version


@transaction.atomic
def sheet_present(*, sheet: AnswerSheet, version: int, actor: Actor) -> None:
    """Lay the sheet before the strategic lead. Refused with every question that is still missing or wrong."""
    can(actor, permissions.WRITE, sheet.municipality).require()
    require_version(sheet, version)
    _require_complete(filled(sheet))
    _move(sheet, "present", actor)


@transaction.atomic
def sheet_sign_off(*, sheet: AnswerSheet, version: int, actor: Actor) -> None:
    """Sign off as strategic lead (SP 1.1). Refused to whoever answered questions or presented it (four eyes)."""
    can(actor, permissions.SIGN_OFF, sheet).require()
    require_version(sheet, version)
    _move(sheet, "sign_off", actor)


@transaction.atomic
def sheet_take_back(*, sheet: AnswerSheet, version: int, reason: str, actor: Actor) -> None:
    """Back to work before it is handed in: the lead asks for something else, or the officer noticed a mistake."""
    can(actor, permissions.TAKE_BACK, sheet).require()
    require_version(sheet, version)
    _move(sheet, "take_back", actor, reason=reason.strip())


@transaction.atomic
def sheet_submit(*, sheet: AnswerSheet, version: int, actor: Actor) -> None:
    """Hand in to the canton what is signed off (KS 5.2): today is the day that counts, if it is accepted."""
    can(actor, permissions.SUBMIT, sheet).require()
    require_version(sheet, version)
    complete = filled(sheet)
    _require_complete(complete)
    _move(sheet, "submit", actor, changes={"submitted_on": clock.today()}, details=_key_figures(complete))


@transaction.atomic
def sheet_accept(*, sheet: AnswerSheet, version: int, actor: Actor) -> Filled:
    """Accept what was handed in; returns what it says. Refused to whoever had a hand in it (four eyes)."""
    can(actor, permissions.ACCEPT, sheet).require()
    require_version(sheet, version)
    complete = filled(sheet)
    _move(sheet, "accept", actor, changes={"accepted_on": clock.today()}, details=_key_figures(complete))
    return complete


@transaction.atomic
def sheet_return(*, sheet: AnswerSheet, version: int, reasons: Mapping[str, str], actor: Actor) -> None:
    """Give back to the municipality with what is to be put right, by the code of the section.

    Refused without any reason, and where a reason is for a section that there is not.
    """
    can(actor, permissions.RETURN, sheet).require()
    require_version(sheet, version)
    sections = {section.code: section.title for section in filled(sheet).questionnaire.sections}
    given = {code: reason.strip() for code, reason in reasons.items() if reason.strip()}
    if not given:
        raise Refused(_("Schreiben Sie bei mindestens einem Abschnitt, was zu ergänzen ist."))
    if unknown := sorted(set(given) - set(sections)):
        raise Refused(_("Den Abschnitt «%(section)s» gibt es in diesem Fragebogen nicht.") % {"section": unknown[0]})
    reason = "\n".join(f"{sections[code]}: {given[code]}" for code in sections if code in given)
    _move(sheet, "return", actor, reason=reason, details={"sections": [code for code in sections if code in given]})
    for row in SheetSection.objects.filter(sheet=sheet):
        SheetSection.objects.filter(pk=row.pk).update(returned_reason=given.get(row.section, ""))


@transaction.atomic
def sheet_discard(*, sheet: AnswerSheet, version: int, actor: Actor) -> None:
    """Give up what was begun by mistake: a correction, or the form of a scheme, which can be begun anew.

    The first version of a questionnaire of the circular is owed and cannot be discarded.
    """
    can(actor, permissions.WRITE, sheet.municipality).require()
    require_version(sheet, version)
    if not can_be_discarded(sheet):
        raise Refused(_("Verworfen werden nur Korrekturen. Der Fragebogen selbst ist geschuldet (KS 5.2)."))
    _move(sheet, "discard", actor)


def _require_complete(one: Filled) -> None:
    questions = {question.code: question for question in one.questionnaire.questions}
    sentences = [
        words.of_named_flaw(questions[code], one.reading.flaws[code]) for code in questions if code in one.reading.flaws
    ]
    if sentences:
        raise Refused(_("Der Fragebogen ist noch nicht vollständig.") + " " + " ".join(sentences))


def _key_figures(one: Filled) -> dict[str, Any]:
    """What the trail keeps of the answers: those that become key figures."""
    feeding = {question.feeds: question.code for question in one.questionnaire.questions if question.feeds}
    return {figure: one.reading.answers.get(code) for figure, code in feeding.items()}


def _move(
    sheet: AnswerSheet,
    name: str,
    actor: Actor,
    *,
    reason: str = "",
    changes: dict[str, date] | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    transition(
        obj=sheet,
        key=key_of(sheet),
        table=SHEET,
        name=name,
        actor=actor,
        reason=reason,
        changes=changes,
        details=details,
    )
