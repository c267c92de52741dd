"""Self-declarations on their way, filled in completely."""

from __future__ import annotations

from collections.abc import Mapping

from ankunft.domain.questionnaires import services
from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.rules import asked
from ankunft.domain.questionnaires.selectors import questionnaire_of_sheet
from ankunft.domain.questionnaires.values import Kind, Questionnaire, Type
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor

YEAR = "2027"


def complete(
    questionnaire: Questionnaire, given: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[str, ...]]:
    """An answer to every question that is asked: what is given, else the first choice, 7, or a text."""
    typed = dict(given or {})
    for _round in range(8):
        wanted = asked(questionnaire, typed)
        for one in questionnaire.questions:
            if one.code in wanted and one.code not in typed:
                typed[one.code] = (one.codes[0],) if one.codes else ("Demo",) if one.type == Type.TEXT else ("7",)
    return typed


def opened(town: Municipality, officer: Actor, period: str = YEAR) -> AnswerSheet:
    """A sheet that nobody wrote in."""
    return services.sheet_open(municipality=town, kind=Kind.DECLARATION, period=period, actor=officer)


def written(sheet: AnswerSheet, officer: Actor, **given: str) -> AnswerSheet:
    """The sheet with an answer to every question."""
    typed = complete(questionnaire_of_sheet(sheet), {code: (said,) for code, said in given.items()})
    for section in questionnaire_of_sheet(sheet).sections:
        own = {question.code: typed[question.code] for question in section.questions if question.code in typed}
        seen = sheet.sections.get(section=section.code).version
        services.sheet_save(sheet=sheet, section=section.code, typed=own, seen=seen, actor=officer)
    return sheet


def presented(town: Municipality, officer: Actor, **given: str) -> AnswerSheet:
    """A complete sheet that lies before the strategic lead."""
    sheet = written(opened(town, officer), officer, **given)
    services.sheet_present(sheet=sheet, version=sheet.version, actor=officer)
    return sheet


def submitted(town: Municipality, officer: Actor, lead: Actor, **given: str) -> AnswerSheet:
    """The same, signed off and handed in."""
    sheet = presented(town, officer, **given)
    services.sheet_sign_off(sheet=sheet, version=sheet.version, actor=lead)
    services.sheet_submit(sheet=sheet, version=sheet.version, actor=officer)
    return sheet


FORM = questionnaire_for(Kind.DECLARATION, YEAR)
