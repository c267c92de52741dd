"""`ankunft import arrivals`: what is good is stored, what is refused is named, and the command says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ankunft.domain.arrivals.models import Arrival, Person
from tests.domain.reporting.making import municipality
from tests.support import ech

pytestmark = pytest.mark.django_db

Ankunft = Callable[..., Result]
TABLE = (
    "arrival_id,bfs_number,arrived_on,from_country,nationality,permit,family_name,given_name,birth_date,sex,language,"
    "household_id\n"
    "Z-1,2601,2026-01-05,ER,ER,B,Demo-Tesfay,Salem,1990-05-17,female,ti,H1\n"
)


@pytest.fixture(autouse=True)
def _solothurn() -> None:
    municipality(2601, "Solothurn")


@pytest.mark.usefixtures("ech_schemas")
def test_a_folder_of_messages(ankunft: Ankunft, tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_bytes(ech.message("moveIn", 1))
    (tmp_path / "2.xml").write_bytes(ech.message("moveIn", 2))
    assert "2 gelesen: 2 übernommen" in ankunft("import", "arrivals", tmp_path, "--dry-run").stdout
    assert not Person.objects.exists()

    assert ankunft("import", "arrivals", tmp_path).exit_code == 0
    assert "2 schon bekannt" in ankunft("import", "arrivals", tmp_path).stdout
    assert Arrival.objects.count() == 2


def test_what_is_refused_is_named_and_the_rest_is_stored(ankunft: Ankunft, tmp_path: Path) -> None:
    table = tmp_path / "zuzug.csv"
    table.write_text(TABLE + "Z-2,2601,2026-01-05,QQ,ER,B,Demo-Haile,Amanuel,1990-05-17,male,ti,H1\n")
    result = ankunft("import", "arrivals", table)

    assert result.exit_code == 1
    assert "2 gelesen: 1 übernommen" in result.stdout
    assert "zuzug.csv, Zeile 3, «from_country»: «QQ» ist kein Land." in result.stderr
    assert Arrival.objects.get().source_key == "Z-1"


def test_a_folder_is_for_messages_only(ankunft: Ankunft, tmp_path: Path) -> None:
    result = ankunft("import", "reports", tmp_path)
    assert result.exit_code == 2
    assert "ist keine Datei" in result.stderr
