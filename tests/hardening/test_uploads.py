"""Files are what they hold, not what they are called; what would unpack to far more is refused before it is read."""

from __future__ import annotations

import html
import io
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.foundation.documents import tabular
from ankunft.foundation.documents.tabular import Column, TableRefused, read_table
from ankunft.foundation.jobs.models import Job
from tests.hardening.files import ERROR, lying_about_size, with_part, without_part, workbook
from tests.support.clients import StrictClient

COLUMNS = (Column("bfs_number", tabular.integer), Column("note", tabular.optional(tabular.text)))
TABLE = [["bfs_number", "note"], [2601, "Demo"]]
GOOD = workbook({"Blatt": TABLE})
CSV = b"bfs_number,note\n2601,Demo\n"
SHARED = "xl/sharedStrings.xml"


def told(tmp_path: Path, content: bytes, name: str = "table.xlsx") -> str:
    """Why a file of that content is refused."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TableRefused) as refusal:
        read_table(path, COLUMNS)
    return "\n".join(map(str, refusal.value.problems))


def test_the_files_of_these_tests_are_read(tmp_path: Path) -> None:
    for name, content in (("a.xlsx", GOOD), ("a.csv", CSV)):
        (tmp_path / name).write_bytes(content)
        assert [row.values["bfs_number"] for row in read_table(tmp_path / name, COLUMNS)] == [2601]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", GOOD, "Die Datei heisst «.csv», ist aber keine Textdatei."),
        ("a.xlsx", CSV, "Die Datei heisst «.xlsx», ist aber keine Excel-Arbeitsmappe."),
        ("a.csv", b"%PDF-1.7 bfs_number,note", "Das ist ein PDF."),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "Das ist ein Bild."),
        ("a.csv", b"\xef\xbb\xbf <!DOCTYPE html><p>", "Das ist eine Webseite oder XML."),
        ("a.csv", b"bfs_number,note\n2601,a\0b\n\0\0", "Das ist weder eine Textdatei noch"),
        ("a.csv", CSV + b"2601,x\n" * 2000 + b"2581,\0", "Hier stehen Zeichen, die in keiner Textdatei vorkommen."),
        ("a.csv", CSV.decode().encode("utf-16-le"), "Die Datei ist nicht in UTF-8 gespeichert."),
        ("a.csv", CSV.decode().encode("utf-16-be"), "Die Datei ist nicht in UTF-8 gespeichert."),
        ("a.xlsx", with_part(GOOD, "xl/vbaProject.bin", b"x"), "Die Arbeitsmappe enthält Makros"),
        ("a.xlsx", with_part(GOOD, "xl/embeddings/oleObject1.bin", b"x"), "Die Arbeitsmappe enthält Makros"),
        ("a.xlsx", without_part(GOOD, "xl/workbook.xml"), "Die Datei ist keine lesbare Excel-Arbeitsmappe"),
        ("a.xlsx", without_part(GOOD, "[Content_Types].xml"), "Die Datei ist keine lesbare Excel-Arbeitsmappe"),
        ("a.xlsx", with_part(GOOD, "content.xml", b"x"), "Die Datei ist keine lesbare Excel-Arbeitsmappe"),
        ("a.xlsx", with_part(GOOD, "xl/a.xml", b"x" * 30_000_000), "Die Arbeitsmappe ist entpackt zu gross"),
        ("a.xlsx", with_part(GOOD, "xl/a.xml", "<c/>".encode("utf-16")), "Die Datei ist keine lesbare"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    assert sentence in told(tmp_path, content, name)


def test_a_part_that_is_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    """The reader would believe the check sum of the beginning no more than we do: but it would unpack it all first."""
    content = lying_about_size(GOOD, "xl/a.xml", b" " * 50_000_000, 1000)
    assert len(content) < 100_000
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    assert "keine lesbare Excel-Arbeitsmappe" in told(tmp_path, content)


def test_a_text_that_many_cells_name_is_not_copied_into_each(tmp_path: Path) -> None:
    rows = [["bfs_number", "note"], *([2601, "x"] for _row in range(20_000))]
    content = workbook({"Blatt": rows})
    texts = f"<sst><si><t>bfs_number</t></si><si><t>note</t></si><si><t>{'y' * 1_000_000}</t></si></sst>".encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "viel zu lang" in told(tmp_path, with_part(content, SHARED, texts))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@pytest.mark.parametrize("column", ["bfs_number", "note"])
def test_an_error_of_excel_is_a_problem_and_not_nothing(tmp_path: Path, column: str) -> None:
    values = {"bfs_number": 2601, "note": "", column: ERROR}
    content = workbook({"Blatt": [*TABLE, list(values.values())]})
    assert told(tmp_path, content).startswith(f"Zeile 3, Spalte «{column}»: In der Zelle steht ein Fehler von Excel")


def test_an_error_in_a_hidden_sheet_is_none(tmp_path: Path) -> None:
    content = workbook({"Blatt": TABLE, "Hilfe": [[ERROR]]})
    hidden = with_part(content, "xl/workbook.xml", _part(content, "xl/workbook.xml").replace(
        b'name="Hilfe"', b'name="Hilfe" state="hidden"'))  # fmt: skip
    path = tmp_path / "a.xlsx"
    path.write_bytes(hidden)
    assert len(read_table(path, COLUMNS)) == 1


def test_a_second_sheet_is_not_overlooked(tmp_path: Path) -> None:
    sentence = told(tmp_path, workbook({"Blatt": TABLE, "Nachtrag": TABLE}))
    assert sentence.startswith("Mehrere sichtbare Blätter enthalten etwas: «Blatt», «Nachtrag».")


def test_an_empty_second_sheet_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"Blatt": TABLE, "Tabelle2": []}))
    assert len(read_table(path, COLUMNS)) == 1


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@pytest.mark.django_db
class TestForm:
    """What is refused in the form never becomes a job."""

    @pytest.fixture
    def client(self, client_for: Callable[..., StrictClient]) -> StrictClient:
        return client_for("coordination")

    def hand_in(self, client: StrictClient, name: str, content: bytes) -> str:
        answer = client.post("/berichte/import/", {"what": "berichte", "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, answer.status_code
        assert not Job.objects.exists()
        return html.unescape(answer.content.decode())

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("a.exe", CSV, "Wählen Sie eine Datei, die auf .csv oder .xlsx endet."),
            ("a.csv", b"", "Die Datei ist leer."),
            ("a.csv", GOOD, "Die Datei heisst «.csv»"),
            ("a.xlsx", b"PK\x03\x04 and nothing else", "keine lesbare Excel-Arbeitsmappe"),
            ("a.xlsx", with_part(GOOD, "xl/vbaProject.bin", b"x"), "enthält Makros"),
            ("a.xlsx", with_part(GOOD, "xl/a.xml", b"x" * 30_000_000), "entpackt zu gross"),
            ("x" * 300 + ".csv", CSV, "Name der Datei ist zu lang"),
        ],
    )
    def test_refuses(self, client: StrictClient, name: str, content: bytes, sentence: str) -> None:
        assert sentence in self.hand_in(client, name, content)

    @pytest.mark.parametrize("name", ["../../etc/passwd.csv", "..\\..\\boot.csv", "a\0b.csv", "x.c\u202esv.csv"])
    def test_a_name_is_never_a_path(self, client: StrictClient, name: str) -> None:
        client.post("/berichte/import/", {"what": "berichte", "file": SimpleUploadedFile(name, CSV)})
        job = Job.objects.get()
        folder = Path(settings.HOME, "files", "jobs").resolve()
        stored = Path(default_storage.path(job.file)).resolve()
        assert stored.parent == folder
        assert stored.stem.isalnum()
        assert len(stored.stem) == 32
        assert "/" not in job.file_name
        assert job.file_name.isprintable()

    def test_what_is_stored_is_not_served(self, client: StrictClient) -> None:
        client.post("/berichte/import/", {"what": "berichte", "file": SimpleUploadedFile("a.csv", CSV)})
        job = Job.objects.get()
        for address in (f"/{job.file}", f"/files/{job.file}", f"/static/{job.file}", f"/static/../{job.file}"):
            assert client.get(address).status_code == 404
