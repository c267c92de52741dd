"""Files as they come: messages in XML, archives, folders, and tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ankunft.domain.arrivals.imports import import_arrivals
from ankunft.domain.arrivals.models import Arrival, Person, RegisterMessage, RegisterRefusal
from ankunft.domain.arrivals.register.taking_in import take_in
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.documents.ech import pool
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.support import ech

OPERATOR = Actor.operator()
HEADER = (
    "arrival_id,bfs_number,arrived_on,from_country,nationality,permit,family_name,given_name,birth_date,sex,language,"
    "household_id"
)
ROW = "Z-1,2601,01.11.2026,ER,ER,B,Demo-Tesfay,Salem,1990-05-17,female,ti,H1"


def counts(delivery: object) -> tuple[int, ...]:
    return tuple(getattr(delivery, name) for name in ("read", "applied", "excluded", "unchanged", "refused"))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Five good move-ins, a Swiss, and every broken kind of message."""
    files = [(f"{number:03}.xml", ech.message("moveIn", number)) for number in range(1, 6)]
    files.append(("swiss.xml", ech.message("moveIn", 6, nationalities=[(8100, "CH", "Schweiz")])))
    files += [
        (f"broken {number:03}.xml", ech.broken(fault, 100 + number)) for number, fault in enumerate(sorted(ech.FAULTS))
    ]
    path = tmp_path / "januar.zip"
    path.write_bytes(ech.archive(files))
    return path


@pytest.mark.usefixtures("town", "ech_schemas")
@pytest.mark.parametrize("few", [400, 0])
def test_an_archive_is_taken_in_but_for_what_is_broken(
    archive: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "FEW", few)
    told: list[tuple[int, int]] = []
    delivery = take_in(archive, channel="upload", actor=OPERATOR, progress=lambda *done: told.append(done))

    broken = len(ech.FAULTS)
    assert counts(delivery) == (6 + broken, 5, 1, 0, broken)
    assert Person.objects.count() == Arrival.objects.count() == 5
    assert RegisterMessage.objects.filter(exclusion="swiss").count() == 1
    refusals = list(RegisterRefusal.objects.all())
    assert len(refusals) == broken
    assert all(one.place.startswith("broken ") and one.reason for one in refusals)
    assert told == [(6 + broken, 6 + broken)]

    again = take_in(archive, channel="upload", actor=OPERATOR)
    assert counts(again) == (6 + broken, 0, 0, 6, broken)
    assert Person.objects.count() == 5


@pytest.mark.usefixtures("town", "ech_schemas")
def test_every_kind_of_message_of_somebody_known_is_taken_in(tmp_path: Path) -> None:
    for number, kind in enumerate(sorted(ech.KINDS)):
        first, then = tmp_path / f"{number}-1.xml", tmp_path / f"{number}-2.xml"
        first.write_bytes(ech.message("moveIn", number, message_id=f"first-{number}"))
        then.write_bytes(ech.message(kind, number, message_id=f"then-{number}", new_local_id=f"new-{number}"))
    delivery = take_in(tmp_path, channel="command", actor=OPERATOR)

    assert not list(RegisterRefusal.objects.values_list("place", "reason"))
    assert delivery.read == 2 * len(ech.KINDS)
    assert delivery.refused == 0


@pytest.mark.usefixtures("town")
def test_a_table_is_taken_in_row_by_row(tmp_path: Path) -> None:
    table = tmp_path / "zuzug.csv"
    rows = [
        ROW,
        "Z-2,2601,2026-11-02,,ER ET,,Demo-Haile,,05.1985,male,,H1",
        "Z-3,2601,2026-11-02,DE,CH,,Demo-Meier,Ida,1985,female,de,",
        "Z-4,2601,2026-11-02,QQ,DE,Z,Demo-Weber,Ida,1985,female,de,",
        "Z-5,9999,2026-11-02,DE,DE,B,Demo-Weber,Ida,1985,female,de,",
        "Z-1,2601,2026-11-02,DE,DE,B,Demo-Weber,Ida,1985,female,de,",
    ]
    table.write_text("\n".join([HEADER, *rows]))
    result = import_arrivals(path=table, actor=OPERATOR)

    assert (result.read, result.applied, result.excluded, result.refused) == (6, 2, 1, 3)
    assert result.warnings == ["nicht start.integration, weil Schweizer Bürgerrecht: 1."]
    assert result.refusals[0].startswith("zuzug.csv, Zeile 5, «from_country»: «QQ» ist kein Land.")
    assert "«permit»: «Z» ist kein Ausweis." in result.refusals[0]
    assert result.refusals[1].startswith("zuzug.csv, Zeile 6: Eine Gemeinde mit der BFS-Nummer 9999")
    assert result.refusals[2] == "zuzug.csv, Zeile 7, «arrival_id»: Dieser Schlüssel steht schon in Zeile 2."
    arrival = Arrival.objects.get(source_key="Z-1")
    assert (arrival.source, arrival.from_country, arrival.arrived_on) == ("table", "ER", date(2026, 11, 1))
    assert arrival.person.permits.get().category == "02"
    assert Arrival.objects.get(source_key="Z-2").household == arrival.household


@pytest.mark.usefixtures("town")
def test_a_table_again_changes_only_what_was_put_right(tmp_path: Path) -> None:
    table = tmp_path / "zuzug.csv"
    table.write_text(f"{HEADER}\n{ROW}\n")
    import_arrivals(path=table, actor=OPERATOR)
    again = import_arrivals(path=table, actor=OPERATOR)
    assert (again.applied, again.unchanged) == (0, 1)

    table.write_text(f"{HEADER}\n{ROW.replace('Tesfay', 'Tesfaye').replace('01.11', '02.11')}\n")
    changed = import_arrivals(path=table, actor=OPERATOR)
    assert (changed.applied, changed.unchanged) == (1, 0)
    assert Person.objects.get().family_name == "Demo-Tesfaye"
    assert Arrival.objects.get().arrived_on == date(2026, 11, 2)
    assert (import_arrivals(path=table, actor=OPERATOR)).unchanged == 1


@pytest.mark.usefixtures("town")
def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    table = tmp_path / "zuzug.csv"
    table.write_text(f"{HEADER}\n{ROW}\n")

    assert import_arrivals(path=table, actor=OPERATOR, dry_run=True).applied == 1
    assert not Person.objects.exists()
    assert not RegisterMessage.objects.exists()


@pytest.mark.usefixtures("town")
def test_without_schemas_nothing_is_read(tmp_path: Path, settings: object) -> None:
    settings.ECH_SCHEMAS = None  # type: ignore[attr-defined]
    file = tmp_path / "eins.xml"
    file.write_bytes(ech.message("moveIn", 1))

    with pytest.raises(Refused, match="ANKUNFT_ECH_SCHEMAS"):
        take_in(file, channel="upload", actor=OPERATOR)


def test_an_officer_takes_in_for_the_own_municipality_only(
    tmp_path: Path, officer: Actor, olten: Municipality, town: Municipality
) -> None:
    table = tmp_path / "zuzug.csv"
    table.write_text("\n".join([HEADER, ROW, ROW.replace("Z-1,2601", "Z-9,2581")]))
    delivery = take_in(table, channel="upload", actor=officer)

    assert counts(delivery) == (2, 1, 0, 0, 1)
    assert "nicht zuständig" in RegisterRefusal.objects.get().reason
