"""Messages and tables that are handed in: what is refused at once, the job, the result, and who was excluded."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.arrivals.models import Arrival, RegisterDelivery, RegisterMessage
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.documents.ech.values import Problem
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from ankunft.web.arrivals.register_jobs import take_in_file
from tests.domain.arrivals.register.messages import identity, message, move_in, residence, take
from tests.support import ech

pytestmark = pytest.mark.django_db

HEADER = (
    "arrival_id,bfs_number,arrived_on,from_country,nationality,permit,family_name,given_name,birth_date,sex,language,"
    "household_id\n"
)
GOOD = "1,2601,2026-11-02,ER,ER,F,Demo-Haile,Abel,1990,male,ti,\n"
SWISS = "2,2601,2026-11-02,DE,CH,,Demo-Meier,Eva,1980-01-02,female,de,\n"
BAD = "3,2601,2026-11-02,QQ,ER,F,Demo-Fehler,Ada,1990,female,ti,\n"


@pytest.fixture
def officer(client_for, town):
    return client_for("integration_officer", "bfs-2601")


@pytest.fixture
def delivery(town, olten) -> RegisterDelivery:
    """Two from within Switzerland, of whom one is somebody else's, and two refused."""
    return take(
        message(move_in(identity(family_name="Demo-Inland"), residence=residence(from_country="CH")), "m-1"),
        message(move_in(residence=residence(from_country="CH", bfs_number=2581)), "m-2"),
        message(move_in(residence=residence(bfs_number=2601, arrived_on=clock.today() + timedelta(days=900))), "m-3"),
        Problem("tag.xml", 7, "birth", "Das Geburtsdatum fehlt.", "m-4"),
    )


def text(answer) -> str:
    return answer.content.decode()


def hand_in(client, name: str, content: bytes):
    return client.post("/zuzuege/meldungen/", {"file": SimpleUploadedFile(name, content)})


def worked_off(client) -> str:
    """Do the job that was asked for; its result page."""
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    outcome = take_in_file(JobContext(job=job, actor=actor_of(client.account, "job")))
    return text(client.get(outcome.link))


def archive(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as file:
        for name, content in files.items():
            file.writestr(name.replace("_", "."), content)
    return packed.getvalue()


def test_a_table_is_taken_in_and_what_is_wrong_is_named(officer, town):
    assert hand_in(officer, "zuzuege.csv", (HEADER + GOOD + SWISS + BAD).encode())["Location"].startswith("/auftraege/")
    page = worked_off(officer)
    assert "«QQ» ist kein Land" in page
    assert [one.person.family_name for one in Arrival.objects.all()] == ["Demo-Haile"]
    assert "Demo-Meier" in text(officer.get(_address() + "?zeigen=ausgenommen"))
    assert "Demo-Haile" in text(officer.get("/zuzuege/"))


def test_messages_are_taken_in(officer, town, ech_schemas):
    good = ech.message("moveIn", 1, bfs_number=2601)
    packed = archive(a_xml=good, b_xml=ech.broken("truncated", 1), c_txt=b"x")
    assert hand_in(officer, "tag.zip", packed).status_code == 302
    page = worked_off(officer)
    assert "b.xml" in page
    assert "c.txt" in page
    delivery = RegisterDelivery.objects.get()
    assert (delivery.read, delivery.refused) == (3, 2)


def test_a_second_time_nothing_changes(officer, town):
    hand_in(officer, "zuzuege.csv", (HEADER + GOOD).encode())
    worked_off(officer)
    before = list(Arrival.objects.values())
    page = worked_off(officer)
    assert list(Arrival.objects.values()) == before
    assert "schon bekannt" in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"x", "auf .xml, .zip, .csv oder .xlsx endet"),
        ("a.zip", b"<?xml version='1.0'?><a/>", "ist aber kein ZIP-Archiv"),
        ("a.zip", b"PK\x03\x04 and nothing else", "Das Archiv ist beschädigt"),
        ("a.xml", b"%PDF-1.7", "ist aber keine XML-Datei"),
        ("a.xml", b"", "Die Datei ist leer"),
        ("a.csv", b"%PDF-1.7 x", "Das ist ein PDF"),
        ("x" * 300 + ".xml", b"<a/>", "Name der Datei ist zu lang"),
    ],
)
def test_what_is_no_such_file_is_refused_at_once(officer, name, content, sentence):
    answer = hand_in(officer, name, content)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Job.objects.exists()


def test_a_workbook_is_no_archive_of_messages(officer):
    packed = io.BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("[Content_Types].xml", "<a/>")
    assert "Sie muss auf .xlsx enden" in text(hand_in(officer, "a.zip", packed.getvalue()))


def test_what_would_unpack_to_far_more_is_refused_at_once(officer, monkeypatch):
    monkeypatch.setattr("ankunft.web.shell.uploads._RATIO_FROM", 1000)
    packed = io.BytesIO()
    with ZipFile(packed, "w", compression=8) as file:
        file.writestr("a.xml", b" " * 1_000_000)
    assert "entpackt zu gross" in text(hand_in(officer, "a.zip", packed.getvalue()))


def test_only_what_concerns_oneself_is_shown(officer, delivery):
    listed = text(officer.get("/zuzuege/meldungen/"))
    assert "tag.xml" in listed
    page = text(officer.get(_address() + "?zeigen=ausgenommen"))
    assert "Demo-Inland" in page
    assert page.count("Trotzdem aufnehmen") == 1
    assert "Liste «nicht start.integration»: 1 Person" in ReadEvent.objects.latest("pk").what
    refused = text(officer.get(_address()))
    assert "liegt mehr als ein Jahr in der Zukunft" in refused
    # The operator sees what says of no municipality whose it is.
    assert "Das Geburtsdatum fehlt" not in refused


def test_who_is_excluded_is_taken_in_nonetheless(officer, delivery):
    told = RegisterMessage.objects.get(message_id="m-1")
    answer = officer.post(f"{_address()}{told.pk}/aufnehmen/", follow=True)
    assert "wird nicht bezahlt" in text(answer)
    assert f'href="{_address()}?zeigen=ausgenommen"' in text(answer)
    assert Arrival.objects.get().exclusion == "within_switzerland"
    assert "Demo-Inland" not in text(officer.get(_address() + "?zeigen=ausgenommen"))
    assert officer.post(f"{_address()}{told.pk}/aufnehmen/").status_code == 404


def test_what_is_somebody_elses_is_not_there(officer, delivery, olten, client_for):
    other = RegisterMessage.objects.get(message_id="m-2")
    assert officer.post(f"{_address()}{other.pk}/aufnehmen/").status_code == 404
    third = client_for("integration_officer", "bfs-2422")
    assert third.get(_address()).status_code == 404
    assert "tag.xml" not in text(third.get("/zuzuege/meldungen/"))


def test_refusals_as_a_workbook(officer, delivery):
    answer = officer.get(_address() + "zurueckgewiesen.xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert officer.get("/zuzuege/meldungen/vorlage.xlsx").status_code == 200


def test_my_day_tells_of_what_was_refused_until_it_came_in(officer, delivery):
    assert "1 Meldung des Einwohnerregisters zurückgewiesen" in text(officer.get("/"))
    take(message(move_in(residence=residence(from_country="DE")), "m-3"))
    assert "Einwohnerregisters zurückgewiesen" not in text(officer.get("/"))


def test_many_deliveries_cost_no_more_statements(officer, delivery, queries):
    one = queries(officer, "/zuzuege/meldungen/")
    for number in range(5):
        take(message(move_in(residence=residence(from_country="CH")), f"n-{number}"))
    assert queries(officer, "/zuzuege/meldungen/") == one


def test_without_the_schemas_only_tables_are_read_and_the_page_says_so(officer, settings):
    settings.ECH_SCHEMAS = None
    assert "Nur Tabellen" in text(officer.get("/zuzuege/meldungen/"))


def _address() -> str:
    return f"/zuzuege/meldungen/{RegisterDelivery.objects.first().pk}/"
