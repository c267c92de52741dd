"""What is put into the outbox, who sees it, and what the administration may do with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import transaction

from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.foundation.mail.selectors import counts, outbox
from ankunft.foundation.mail.sending import KEEP_TEXT, empty_old_texts
from ankunft.foundation.mail.server import Server, parse
from ankunft.foundation.mail.services import mail_again, mail_withhold
from tests.foundation.mail.conftest import Put
from tests.support import people

pytestmark = pytest.mark.django_db


def test_the_text_lies_encrypted_and_the_trail_does_not_name_the_person(put: Put) -> None:
    mail = put(text="geheimer Link")
    assert "geheim" not in mail.text
    event = Event.objects.get(object_type="mail.outgoing", object_key=str(mail.pk))
    assert "example.ch" not in event.summary
    assert "text" in outbox().get().get_deferred_fields()


def test_what_is_undone_leaves_no_mail(put: Put) -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"to": "wer@example.ch\nBcc: andere@example.ch"},
        {"to": "wer@example.ch\r\nBcc: andere@example.ch"},
        {"to": "wer@example.ch, andere@example.ch"},
        {"to": "niemand"},
        {"to": ""},
        {"subject": "Gruss\nBcc: andere@example.ch"},
        {"subject": "Gruss\u2028Bcc: andere@example.ch"},
        {"subject": "Gruss\x00"},
    ],
)
def test_a_header_cannot_be_smuggled_in(put: Put, change: dict[str, str]) -> None:
    with pytest.raises(Refused):
        put(**change)
    assert not OutgoingMail.objects.exists()


def test_a_demonstration_sends_nothing_to_anybody(put: Put, settings: LazySettings) -> None:
    people.account_with("coordination")
    mail = put()
    assert mail.state == MailState.WITHHELD
    with pytest.raises(Refused, match="Demonstration"):
        mail_again(mail=mail, actor=Actor.operator())
    settings.PRODUCTION = True
    assert put().state == MailState.WAITING


def test_withhold_and_send_again(put: Put) -> None:
    mail = put()
    mail_withhold(mail=mail, actor=Actor.operator())
    with pytest.raises(Refused, match="wartet nicht mehr"):
        mail_withhold(mail=mail, actor=Actor.operator())
    assert counts() == {"waiting": 0, "sent": 0, "failed": 0, "withheld": 1}
    OutgoingMail.objects.update(attempts=5, error="connection")
    mail_again(mail=mail, actor=Actor.operator())
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (MailState.WAITING, 0, "")
    with pytest.raises(Refused, match="weder gescheitert"):
        mail_again(mail=mail, actor=Actor.operator())


def test_texts_are_emptied_after_the_retention_but_never_while_they_wait(put: Put) -> None:
    for state in MailState:
        old, young = put(), put()
        OutgoingMail.objects.filter(pk__in=[old.pk, young.pk]).update(state=state)
        long_ago = clock.machine_now() - KEEP_TEXT - timedelta(minutes=1)
        OutgoingMail.objects.filter(pk=old.pk).update(created_at=long_ago)
    assert empty_old_texts() == 3
    emptied = OutgoingMail.objects.filter(text="")
    assert set(emptied.values_list("state", flat=True)) == set(MailState) - {MailState.WAITING}
    with pytest.raises(Refused, match="gelöscht"):
        mail_again(mail=emptied.get(state=MailState.FAILED), actor=Actor.operator())


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://a%40b:p%3Aw@mail.example", Server("mail.example", 587, "a@b", "p:w", "starttls")),
        ("smtp://mail.example:25/?tls=none", Server("mail.example", 25, "", "", "none")),
        ("smtps://u:p@mail.example", Server("mail.example", 465, "u", "p", "implicit")),
    ],
)
def test_the_address_of_the_server(url: str, server: Server) -> None:
    assert parse(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example", "http://x:geheim@mail.example", "smtp://", "smtp://u:geheim@h?tls=maybe", "smtp://h/path"]
)
def test_a_wrong_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the message is what is looked at
        parse(url)
    assert "geheim" not in str(refused.value)
