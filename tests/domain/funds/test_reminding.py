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


def test_nobody_is_reminded_where_it_is_switched_off(settings: Any, on_day: Clock) -> None:
    opened(People())
    on_day(date(2026, 11, 27))
    settings.DEADLINE_REMINDERS = []
    assert input_reminders_send() == 0
    assert not OutgoingMail.objects.exists()
