"""All reminders by one click: a job that can be broken off, and that reminds nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ankunft.domain.letters import services
from ankunft.domain.letters.models import Delivery, Letter
from ankunft.domain.roles import FINANCE_OFFICER
from ankunft.domain.settlement.models import InvoiceReminder
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.letters.reminder_jobs import send_reminders
from tests.domain.letters.test_reminding import FIRST, SECOND, overdue
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
PAGE = "/rechnungen/erinnern/"


class Bare:
    """A job as its handler sees it, without a worker."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.parameters: dict[str, Any] = {}

    def progress(self, done: int, total: int) -> None:
        assert 0 <= done <= total


@pytest.mark.django_db(transaction=True)
def test_everybody_is_reminded_once_by_one_click(client_for: Client) -> None:
    _people, invoice = overdue()
    client = client_for(FINANCE_OFFICER)
    for day, told in ((FIRST, 1), (SECOND, 2)):
        with clock.moved_to(day):
            assert client.post(PAGE).status_code == 302
            run_waiting()
            job = Job.objects.latest("pk")
            assert (job.state, job.outcome) == (JobState.DONE, "1 Zahlungserinnerung versandt.")
            refused = client.post(PAGE)
        assert refused.status_code == 409
        assert "keine Zahlungserinnerung fällig" in refused.content.decode()
        assert [one.level for one in InvoiceReminder.objects.filter(invoice=invoice)] == [1, 2][:told]
    assert (Letter.objects.count(), Delivery.objects.count()) == (2, 4)


@pytest.mark.django_db
def test_a_job_that_was_killed_goes_on_and_nobody_is_reminded_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    people, _invoice = overdue()
    sending = services.reminding.letter_send

    def dying(**_words: object) -> None:
        raise KeyboardInterrupt

    with clock.moved_to(FIRST):
        monkeypatch.setattr(services.reminding, "letter_send", dying)
        with pytest.raises(KeyboardInterrupt):
            send_reminders(Bare(people.finance))  # type: ignore[arg-type]
        assert not InvoiceReminder.objects.exists()
        assert not Letter.objects.exists(), "what was written is gone with the record"
        monkeypatch.setattr(services.reminding, "letter_send", sending)
        assert send_reminders(Bare(people.finance)).sentence == "1 Zahlungserinnerung versandt."  # type: ignore[arg-type]
        assert send_reminders(Bare(people.finance)).sentence == "0 Zahlungserinnerungen versandt."  # type: ignore[arg-type]
    assert InvoiceReminder.objects.count() == 1


@pytest.mark.django_db
def test_one_that_cannot_be_written_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    people, invoice = overdue()

    def paid_meanwhile(**_words: object) -> None:
        raise Refused("bezahlt")

    monkeypatch.setattr(services, "reminder_write", paid_meanwhile)
    with clock.moved_to(FIRST):
        outcome = send_reminders(Bare(people.finance))  # type: ignore[arg-type]
    assert outcome.sentence == "0 Zahlungserinnerungen versandt. Nicht erinnert: 1."
    assert outcome.details == [f"{invoice.number}: bezahlt"]


@pytest.mark.django_db
def test_before_its_time_there_is_nothing_to_ask_for(client_for: Client) -> None:
    overdue()
    with clock.moved_to(date(2025, 5, 2)):
        answer = client_for(FINANCE_OFFICER).post(PAGE)
    assert answer.status_code == 409
