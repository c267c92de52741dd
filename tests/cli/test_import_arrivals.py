"""`ankunft import arrivals`: what is good is stored, what is refused is named, and the command says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from ankunft.domain.arrivals.models import Arrival, Household, Permit, Person, RegisterMessage, Relation
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
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


@pytest.fixture(autouse=True)
def _open(db: None) -> Iterator[None]:
    """The test looks behind the wall."""
    with wall.open_for(Actor.operator()):
        yield


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


BROKEN = (
    "truncated", "wrong element", "unknown country", "unknown permit", "birth in the future", "arrival before birth",
    "wrong municipality", "dtd", "no municipality number", "wrong version",
)  # fmt: skip


def stored() -> list[object]:
    """Every row that tells of persons, and how much the trail tells."""
    models = (Person, Permit, Household, Relation, Arrival, RegisterMessage)
    return [*(list(model.objects.order_by("pk").values()) for model in models), Event.objects.count()]


@pytest.mark.usefixtures("ech_schemas")
def test_ten_broken_ones_among_many(ankunft: Ankunft, tmp_path: Path) -> None:
    """As fifty thousand with ten broken ones are taken in, which takes too long here."""
    files = [(f"m{number:03}.xml", ech.message("moveIn", number, message_id=f"m-{number}")) for number in range(1, 121)]
    for at, fault in enumerate(BROKEN, start=1):
        files[at * 11] = (f"m{at * 11 + 1:03}.xml", ech.broken(fault, at * 11 + 1, message_id=f"m-{at * 11 + 1}"))
    archive = tmp_path / "alle.zip"
    archive.write_bytes(ech.archive(files))
    first = ankunft("import", "arrivals", archive)

    assert first.exit_code == 1
    assert "120 gelesen: 110 übernommen" in first.stdout
    assert "10 zurückgewiesen" in first.stdout
    named = [line.partition(",")[0] for line in first.stderr.splitlines() if ".xml" in line]
    assert named == [f"m{at * 11 + 1:03}.xml" for at in range(1, 11)]
    assert Person.objects.count() == Arrival.objects.count() == 110

    before = stored()
    again = ankunft("import", "arrivals", archive)
    assert again.exit_code == 1
    assert "110 schon bekannt, 10 zurückgewiesen" in again.stdout
    assert stored() == before
