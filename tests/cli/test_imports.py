"""`ankunft import`: good files, bad files, and files that only try."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ankunft.domain.interviews.models import Interview
from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from tests.cli import making
from tests.cli.making import REPORT_HEADER, declarations, reports, written
from tests.support import standing

pytestmark = pytest.mark.django_db

Ankunft = Callable[..., Result]
GOOD = "2601,2024-H2,12,3,2,0,2025-01-25"


@pytest.fixture(autouse=True)
def _canton(db: None) -> None:
    standing.ground(making.solothurn)


def test_loading_again_changes_nothing(ankunft: Ankunft) -> None:
    events = Event.objects.count()
    result = ankunft("load", "solothurn")
    assert result.exit_code == 0
    assert "0 neu, 0 geändert" in result.stdout
    assert Event.objects.count() == events


def test_the_same_file_twice_changes_nothing(ankunft: Ankunft, tmp_path: Path) -> None:
    file = reports(tmp_path, [GOOD])
    assert "1 neu" in ankunft("import", "reports", file).stdout
    events = Event.objects.count()
    assert "1 unverändert" in ankunft("import", "reports", file).stdout
    assert Event.objects.count() == events


def test_a_dry_run_stores_nothing(ankunft: Ankunft, tmp_path: Path) -> None:
    events = Event.objects.count()
    result = ankunft("import", "declarations", declarations(tmp_path, 2025), "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.startswith("Probelauf, nichts gespeichert. 106 Zeilen gelesen: 106 neu")
    assert not SelfDeclaration.objects.exists()
    assert Event.objects.count() == events


def test_a_warning_stands_beside_the_result(ankunft: Ankunft, tmp_path: Path) -> None:
    result = ankunft("import", "reports", reports(tmp_path, ["2601,2024-H2,2,9,0,0,2025-01-25"]))
    assert result.exit_code == 0
    assert result.stderr.startswith("Warnung: Zeile 2")
    assert "1 neu" in result.stdout


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("9999,2024-H2,1,0,0,0,2025-01-25", "«bfs_number»"),
        ("2456,2024-H2,1,0,0,0,2025-01-25", "«bfs_number»"),
        ("2601,2024-H3,1,0,0,0,2025-01-25", "«period»"),
        ("2601,2024-H2,-1,0,0,0,2025-01-25", "«first_information_interviews»"),
        ("2601,2024-H2,1.5,0,0,0,2025-01-25", "«first_information_interviews»"),
        ("2601,2024-H2,1,0,0,0,soon", "«submitted_on»"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(ankunft: Ankunft, tmp_path: Path, row: str, place: str) -> None:
    result = ankunft("import", "reports", reports(tmp_path, [GOOD, row]))
    assert result.exit_code == 1
    assert "Zeile 3" in result.stderr
    assert place in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert not HalfYearReport.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{REPORT_HEADER},paid\n{GOOD},1\n".encode(), "paid"),
        (b"", "leer"),
        ("bfs_number;period\nZürich".encode("utf-16"), ""),
        (f"{REPORT_HEADER}\n{GOOD}\n{GOOD}\n".encode(), "Zeile 3"),
        (b"x" * (21 * 1024 * 1024), "20 MB"),
    ],
    ids=["unknown column", "empty", "wrong encoding", "duplicate row", "too large"],
)
def test_a_bad_file_is_refused_with_a_sentence(ankunft: Ankunft, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "reports.csv"
    file.write_bytes(content)
    result = ankunft("import", "reports", file)
    assert result.exit_code == 1
    assert "reports.csv" in result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not HalfYearReport.objects.exists()


@pytest.mark.parametrize(
    ("kind", "header", "row"),
    [
        ("municipalities", "bfs_number,name,district,valid_from,valid_to,successor_bfs_number", None),
        ("population", "bfs_number,reference_date,residents,foreign_residents", "2601,2025-12-31,17000,4200"),
        ("associations", "lead_bfs_number,member_bfs_number,valid_from,valid_to,payee", "2601,2550,2025-01-01,,lead"),
        (
            "accounts",
            "bfs_number,iban,name,street,house_number,postcode,town,valid_from",
            "2601,CH9300762011623852957,Stadt Solothurn,Baselstrasse,7,4500,Solothurn,2020-01-01",
        ),
    ],
)
def test_every_kind_of_the_contract_is_taken(
    ankunft: Ankunft, tmp_path: Path, kind: str, header: str, row: str | None
) -> None:
    row = row or "2601,Solothurn,Solothurn,1848-09-12,,"
    result = ankunft("import", kind, written(tmp_path / "file.csv", header, [row]))
    assert result.exit_code == 0, result.stderr
    assert "1 Zeile gelesen" in result.stdout


def test_interviews_with_the_arrivals_they_are_about(ankunft: Ankunft, tmp_path: Path) -> None:
    arrivals = tmp_path / "arrivals.csv"
    arrivals.write_text(
        "arrival_id,bfs_number,arrived_on,from_country,nationality,permit,family_name,given_name,birth_date,sex,"
        "language,household_id\nz-1,2601,2025-03-01,ER,ER,F,Demo-Abebe,Selam,1994-03-12,female,ti,h-1\n",
        encoding="utf-8",
    )
    interviews = tmp_path / "interviews.csv"
    interviews.write_text(
        "interview_id,bfs_number,kind,held_on,arrival_id,participants,language,interpreter_order,interpreter_provider,"
        "outsourced,evidence\ng-1,2601,first_information,2025-04-01,z-1,1,ti,LD-1,HEKS Linguadukt,no,yes\n",
        encoding="utf-8",
    )
    refused = ankunft("import", "interviews", interviews)
    assert refused.exit_code == 1
    assert "Zeile 2, Spalte «arrival_id»" in refused.stderr
    assert ankunft("import", "arrivals", arrivals).exit_code == 0
    assert "1 neu" in ankunft("import", "interviews", interviews).stdout
    assert "1 unverändert" in ankunft("import", "interviews", interviews).stdout
    with wall.open_for(Actor.operator()):
        assert Interview.objects.get().case_verdict == "counts"
