"""Tables that people send: what is read, and every way in which a file can be refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankunft.foundation.documents import tabular
from ankunft.foundation.documents.tabular import Column, TableRefused, read_table, scan_table
from ankunft.foundation.kernel.periods import HalfYear, Year

COLUMNS = (
    Column("bfs_number", tabular.integer),
    Column("period", tabular.half_year),
    Column("note", tabular.optional(tabular.text)),
)
GOOD = "bfs_number,period,note\n2601,2024-H1,Hägendorf\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def problems(path: Path, columns: tuple[Column, ...] = COLUMNS) -> list[str]:
    with pytest.raises(TableRefused) as refusal:
        read_table(path, columns)
    return [str(problem) for problem in refusal.value.problems]


def sheet(path: Path, rows: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"})
    worksheet = book.add_worksheet()
    for index, row in enumerate(rows):
        worksheet.write_row(index, 0, row)
    book.close()
    return path


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD + "\n\n,,\n",
        GOOD.replace("Hägendorf", "\u00a0Hägendorf"),
        'bfs_number;period;note\n"2601";"2024-H1";" Hägendorf "\n',
        "note,bfs_number,period\nHägendorf,2601,2024-H1",
    ],
    ids=["comma", "semicolon", "windows", "bom", "empty-rows", "hard-blank", "quoted", "other-order"],
)
def test_csv_is_read(write: Write, content: str) -> None:
    (row,) = read_table(write(content), COLUMNS)
    assert row.line == 2
    assert row.values == {"bfs_number": 2601, "period": HalfYear(2024, 1), "note": "Hägendorf"}


def test_row_numbers_count_empty_rows(write: Write) -> None:
    rows = read_table(write(GOOD + "\n\n2602,2024-H1,\n"), COLUMNS)
    assert [row.line for row in rows] == [2, 5]
    assert rows[1].values["note"] is None


def test_xlsx_is_read_like_csv(tmp_path: Path) -> None:
    columns = (
        Column("bfs_number", tabular.integer),
        Column("on", tabular.day),
        Column("year", tabular.year),
        Column("named", tabular.yes_no),
        Column("postcode", tabular.text),
    )
    path = sheet(
        tmp_path / "table.xlsx",
        [
            ["bfs_number", "on", "year", "named", "postcode"],
            [2601, datetime(2024, 7, 31), 2024, True, 4500],
            [],
            ["2581", "31.07.2024", "2024", "no", "4600"],
        ],
    )
    first, second = read_table(path, columns)
    assert first.values == {
        "bfs_number": 2601,
        "on": date(2024, 7, 31),
        "year": Year(2024),
        "named": True,
        "postcode": "4500",
    }
    assert (second.line, second.values["bfs_number"], second.values["named"]) == (4, 2581, False)


def test_fraction_in_xlsx_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path / "table.xlsx", [["bfs_number", "period", "note"], [1.5, "2024-H1", ""]])
    assert problems(path)[0].startswith("Zeile 2, Spalte «bfs_number»: «1.5» ist keine ganze Zahl")


@pytest.mark.parametrize(
    ("convert", "cell", "expected"),
    [
        (tabular.day, "2024-02-29", date(2024, 2, 29)),
        (tabular.day, "29.02.2024", date(2024, 2, 29)),
        (tabular.day, "1.2.2024", date(2024, 2, 1)),
        (tabular.yes_no, "Ja", True),
        (tabular.yes_no, "no", False),
        (tabular.integer, "0", 0),
        (tabular.integer, "2147483647", 2147483647),
        (tabular.year, "2025", Year(2025)),
        (tabular.optional(tabular.integer), "", None),
        (tabular.one_of("lead", "each"), "each", "each"),
        (tabular.text_up_to(3), "abc", "abc"),
    ],
)
def test_cells_that_can_be_read(convert: tabular.Converter[object], cell: str, expected: object) -> None:
    assert convert(cell) == expected


@pytest.mark.parametrize(
    ("convert", "cell", "sentence"),
    [
        (tabular.integer, "1.5", "keine ganze Zahl"),
        (tabular.integer, "-1", "keine ganze Zahl"),
        (tabular.integer, "1'000", "keine ganze Zahl"),
        (tabular.integer, "²", "keine ganze Zahl"),
        (tabular.integer, "١", "keine ganze Zahl"),
        (tabular.integer, "", "Der Wert fehlt"),
        (tabular.integer, "2147483648", "zu gross"),
        (tabular.integer, "9" * 5000, "zu gross"),
        (tabular.day, "2023-02-29", "gibt es nicht"),
        (tabular.day, "31.12.25", "kein Datum"),
        (tabular.day, "12/31/2025", "kein Datum"),
        (tabular.day, "0001-01-01", "liegt nicht zwischen"),
        (tabular.half_year, "2024-H3", "kein Halbjahr"),
        (tabular.half_year, "2024", "kein Halbjahr"),
        (tabular.half_year, "0001-H1", "liegt nicht zwischen"),
        (tabular.year, "24", "kein Jahr"),
        (tabular.year, "0001", "liegt nicht zwischen"),
        (tabular.yes_no, "maybe", "weder"),
        (tabular.one_of("lead", "each"), "both", "lead, each"),
        (tabular.text, "a\x00b", "Steuerzeichen"),
        (tabular.text, "a" * 1001, "länger als 1000"),
        (tabular.text_up_to(3), "abcd", "länger als 3"),
    ],
)
def test_cells_that_cannot(convert: tabular.Converter[object], cell: str, sentence: str) -> None:
    with pytest.raises(tabular.Unreadable, match=sentence):
        convert(cell)


def test_all_problems_are_reported_at_once(write: Write) -> None:
    found = problems(write("bfs_number,period,note\n-1,2024-H3,\n2601,2024-H1,\nx,2024-H1,a,b\n"))
    assert [problem.split(":")[0] for problem in found] == [
        "Zeile 2, Spalte «bfs_number»",
        "Zeile 2, Spalte «period»",
        "Zeile 4",
        "Zeile 4, Spalte «bfs_number»",
    ]


def test_only_fifty_are_printed(write: Write) -> None:
    with pytest.raises(TableRefused) as refusal:
        read_table(write("bfs_number,period,note\n" + "x,2024-H1,\n" * 60), COLUMNS)
    assert len(refusal.value.problems) == 60
    lines = refusal.value.reason.splitlines()
    assert lines[0] == "Die Datei «table.csv» wurde nicht übernommen. Anzahl Fehler: 60."
    assert len(lines) == 52
    assert lines[-1] == "… und 10 weitere Fehler."


def test_a_room_adds_its_problems_to_those_of_the_cells(write: Write) -> None:
    table = scan_table(write("bfs_number,period,note\n1,2024-H1,\n2,x,\n"), COLUMNS)
    assert [row.line for row in table.complete_rows()] == [2]
    assert "period" not in table.rows[1].values
    table.problem(table.rows[0], "bfs_number", "Diese BFS-Nummer gibt es nicht.")
    with pytest.raises(TableRefused) as refusal:
        table.finish()
    assert [problem.line for problem in refusal.value.problems] == [2, 3]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("bfs_number,period", "Zeile 1, Spalte «note»: Diese Spalte fehlt."),
        ("bfs_number,period,note,amount", "Zeile 1, Spalte «amount»: Diese Spalte ist unbekannt."),
        ("bfs_number,period,note,note", "Zeile 1, Spalte «note»: Diese Spalte steht mehrmals"),
        (",,", "Zeile 1: Die erste Zeile muss die Spaltennamen enthalten"),
        (",".join(f"c{number}" for number in range(101)), "Zeile 1: Die Datei hat mehr als 100 Spalten."),
    ],
)
def test_header_is_checked(write: Write, header: str, sentence: str) -> None:
    assert problems(write(header + "\n2601,2024-H1,\n"))[0].startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b" \r\n ", "Die Datei ist leer."),
        (b"bfs_number,period,note\n", "Die Datei enthält ausser der Kopfzeile keine Zeilen."),
        (
            "bfs_number,period,note\n2601,2024-H1,Hägendorf\n".encode("latin-1"),
            "Zeile 2: Die Datei ist nicht in UTF-8 gespeichert.",
        ),
        (GOOD.encode("utf-16"), "Zeile 1: Die Datei ist nicht in UTF-8 gespeichert."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Das alte Excel-Format"),
        (b"PK\x03\x04 and so on", "Die Datei ist keine lesbare Excel-Arbeitsmappe"),
        (b'bfs_number,period,note\n1,"2024', "Zeile 2: Ab hier lässt sich die Datei nicht als CSV lesen."),
        (b"bfs_number,period,note\n1," + b"x" * 200_000, "Zeile 2: Ab hier lässt sich die Datei nicht als CSV lesen."),
    ],
)
def test_files_that_are_refused_as_a_whole(write: Write, content: bytes, sentence: str) -> None:
    (problem,) = problems(write(content, "table.xlsx" if content.startswith(b"PK") else "table.csv"))
    assert problem.startswith(sentence)


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)

    def opened(*args: object, **options: object) -> None:
        raise AssertionError("the file was opened")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opened)
        (problem,) = problems(path)
    assert problem == "Die Datei ist grösser als 20 MB und wurde nicht gelesen. Bitte in kleinere Dateien teilen."


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path / "missing.csv") == ["Die Datei gibt es nicht."]
    assert problems(tmp_path) == ["Das ist keine Datei."]
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert problems(pipe) == ["Das ist keine Datei."]


def test_a_stray_cell_at_the_end_of_the_sheet_does_not_take_the_process_down(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write(1_048_575, 16_383, 1)
    book.close()
    (problem,) = problems(path)
    assert problem.startswith("Das Blatt reicht bis Zeile 1048576 und Spalte 16384.")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
        st.text(max_size=300).map(lambda tail: ("bfs_number,period,note\n" + tail).encode()),
    )
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    with suppress(TableRefused):
        read_table(path, COLUMNS)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, damage: list[tuple[float, int]]) -> None:
    good = tmp_path / "good.xlsx"
    if not good.exists():
        sheet(good, [["bfs_number", "period", "note"], [2601, "2024-H1", "x"]])
    content = bytearray(good.read_bytes())
    for place, byte in damage:
        content[int(place * len(content))] = byte
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content)
    with suppress(TableRefused):
        read_table(path, COLUMNS)
