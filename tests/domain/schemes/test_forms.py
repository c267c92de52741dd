"""The forms of schemes: who is asked for which, what is there and what is missing, and who is reminded of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.questionnaires.models import SheetState
from ankunft.domain.reporting.models import DeadlineReminder
from ankunft.domain.reporting.selectors import owed_by_keys
from ankunft.domain.reporting.services import deadline_reminders_send, remind_by_hand
from ankunft.domain.schemes.forms import FormStanding, asked_forms, form_standings, forms_missing
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.models import MailState, OutgoingMail
from tests.domain.reporting.making import in_association, municipality, report
from tests.domain.schemes.making import in_force
from tests.support.people import account_with, actor_with
from tests.web.questionnaires_ground import sheet

pytestmark = pytest.mark.django_db

TODAY = date(2026, 8, 10)
LATEST = "2026-H1"
GARDENS = "gardens"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


def periods(key: str = GARDENS) -> list[str]:
    return [str(form.period) for form in asked_forms(clock.today())[key]]


def standing(actor: Actor, period: str = LATEST) -> FormStanding:
    """How it stands with the form of the only municipality."""
    (form,) = (one for one in asked_forms(clock.today())[GARDENS] if str(one.period) == period)
    (one,) = form_standings(actor, [form], clock.today())
    return one


def test_only_forms_of_confirmed_schemes_are_asked_for() -> None:
    assert asked_forms(clock.today()) == {}
    in_force()
    assert periods() == [LATEST]


def test_what_was_before_the_first_form_was_settled_elsewhere(town: Municipality) -> None:
    form = in_force().form
    assert periods() == [LATEST]
    sheet(town, form, "2025-H1", SheetState.ACCEPTED)
    assert periods() == [LATEST, "2025-H2", "2025-H1"]


def test_a_form_that_was_begun_early_hides_no_other(town: Municipality) -> None:
    sheet(town, in_force().form, "2027-H1", SheetState.DRAFT)
    assert periods() == [LATEST]


@pytest.mark.parametrize(
    ("state", "is_there", "shown"),
    [
        (None, False, ""),
        (SheetState.DRAFT, False, "draft"),
        (SheetState.PRESENTED, False, "presented"),
        (SheetState.SIGNED_OFF, False, "signed_off"),
        (SheetState.RETURNED, False, "returned"),
        (SheetState.SUBMITTED, True, "submitted"),
        (SheetState.ACCEPTED, True, "accepted"),
    ],
    ids=["none", "draft", "presented", "signed", "returned", "submitted", "accepted"],
)
@pytest.mark.parametrize("is_owed", [True, False], ids=["owed", "applied for"])
def test_how_it_stands(
    town: Municipality, coordinator: Actor, state: str | None, is_there: bool, shown: str, is_owed: bool
) -> None:
    form = in_force(owed=is_owed).form
    if state is not None:
        sheet(town, form, LATEST, state)
    one = standing(coordinator)
    assert (one.state, one.is_there) == (shown, is_there)
    assert one.owed is (is_owed and not is_there)
    # Nobody is late with what nobody owes and nobody has begun.
    assert one.late is (not is_there and (is_owed or bool(shown)))
    assert [found.name for found in forms_missing(coordinator, TODAY)] == (["Solothurn"] if one.owed else [])
    with clock.moved_to(date(2026, 7, 31)):
        assert not standing(coordinator).late, "on the last day it is in time"


def test_a_correction_takes_nothing_away(town: Municipality, coordinator: Actor) -> None:
    form = in_force().form
    sheet(town, form, LATEST, SheetState.ACCEPTED)
    sheet(town, form, LATEST, SheetState.DRAFT, number=2)
    one = standing(coordinator)
    assert (one.state, one.number, one.is_there, one.late) == ("draft", 2, True, False)
    sheet(town, form, "2025-H2", SheetState.ACCEPTED)
    sheet(town, form, "2025-H2", SheetState.DISCARDED, number=2)
    assert standing(coordinator, "2025-H2").state == "accepted"


def test_each_sees_the_own_and_the_canton_all(town: Municipality, olten: Municipality, officer: Actor) -> None:
    in_force()
    in_association(town, municipality(2602, "Anschluss"))
    municipality(2603, "Vergangen", valid_to=date(2026, 6, 29))

    def names(actor: Actor) -> list[str]:
        return [one.name for one in forms_missing(actor, TODAY)]

    assert names(actor_with("auditor")) == ["Anschluss", "Olten", "Solothurn"]
    assert names(officer) == ["Anschluss", "Solothurn"], "the lead acts for its members"
    assert names(actor_with("strategic_lead", "bfs-2581")) == ["Olten"]
    assert names(actor_with("provider_staff")) == []


def test_queries_do_not_grow(coordinator: Actor) -> None:
    form = in_force().form

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            forms_missing(coordinator, TODAY)
        return len(captured)

    sheet(municipality(), form, "2024-H1", SheetState.DRAFT)
    first = queries()
    for _turn in range(4):
        sheet(municipality(), form, LATEST, SheetState.DRAFT)
    assert queries() == first


class TestReminders:
    @pytest.fixture(autouse=True)
    def _mail_server(self, settings: Any, town: Municipality) -> None:
        settings.SMTP_URL, settings.DEADLINE_REMINDERS = "smtp://localhost", [-14, 1]
        for role in ("integration_officer", "strategic_lead"):
            account_with(role, "bfs-2601")
        Account.objects.update(is_demo=False)

    def sent_on(self, day: date) -> list[OutgoingMail]:
        before = set(OutgoingMail.objects.values_list("pk", flat=True))
        with clock.moved_to(day):
            deadline_reminders_send()
            deadline_reminders_send()
        return list(OutgoingMail.objects.exclude(pk__in=before).order_by("to"))

    def about_forms(self, day: date) -> list[str]:
        """The texts of that day's mails that tell of the form."""
        texts = [str(decrypt(mail.text)) for mail in self.sent_on(day)]
        return [text for text in texts if "Demo-Gärten" in text]

    def test_a_form_is_reminded_of_like_a_report(self) -> None:
        in_force()
        Account.objects.update(is_demo=False)
        (before,) = self.about_forms(date(2026, 7, 17))
        assert "Demo-Gärten 2026-H1, Frist 31.07.2026 (Demo-Beschluss 1)\n- Solothurn\n" in before
        assert len(self.about_forms(date(2026, 8, 1))) == 2, "the strategic lead too"
        assert self.about_forms(date(2026, 8, 2)) == []
        assert DeadlineReminder.objects.filter(kind="scheme.gardens", term=LATEST).count() == 3

    @pytest.mark.parametrize("state", [SheetState.SUBMITTED, SheetState.ACCEPTED])
    def test_nobody_who_has_handed_in(self, town: Municipality, state: str) -> None:
        sheet(town, in_force().form, LATEST, state)
        assert self.about_forms(date(2026, 8, 1)) == []

    def test_nobody_who_could_only_apply(self) -> None:
        in_force(owed=False)
        assert self.about_forms(date(2026, 8, 1)) == []

    def test_what_waits_is_held_back_when_the_form_came(self, town: Municipality) -> None:
        form = in_force().form
        report(town)
        Account.objects.update(is_demo=False)
        assert len(self.sent_on(date(2026, 8, 1))) == 2
        sheet(town, form, LATEST, SheetState.SUBMITTED)
        self.sent_on(date(2026, 8, 2))
        assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.WITHHELD}

    def test_by_hand(self, coordinator: Actor) -> None:
        in_force()
        Account.objects.update(is_demo=False)
        keys = [("scheme.gardens", 2601, LATEST), ("scheme.gardens", 2601, "2020-H1"), ("scheme.other", 2601, LATEST)]
        owed = owed_by_keys(coordinator, keys, TODAY)
        assert [(one.kind, one.term) for one in owed] == [("scheme.gardens", LATEST)]
        assert remind_by_hand(owed=owed, actor=coordinator, progress=lambda done, total: None) == 2
