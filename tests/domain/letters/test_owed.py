"""What municipalities owe: the invoice with a bill that can be read back, and the letter about a reclaim."""

from __future__ import annotations

import json
from datetime import date

import pytest
import typst

from ankunft.domain.letters.content.invoice import bill_of
from ankunft.domain.letters.models import Letter, LetterKind
from ankunft.domain.letters.selectors import content_of
from ankunft.domain.letters.typesetting import ROOT, TEMPLATE
from ankunft.domain.settlement import services as settlement
from ankunft.domain.settlement.explanations import UNUSED_GRANT_REFERENCE
from ankunft.domain.settlement.models import Invoice, Reclaim
from ankunft.foundation.documents.letters import FONTS, fonts
from ankunft.foundation.documents.qrbill import payload
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import MARCH, Office, office, released
from tests.domain.settlement.test_invoices import overpaid
from tests.domain.settlement.test_payments import payer
from tests.support import pdf
from tests.support.symbols import read_back

from .making import letterhead, made, run_with

pytestmark = pytest.mark.django_db


def invoiced() -> tuple[Letter, Letter, Invoice]:
    """Olten has to pay back: its notice, its invoice as a letter, and the invoice."""
    people = office()
    payer(people)
    overpaid(people)
    with clock.moved_to(date(2025, 3, 24)):
        released(MARCH, people)
    letterhead()
    letters = {letter.kind: letter for letter in made()}
    return letters[LetterKind.PAYMENT_NOTICE], letters[LetterKind.INVOICE], Invoice.objects.get()


def test_the_invoice_has_a_bill_whose_symbol_says_the_payload():
    notice, letter, invoice = invoiced()
    assert letter.reference == f"RE-2025-03-{invoice.payee.bfs_number}"
    pages = typst.compile(
        str(TEMPLATE), root=str(ROOT), font_paths=fonts(FONTS), sys_inputs={"data": letter.data}, format="png", ppi=110
    )
    last = pages[-1] if isinstance(pages, list) else pages
    assert read_back(last) == [payload(bill_of(invoice))] == [json.loads(letter.data)["bill"]["payload"]]
    fields = read_back(last)[0].split("\r\n")
    assert fields[3] == invoice.iban
    assert (fields[18], fields[19], fields[27], fields[28]) == ("1200.00", "CHF", "SCOR", invoice.reference)
    text = pdf.spoken(content_of(letter))
    for part in (invoice.number, "CHF 1'200.00", "23.04.2025", "Zahlteil", "Empfangsschein", "1 200.00"):
        assert pdf.squeezed(part) in text
    assert pdf.squeezed("übersteigen die Rückforderungen Ihre Beiträge um CHF 1'200.00") in pdf.spoken(
        content_of(notice)
    )


def test_an_invoice_that_is_settled_asks_nobody_any_more():
    people = office()
    payer(people)
    overpaid(people)
    with clock.moved_to(date(2025, 3, 24)):
        released(MARCH, people)
    Invoice.objects.update(state="paid", open=0)
    letterhead()
    assert [letter.kind for letter in made()] == [LetterKind.PAYMENT_NOTICE]


def decided(people: Office, **otherwise: str) -> Reclaim:
    """Olten gives back two interviews, decided by another person; or something else."""
    (olten,), _people = run_with("Olten")
    concerns = {"period": "2024-H2", "contribution": "first_information_interview"}
    said = {
        "reason": "Zwei Gespräche ohne Beleg.\nSie sind nicht nachgewiesen.",
        "paragraph": "KRS-GEF-2017/01 4.7",
        "origin": "Stichprobe 2025",
        **({} if otherwise else concerns),
        **otherwise,
    }
    reclaim = settlement.reclaim_propose(municipality=olten, amount=400_00, actor=people.coordination, **said)
    settlement.reclaim_decide(reclaim=reclaim, actor=people.approver)
    reclaim.refresh_from_db()
    return reclaim


def test_a_reclaim_says_why_and_by_which_paragraph_and_invents_no_remedy():
    reclaim = decided(office())
    letterhead()
    (letter,) = made(reclaim.reference)
    text = pdf.spoken(content_of(letter))
    for part in ("CHF 400.00", "Zwei Gespräche ohne Beleg.", "KRS-GEF-2017/01 4.7", "Stichprobe 2025", "2024-H2"):
        assert pdf.squeezed(part) in text
    assert "Rechtsmittel" not in text


def test_what_a_project_did_not_use_is_not_called_a_task_that_was_not_done():
    reclaim = decided(office(), reason="Demo-Schlussabrechnung", paragraph=UNUSED_GRANT_REFERENCE, origin="P-3")
    letterhead()
    (letter,) = made(reclaim.reference)
    text = pdf.spoken(content_of(letter))
    assert pdf.squeezed("die das Projekt nicht verwendet hat") in text
    assert pdf.squeezed("ordnungsgemäss") not in text


def test_the_remedy_is_what_the_canton_entered():
    reclaim = decided(office())
    with pytest.raises(Refused, match="seine Rechtsgrundlage"):
        letterhead(remedy="Demo: innert 10 Tagen schriftlich einsprechen.")
    letterhead(remedy="Demo: innert 10 Tagen schriftlich einsprechen.", remedy_source="Demo-Gesetz § 1")
    (letter,) = made(reclaim.reference)
    text = pdf.spoken(content_of(letter))
    assert pdf.squeezed("Demo: innert 10 Tagen schriftlich einsprechen.Rechtsgrundlage: Demo-Gesetz § 1") in text


def test_what_is_not_decided_is_not_written():
    people = office()
    (olten,), _people = run_with("Olten")
    letterhead()
    reclaim = settlement.reclaim_propose(
        municipality=olten, amount=1_00, reason="Demo", paragraph="4.7", origin="Demo", actor=people.coordination
    )
    with pytest.raises(Refused, match="nicht entschieden"):
        made(reclaim.reference)
