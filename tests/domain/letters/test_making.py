"""Letters say what the run says, are made once, and never change."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.letters.content.annex import in_force
from ankunft.domain.letters.drafts import drafts_of
from ankunft.domain.letters.models import Letter, LetterKind
from ankunft.domain.letters.selectors import content_of, letters_of, zip_of
from ankunft.domain.letters.services import drafts_today, letter_anew, letters_make
from ankunft.domain.letters.typesetting import set_letter, template_digest
from ankunft.domain.roles import COORDINATION, INTEGRATION_OFFICER
from ankunft.domain.settlement.models import Contribution, Tariff
from ankunft.domain.settlement.services import run_calculate
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.reporting.making import in_association
from tests.domain.settlement.making import MARCH, SEPTEMBER, canton, office, population, released, reported
from tests.domain.settlement.test_netting import owing
from tests.support import pdf
from tests.support.people import actor_with
from tests.support.threads import at_once

from .making import MONTH, SPRING, WINTER, letterhead, made, reachable, run_with

pytestmark = pytest.mark.django_db


def said(letter: Letter) -> str:
    return pdf.spoken(content_of(letter))


def test_a_notice_says_what_is_paid_for_what_and_by_which_paragraph():
    (olten,), _people = run_with("Olten")
    reachable(olten)
    letterhead()
    (letter,) = made()
    assert letter.reference == f"ZA-2025-03-{olten.bfs_number}"
    text = said(letter)
    for part in (
        "Demo-Amt für Integration",
        "Gemeinde OltenDorfstrasse 74600 Olten",
        "start.integration: Zahlungsanzeige März 2025",
        "zahlt Ihnen der Kanton für start.integration CHF 2'400.00 aus",
        "Erstinformationsgespräche 2024-H2 12 200.00 2'400.00 4.3.2",
        "CH93 0076 2011 6238 5295 7, Einwohnergemeinde Olten",
        f"2025-03-{olten.bfs_number}",
        "Geht an: Integrationsbeauftragte/r, Finanzverwaltung",
        "Auf Beiträge besteht kein Rechtsanspruch (KRS-GEF-2017/01, Ziffer 4.1.1)",
    ):
        assert pdf.squeezed(part) in text


def test_what_is_netted_with_an_earlier_invoice_is_in_the_balance():
    people = office()
    olten, _invoice = owing(people)
    reachable(olten)
    letterhead()
    reported(olten, SPRING, 10, 0, 0, 0)
    released(SEPTEMBER, people)
    text = said(next(letter for letter in made(str(SEPTEMBER)) if letter.kind == LetterKind.PAYMENT_NOTICE))
    for part in ("Beiträge CHF 2'000.00", "Frühere Rechnungen, verrechnet CHF −1'200.00", "Auszahlung CHF 800.00"):
        assert pdf.squeezed(part) in text


def test_the_lead_reads_what_it_gets_for_each_member():
    people = office()
    lead, member = canton("Leitdorf", "Zuchwil")
    in_association(lead, member)
    for place in (lead, member):
        reported(place, WINTER, 3, 0, 0, 0)
    released(MARCH, people)
    letterhead()
    (letter,) = made()
    assert letter.municipality == lead
    data = json.loads(letter.data)
    tables = [block for block in data["blocks"] if block.get("caption", "").startswith("Beiträge des Zahlungslaufs")]
    assert [table["caption"].rpartition(": ")[2] for table in tables] == ["Leitdorf", "Zuchwil"]
    assert [table["totals"] for table in tables] == [[["Summe", "600.00"]]] * 2


def test_what_is_not_paid_yet_is_told_with_its_reason():
    people = office()
    (olten,) = canton("Olten")
    population(date(2023, 12, 31), {olten: 100})
    reported(olten, WINTER, 1, 0, 0, 0)
    released(MARCH, people)
    letterhead()
    (letter,) = made()
    assert pdf.squeezed("Noch nicht ausbezahlt") in said(letter)
    assert "Selbstdeklaration" in said(letter)


def test_tables_that_go_on_repeat_their_head_and_pages_are_counted():
    people = office()
    places = canton(*[f"Ort {number:02}" for number in range(26)])
    in_association(*places)
    for place in places:
        reported(place, WINTER, 1, 0, 0, 0)
    released(MARCH, people)
    letterhead()
    (letter,) = made()
    pages = pdf.read(content_of(letter)).pages
    assert len(pages) > 2
    assert f"Seite 2 von {len(pages)}" in pages[1].extract_text()


def test_it_is_tagged_and_made_to_last():
    run_with("Olten")
    letterhead()
    (letter,) = made()
    root = pdf.read(content_of(letter)).root_object
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_it_is_made_once_and_can_be_made_again_to_the_byte():
    run_with("Olten")
    letterhead()
    (first,) = made()
    (second,) = made()
    assert first.pk == second.pk
    assert Letter.objects.count() == 1
    kept = Letter.objects.get()
    assert kept.template == template_digest()
    assert set_letter(json.loads(kept.data), made_at=kept.made_at) == content_of(kept)
    event = Event.objects.get(action="letters.letter.make")
    assert event.after["sha256"] == kept.sha256


def test_the_database_refuses_to_change_a_letter():
    run_with("Olten")
    letterhead()
    made()
    for change in ({"title": "anders"}, {"content": b""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Letter.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.all().delete()


def test_a_replaced_letter_stays_and_the_new_one_says_why():
    (olten,), people = run_with("Olten")
    letterhead()
    (letter,) = made()
    with pytest.raises(Refused, match="wäre derselbe"):
        letter_anew(letter=letter, reason="Adresse", actor=people.finance)
    reachable(olten)
    with pytest.raises(Refused, match="weshalb"):
        letter_anew(letter=letter, reason=" ", actor=people.finance)
    fresh = letter_anew(letter=letter, reason="Adresse fehlte", actor=people.finance)
    assert (fresh.number, fresh.reason, fresh.reference) == (2, "Adresse fehlte", f"{letter.reference}-2")
    assert "Dorfstrasse7" in said(fresh)
    assert "Dorfstrasse7" not in said(letter)
    assert list(letters_of(people.finance, MONTH)) == [fresh]
    assert made() == [fresh]
    with pytest.raises(Refused, match="schon ersetzt"):
        letter_anew(letter=letter, reason="noch einmal", actor=people.finance)


def test_without_a_released_run_or_a_letterhead_nobody_writes():
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 1, 0, 0, 0)
    run_calculate(month=MARCH, actor=people.coordination)
    with pytest.raises(Refused, match="Absender der Briefe fehlt"):
        drafts_today(MONTH)
    letterhead()
    with pytest.raises(Refused, match="freigegebenen Zahlungslauf"):
        drafts_today(MONTH)
    with pytest.raises(Refused, match="noch kein Zahlungslauf freigegeben"):
        drafts_today("2025")
    with pytest.raises(Refused, match="F-77 ist nicht entschieden"):
        drafts_today("F-77")
    with pytest.raises(Refused, match="weder ein Zahlungslauf"):
        drafts_today("irgendwas")


def test_a_municipality_makes_no_letters():
    run_with("Olten")
    head = letterhead()
    (draft,) = drafts_of(MONTH, head, clock.today())
    for role in (INTEGRATION_OFFICER, "municipal_finance", "auditor"):
        with pytest.raises(Refused, match="Koordinationsstelle und die Finanzen"):
            letters_make(drafts=[draft], letterhead=head, actor=actor_with(role))


def test_the_annex_has_the_runs_of_the_year_and_the_tariffs():
    (olten,), people = run_with("Olten")
    reported(olten, SPRING, 5, 2, 0, 0)
    released(SEPTEMBER, people)
    letterhead()
    (letter,) = made("2025", actor_with(COORDINATION))
    assert (letter.kind, letter.reference) == (LetterKind.ANNEX, f"JU-2025-{olten.bfs_number}")
    text = said(letter)
    for part in (
        "Im Jahr 2025 sind Ihnen CHF 3'720.00 zugesprochen",
        "Zahlungslauf März 2025 CHF 2'400.00",
        "Zahlungslauf September 2025 CHF 1'320.00",
        "Dolmetschen bei Erstinformationsgesprächen 2025-H1 2 160.00 320.00",
        "Sockelbeitrag 7.00 01.01.2018 4.3.2",
    ):
        assert pdf.squeezed(part) in text


def test_tariffs_of_a_year_are_those_that_held_in_it():
    def tariff(contribution: str, year: int, rate: int | None, *, subsidised: bool = True) -> Tariff:
        return Tariff(contribution=contribution, valid_from=date(year, 7, 1), rate=rate, subsidised=subsidised)

    base = Contribution.BASE_CONTRIBUTION
    tariffs = [
        tariff(base, 2018, 500),
        tariff(base, 2020, 700),
        tariff(base, 2024, 900),
        tariff(Contribution.INTRODUCTION_RATE, 2017, 1),
        tariff(Contribution.INTRODUCTION_RATE, 2018, None, subsidised=False),
    ]
    assert [one.rate for one in in_force(tariffs, 2019)] == [500]
    assert [one.rate for one in in_force(tariffs, 2020)] == [500, 700]
    assert [one.rate for one in in_force(tariffs, 2018)] == [500, 1]


def test_the_same_letters_make_the_same_zip():
    run_with("Olten", "Balsthal")
    letterhead()
    letters = made()
    assert len(letters) == 2
    assert zip_of(letters) == zip_of(made())


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_letter_make_one():
    (olten,), _people = run_with("Olten")
    head = letterhead()
    (draft,) = drafts_of(MONTH, head, clock.today())

    def make():
        (made,) = letters_make(drafts=[draft], letterhead=head, actor=Actor.operator())
        return made.required(), made.is_new

    (first, is_new), (second, is_new_too) = at_once(make, make)
    assert (first, {is_new, is_new_too}) == (second, {False, True})
    assert Letter.objects.filter(municipality=Municipality.objects.get(pk=olten.pk)).count() == 1
