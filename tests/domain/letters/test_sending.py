"""Each function gets a letter once: by mail, which really arrives with the PDF, or on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import LazySettings

from ankunft.domain.letters.models import Channel, Delivery, Letter
from ankunft.domain.letters.selectors import attachment_of, content_of, to_print
from ankunft.domain.letters.services import deliveries_print, delivery_again, letter_anew, letter_send
from ankunft.domain.roles import MUNICIPAL_FINANCE
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail import attachments
from ankunft.foundation.mail.models import MailError, MailState, OutgoingMail
from ankunft.foundation.mail.sending import send_waiting
from tests.support.people import actor_with
from tests.support.smtp import Mailbox, mailbox
from tests.support.threads import at_once

from .making import FINANCE, MONTH, OFFICER, contact, letterhead, made, reachable, run_with

pytestmark = pytest.mark.django_db
OPERATOR = Actor.operator()


@pytest.fixture
def box(settings: LazySettings) -> Iterator[Mailbox]:
    with mailbox() as box:
        settings.SMTP_URL = box.url
        settings.MAIL_FROM = "Ankunft Probe <ankunft@so.example>"
        yield box


def letter_to(*names: str, mails: bool = True) -> Letter:
    places, _people = run_with(*(names or ("Olten",)))
    if mails:
        reachable(*places)
    letterhead()
    return made()[0]


@pytest.fixture
def nobody_is_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """People of tests are demo accounts, and a demonstration sends nothing."""
    for place in ("services", "sending"):
        monkeypatch.setattr(f"ankunft.foundation.mail.{place}.is_demonstration", lambda: False)


@pytest.mark.usefixtures("nobody_is_demo")
def test_officer_and_finance_get_the_pdf(box: Mailbox):
    letter = letter_to()
    assert letter_send(letter=letter, actor=OPERATOR) == 2
    assert letter_send(letter=letter, actor=OPERATOR) == 0
    assert send_waiting() == 2
    number = letter.municipality.bfs_number
    assert {mail["To"] for mail in box.mails} == {f"officer@{number}.example", f"finanz@{number}.example"}
    for mail in box.mails:
        assert mail["Subject"] == "start.integration: Zahlungsanzeige März 2025"
        (file,) = mail.iter_attachments()
        assert (file.get_filename(), file.get_content_type()) == (f"{letter.reference}.pdf", "application/pdf")
        assert file.get_content() == content_of(letter)
    assert set(Delivery.objects.values_list("mail__state", flat=True)) == {MailState.SENT}


@pytest.mark.usefixtures("nobody_is_demo")
def test_one_address_for_both_functions_gets_one_mail(box: Mailbox):
    (olten,), _people = run_with("Olten")
    contact(olten, OFFICER, "verwaltung@olten.example")
    contact(olten, FINANCE, "Verwaltung@olten.example")
    letterhead()
    (letter,) = made()
    assert letter_send(letter=letter, actor=OPERATOR) == 2
    assert OutgoingMail.objects.count() == 1
    assert send_waiting() == 1


def test_who_has_no_address_gets_it_on_paper():
    letter = letter_to(mails=False)
    letter_send(letter=letter, actor=OPERATOR)
    assert OutgoingMail.objects.count() == 0
    assert set(Delivery.objects.values_list("channel", flat=True)) == {Channel.PRINT}
    assert to_print(MONTH).count() == 2
    assert deliveries_print(occasion=MONTH, actor=OPERATOR) == 2
    assert deliveries_print(occasion=MONTH, actor=OPERATOR) == 0
    assert to_print(MONTH).count() == 0


@pytest.mark.usefixtures("nobody_is_demo")
def test_what_did_not_arrive_goes_to_the_address_of_today(box: Mailbox):
    letter = letter_to()
    box.answers[f"finanz@{letter.municipality.bfs_number}.example"] = "550 no such user"
    letter_send(letter=letter, actor=OPERATOR)
    send_waiting()
    failed = Delivery.objects.get(mail__state=MailState.FAILED)
    assert failed.function == FINANCE
    contact(letter.municipality, FINANCE, "neu@olten.example", date(2018, 1, 1))
    delivery_again(delivery=failed, actor=OPERATOR)
    assert send_waiting() == 1
    assert box.mails[-1]["To"] == "neu@olten.example"
    failed.refresh_from_db()
    with pytest.raises(Refused, match="unterwegs oder gesendet"):
        delivery_again(delivery=failed, actor=OPERATOR)


@pytest.mark.usefixtures("nobody_is_demo")
def test_paper_becomes_mail_once_an_address_is_known(box: Mailbox):
    letter = letter_to(mails=False)
    letter_send(letter=letter, actor=OPERATOR)
    paper = Delivery.objects.get(function=FINANCE)
    with pytest.raises(Refused, match="keine E-Mail-Adresse erfasst"):
        delivery_again(delivery=paper, actor=OPERATOR)
    contact(letter.municipality, FINANCE, "finanz@olten.example")
    delivery_again(delivery=paper, actor=OPERATOR)
    assert send_waiting() == 1
    deliveries_print(occasion=MONTH, actor=OPERATOR)
    contact(letter.municipality, OFFICER, "officer@olten.example")
    with pytest.raises(Refused, match="schon gedruckt"):
        delivery_again(delivery=Delivery.objects.get(function=OFFICER), actor=OPERATOR)


def test_a_replaced_letter_is_sent_no_more():
    letter = letter_to(mails=False)
    reachable(letter.municipality)
    fresh = letter_anew(letter=letter, reason="Adresse", actor=OPERATOR)
    with pytest.raises(Refused, match="ist ersetzt"):
        letter_send(letter=letter, actor=OPERATOR)
    assert letter_send(letter=fresh, actor=OPERATOR) == 2


def test_a_municipality_sends_nothing():
    letter = letter_to()
    actor = actor_with(MUNICIPAL_FINANCE, f"bfs-{letter.municipality.bfs_number}")
    with pytest.raises(Refused, match="Briefe versenden"):
        letter_send(letter=letter, actor=actor)


@pytest.mark.usefixtures("nobody_is_demo")
def test_a_mail_whose_attachment_is_gone_says_so(box: Mailbox):
    letter = letter_to()
    letter_send(letter=letter, actor=OPERATOR)
    OutgoingMail.objects.update(attachment="letters.letter:ZA-NIE")
    assert send_waiting() == 0
    assert set(OutgoingMail.objects.values_list("state", "error")) == {(MailState.FAILED, MailError.ATTACHMENT)}
    with pytest.raises(Refused, match="gibt niemand heraus"):
        attachments.fetch("unbekannt:1")
    assert attachment_of(letter.reference).content == content_of(letter)


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_letter_send_it_once():
    letter = letter_to()
    results = at_once(*[lambda: letter_send(letter=letter, actor=OPERATOR)] * 2)
    assert sorted(results) == [0, 2]
    assert Delivery.objects.count() == 2
    assert OutgoingMail.objects.count() == 2
