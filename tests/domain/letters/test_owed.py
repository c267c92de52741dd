"""What municipalities owe: the letter about a reclaim."""

from __future__ import annotations

import pytest

from ankunft.domain.letters.selectors import content_of
from ankunft.domain.settlement import services as settlement
from ankunft.domain.settlement.models import Reclaim
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import Office, office
from tests.support import pdf

from .making import letterhead, made, run_with

pytestmark = pytest.mark.django_db


def decided(people: Office) -> Reclaim:
    """Olten gives back two interviews, decided by another person."""
    (olten,), _people = run_with("Olten")
    reclaim = settlement.reclaim_propose(
        municipality=olten,
        amount=400_00,
        reason="Zwei Gespräche ohne Beleg.\nSie sind nicht nachgewiesen.",
        paragraph="KRS-GEF-2017/01 4.7",
        origin="Stichprobe 2025",
        actor=people.coordination,
        period="2024-H2",
        contribution="first_information_interview",
    )
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
