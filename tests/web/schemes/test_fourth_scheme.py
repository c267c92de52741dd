"""A scheme that nobody wrote a program for goes from its definition to payment file and letter, by pages alone."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from ankunft.domain.letters.models import Letter
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.domain.schemes.loader import load_schemes
from ankunft.domain.schemes.models import SchemeDefinition, SchemeTariff
from ankunft.domain.settlement.models import Run
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.letters.making import letterhead, reachable
from tests.domain.schemes.making import definition, question
from tests.domain.settlement.making import canton, office
from tests.domain.settlement.test_payments import payer
from tests.support import pdf
from tests.support.clients import StrictClient
from tests.support.people import account_with

pytestmark = pytest.mark.django_db(transaction=True)

PERIOD, RUN = "2025-H1", "H-2025-09"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(date(2025, 8, 4)):
        yield


class People:
    """Whoever takes part, each in a browser of their own."""

    def __init__(self, bfs_number: int) -> None:
        here = f"bfs-{bfs_number}"
        self.officer, self.lead = self._browser(INTEGRATION_OFFICER, here), self._browser(STRATEGIC_LEAD, here)
        self.coordination, self.finance = self._browser(COORDINATION), self._browser(FINANCE_OFFICER)
        self.approver = self._browser(APPROVER)

    @staticmethod
    def _browser(role: str, at: str | None = None) -> StrictClient:
        return StrictClient().sign_in(account_with(role, at))


def text(response: Any) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ")


def sent(client: StrictClient, address: str, data: dict[str, Any]) -> str:
    """What is sent is taken; the page on which one is afterwards."""
    response = client.post(address, data, follow=True)
    assert response.redirect_chain, text(response)
    assert response.status_code == 200, text(response)
    return text(response)


def test_from_a_definition_to_payment_file_and_letter() -> None:
    load_schemes(Actor.operator())
    (olten,) = canton("Olten")
    payer(office())
    reachable(olten)
    letterhead()
    people = People(olten.bfs_number)
    _define(people)
    _fill_in(people, olten.bfs_number)
    _settle(people)
    _pay(people, olten.bfs_number)
    _write(people, olten.bfs_number)


def _define(people: People) -> None:
    """What is paid, to whom, on which form and how much: proposed on pages by one person, confirmed by another."""
    one = definition(key="hives", sign="H", name="Demo-Bienen", owed=True)
    one["contributions"] = [{"code": "hives", "label": "Demo-Stöcke", "paragraph": "2", "field": "hives"}]
    one["conditions"] = [{"test": "declared", "paragraph": "3", "field": "kept"}]
    one["form"]["sections"] = [
        {"code": "hives", "title": "Stöcke", "questions": [question("hives", "number")]},
        {"code": "care", "title": "Pflege", "questions": [question("kept", "yes_no")]},
    ]
    sent(people.coordination, reverse("scheme-new"), {"text": json.dumps(one)})
    proposed = SchemeDefinition.objects.get(key="hives")
    sent(people.approver, reverse("scheme-definition-step", args=[proposed.pk, "bestaetigen"]), {})
    tariff = {"valid_from": "01.01.2024", "act": "Demo-Beschluss", "paragraph": "5", "rate_0": "50.00"}
    sent(people.finance, reverse("scheme-tariff-new", args=["hives", "hives"]), tariff)
    rate = SchemeTariff.objects.get(contribution="hives.hives")
    sent(people.approver, reverse("scheme-tariff-step", args=[rate.pk, "bestaetigen"]), {})


def _fill_in(people: People, bfs_number: int) -> None:
    """The municipality finds the form, fills it in section by section, signs it and hands it in; the canton accepts."""
    place = ["hives", bfs_number, PERIOD]
    address = reverse("scheme-sheet", args=place)
    assert "Demo-Bienen 2025-H1 ausfüllen" in text(people.officer.get(reverse("my-day")))
    assert address in text(people.officer.get(reverse("scheme-forms"), {"programm": "hives"}))
    sent(people.officer, address, {})
    for section, said in (("hives", {"antwort-q_hives": "12"}), ("care", {"antwort-q_kept": "yes"})):
        asked = [name.removeprefix("antwort-") for name in said]
        page = reverse("scheme-section", args=[*place, section])
        sent(people.officer, page, {"gesehen": "0", "gefragt": asked, **said})
    for client, step in (
        (people.officer, "vorlegen"),
        (people.lead, "unterzeichnen"),
        (people.officer, "einreichen"),
        (people.coordination, "annehmen"),
    ):
        version = AnswerSheet.objects.get().version
        sent(client, reverse("scheme-sheet-step", args=[*place, step]), {"seen": f"1.{version}"})
    assert AnswerSheet.objects.get().state == "accepted"


def _settle(people: People) -> None:
    """The run of the scheme: calculated, checked, approved, released."""
    people.coordination.post(reverse("run-start"), {"month": RUN})
    run_waiting()
    assert Job.objects.get().state == JobState.DONE
    assert "Demo-Bienen, September 2025" in text(people.finance.get(reverse("run", args=[RUN])))
    for client, step in ((people.finance, "pruefen"), (people.approver, "genehmigen"), (people.approver, "freigeben")):
        seen = Run.objects.get(reference=RUN).version
        sent(client, reverse("run-step", args=[RUN, step]), {"seen": seen})
    assert Run.objects.get(reference=RUN).state == "released"


def _pay(people: People, bfs_number: int) -> None:
    """The payment file for the bank, and what the municipality reads of it."""
    file = people.finance.get(reverse("run-payment-file", args=[RUN]))
    content = file.content.decode()
    assert f"<EndToEndId>{RUN}-{bfs_number}</EndToEndId>" in content
    assert "600.00" in content
    page = text(people.officer.get(reverse("contributions")))
    assert "Demo-Stöcke" in page


def _write(people: People, bfs_number: int) -> None:
    """The notice names the scheme and what it rests on; the circular of start.integration is not cited."""
    letters = reverse("letters-of", args=[RUN])
    assert letters in text(people.finance.get(reverse("run", args=[RUN])))
    assert "Zahlungslauf September 2025, Demo-Bienen" in text(people.finance.get(letters))
    assert letters in text(people.finance.get(reverse("letters")))
    people.finance.post(reverse("letters-start", args=[RUN]), {"send": "ja"})
    run_waiting()
    letter = Letter.objects.get()
    assert (letter.reference, letter.title) == (f"ZA-{RUN}-{bfs_number}", "Demo-Bienen: Zahlungsanzeige September 2025")
    words = pdf.spoken(people.officer.get(reverse("letter-pdf", args=[letter.reference])).content)
    for said in ("für Demo-Bienen CHF 600.00 aus", "Demo-Stöcke", "Grundlage: Demo-Beschluss 1"):
        assert pdf.squeezed(said) in words, said
    for not_theirs in ("KRS-GEF-2017/01", "start.integration"):
        assert pdf.squeezed(not_theirs) not in words
