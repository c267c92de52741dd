"""Mail goes to a real server on the loopback interface: taken, refused, dropped, not there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from smtplib import SMTP

import pytest
from django.conf import LazySettings

from ankunft.foundation.kernel import clock
from ankunft.foundation.mail import sending
from ankunft.foundation.mail.models import MailError, MailState, OutgoingMail
from ankunft.foundation.mail.sending import MAX_ATTEMPTS, send_waiting
from tests.foundation.mail.conftest import Put
from tests.support import people
from tests.support.smtp import Mailbox, certificate, mailbox, password_is
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def make_due() -> None:
    """As if the pause were over."""
    OutgoingMail.objects.update(not_before=clock.machine_now() - timedelta(seconds=1))


def the_mail() -> OutgoingMail:
    return OutgoingMail.objects.get()


def test_a_mail_arrives_as_it_was_written(box: Mailbox, put: Put) -> None:
    mail = put(subject="Einladung für Zürich", text="Guten Tag\nGrüsse – «Ankunft»\n.\nEnde")
    assert send_waiting() == 1
    assert send_waiting() == 0
    (arrived,) = box.mails
    assert arrived["To"] == "wer@example.ch"
    assert arrived["From"] == "Ankunft Probe <ankunft@so.example>"
    assert arrived["Subject"] == "Einladung für Zürich"
    assert arrived["Message-ID"] == f"<{mail.reference}@so.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Date"].datetime == mail.created_at.replace(microsecond=0)
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content().splitlines() == ["Guten Tag", "Grüsse – «Ankunft»", ".", "Ende"]
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert mail.text
    assert mail.sent_at


def test_a_secret_is_emptied_as_soon_as_it_is_sent(box: Mailbox, put: Put) -> None:
    put(is_secret=True)
    send_waiting()
    assert the_mail().text == ""
    assert "Zürich" in box.mails[0].get_content()


def test_a_domain_with_umlauts_is_reached_by_its_ascii_name(box: Mailbox, put: Put) -> None:
    put(to="wer@zürich.example")
    send_waiting()
    assert box.mails[0]["To"] == "wer@xn--zrich-kva.example"


def test_without_a_server_everything_waits(put: Put) -> None:
    put()
    assert send_waiting() == 0
    assert (the_mail().state, the_mail().attempts) == (MailState.WAITING, 0)


def test_what_waits_when_a_demonstration_moves_in_is_not_sent(box: Mailbox, put: Put) -> None:
    put()
    people.account_with("coordination")
    assert send_waiting() == 0
    assert not box.mails


def test_a_server_that_is_down_costs_one_mail_an_attempt_and_then_is_tried_again(
    settings: LazySettings, put: Put
) -> None:
    with mailbox() as gone:
        pass
    settings.SMTP_URL, settings.MAIL_FROM = gone.url, "ankunft@so.example"
    first, second = put(), put()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        OutgoingMail.objects.filter(pk=first.pk).update(not_before=clock.machine_now() - timedelta(seconds=1))
        send_waiting()
        first.refresh_from_db()
        assert (first.attempts, first.error) == (attempt, MailError.CONNECTION)
        assert send_waiting() == 0
    assert first.state == MailState.FAILED
    second.refresh_from_db()
    assert (second.state, second.attempts > 0) == (MailState.WAITING, True)


def test_the_pauses_grow(settings: LazySettings, put: Put) -> None:
    with mailbox() as gone:
        pass
    settings.SMTP_URL, settings.MAIL_FROM = gone.url, "ankunft@so.example"
    put()
    pauses = []
    for _attempt in range(MAX_ATTEMPTS - 1):
        make_due()
        before = clock.machine_now()
        send_waiting()
        pauses.append((the_mail().not_before - before).total_seconds() // 60)
    assert pauses == [1, 5, 30, 120]


def test_a_refused_recipient_is_final_and_stops_nobody_else(box: Mailbox, put: Put) -> None:
    box.answers["wer@example.ch"] = "550 5.1.1 unknown: Muster, Anna"
    put()
    put(to="andere@example.ch")
    assert send_waiting() == 1
    failed = OutgoingMail.objects.get(to="wer@example.ch")
    assert (failed.state, failed.error, failed.attempts) == (MailState.FAILED, MailError.RECIPIENT, 1)


def test_a_recipient_for_later_is_tried_again(box: Mailbox, put: Put) -> None:
    box.answers["wer@example.ch"] = "451 greylisted"
    put()
    send_waiting()
    assert (the_mail().state, the_mail().error) == (MailState.WAITING, MailError.RECIPIENT)
    box.answers.clear()
    make_due()
    assert send_waiting() == 1
    assert (the_mail().state, the_mail().error) == (MailState.SENT, "")


@pytest.mark.parametrize(("answer", "state"), [("554 spam", MailState.FAILED), ("452 full", MailState.WAITING)])
def test_a_refused_content(box: Mailbox, put: Put, answer: str, state: str) -> None:
    box.data_answer = answer
    put()
    send_waiting()
    assert (the_mail().state, the_mail().error) == (state, MailError.REFUSED)


def test_a_dropped_connection_is_followed_by_another_attempt_under_the_same_id(box: Mailbox, put: Put) -> None:
    box.drops = True
    mail = put()
    send_waiting()
    assert (the_mail().state, the_mail().error) == (MailState.WAITING, MailError.DISCONNECTED)
    box.drops = False
    make_due()
    assert send_waiting() == 1
    assert mail.reference in box.mails[0]["Message-ID"]


def test_a_worker_that_dies_before_noting_keeps_the_mail_for_the_length_of_the_lease(
    box: Mailbox, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(connection: SMTP) -> None:
        connection.close()
        raise Killed

    put()
    with monkeypatch.context() as patch:
        patch.setattr(SMTP, "quit", die)
        with pytest.raises(Killed):
            send_waiting()
    assert send_waiting() == 0, "somebody else's until the lease ends"
    make_due()
    assert send_waiting() == 1
    assert box.mails[0]["Message-ID"] == box.mails[1]["Message-ID"]


def test_a_mail_whose_last_attempt_was_never_finished_fails(box: Mailbox, put: Put) -> None:
    put()
    OutgoingMail.objects.update(attempts=MAX_ATTEMPTS)
    make_due()
    send_waiting()
    assert (the_mail().state, the_mail().error) == (MailState.FAILED, MailError.INTERRUPTED)
    assert not box.mails


def test_a_text_under_a_lost_key_fails_and_stops_nobody_else(box: Mailbox, put: Put, settings: LazySettings) -> None:
    put()
    settings.DATA_KEYS = ["another"]
    put(to="andere@example.ch")
    assert send_waiting() == 1
    assert OutgoingMail.objects.get(to="wer@example.ch").error == MailError.UNREADABLE


def test_starttls_is_asked_for_and_checked(
    settings: LazySettings, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, context = certificate(tmp_path)
    known = password_is("post", "p w@d")
    settings.MAIL_FROM = "ankunft@so.example"
    with mailbox(tls_context=context, authenticator=known, auth_required=True) as box:
        settings.SMTP_URL = f"smtp://post:p%20w%40d@127.0.0.1:{box.port}"
        put()
        send_waiting()
        assert (the_mail().error, the_mail().attempts) == (MailError.TLS, 1), "nobody vouches for the certificate"
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        make_due()
        assert send_waiting() == 1
        assert len(box.mails) == 1
        put(to="andere@example.ch")
        settings.SMTP_URL = f"smtp://post:falsch@127.0.0.1:{box.port}"
        send_waiting()
        assert OutgoingMail.objects.get(to="andere@example.ch").error == MailError.SIGN_IN


def test_nothing_goes_out_unencrypted_unless_the_address_says_so(
    box: Mailbox, put: Put, settings: LazySettings
) -> None:
    settings.SMTP_URL = box.url.replace("?tls=none", "")
    put()
    send_waiting()
    assert the_mail().error == MailError.TLS
    assert not box.mails


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(box: Mailbox, put: Put) -> None:
    for _number in range(12):
        put()
    sent = at_once(send_waiting, send_waiting)
    assert not [result for result in sent if isinstance(result, Exception)]
    assert sum(sent) == 12
    assert len({mail["Message-ID"] for mail in box.mails}) == len(box.mails) == 12


def test_the_worker_knows_its_chores() -> None:
    from ankunft.foundation.jobs.chores import all_chores

    assert {chore.do for chore in all_chores()} >= {send_waiting, sending.empty_old_texts}
