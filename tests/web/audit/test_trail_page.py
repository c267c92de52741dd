"""The page of the trail: what auditors find, how they have it verified, and what they take home."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit import heads
from ankunft.foundation.audit.attested import VERIFIED
from ankunft.foundation.audit.journals import TRAIL
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.services import Entry, record, seal
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.web.audit import jobs
from ankunft.web.audit.listing import changes
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ALICE = Actor(7, "Demo-Alice", "web", frozenset({Grant("approver", "finanzen")}), address="192.0.2.7")
BOB = Actor(8, "Demo-Bob", "cli")


@pytest.fixture
def auditor(client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("auditor")


@pytest.fixture(autouse=True)
def _events() -> None:
    with clock.moved_to(date(2025, 3, 1)):
        record(
            ALICE,
            Entry(
                "settlement.run.approve",
                "settlement.run",
                "2025-03",
                "Lauf genehmigt.",
                before={"state": "checked", "number": 1},
                after={"state": "approved", "number": 1, "valid_from": "2025-01-01"},
                reason="Geprüft.",
            ),
        )
    record(BOB, Entry("territory.account.set", "territory.municipality", "2601", "Zahlungsverbindung gesetzt."))
    record(BOB, Entry("arrivals.person.changed", "arrivals.person", "P-7K3M-92QD", "Person geändert."))


def shown(client: StrictClient, page: str = "1", **asked: str) -> str:
    if asked:
        answer = client.post(reverse("trail"), asked)
        assert answer.headers["Location"] == reverse("trail"), "nothing of it stands in an address"
    response = client.get(reverse("trail"), {"page": page})
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_it_tells_who_did_what_when_from_where_and_why(auditor):
    page = shown(auditor)
    assert "Lauf genehmigt." in page
    assert "<q>Geprüft.</q>" in page
    assert "Demo-Alice (Finanzen: genehmigen und freigeben) · Webseite 192.0.2.7" in page
    assert "Demo-Bob · Befehlszeile" in page
    assert "gültig ab" in page
    assert "01.01.2025" in page
    assert "noch nicht versiegelt" in page


def test_nothing_is_told_of_persons(auditor):
    assert "P-7K3M-92QD" not in shown(auditor)
    assert "P-7K3M-92QD" not in shown(auditor, datensatz="P-7K3M")


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({"bereich": "settlement"}, "Lauf"),
        ({"bereich": "territory"}, "Zahlungsverbindung"),
        ({"datensatz": "2601"}, "Zahlungsverbindung"),
        ({"handlung": "approve"}, "Lauf"),
        ({"wer": "bob"}, "Zahlungsverbindung"),
        ({"von": "28.02.2025", "bis": "01.03.2025"}, "Lauf"),
        ({"von": "2025-03-02"}, "Zahlungsverbindung"),
    ],
)
def test_it_is_filtered(auditor, query, finds):
    page = shown(auditor, **query)
    sentences = {"Lauf": "Lauf genehmigt.", "Zahlungsverbindung": "Zahlungsverbindung gesetzt."}
    assert {name for name, sentence in sentences.items() if sentence in page} == {finds}


@pytest.mark.parametrize(
    "query", [{"von": "gestern"}, {"bereich": "arrivals"}, {"page": "99"}, {"bis": "31.12.9999"}, {"von": "0001-01-01"}]
)
def test_what_makes_no_sense_filters_nothing(auditor, query):
    assert "Lauf genehmigt." in shown(auditor, **query)


def test_the_filter_is_kept_encrypted_and_can_be_taken_away(auditor):
    assert "Zahlungsverbindung gesetzt." not in shown(auditor, wer="Alice")
    assert "Zahlungsverbindung gesetzt." not in shown(auditor)
    assert "Alice" not in str(dict(auditor.session))
    assert "Zahlungsverbindung gesetzt." in shown(auditor, wer="Alice", leeren="1")


def test_signs_that_no_text_holds_are_passed_over(auditor):
    assert "Lauf genehmigt." in shown(auditor, wer="Ali\ace")


def test_nothing_found_is_said(auditor):
    assert "Kein Ereignis in dieser Auswahl." in shown(auditor, wer="niemand")


def test_a_page_costs_the_same_whatever_it_shows(auditor, queries):
    shown(auditor)
    seal()
    few = queries(auditor, reverse("trail"))
    for number in range(45):
        record(BOB, Entry("territory.account.set", "territory.municipality", str(number), "Gesetzt."))
    seal()
    assert queries(auditor, reverse("trail")) == few


def test_changes_are_what_differs():
    found = changes({"state": "draft", "same": 1, "gone": True}, {"state": "checked", "same": 1, "list": ["a", None]})
    assert [(change.label, change.before, change.after) for change in found] == [
        ("Zustand", "draft", "checked"),
        ("gone", "ja", "–"),
        ("list", "–", "a, –"),
    ]


def test_the_head_is_a_text_that_is_proved_later(auditor):
    seal()
    response = auditor.get(reverse("trail-head"))
    assert response.headers["Content-Type"].startswith("text/plain")
    claims = heads.claims(response.content.decode())
    assert [(claim.journal.code, claim.number) for claim in claims] == [("trail", 1), ("reads", 0)]
    assert [heads.refuted(claim) for claim in claims] == [None, None]


@pytest.mark.parametrize("is_whole", [True, False])
def test_the_verification_is_a_job_that_tells_what_it_found(auditor, is_whole, monkeypatch):
    seal()
    answer = auditor.post(reverse("trail-verify"))
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    if not is_whole:
        monkeypatch.setattr(jobs, "findings", lambda progress: iter(["Ereignis 1 wurde verändert."]))
    outcome = jobs.verify(JobContext(job=job, actor=actor_of(auditor.account, "job")))
    assert list(outcome.details) == ([] if is_whole else ["Ereignis 1 wurde verändert."])
    event = Event.objects.get(action=VERIFIED)
    assert event.after["digest"] == TRAIL.last()[1]
    page = shown(auditor)
    assert ("unversehrt" if is_whole else "beschädigt") in page
    assert outcome.sentence in page
    assert ("Ereignis 1 wurde verändert." in page) is not is_whole
