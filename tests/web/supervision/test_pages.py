"""The pages of samples, of what municipalities answer, and of the way of a payment."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.interviews.models import Evidence
from ankunft.domain.interviews.services import evidence_add
from ankunft.domain.roles import APPROVER, AUDITOR, COORDINATION, INTEGRATION_OFFICER
from ankunft.domain.settlement.models import Reclaim
from ankunft.domain.supervision.models import Sample, SampleItem
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month
from tests.domain.interviews.making import PDF, arrived, held
from tests.domain.reporting.making import in_association, municipality
from tests.domain.settlement.making import account, office, released
from tests.domain.supervision.making import AFTER, drawn, item_of, judged, reported, requested, rested
from tests.support.clients import StrictClient
from tests.support.people import actor_with

Client = Callable[..., StrictClient]
NEW = {
    "periods": "2026-H1",
    "contribution": "first_information_interview",
    "stratum": "all",
    "count": "2",
    "purpose": "Demo: Aufsicht 2026",
}


def test_from_the_draw_to_the_close(client_for: Client, town: Municipality) -> None:
    reported(town, 5)
    first, municipal = client_for(COORDINATION), client_for(INTEGRATION_OFFICER, "bfs-2601")
    page = first.post("/aufsicht/stichproben/neu/", NEW, follow=True).content.decode()
    sample = Sample.objects.get()
    for part in (f"Stichprobe S-{sample.pk}", sample.seed, sample.digest, "gleiche Grundgesamtheit, gleiche Gespräche"):
        assert part in page
    assert "Stichprobe" not in municipal.get("/").content.decode()
    address = f"/aufsicht/stichproben/{sample.pk}/"
    wrong = first.post(f"{address}anfordern/", {"due_on": "23.11.2026"})
    assert wrong.status_code == 422
    assert 'value="23.11.2026"' in wrong.content.decode()
    first.post(f"{address}anfordern/", {"due_on": "22.12.2026"})

    day = municipal.get("/").content.decode()
    assert "Stichprobe des Kantons: Belege zu 2 Gesprächen zeigen" in day
    asked = item_of(sample)
    answer = f"/aufsicht/anfragen/{asked.pk}/"
    assert f'href="{answer}"' in municipal.get("/aufsicht/anfragen/").content.decode()
    empty = municipal.post(answer, {"explanation": ""})
    assert empty.status_code == 422
    assert "Es ist kein Beleg abgelegt." in empty.content.decode()
    assert municipal.post(answer, {"explanation": "Formular ging verloren"}).status_code == 302
    assert "zu 1 Gespräch zeigen" in municipal.get("/").content.decode()

    item = f"/aufsicht/gespraeche/{asked.pk}/"
    assert "Stichprobe prüfen" in first.get("/").content.decode()
    assert "Formular ging verloren" in first.get(item).content.decode()
    assert "geprueft/" not in first.get(address).content.decode(), "one of two is not judged"
    found = {"finding": "evidence_missing", "ground": "", "reason": "Kein Formular"}
    unsaid = first.post(f"{item}feststellung/", found | {"reason": ""})
    assert unsaid.status_code == 422
    assert "Begründen Sie die Feststellung" in unsaid.content.decode()
    first.post(f"{item}feststellung/", found)
    with clock.moved_to(AFTER):
        other = item_of(sample, 2)
        first.post(f"/aufsicht/gespraeche/{other.pk}/feststellung/", {"finding": "in_order"})
    page = first.post(f"{item}rueckforderung/", follow=True).content.decode()
    assert f'href="/entscheide/rueckforderungen/{Reclaim.objects.get().pk}/"' in page
    ruling = first.get(f"/entscheide/rueckforderungen/{Reclaim.objects.get().pk}/").content.decode()
    assert f'href="{item}"' in ruling
    first.post(f"{address}geprueft/")
    assert "muss eine andere Person" in first.get(address).content.decode()
    assert first.post(f"{address}abschliessen/").status_code == 403
    closing = client_for(APPROVER)
    assert "Stichprobe abschliessen" in closing.get("/").content.decode()
    assert "Die Stichprobe ist abgeschlossen." in closing.post(f"{address}abschliessen/", follow=True).content.decode()
    assert "Kein Formular" in municipal.get(answer).content.decode()


def test_what_cannot_be_drawn_keeps_what_was_typed(client_for: Client, town: Municipality) -> None:
    answer = client_for(COORDINATION).post("/aufsicht/stichproben/neu/", NEW)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Es gibt nichts zu ziehen: Gemeldet sind 0" in page
    assert "Demo: Aufsicht 2026" in page


def test_evidence_is_opened_by_a_link_and_each_reading_is_noted(
    client_for: Client, town: Municipality, officer: Actor
) -> None:
    one = held([arrived(town, on=date(2026, 2, 1))], on=date(2026, 3, 3), led_by="Demo-Leitung")
    evidence_add(interview=one, file_name="scan.pdf", content=PDF, actor=officer)
    rested(town, one)
    item = item_of(requested(actor_with(COORDINATION), 1))
    key = Evidence.objects.get().pk
    client = client_for(COORDINATION)
    page = client.get(f"/aufsicht/gespraeche/{item.pk}/").content.decode()
    assert f"beleg/{key}/" in page
    with wall.open_for(Actor.operator()):
        person = one.taking_part.select_related("person").get().person
    assert person.family_name not in page
    assert person.reference not in page
    assert ReadEvent.objects.filter(subject_type="supervision.item", purpose="Stichprobe").count() == 1
    answer = client.get(f"/aufsicht/gespraeche/{item.pk}/beleg/{key}/")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert ReadEvent.objects.filter(subject_key=person.reference, purpose="Stichprobe").count() == 1
    # By the interview's own pages there is still no way in.
    assert client.get(f"/gespraeche/{one.reference}/").status_code in (403, 404)


def test_an_auditor_walks_from_the_file_to_the_interview(client_for: Client, town: Municipality) -> None:
    account(town)
    reported(town, 3)
    with clock.moved_to(date(2026, 9, 24)):
        released(Month(2026, 9), office())
    sample = drawn(actor_with(AUDITOR), 1)
    client = client_for(AUDITOR)
    seen = ReadEvent.objects.count()
    assert "/laeufe/2026-09/" in client.get("/").content.decode()
    payments = client.get("/laeufe/2026-09/zahlungen/").content.decode()
    (trace,) = set(re.findall(r'href="(/aufsicht/zahlungen/[^"]+)"', payments))
    page = client.get(trace).content.decode()
    for part in ("2026-09-2601", "600.00", f"/aufsicht/gespraeche/{item_of(sample).pk}/", "/berichte/2601/2026-H1/"):
        assert part in page
    assert re.search(r'data-label="Aufgezeichnet">3<', page)
    assert client.get(f"/aufsicht/gespraeche/{item_of(sample).pk}/").status_code == 200
    assert ReadEvent.objects.count() == seen + 5, "each page, and the interview once more with its purpose"
    assert client.get("/aufsicht/zahlungen/2026-09/2581/").status_code == 404


def test_a_payment_to_a_lead_shows_each_member_s_lines(
    client_for: Client, town: Municipality, olten: Municipality, queries: Callable[..., int]
) -> None:
    member, single = municipality(2602, "Demo-Mitglied"), olten
    in_association(town, member)
    for place in (town, single):
        account(place)
    for place in (town, member, single):
        reported(place, 2, deployed=place == town)
    with clock.moved_to(date(2026, 9, 24)):
        released(Month(2026, 9), office())
    client = client_for(AUDITOR)
    page = client.get("/aufsicht/zahlungen/2026-09/2601/").content.decode()
    assert ("Demo-Mitglied" in page, "Olten" in page) == (True, False)
    assert re.findall(r'data-label="Aufgezeichnet">([^<]+)<', page) == ["2", "2", "2"]
    assert "1'120.00" in page
    one, three = (queries(client, f"/aufsicht/zahlungen/2026-09/{number}/") for number in (2581, 2601))
    assert one == three


@pytest.mark.parametrize("role", [COORDINATION, AUDITOR])
def test_queries_do_not_grow(client_for: Client, town: Municipality, queries: Callable[..., int], role: str) -> None:
    reported(town, 30)
    who, client = actor_with(COORDINATION), client_for(role)
    officer = client_for(INTEGRATION_OFFICER, "bfs-2601")
    sample = requested(who, 2)

    def counted() -> list[int]:
        return [
            *(queries(client, one) for one in ("/aufsicht/", f"/aufsicht/stichproben/{sample.pk}/", "/")),
            *(queries(officer, one) for one in ("/aufsicht/anfragen/", "/")),
        ]

    few = counted()
    for _number in range(6):
        requested(who, 10)
    with clock.moved_to(AFTER):
        judged(sample, who)
    Sample.objects.filter(pk=sample.pk).update(asked=9)
    assert counted() == few
    assert SampleItem.objects.count() == 62


def test_a_sample_is_found_by_its_reference(client_for: Client, town: Municipality) -> None:
    reported(town, 2)
    sample = drawn(actor_with(COORDINATION), 1)
    found = client_for(COORDINATION).post("/suche/", {"q": f"s-{sample.pk}"}, follow=True).content.decode()
    assert f"/aufsicht/stichproben/{sample.pk}/" in found
    assert (
        f"/aufsicht/stichproben/{sample.pk}/"
        not in client_for(INTEGRATION_OFFICER, "bfs-2601")
        .post("/suche/", {"q": f"s-{sample.pk}"}, follow=True)
        .content.decode()
    )
