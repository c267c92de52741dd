"""Structures are reminded of figures that they owe: in time, once, without anything about persons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import InputReminder
from ankunft.domain.funds.services import input_reminders_send
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.mail.models import MailState, OutgoingMail
from tests.domain.funds.making import DUE, People, consolidated, francs, opened, position

pytestmark = pytest.mark.django_db
Clock = Callable[[date], None]


@pytest.fixture(autouse=True)
def _mail(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a mail server, and this is no demonstration."""
    settings.SMTP_URL = "smtp://localhost"
    settings.DEADLINE_REMINDERS = [-14, -3, 1]
    monkeypatch.setattr("ankunft.foundation.mail.services.is_demonstration", lambda: False)


def told() -> list[tuple[str, str]]:
    return [(one.to, decrypt(one.text)) for one in OutgoingMail.objects.order_by("pk")]


def test_who_owes_figures_is_told_which_and_until_when(on_day: Clock) -> None:
    people = People()
    version = opened(people)
    work = position(version, "workplace")
    assert input_reminders_send() == 0, "three weeks before nobody is disturbed"
    on_day(date(2026, 11, 27))
    assert input_reminders_send() == 2
    assert input_reminders_send() == 0, "each stage once"
    [(to, text), *_others] = [one for one in told() if "Demo: Arbeit" in one[1]]
    assert "structure_delegate" in to
    assert "Demo: Kurse" not in text, "of others' positions nothing is said"
    assert "11.12.2026" in text
    assert "Demo-structure_delegate" not in text, "no person is named"
    services.input_give(version=version, position=work, given=francs(y2026=1), actor=people.awa)
    on_day(date(2026, 12, 12))
    assert input_reminders_send() == 1, "who has given is left alone"
    assert {one.stage for one in InputReminder.objects.all()} == {"-14", "+1"}


def test_what_waits_is_held_back_once_everything_is_given(on_day: Clock) -> None:
    people = People()
    version = opened(people)
    on_day(date(2026, 12, 8))
    assert input_reminders_send() == 2
    services.input_give(
        version=version, position=position(version, "workplace"), given=francs(y2026=1), actor=people.awa
    )
    input_reminders_send()
    states = {one.to.split("-")[-1]: one.state for one in OutgoingMail.objects.all()}
    assert sorted(states.values()) == [MailState.WAITING, MailState.WITHHELD]


def test_nobody_is_reminded_once_inputs_are_closed(on_day: Clock) -> None:
    consolidated(People())
    on_day(DUE)
    assert input_reminders_send() == 0


def test_whoever_is_asked_anew_is_reminded_of_the_new_day(on_day: Clock) -> None:
    people = People()
    version = consolidated(people)
    on_day(date(2026, 12, 8))
    services.version_reopen(version=version, reason="Demo", actor=people.office, inputs_due=date(2026, 12, 22))
    assert input_reminders_send() == 2, "what was given is to be looked at once more"
    texts = [text for _to, text in told()]
    assert all("22.12.2026" in text and "ob diese Zahlen noch stimmen" in text for text in texts)
    assert not any("fehlen noch Zahlen" in text for text in texts)
    services.input_give(
        version=version, position=position(version, "workplace"), given=francs(y2026=1), actor=people.awa
    )
    on_day(date(2026, 12, 19))
    assert input_reminders_send() == 1, "who has looked is left alone"
    assert "Demo: Kurse" in told()[-1][1]
    on_day(date(2026, 12, 23))
    assert input_reminders_send() == 0, "nobody owes anything: what was given counts"


def test_a_stage_comes_again_with_another_day(on_day: Clock) -> None:
    people = People()
    version = opened(people)
    on_day(date(2026, 12, 8))
    assert input_reminders_send() == 2
    for code in ("workplace", "language.courses", "language.early"):
        services.position_plan(
            version=version, position=position(version, code), given=francs(), reason="Demo", actor=people.office
        )
    services.version_consolidate(version=version, actor=people.office)
    services.version_reopen(version=version, reason="Demo", actor=people.office, inputs_due=date(2026, 12, 18))
    services.position_plan_take_back(version=version, position=position(version, "workplace"), actor=people.office)
    on_day(date(2026, 12, 15))
    assert input_reminders_send() == 1
    assert "18.12.2026" in told()[-1][1]
    assert input_reminders_send() == 0, "each stage once for that day"


def test_whoever_is_not_asked_anew_is_left_alone(on_day: Clock) -> None:
    people = People()
    version = consolidated(people)
    on_day(date(2026, 12, 8))
    services.version_reopen(version=version, reason="Demo: ein Schreibfehler", actor=people.office)
    assert input_reminders_send() == 0


def test_nobody_is_reminded_where_it_is_switched_off(settings: Any, on_day: Clock) -> None:
    opened(People())
    on_day(date(2026, 11, 27))
    settings.DEADLINE_REMINDERS = []
    assert input_reminders_send() == 0
    assert not OutgoingMail.objects.exists()
