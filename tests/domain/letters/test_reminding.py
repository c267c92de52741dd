"""Reminders of invoices: over what is open, read back from the page, once per level, and for nothing to nobody."""

from __future__ import annotations

import json
from datetime import date

import pytest
import typst

from ankunft.domain.letters.content import reminder_letter
from ankunft.domain.letters.content.invoice import bill_of
from ankunft.domain.letters.models import Delivery, Letter, LetterKind
from ankunft.domain.letters.selectors import content_of, letterhead_today, letters_of, letters_of_invoice
from ankunft.domain.letters.services import letter_anew, reminder_write
from ankunft.domain.letters.typesetting import ROOT, TEMPLATE
from ankunft.domain.settlement.models import BookingKind, Invoice, InvoiceReminder
from ankunft.domain.settlement.services.invoice_bookings import book
from ankunft.foundation.documents.letters import FONTS, fonts
from ankunft.foundation.documents.qrbill import payload
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import OutgoingMail
from tests.domain.settlement.making import MARCH, Office, office
from tests.domain.settlement.test_netting import owing
from tests.support import pdf
from tests.support.symbols import read_back

from .making import letterhead, made, reachable

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2025, 5, 3), date(2025, 5, 23)


def overdue(paid: int = 200_00) -> tuple[Office, Invoice]:
    """Olten owes CHF 1200 since March and has paid a part of it."""
    people = office()
    olten, invoice = owing(people)
    reachable(olten)
    letterhead()
    if paid:
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=paid, booked_on=date(2025, 4, 1), actor=people.finance)
    return people, invoice


def reminded(people: Office, invoice: Invoice, day: date = FIRST) -> Letter:
    with clock.moved_to(day):
        return reminder_write(invoice=invoice, letterhead=letterhead_today(), actor=people.finance)


def test_its_bill_is_over_what_is_open_and_can_be_read_back():
    people, invoice = overdue()
    letter = reminded(people, invoice)
    assert letter.reference == f"ZE1-2025-03-{invoice.payee.bfs_number}"
    assert (letter.kind, letter.run, letter.municipality) == (LetterKind.REMINDER, invoice.run, invoice.payee)
    pages = typst.compile(
        str(TEMPLATE), root=str(ROOT), font_paths=fonts(FONTS), sys_inputs={"data": letter.data}, format="png", ppi=110
    )
    last = pages[-1] if isinstance(pages, list) else pages
    invoice.refresh_from_db()
    assert read_back(last) == [payload(bill_of(invoice))] == [json.loads(letter.data)["bill"]["payload"]]
    fields = read_back(last)[0].split("\r\n")
    assert (fields[18], fields[28]) == ("1000.00", invoice.reference), "not the 1200 that were asked at first"
    text = pdf.spoken(content_of(letter))
    for part in (
        f"Zahlungserinnerung zu Rechnung {invoice.number}", "bis zum 23.04.2025", "CHF 1'000.00", "CHF 1'200.00",
        "Zahlteil", "1 000.00",
    ):  # fmt: skip
        assert pdf.squeezed(part) in text
    assert "Gebühr" not in text
    assert "Zins" not in text


def test_it_is_noted_written_and_given_to_the_post_in_one_go():
    people, invoice = overdue()
    letter = reminded(people, invoice)
    assert InvoiceReminder.objects.get().open == 1000_00
    assert Delivery.objects.filter(letter=letter, channel="mail").count() == 2
    assert OutgoingMail.objects.filter(attachment=f"letters.letter:{letter.reference}").count() == 2
    with pytest.raises(Refused, match="wird ab dem"):
        reminded(people, invoice)
    second = reminded(people, invoice, SECOND)
    assert second.reference.startswith("ZE2-")
    assert pdf.squeezed("Am 03.05.2025 haben wir Sie daran erinnert.") in pdf.spoken(content_of(second))
    assert [one.kind for one in letters_of_invoice(people.finance, invoice.number)] == ["reminder", "reminder"]


def test_a_letter_that_cannot_be_made_leaves_nobody_reminded():
    people, invoice = overdue()
    head = letterhead_today()
    head.office = "Amt \U0001f9ff"
    with clock.moved_to(FIRST), pytest.raises(Refused, match="keine Schrift"):
        reminder_write(invoice=invoice, letterhead=head, actor=people.finance)
    assert not InvoiceReminder.objects.exists()
    assert not Letter.objects.filter(kind="reminder").exists()


def test_there_is_no_bill_for_nothing():
    people, invoice = overdue()
    reminded(people, invoice)
    invoice.refresh_from_db()
    book(invoice=invoice, kind=BookingKind.RECEIPT, amount=1000_00, booked_on=SECOND, actor=people.finance)
    reminder = InvoiceReminder.objects.select_related("invoice").get()
    with pytest.raises(Refused, match="Wo nichts geschuldet ist, braucht es keine Rechnung"):
        reminder_letter(reminder)


def test_the_letters_of_the_run_know_it_and_it_is_replaced_like_every_letter():
    people, invoice = overdue()
    letter = reminded(people, invoice)
    again = {one.kind: one for one in made(str(MARCH))}
    assert again[LetterKind.REMINDER] == letter, "nobody gets two"
    assert letter in letters_of(people.finance, str(MARCH))
    with clock.moved_to(FIRST), pytest.raises(Refused, match="wäre derselbe"):
        letter_anew(letter=letter, reason="Demo", actor=people.finance)
    invoice.refresh_from_db()
    book(invoice=invoice, kind=BookingKind.RECEIPT, amount=100_00, booked_on=FIRST, actor=people.finance)
    with clock.moved_to(FIRST):
        fresh = letter_anew(letter=letter, reason="Teilzahlung", actor=people.finance)
    assert fresh.reference == f"{letter.reference}-2"
    assert json.loads(fresh.data)["bill"]["amount"] == "900.00"
