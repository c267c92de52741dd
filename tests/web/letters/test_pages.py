"""Pages of letters: all by one job that can be broken off, what became of them, and a municipality's own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from ankunft.domain.letters import services
from ankunft.domain.letters.models import Delivery, Letter
from ankunft.domain.letters.selectors import content_of
from ankunft.domain.letters.services import making
from ankunft.domain.roles import COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER, MUNICIPAL_FINANCE
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.web.letters.letter_jobs import make_letters
from tests.domain.letters.making import MONTH, letterhead, made, reachable, run_with
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

Client = Callable[..., StrictClient]
PAGE = f"/briefe/{MONTH}/"
WORKED = pytest.mark.django_db(transaction=True)


class Bare:
    """A job as its handler sees it, without a worker."""

    def __init__(self, *, send: bool) -> None:
        self.actor = Actor.operator()
        self.parameters: dict[str, Any] = {"occasion": MONTH, "send": send}
        self.told: list[tuple[int, int]] = []

    def progress(self, done: int, total: int) -> None:
        self.told.append((done, total))


@WORKED
def test_one_click_makes_and_sends_all(client_for: Client) -> None:
    places, _people = run_with("Olten", "Balsthal")
    reachable(places[0])
    letterhead()
    client = client_for(FINANCE_OFFICER)
    assert "Noch ist kein Brief erstellt" in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}erstellen/", {"send": "ja"})
    assert answer.status_code == 302
    run_waiting()
    job = Job.objects.get()
    assert (job.state, job.outcome) == (JobState.DONE, "2 Briefe erstellt. 2 zum Versand gegeben.")
    page = client.get(job.link).content.decode()
    assert "zurückgehalten" in page, "a demonstration sends nothing"
    assert page.count("zu drucken") >= 2
    client.post(f"{PAGE}erstellen/", {"send": "ja"})
    run_waiting()
    assert Job.objects.latest("pk").outcome == "0 Briefe erstellt. 0 zum Versand gegeben. 2 bestanden schon."
    assert (Letter.objects.count(), Delivery.objects.count(), OutgoingMail.objects.count()) == (2, 4, 2)


def test_a_job_that_was_killed_goes_on_and_nobody_gets_two(monkeypatch: pytest.MonkeyPatch) -> None:
    places, _people = run_with("Aarburg", "Balsthal", "Olten")
    reachable(*places)
    letterhead()
    calls: list[str] = []

    def once(what: str) -> None:
        calls.append(what)
        if calls.count(what) == 2:
            raise RuntimeError("killed")

    for breaking, at in ((making, "_store"), (services, "letter_send")):
        known = getattr(breaking, at)

        def dies(*given: Any, at: str = at, known: Any = known, **named: Any) -> Any:
            once(at)
            return known(*given, **named)

        with monkeypatch.context() as patched:
            patched.setattr(breaking, at, dies)
            with pytest.raises(RuntimeError, match="killed"):
                make_letters(Bare(send=True))  # type: ignore[arg-type]
    job = Bare(send=True)
    make_letters(job)  # type: ignore[arg-type]
    assert job.told[-1] == (3, 3)
    assert Letter.objects.count() == 3
    assert Delivery.objects.count() == OutgoingMail.objects.count() == 6
    assert OutgoingMail.objects.values("to").distinct().count() == 6


def test_one_that_cannot_be_set_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    places, _people = run_with("Olten", "Balsthal")
    type(places[0]).objects.filter(pk=places[0].pk).update(name="漢字")
    letterhead()
    outcome = make_letters(Bare(send=False))  # type: ignore[arg-type]
    assert outcome.sentence == "1 Brief erstellt. Nicht erstellt: 1."
    assert "Für diese Zeichen gibt es keine Schrift" in outcome.details[0]


def test_queries_do_not_grow_with_letters(client_for: Client, queries: Callable[..., int]) -> None:
    places, _people = run_with(*[f"Ort {number}" for number in range(8)])
    reachable(*places)
    letterhead()
    letters = made()
    for letter in letters[:2]:
        services.letter_send(letter=letter, actor=Actor.operator())
    client = client_for(COORDINATION)
    client.get(PAGE)
    counts = []
    for _round in range(2):
        counts.append(queries(client, PAGE))
        for letter in letters:
            services.letter_send(letter=letter, actor=Actor.operator())
    assert counts[0] == counts[1]


def test_a_municipality_reads_its_own_letters_only(client_for: Client) -> None:
    run_with("Olten", "Balsthal")
    letterhead()
    own, foreign = made()
    for role in (INTEGRATION_OFFICER, MUNICIPAL_FINANCE):
        client = client_for(role, f"bfs-{own.municipality.bfs_number}")
        page = client.get("/briefe/eigene/").content.decode()
        assert own.reference in page
        assert foreign.reference not in page
        shown = client.get(f"/briefe/brief/{own.reference}/").content.decode()
        assert "CHF 2&#x27;400.00" in shown
        assert "Versand" not in shown.split("<main")[1]
        assert client.get(f"/briefe/brief/{own.reference}/pdf/").content == content_of(own)
        assert client.get(f"/briefe/brief/{foreign.reference}/pdf/").status_code == 404
        assert client.get(PAGE).status_code == 403


def test_what_goes_on_paper_is_one_file_and_noted_once_printed(client_for: Client) -> None:
    run_with("Olten", "Balsthal")
    letterhead()
    letters = made()
    for letter in letters:
        services.letter_send(letter=letter, actor=Actor.operator())
    client = client_for(FINANCE_OFFICER)
    answer = client.get(f"{PAGE}drucken/")
    assert answer["Content-Disposition"] == f'attachment; filename="briefe-{MONTH}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == sorted(f"{letter.reference}.pdf" for letter in letters)
    assert "Briefe 2025-03" in client.get("/").content.decode()
    assert client.post(f"{PAGE}gedruckt/").status_code == 302
    assert "gedruckt" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}drucken/").status_code == 409


def test_a_letter_is_replaced_with_a_reason(client_for: Client) -> None:
    (olten,), _people = run_with("Olten")
    letterhead()
    (letter,) = made()
    client = client_for(FINANCE_OFFICER)
    address = f"/briefe/brief/{letter.reference}/ersetzen/"
    assert client.get(address).status_code == 200
    assert "wäre derselbe" in client.post(address, {"reason": "Demo-Grund"}).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    reachable(olten)
    answer = client.post(address, {"reason": "Demo-Grund"})
    assert answer.headers["Location"] == f"/briefe/brief/{letter.reference}-2/"
    assert "ist ersetzt durch" in client.get(f"/briefe/brief/{letter.reference}/").content.decode()
    assert "Demo-Grund" in client.get(answer.headers["Location"]).content.decode()


def test_the_letterhead_keeps_what_was_typed(client_for: Client) -> None:
    client = client_for(COORDINATION)
    typed = {
        "valid_from": "01.01.2026", "authority": "Demo-Kanton", "office": "Demo-Amt", "street": "Demostrasse",
        "house_number": "1", "postcode": "4509", "town": "Solothurn", "remedy": "Demo-Rechtsmittel",
    }  # fmt: skip
    page = client.post("/briefe/absender/neu/", typed)
    assert page.status_code == 422
    assert "seine Rechtsgrundlage" in page.content.decode()
    assert "Demo-Rechtsmittel" in page.content.decode()
    assert client.post("/briefe/absender/neu/", {**typed, "remedy_source": "Demo § 1"}).status_code == 302
    assert "Demo § 1" in client.get("/briefe/absender/").content.decode()
    again = client.post("/briefe/absender/neu/", {**typed, "remedy_source": "Demo § 1"})
    assert "schon ein Absender erfasst" in again.content.decode()


def test_a_mail_that_is_held_back_can_be_asked_for_again(client_for: Client) -> None:
    (olten,), _people = run_with("Olten")
    reachable(olten)
    letterhead()
    (letter,) = made()
    client = client_for(FINANCE_OFFICER)
    assert client.post(f"/briefe/brief/{letter.reference}/senden/").status_code == 302
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.WITHHELD}
    delivery = Delivery.objects.first()
    assert delivery is not None
    answer = client.post(f"/briefe/sendung/{delivery.pk}/nochmals/")
    assert answer.status_code == 409
    assert "Aus einer Demonstration wird nichts versendet" in answer.content.decode()
