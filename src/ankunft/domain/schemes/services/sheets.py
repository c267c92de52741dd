"""The forms of schemes: begun and handed in by a municipality; the rest is done as with every questionnaire."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import permissions
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.services import sheet_correct, sheet_open, sheet_submit
from ankunft.domain.questionnaires.values import OF_SCHEME
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..readings import definition_of, definitions
from ..rules import asked_from, reports_on
from ..values import form_kind


@transaction.atomic
def scheme_sheet_begin(
    *, key: str, municipality: Municipality, period: str, actor: Actor, is_demo: bool = False
) -> AnswerSheet:
    """Begin the form of a scheme for a period, in the wording in force when the period begins.

    Refused where the scheme has no such period, for a period too far away, and where the municipality does not exist
    that reports on it.
    """
    scheme, found = definition_of(definitions(key), key, period)
    if found.year > clock.today().year + 1:
        raise Refused(_("Das Jahr %(year)s liegt zu weit in der Zukunft.") % {"year": found.year})
    if not reports_on(municipality.valid_from, municipality.valid_to, found):
        raise Refused(
            _("«%(name)s» gibt es in der Periode %(period)s nicht: Zuständig ist die Nachfolgerin.")
            % {"name": municipality.name, "period": found}
        )
    return sheet_open(
        municipality=municipality,
        kind=form_kind(key),
        period=period,
        actor=actor,
        questionnaire=scheme.form,
        is_demo=is_demo,
    )


@transaction.atomic
def scheme_sheet_correct(*, sheet: AnswerSheet, reason: str, actor: Actor) -> AnswerSheet:
    """Begin a correction that asks what the definition asks by now.

    A form that was begun before its definition was confirmed says nothing of what that one asks for. What was answered
    is taken over where it is asked still.
    """
    key = sheet.kind.removeprefix(OF_SCHEME)
    scheme, _period = definition_of(definitions(key), key, sheet.period)
    return sheet_correct(sheet=sheet, reason=reason, actor=actor, questionnaire=scheme.form)


@transaction.atomic
def scheme_sheet_submit(*, sheet: AnswerSheet, version: int, actor: Actor) -> None:
    """Hand in the form of a scheme: today is the day that counts, if it is accepted.

    Refused before it is asked for: what happened in a period is told when the period is over (KS 4.5.2).
    """
    can(actor, permissions.SUBMIT, sheet).require()
    key = sheet.kind.removeprefix(OF_SCHEME)
    first = asked_from(*definition_of(definitions(key), key, sheet.period))
    if clock.today() < first:
        raise Refused(
            _("Einreichen geht ab dem %(day)s: Das Formular sagt, was bis zum Ende der Periode war.")
            % {"day": f"{first:%d.%m.%Y}"}
        )
    sheet_submit(sheet=sheet, version=version, actor=actor)
