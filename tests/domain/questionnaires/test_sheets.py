"""A sheet from the first answer to the canton's decision: who may, in which order, and what happens when two meet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.questionnaires import services
from ankunft.domain.questionnaires.models import AnswerSheet, SheetSection, Wording
from ankunft.domain.questionnaires.selectors import filled, latest_sheet, progress_of
from ankunft.domain.questionnaires.services import ChangedMeanwhile
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.questionnaires.answers import FORM, YEAR, opened, presented, submitted, written
from tests.domain.reporting.making import TODAY, in_association, municipality
from tests.support.people import actor_with
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def test_a_sheet_has_a_row_for_every_section_and_keeps_its_wording(town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    assert [row.section for row in sheet.sections.all()] == [section.code for section in FORM.sections]
    assert filled(sheet).questionnaire == FORM
    other = municipality(2602)
    opened(other, actor_with("integration_officer", "bfs-2602"))
    assert Wording.objects.count() == 1


def test_there_is_one_sheet_for_a_year(town: Municipality, officer: Actor) -> None:
    opened(town, officer)
    with pytest.raises(Refused, match="gibt es schon"):
        opened(town, officer)


def save(sheet: AnswerSheet, actor: Actor, section: str, seen: int, **typed: str) -> SheetSection:
    said = {code: (text,) for code, text in typed.items()}
    return services.sheet_save(sheet=sheet, section=section, typed=said, seen=seen, actor=actor)


def test_what_is_typed_is_kept_as_it_was_typed(town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    save(sheet, officer, "officer", 0, officer_named="yes", officer_meetings="zwei\r\noder drei")
    row = save(sheet, officer, "officer", 1, officer_workload="20 %", tasks_organised="yes")
    assert row.typed == {
        "officer_named": ["yes"],
        "officer_meetings": ["zwei\noder drei"],
        "officer_workload": ["20 %"],
    }
    assert [(one.section.code, one.open) for one in progress_of(filled(sheet))][1] == ("officer", 2)
    save(sheet, officer, "officer", 2, officer_meetings=" ")
    assert filled(sheet).typed["officer_meetings"] == ()
    # The trail names the questions; what was answered stays with the sheet.
    event = Event.objects.filter(action="questionnaires.sheet.save").order_by("-pk")[0]
    assert event.after == {"section": "officer", "questions": ["officer_meetings"]}


def test_the_later_one_of_two_in_a_section_is_told_and_nothing_is_stored(town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    colleague = actor_with("integration_officer", "bfs-2601")
    save(sheet, officer, "needs", 0, feedback="Zuerst")
    with pytest.raises(ChangedMeanwhile) as told:
        save(sheet, colleague, "needs", 0, feedback="Danach")
    assert (told.value.stored, told.value.version) == ({"feedback": ["Zuerst"]}, 1)
    assert filled(sheet).typed == {"feedback": ("Zuerst",)}
    # Knowing that, the second one may write over it; whoever types the same is not bothered.
    save(sheet, colleague, "needs", 1, feedback="Danach")
    assert save(sheet, officer, "needs", 0, feedback="Danach").version == 2


def test_what_is_sent_again_changes_nothing(town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    save(sheet, officer, "needs", 0, feedback="Demo")
    version, events = sheet.version, Event.objects.count()
    assert save(sheet, officer, "needs", 0, feedback="Demo").version == 1
    assert (sheet.version, Event.objects.count()) == (version, events)


def test_two_people_in_two_sections_do_not_disturb_each_other(town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    colleague = actor_with("integration_officer", "bfs-2601")
    same = AnswerSheet.objects.get(pk=sheet.pk)
    save(sheet, officer, "needs", 0, feedback="Demo")
    save(same, colleague, "officer", 0, officer_named="yes")
    assert filled(sheet).typed == {"feedback": ("Demo",), "officer_named": ("yes",)}


def test_whoever_signs_off_what_changed_meanwhile_is_told(town: Municipality, officer: Actor, lead: Actor) -> None:
    sheet = presented(town, officer)
    seen = sheet.version
    services.sheet_take_back(sheet=sheet, version=seen, reason="Nachtrag", actor=officer)
    written(sheet, officer, feedback="Nachtrag")
    services.sheet_present(sheet=sheet, version=sheet.version, actor=officer)
    with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
        services.sheet_sign_off(sheet=sheet, version=seen, actor=lead)


def test_only_what_is_complete_is_presented_and_all_that_is_missing_is_said(town: Municipality, officer: Actor) -> None:
    sheet = written(opened(town, officer), officer)
    save(sheet, officer, "officer", 1, officer_meetings="viele", officer_named="")
    with pytest.raises(Refused) as refused:
        services.sheet_present(sheet=sheet, version=sheet.version, actor=officer)
    assert "bezeichnet und mit der Aufgabenerfüllung beauftragt?»: Wählen Sie Ja oder Nein." in refused.value.reason
    # How many meetings is not asked while nobody is named: the wrong answer bothers nobody.
    assert "Vernetzungstreffen" not in refused.value.reason


def test_the_way_of_a_sheet(town: Municipality, officer: Actor, lead: Actor, coordinator: Actor) -> None:
    sheet = submitted(town, officer, lead)
    assert (sheet.state, sheet.submitted_on) == ("submitted", TODAY)
    reasons = {"offers": "Welche Treffpunkte?", "needs": " "}
    services.sheet_return(sheet=sheet, version=sheet.version, reasons=reasons, actor=coordinator)
    assert [row.section for row in sheet.sections.exclude(returned_reason="")] == ["offers"]
    assert Event.objects.order_by("-pk")[0].reason == "Angebote und Massnahmen: Welche Treffpunkte?"
    written(sheet, officer, feedback="Ergänzt")
    services.sheet_present(sheet=sheet, version=sheet.version, actor=officer)
    services.sheet_sign_off(sheet=sheet, version=sheet.version, actor=lead)
    services.sheet_submit(sheet=sheet, version=sheet.version, actor=lead)
    services.sheet_accept(sheet=sheet, version=sheet.version, actor=coordinator)
    assert (sheet.state, sheet.accepted_on) == ("accepted", TODAY)
    assert Event.objects.order_by("-pk")[0].after == {
        "state": "accepted",
        "officer_named": True,
        "tasks_organised": True,
    }


def test_a_correction_is_the_next_number(town: Municipality, officer: Actor, lead: Actor, coordinator: Actor) -> None:
    sheet = submitted(town, officer, lead)
    with pytest.raises(Refused, match="letzte angenommene"):
        services.sheet_correct(sheet=sheet, reason="Zu früh", actor=officer)
    services.sheet_accept(sheet=sheet, version=sheet.version, actor=coordinator)
    with pytest.raises(Refused, match="Begründung"):
        services.sheet_correct(sheet=sheet, reason=" ", actor=officer)
    correction = services.sheet_correct(sheet=sheet, reason="Neues Angebot", actor=officer)
    assert (correction.number, correction.state) == (2, "draft")
    assert filled(correction).typed == filled(sheet).typed
    with pytest.raises(Refused, match="letzte angenommene"):
        services.sheet_correct(sheet=sheet, reason="Noch eine", actor=officer)
    services.sheet_discard(sheet=correction, version=correction.version, actor=officer)
    assert latest_sheet(officer, town, Kind.DECLARATION, YEAR) == sheet
    assert services.sheet_correct(sheet=sheet, reason="Doch", actor=officer).number == 3


def test_what_is_owed_is_not_discarded(town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    with pytest.raises(Refused, match="geschuldet"):
        services.sheet_discard(sheet=sheet, version=sheet.version, actor=officer)


def test_other_hands_sign_off_and_accept(town: Municipality, officer: Actor, lead: Actor) -> None:
    both = actor_with("strategic_lead", "bfs-2601")
    twofold = replace(both, grants=both.grants | officer.grants)
    sheet = presented(town, twofold)
    with pytest.raises(Refused, match="andere Person"):
        services.sheet_sign_off(sheet=sheet, version=sheet.version, actor=twofold)
    services.sheet_sign_off(sheet=sheet, version=sheet.version, actor=lead)


STEPS: dict[str, Callable[[AnswerSheet, Actor], object]] = {
    "save": lambda sheet, actor: save(sheet, actor, "needs", 1, feedback="Demo"),
    "present": lambda sheet, actor: services.sheet_present(sheet=sheet, version=sheet.version, actor=actor),
    "sign_off": lambda sheet, actor: services.sheet_sign_off(sheet=sheet, version=sheet.version, actor=actor),
    "submit": lambda sheet, actor: services.sheet_submit(sheet=sheet, version=sheet.version, actor=actor),
    "accept": lambda sheet, actor: services.sheet_accept(sheet=sheet, version=sheet.version, actor=actor),
    "return": lambda sheet, actor: services.sheet_return(
        sheet=sheet, version=sheet.version, reasons={"needs": "Demo"}, actor=actor
    ),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", ["municipal_finance", "finance_officer", "approver", "auditor", "migration_office"])
def test_roles_that_have_no_hand_in_it(town: Municipality, officer: Actor, step: str, role: str) -> None:
    sheet = presented(town, officer)
    actor = actor_with(role, "bfs-2601" if role == "municipal_finance" else None)
    with pytest.raises(Refused):
        STEPS[step](sheet, actor)


@pytest.mark.parametrize("step", STEPS)
def test_a_stranger_and_the_operator_have_no_hand_in_it(
    town: Municipality, officer: Actor, stranger: Actor, step: str
) -> None:
    sheet = presented(town, officer)
    for actor in (stranger, actor_with("strategic_lead", "bfs-2581"), Actor.operator()):
        with pytest.raises(Refused):
            STEPS[step](sheet, actor)


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        ("presented", {"sign_off"}),
        ("submitted", {"accept", "return"}),
    ],
)
def test_each_step_has_its_state(
    town: Municipality, officer: Actor, lead: Actor, coordinator: Actor, state: str, possible: set[str]
) -> None:
    sheet = presented(town, officer) if state == "presented" else submitted(town, officer, lead)
    actors = {"save": officer, "present": officer, "sign_off": lead, "submit": officer}
    found = set()
    for step, take in STEPS.items():
        try:
            with transaction.atomic():
                take(AnswerSheet.objects.get(pk=sheet.pk), actors.get(step, coordinator))
                found.add(step)
                raise _Undone
        except (_Undone, Refused):
            pass
    assert found == possible


class _Undone(Exception):
    """Takes back what was tried."""


def test_a_return_needs_a_reason_for_a_section_that_there_is(
    town: Municipality, officer: Actor, lead: Actor, coordinator: Actor
) -> None:
    sheet = submitted(town, officer, lead)
    for reasons, sentence in (({}, "mindestens einem"), ({"needs": " "}, "mindestens einem"), ({"x": "y"}, "«x»")):
        with pytest.raises(Refused, match=sentence):
            services.sheet_return(sheet=sheet, version=sheet.version, reasons=reasons, actor=coordinator)


def test_the_lead_municipality_acts_for_its_members(town: Municipality, officer: Actor, lead: Actor) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    assert submitted(member, officer, lead).municipality == member


def test_the_database_lets_nobody_change_what_is_accepted(
    town: Municipality, officer: Actor, lead: Actor, coordinator: Actor
) -> None:
    sheet = submitted(town, officer, lead)
    row = sheet.sections.first()
    assert row is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        SheetSection.objects.filter(pk=row.pk).update(typed={})
    services.sheet_accept(sheet=sheet, version=sheet.version, actor=coordinator)
    for change in (
        lambda: AnswerSheet.objects.filter(pk=sheet.pk).update(state="draft"),
        lambda: SheetSection.objects.filter(pk=row.pk).update(typed={}),
        lambda: Wording.objects.update(definition={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_new_wording_does_not_change_what_was_asked(
    town: Municipality, officer: Actor, settings: Any, tmp_path: Path
) -> None:
    sheet = opened(town, officer)
    folder = tmp_path / "questionnaires"
    shutil.copytree(Path(settings.DATA) / "questionnaires", folder)
    file = folder / "declaration-2021-04-30.json"
    file.write_text(file.read_text(encoding="utf-8").replace("Stellenprozente", "Pensum"), encoding="utf-8")
    settings.DATA = tmp_path
    labels = {question.code: question.label for question in filled(sheet).questionnaire.questions}
    assert labels["officer_workload"] == "Stellenprozente für diese Aufgabe"
    later = opened(municipality(2602), actor_with("integration_officer", "bfs-2602"))
    labels = {question.code: question.label for question in filled(later).questionnaire.questions}
    assert labels["officer_workload"] == "Pensum für diese Aufgabe"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_in_a_section_at_once_one_is_told(town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    colleague = actor_with("integration_officer", "bfs-2601")
    found = at_once(
        lambda: save(AnswerSheet.objects.get(pk=sheet.pk), officer, "needs", 0, feedback="Von A"),
        lambda: save(AnswerSheet.objects.get(pk=sheet.pk), colleague, "needs", 0, feedback="Von B"),
    )
    assert sorted(type(one).__name__ for one in found) == ["ChangedMeanwhile", "SheetSection"], found
    assert sheet.sections.get(section="needs").version == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_it_is_presented_is_either_presented_or_refused(
    town: Municipality, officer: Actor
) -> None:
    sheet = written(opened(town, officer), officer)
    colleague = actor_with("integration_officer", "bfs-2601")
    version = sheet.version
    saved, presented_ = at_once(
        lambda: save(AnswerSheet.objects.get(pk=sheet.pk), colleague, "needs", 1, feedback="Von B"),
        lambda: services.sheet_present(sheet=AnswerSheet.objects.get(pk=sheet.pk), version=version, actor=officer),
    )
    sheet.refresh_from_db()
    # One of the two wins: never is something presented that was not seen.
    assert (sheet.state == "presented") == isinstance(saved, Refused) == (presented_ is None), (saved, presented_)
