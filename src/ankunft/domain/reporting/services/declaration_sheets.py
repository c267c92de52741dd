"""The self-declaration as a questionnaire: begun for a year that can be declared, and recorded when it is accepted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.selectors import Filled
from ankunft.domain.questionnaires.services import sheet_accept, sheet_open
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.reporting.rules import must_declare
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Year

from .declarations import declaration_record, refusal


@transaction.atomic
def declaration_begin(*, municipality: Municipality, year: Year, actor: Actor, is_demo: bool = False) -> AnswerSheet:
    """Begin the questionnaire of a municipality for a year, from the year before on (KS 5.2).

    Refused for a year for which it does not declare itself.
    """
    if reason := refusal(municipality, year, clock.today()):
        raise Refused(reason)
    if not must_declare(municipality.valid_from, municipality.valid_to, year):
        raise Refused(
            _("«%(name)s» gibt es am 01.01.%(year)s nicht: Für dieses Jahr ist keine Selbstdeklaration geschuldet.")
            % {"name": municipality.name, "year": year}
        )
    return sheet_open(municipality=municipality, kind=Kind.DECLARATION, period=str(year), actor=actor, is_demo=is_demo)


@transaction.atomic
def declaration_accept(*, sheet: AnswerSheet, version: int, actor: Actor) -> SelfDeclaration:
    """Accept what was handed in, and record the self-declaration on which the base contribution rests (KS 4.2, 4.5.2).

    The day that counts is the one on which the accepted version was handed in: what was returned was not complete
    (KS 5.2). Refused to whoever had a hand in it.
    """
    accepted = sheet_accept(sheet=sheet, version=version, actor=actor)
    return declaration_record(
        municipality=sheet.municipality,
        year=Year.parse(sheet.period),
        officer_named=_says(accepted, "officer_named"),
        tasks_organised=_says(accepted, "tasks_organised"),
        submitted_on=sheet.submitted_on,
        actor=actor,
    )


def _says(accepted: Filled, figure: str) -> bool:
    """What was answered to the question that becomes that condition of KS 4.2; every version asks it of everybody."""
    question = accepted.questionnaire.fed_by(figure)
    assert question is not None, figure
    return accepted.reading.answers[question.code] is True
