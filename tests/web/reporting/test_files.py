"""Handing in a file: it becomes a job, and the job says what came of it."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.worker import run_waiting
from tests.domain.reporting.making import DECLARATION_HEADER, REPORT_HEADER, lead_of
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
URL = "/berichte/import/"
WORKED = pytest.mark.django_db(transaction=True)


def _text(response: object) -> str:
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def _file(*lines: str, header: str = REPORT_HEADER, name: str = "berichte.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([header, *lines]).encode())


def _hand_in(client: StrictClient, file: SimpleUploadedFile, what: str = "berichte") -> Job:
    response = client.post(URL, {"what": what, "file": file})
    assert response.status_code == 302, _text(response)
    job = Job.objects.order_by("-pk")[0]
    assert response["Location"] == reverse("job", args=[job.pk])
    return job


def _worked(job: Job) -> Job:
    """The job after a worker has passed."""
    run_waiting()
    job.refresh_from_db()
    return job


@WORKED
def test_an_officers_reports_wait_to_be_signed(client_for: ClientFor, town: Municipality) -> None:
    client, _lead = client_for("integration_officer", "bfs-2601"), lead_of(town)
    assert "warten danach auf die Unterschrift der strategischen Leitung" in _text(client.get(URL))
    job = _worked(_hand_in(client, _file("2601,2026-H1,12,4,3,1,")))
    assert job.outcome == "1 Zeile gelesen: 1 neu, 0 geändert, 0 unverändert."
    assert job.link == reverse("reports")
    assert HalfYearReport.objects.get().state == "offered"


@WORKED
def test_a_bad_file_is_refused_with_row_and_column(client_for: ClientFor, town: Municipality) -> None:
    client = client_for("coordination")
    job = _worked(_hand_in(client, _file("9999,2026-H1,12,4,3,1,2026-07-10", name="frühling.csv")))
    assert job.state == "failed"
    assert job.outcome == "Die Datei «frühling.csv» wurde nicht übernommen. Anzahl Fehler: 1."
    assert job.details == ["Zeile 2, Spalte «bfs_number»: Die BFS-Nummer 9999 gibt es nicht."]
    assert not HalfYearReport.objects.exists()


@WORKED
@pytest.mark.parametrize("what", ["berichte", "selbstdeklarationen"])
def test_a_file_that_cannot_be_read_is_called_by_its_own_name(
    client_for: ClientFor, town: Municipality, what: str
) -> None:
    job = _worked(_hand_in(client_for("coordination"), SimpleUploadedFile("bild.csv", b"\xff\xfe\x00"), what))
    assert job.outcome.startswith("Die Datei «bild.csv» wurde nicht übernommen.")


@WORKED
def test_declarations(client_for: ClientFor, town: Municipality) -> None:
    client = client_for("coordination")
    file = _file("2601,2026,2026-01-20,yes,yes", header=DECLARATION_HEADER)
    job = _worked(_hand_in(client, file, "selbstdeklarationen"))
    assert job.link == reverse("declarations")
    assert SelfDeclaration.objects.get().officer_named


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Wählen Sie eine Datei."),
        ({"what": "berichte", "file": _file(name="berichte.pdf")}, "auf .csv oder .xlsx endet"),
        ({"what": "berichte", "file": SimpleUploadedFile("leer.csv", b"")}, "Die Datei ist leer."),
        ({"what": "anderes", "file": _file()}, "Was enthält die Datei?"),
    ],
)
def test_what_is_no_file_to_import(client_for: ClientFor, data: dict[str, object], sentence: str) -> None:
    response = client_for("coordination").post(URL, data)
    assert response.status_code == 422
    assert sentence in _text(response)
    assert not Job.objects.exists()


def test_a_file_that_is_too_big(client_for: ClientFor, settings: object) -> None:
    settings.IMPORT_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    big = SimpleUploadedFile("gross.csv", b"x" * (1024 * 1024 + 1))
    response = client_for("coordination").post(URL, {"what": "berichte", "file": big})
    assert "ist grösser als 1 MB" in _text(response)
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", ["municipal_finance", "finance_officer", "approver", "auditor", "provider_staff"])
def test_who_may_not_hand_in_files(client_for: ClientFor, role: str) -> None:
    client = client_for(role, "bfs-2601" if role == "municipal_finance" else None)
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"what": "berichte", "file": _file()}).status_code == 403


@pytest.mark.parametrize(("what", "header"), [("berichte", REPORT_HEADER), ("selbstdeklarationen", DECLARATION_HEADER)])
def test_an_empty_table_to_fill_in(client_for: ClientFor, tmp_path: Path, what: str, header: str) -> None:
    response = client_for("coordination").get(reverse("reports-import-template", args=[what]))
    path = tmp_path / "vorlage.xlsx"
    path.write_bytes(response.content)
    assert python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() == [
        header.split(",")
    ]


def test_there_is_no_other_table(client_for: ClientFor) -> None:
    assert client_for("coordination").get("/berichte/import/vorlage-anderes.xlsx").status_code == 404
