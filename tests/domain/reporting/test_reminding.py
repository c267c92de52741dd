"""Reminders of deadlines: who is told what on which day, once, and nobody who has handed in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.config import environment
from ankunft.domain.reporting.deadlines import CATCH_UP, escalates, is_left_to_the_canton, stage_due
from ankunft.domain.reporting.models import DeadlineReminder, HalfYearReport
from ankunft.domain.reporting.selectors import owed_by_keys
from ankunft.domain.reporting.services import deadline_reminders_send, remind_by_hand
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account
from ankunft.foundation.audit.models import Event
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.foundation.mail.models import MailState, OutgoingMail
from tests.domain.reporting.making import declaration, in_association, lead_of, municipality, report
from tests.support.people import actor_with
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

DUE = date(2026, 7, 31)
STAGES = [-14, -3, 1, 14]


@pytest.fixture(autouse=True)
def _mail_server(settings: Any, _today: None) -> None:
    settings.SMTP_URL, settings.DEADLINE_REMINDERS = "smtp://localhost", STAGES


@pytest.fixture
def lead(town: Municipality, officer: Actor) -> Actor:
    """The strategic lead, in an installation that is no demonstration."""
    found = lead_of(town)
    Account.objects.update(is_demo=False)
    return found


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (-15, None),
        (-14, -14),
        (-8, -14),
        (-7, None),
        (-3, -3),
        (0, -3),
        (1, 1),
        (7, 1),
        (8, None),
        (14, 14),
        (20, 14),
        (21, None),
        (400, None),
    ],
)
def test_which_stage_is_due(days: int, stage: int | None) -> None:
    assert stage_due(DUE, DUE + timedelta(days=days), STAGES) == stage


@given(st.lists(st.integers(-30, 180), unique=True), st.integers(-60, 400))
def test_what_is_due_has_come_and_is_the_latest(stages: list[int], days: int) -> None:
    stage = stage_due(DUE, DUE + timedelta(days=days), stages)
    if stage is None:
        assert not any(days - CATCH_UP < one <= days for one in stages)
    else:
        assert days - CATCH_UP < stage <= days
        assert not any(stage < one <= days for one in stages)


@given(st.lists(st.integers(-30, 180), unique=True, min_size=1), st.integers(-60, 400))
def test_the_canton_asks_when_every_reminder_is_behind(stages: list[int], days: int) -> None:
    assert is_left_to_the_canton(DUE, DUE + timedelta(days=days), stages) is all(one < days for one in stages)


def test_it_escalates_after_the_deadline() -> None:
    assert [escalates(stage) for stage in (-3, 0, 1, 14)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("text", "stages"), [("", STAGES), ("off", []), ("14,-7", [-7, 14]), ("0", [0]), (" 1 , 1", [1])]
)
def test_days_are_configured(monkeypatch: pytest.MonkeyPatch, text: str, stages: list[int]) -> None:
    monkeypatch.setenv("ANKUNFT_DEMO_STAGES", text)
    assert environment.stages("ANKUNFT_DEMO_STAGES", default=STAGES) == stages


@pytest.mark.parametrize("text", ["x", "1;2", "-31", "181", "1.5"])
def test_days_that_make_no_sense(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("ANKUNFT_DEMO_STAGES", text)
    with pytest.raises(ValueError, match="ANKUNFT_DEMO_STAGES must"):
        environment.stages("ANKUNFT_DEMO_STAGES", default=STAGES)


def sent_on(day: date) -> list[str]:
    """To whom the chore of that day writes, by role."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    with clock.moved_to(day):
        deadline_reminders_send()
        deadline_reminders_send()
    return sorted(mail.to.split("-")[1] for mail in OutgoingMail.objects.exclude(pk__in=before))


def test_the_officer_before_and_the_strategic_lead_too_after_the_deadline(town: Municipality, lead: Actor) -> None:
    found = {days: sent_on(DUE + timedelta(days=days)) for days in (-20, -14, -13, -3, 0, 1, 2, 14, 30)}
    assert found == {
        -20: [],
        -14: ["integration_officer"],
        -13: [],
        -3: ["integration_officer"],
        0: [],
        1: ["integration_officer", "strategic_lead"],
        2: [],
        14: ["integration_officer", "strategic_lead"],
        30: [],
    }
    assert DeadlineReminder.objects.count() == Event.objects.filter(action="reporting.deadline.remind").count() == 6


@pytest.mark.parametrize(("state", "told"), [("submitted", []), ("accepted", []), ("offered", ["strategic_lead"])])
def test_nobody_who_has_handed_in_and_only_whose_turn_it_is(
    town: Municipality, lead: Actor, state: str, told: list[str]
) -> None:
    report(town, state=state, submitted_on=None if state == "offered" else DUE)
    assert sent_on(DUE - timedelta(days=3)) == told


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_is_begun_or_returned_is_still_owed(town: Municipality, lead: Actor, state: str) -> None:
    report(town, state=state, submitted_on=None)
    assert sent_on(DUE - timedelta(days=3)) == ["integration_officer"]


def test_a_declaration_goes_by_the_same_rule_and_a_member_by_its_lead(town: Municipality, lead: Actor) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    for place in (town, member):
        report(place, HalfYear(2025, 2))
    assert sent_on(date(2026, 1, 28)) == ["integration_officer"]
    (told,) = DeadlineReminder.objects.all()
    assert (told.kind, told.municipality, told.term, told.stage) == ("declaration", town, "2026", "-3")
    declaration(town)
    assert sent_on(date(2026, 2, 1)) == []


def test_one_mail_tells_everything_of_a_person_and_no_names(town: Municipality, lead: Actor) -> None:
    in_association(town, municipality(2602, "Anschluss"))
    assert sent_on(DUE - timedelta(days=3)) == ["integration_officer"]
    (mail,) = OutgoingMail.objects.all()
    text = decrypt(mail.text)
    assert mail.subject == "Erinnerung: Halbjahresbericht 2026-H1, Frist 31.07.2026"
    assert "Halbjahresbericht 2026-H1, Frist 31.07.2026 (KS 5.2)\n- Anschluss\n- Solothurn\n" in text
    assert "Demo-" not in text
    assert DeadlineReminder.objects.filter(mail=mail).count() == 2


def test_what_waits_to_be_sent_is_held_back_when_everything_has_been_handed_in(town: Municipality, lead: Actor) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    assert sent_on(DUE - timedelta(days=3)) == ["integration_officer"]
    report(town, submitted_on=DUE)
    assert sent_on(DUE - timedelta(days=2)) == []
    assert OutgoingMail.objects.get().state == MailState.WAITING, "the member's is still missing"
    report(member, submitted_on=DUE)
    assert sent_on(DUE - timedelta(days=2)) == []
    assert OutgoingMail.objects.get().state == MailState.WITHHELD


def test_an_installation_reminds_of_nothing_before_its_first_report(
    town: Municipality, lead: Actor, settings: Any
) -> None:
    settings.DEADLINE_REMINDERS = [170]
    assert sent_on(date(2026, 1, 18)) == []
    report(town, HalfYear(2025, 1), "draft", submitted_on=None)
    assert sent_on(date(2026, 1, 18)) == ["integration_officer", "strategic_lead"]


@pytest.mark.parametrize("off", ["SMTP_URL", "DEADLINE_REMINDERS"])
def test_nothing_without_a_server_or_days(town: Municipality, lead: Actor, settings: Any, off: str) -> None:
    setattr(settings, off, "")
    assert sent_on(DUE) == []


def test_by_hand_once_a_day_to_everybody_who_can_do_something(
    town: Municipality, lead: Actor, coordinator: Actor
) -> None:
    def by_hand(actor: Actor) -> int:
        keys = [("report", 2601, "2026-H1"), ("report", 2601, "2099-H1"), ("declaration", 2601, "2026")]
        owed = owed_by_keys(actor, keys, clock.today())
        assert [(str(one.kind), one.term) for one in owed] == [("report", "2026-H1"), ("declaration", "2026")]
        return remind_by_hand(owed=owed, actor=actor, progress=lambda done, total: None)

    assert [by_hand(coordinator), by_hand(coordinator)] == [2, 0]
    with clock.moved_to(clock.today() + timedelta(days=1)):
        assert by_hand(coordinator) == 2
    assert set(DeadlineReminder.objects.values_list("reminded_by", flat=True)) == {coordinator.label}
    for other in (lead, actor_with("finance_officer")):
        with pytest.raises(Forbidden, match="Erinnerungen verschickt die Koordinationsstelle"):
            remind_by_hand(owed=[], actor=other, progress=lambda done, total: None)


def test_what_goes_wrong_with_one_keeps_no_other_from_being_told(town: Municipality, lead: Actor) -> None:
    Account.objects.filter(pk=lead.account_id).update(email="keine Adresse")
    assert sent_on(DUE + timedelta(days=1)) == ["integration_officer"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_reminder(town: Municipality, lead: Actor, settings: Any) -> None:
    settings.ANKUNFT_TODAY = DUE

    def work() -> int:
        with clock.moved_to(DUE):
            return deadline_reminders_send()

    found = at_once(work, work)
    assert sum(one for one in found if isinstance(one, int)) == 1, found
    assert OutgoingMail.objects.count() == 1
    assert not HalfYearReport.objects.exists()
