"""Beginning a sheet, and writing down what is typed in it, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import permissions
from ankunft.domain.questionnaires.content import content_of, digest_of
from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.models import (
    EDITABLE,
    OPEN_STATES,
    AnswerSheet,
    SheetSection,
    SheetState,
    Wording,
)
from ankunft.domain.questionnaires.selectors import questionnaire_of_sheet
from ankunft.domain.questionnaires.states import SHEET
from ankunft.domain.questionnaires.values import Kind, Questionnaire, Section
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .common import edited_meanwhile, hand, note

LONGEST_TYPED = 10_000
"""Characters of one answer that are kept; more is no slip of the pen."""


class ChangedMeanwhile(Refused):
    """Somebody else wrote in the same section since the person opened it: nothing was stored, nothing is lost.

    `stored` is what stands there by now, by the code of the question; `version` the one to save on.
    """

    def __init__(self, stored: Mapping[str, Sequence[str]], version: int) -> None:
        super().__init__(
            _(
                "Inzwischen hat jemand anders in diesem Abschnitt gespeichert. Ihre Eingaben stehen noch hier, "
                "gespeichert sind sie nicht. Prüfen Sie die markierten Fragen und speichern Sie dann noch einmal."
            )
        )
        self.stored = stored
        self.version = version


@transaction.atomic
def sheet_open(
    *,
    municipality: Municipality,
    kind: str,
    period: str,
    actor: Actor,
    questionnaire: Questionnaire | None = None,
    is_demo: bool = False,
) -> AnswerSheet:
    """Begin the sheet of a municipality for a period, on the version of the form that is in force when it begins.

    `questionnaire` is the form of a scheme, which is no file of `data/questionnaires`. Refused where there is one
    already that was not discarded.
    """
    can(actor, permissions.WRITE, municipality).require()
    versions = AnswerSheet.objects.filter(municipality=municipality, kind=kind, period=period)
    if versions.exclude(state=SheetState.DISCARDED).exists():
        raise Refused(_("Diesen Fragebogen gibt es schon. Bitte neu laden und dort weiterfahren."))
    questionnaire = questionnaire or questionnaire_for(Kind(kind), period)
    sheet = _insert(
        AnswerSheet(
            municipality=municipality,
            kind=kind,
            period=period,
            number=_next_number(versions),
            wording=wording_of(questionnaire),
            is_demo=is_demo,
        ),
        {section.code: {} for section in questionnaire.sections},
    )
    note(actor, sheet, "open", "Fragebogen begonnen.", after={"form": questionnaire.valid_from.isoformat()})
    return sheet


@transaction.atomic
def sheet_save(
    *, sheet: AnswerSheet, section: str, typed: Mapping[str, Sequence[str]], seen: int, actor: Actor
) -> SheetSection:
    """Write down what is typed in a section, as it is typed: what is missing or wrong is said, and kept all the same.

    `typed` has the questions that were on the page; others stay as they are. `seen` is the version of the section
    that the person saw: ChangedMeanwhile if somebody else saved it since. Two people in two sections do not disturb
    each other. Refused while the sheet is not the municipality's to change.
    """
    can(actor, permissions.WRITE, sheet.municipality).require()
    asked = questionnaire_of_sheet(sheet).section(section)
    if asked is None:
        raise Refused(_("Den Abschnitt «%(section)s» gibt es in diesem Fragebogen nicht.") % {"section": section})
    sheet.refresh_from_db()
    stored = SheetSection.objects.get(sheet=sheet, section=section)
    if sheet.state in EDITABLE and not _changes(asked, stored.typed, typed):
        return stored
    _reserve(sheet)
    stored.refresh_from_db()
    changed = _changes(asked, stored.typed, typed)
    if stored.version != seen:
        raise ChangedMeanwhile(stored.typed, stored.version)
    stored.typed = {**stored.typed, **changed}
    stored.version += 1
    stored.save(update_fields=["typed", "version"])
    hand(sheet, actor)
    note(actor, sheet, "save", "Antworten gespeichert.", after={"section": section, "questions": sorted(changed)})
    return stored


def _reserve(sheet: AnswerSheet) -> None:
    """Take the sheet for a change of its answers: whoever moves it at the same moment is told that it has changed.

    Refused while it is not the municipality's to change.
    """
    written = AnswerSheet.objects.filter(pk=sheet.pk, state__in=EDITABLE).update(version=F("version") + 1)
    sheet.refresh_from_db()
    if written != 1:
        state = SHEET.labels[sheet.state]
        raise Refused(_("Speichern geht nicht: Der Fragebogen ist «%(state)s».") % {"state": state})


@transaction.atomic
def sheet_correct(
    *, sheet: AnswerSheet, reason: str, actor: Actor, questionnaire: Questionnaire | None = None
) -> AnswerSheet:
    """Begin a correction of an accepted sheet: the next number with the same answers, which goes the same way.

    It asks what the sheet asked, or what `questionnaire` asks: the form of a scheme as it is by now. Refused without a
    reason, where it is not accepted, or while another version is open.
    """
    can(actor, permissions.WRITE, sheet.municipality).require()
    if not reason.strip():
        raise Refused(_("Eine Korrektur braucht eine Begründung."))
    versions = AnswerSheet.objects.filter(municipality=sheet.municipality, kind=sheet.kind, period=sheet.period)
    last = versions.exclude(state=SheetState.DISCARDED).aggregate(last=Max("number"))["last"]
    if sheet.state != SheetState.ACCEPTED or versions.filter(state__in=OPEN_STATES).exists() or sheet.number != last:
        raise Refused(_("Korrigiert wird die letzte angenommene Fassung, und nur wenn keine andere offen ist."))
    correction = _insert(
        AnswerSheet(
            municipality=sheet.municipality,
            kind=sheet.kind,
            period=sheet.period,
            number=_next_number(versions),
            wording=wording_of(questionnaire) if questionnaire else sheet.wording,
            correction_reason=reason.strip(),
            is_demo=sheet.is_demo,
        ),
        _carried(sheet, questionnaire or questionnaire_of_sheet(sheet)),
    )
    summary = f"Korrektur der Fassung {sheet.number} begonnen."
    note(actor, correction, "correct", summary, after={"number": correction.number}, reason=reason.strip())
    return correction


def wording_of(questionnaire: Questionnaire) -> Wording:
    """The kept wording of a version of a form; kept from now on if it is new."""
    content = content_of(questionnaire)
    values = {"kind": questionnaire.kind, "valid_from": questionnaire.valid_from, "definition": content}
    wording, _created = Wording.objects.get_or_create(digest=digest_of(content), defaults=values)
    return wording


def _next_number(versions: QuerySet[AnswerSheet]) -> int:
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _carried(sheet: AnswerSheet, questionnaire: Questionnaire) -> dict[str, dict[str, object]]:
    """What was typed in the sheet, by the section that asks it now; what is asked no more is left behind."""
    typed = {code: said for row in sheet.sections.all() for code, said in row.typed.items()}
    return {
        section.code: {question.code: typed[question.code] for question in section.questions if question.code in typed}
        for section in questionnaire.sections
    }


def _insert(sheet: AnswerSheet, answers: Mapping[str, object]) -> AnswerSheet:
    """A new draft with its sections; Refused if somebody else began one at the same moment."""
    sheet.state = SheetState.DRAFT
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError:
        raise edited_meanwhile() from None
    SheetSection.objects.bulk_create(
        SheetSection(sheet=sheet, section=code, typed=typed) for code, typed in answers.items()
    )
    return sheet


def _changes(
    section: Section, stored: Mapping[str, Sequence[str]], typed: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """What is typed anew in the questions of that section; what is no question of it is left aside."""
    codes = [question.code for question in section.questions if question.code in typed]
    new = {code: _kept(typed[code]) for code in codes}
    return {code: said for code, said in new.items() if said != list(stored.get(code, []))}


def _kept(typed: Iterable[str]) -> list[str]:
    """As it was typed, without line ends of a browser and without what is nothing."""
    said = [text.replace("\r\n", "\n")[:LONGEST_TYPED] for text in typed]
    return [text for text in said if text.strip()]
