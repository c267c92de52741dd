"""Letters of runs of other schemes: they name the scheme and what it rests on, and do not cite the circular."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from ankunft.domain.letters.models import Letter, LetterKind
from ankunft.domain.letters.selectors import letterhead_today, letters_of, occasions, title_of
from ankunft.domain.letters.services import letter_anew, reminder_write
from ankunft.domain.settlement.models import Invoice
from ankunft.domain.settlement.selectors import reminders_due
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.letters.making import letterhead, made, reachable
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_payments import payer
from tests.domain.settlement.test_schemes import accepted, corrected, invented, settled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(date(2025, 8, 4)):
        yield


@pytest.fixture
def people() -> Office:
    """Whoever settles; the canton has an account, and a name in which it writes."""
    found = office()
    payer(found)
    letterhead()
    return found


def words(letter: Letter) -> str:
    """Everything that is set in the letter."""
    return json.dumps(json.loads(letter.data), ensure_ascii=False).replace("\xa0", " ")


def test_both_runs_of_a_month_have_letters_of_their_own(people: Office) -> None:
    (olten,) = canton("Olten")
    invented(people)
    accepted(olten, people, 12, "2024-H2")
    reported(olten, WINTER, 12, 0, 0, 0)
    settled(people, MARCH)
    released(MARCH, people)
    (ours,), (theirs,) = made("G-2025-03"), made("2025-03")
    number = olten.bfs_number
    assert (ours.reference, theirs.reference) == (f"ZA-G-2025-03-{number}", f"ZA-2025-03-{number}")
    assert ours.title == "Demo-Gärten: Zahlungsanzeige März 2025"
    assert "zahlt Ihnen der Kanton für Demo-Gärten CHF 600.00 aus" in words(ours)
    assert "Grundlage: Demo-Beschluss 1." in words(ours)
    for not_theirs in ("KRS-GEF-2017/01", "start.integration"):
        assert not_theirs not in words(ours)
    assert theirs.title == "start.integration: Zahlungsanzeige März 2025"
    assert "Die Ziffern verweisen auf das Kreisschreiben KRS-GEF-2017/01." in words(theirs)
    assert "kein Rechtsanspruch (KRS-GEF-2017/01, Ziffer 4.1.1)" in words(theirs)
    found = [(one.reference, one.title, one.letters) for one in occasions(Actor.operator())]
    assert found == [("G-2025-03", "Demo-Gärten", 1), ("2025-03", "", 1), ("2025", "", 0)]
    assert title_of(Actor.operator(), "G-2025-03") == "Demo-Gärten"
    assert list(letters_of(Actor.operator(), "G-2025-03")) == [ours]
    with pytest.raises(Refused, match="derselbe"):
        letter_anew(letter=ours, reason="Demo", actor=Actor.operator())


def test_an_invoice_and_its_reminder_cite_no_circular(people: Office) -> None:
    (olten,) = canton("Olten")
    reachable(olten)
    invented(people)
    sheet = accepted(olten, people, 12, "2024-H2")
    settled(people, MARCH)
    corrected(sheet, people, 2)
    settled(people, SEPTEMBER)
    invoice = Invoice.objects.get()
    letter = next(one for one in made("G-2025-09") if one.kind == LetterKind.INVOICE)
    assert letter.reference == f"RE-G-2025-09-{olten.bfs_number}"
    assert "Ihre Beiträge an Demo-Gärten" in words(letter)
    assert "innert 30 Tagen zu bezahlen." in words(letter)
    assert json.loads(letter.data)["bill"], "the payment part"
    with clock.moved_to(date(2025, 12, 1)):
        assert [one for one, _due in reminders_due(clock.today())] == [invoice]
        reminder = reminder_write(invoice=invoice, letterhead=letterhead_today(), actor=people.finance)
    assert reminder.reference == f"ZE1-G-2025-09-{olten.bfs_number}"
    for one in (letter, reminder):
        assert "KRS-GEF-2017/01" not in words(one)


@pytest.mark.parametrize("occasion", ["G-2025-03", "Z-2025-03"], ids=["not released", "no such sign"])
def test_what_is_no_released_run_has_no_letters(people: Office, occasion: str) -> None:
    invented(people)
    with pytest.raises(Refused, match="freigegebenen Zahlungslauf"):
        made(occasion)
