"""Files, archives and folders: what can be read, what is named as a fault, and what is refused as a whole."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from ankunft.foundation.documents.ech import zips
from ankunft.foundation.documents.ech.pool import reading
from ankunft.foundation.documents.ech.sources import contents, opened
from ankunft.foundation.documents.ech.values import Message, Problem
from ankunft.foundation.kernel.errors import Refused
from tests.support import ech

TODAY = date(2026, 1, 20)
A, B = ech.message("moveIn", 1), ech.message("moveIn", 2)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_single_file_has_the_name_that_people_know(tmp_path: Path) -> None:
    source = opened(put(tmp_path, "x7f3", A), name="Januar.xml")
    assert (source.count, list(contents(source))) == (1, [("Januar.xml", A)])


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_in_its_order(tmp_path: Path, packed: bool) -> None:
    path = put(tmp_path, "a.zip", ech.archive([("b/2.xml", B), ("1.xml", A), ("leer.xml", b"")], packed=packed))
    source = opened(path)
    assert source.count == 3
    assert list(contents(source)) == [("b/2.xml", B), ("1.xml", A), ("leer.xml", b"")]
    assert list(contents(source)) == list(contents(source))


def test_an_archive_written_as_a_stream(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        """Cannot go back, so that sizes stand behind the files."""

        def __init__(self) -> None:
            self.content = b""

        def writable(self) -> bool:
            return True

        def write(self, part: object) -> int:
            self.content += bytes(part)  # type: ignore[call-overload]
            return len(bytes(part))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:  # type: ignore[call-overload]
        target.writestr("ä/1.xml", A)
    assert list(contents(opened(put(tmp_path, "a.zip", pipe.content)))) == [("ä/1.xml", A)]


def test_a_large_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        for number in range(66_000):
            target.writestr(zipfile.ZipInfo(f"{number}.xml"), b"<x/>")
        with target.open(zipfile.ZipInfo("last.xml"), "w", force_zip64=True) as member:
            member.write(A)
    assert zips.count_of(path) == 66_001
    *_rest, last = zips.members(path)
    with path.open("rb") as stream:
        assert zips.content_of(stream, last) == A


def test_what_a_mac_adds_is_nothing_and_foreign_files_are_named(tmp_path: Path) -> None:
    files = [("__MACOSX/._1.xml", b"x"), (".DS_Store", b"x"), ("1.xml", A), ("brief.pdf", b"%PDF-"), ("b.zip", b"PK")]
    source = opened(put(tmp_path, "a.zip", ech.archive(files)))
    assert [(entry.place, bool(entry.fault)) for entry in source] == [
        ("1.xml", False),
        ("brief.pdf", True),
        ("b.zip", True),
    ]


def test_a_folder_with_files_and_archives(tmp_path: Path) -> None:
    put(tmp_path, "b.zip", ech.archive([("2.xml", B)]))
    put(tmp_path, "a.xml", A)
    put(tmp_path, "c.txt", b"Guten Tag")
    put(tmp_path, ".hidden", b"x")
    (tmp_path / "d").mkdir()
    (tmp_path / "e.xml").symlink_to(tmp_path / "a.xml")
    source = opened(tmp_path)
    assert [(entry.place, bool(entry.fault)) for entry in source] == [
        ("a.xml", False),
        ("b.zip/2.xml", False),
        ("c.txt", True),
        ("d", True),
        ("e.xml", True),
    ]
    assert dict(contents(source)) == {"a.xml": A, "b.zip/2.xml": B}
    assert source.count == 5


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="gibt es nicht"):
        opened(tmp_path / "nichts.xml")


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    whole = ech.archive([("1.xml", A), ("2.xml", B)])
    for length in (10, len(whole) // 2, len(whole) - 1):
        with pytest.raises(Refused, match="beschädigt"):
            opened(put(tmp_path, "a.zip", whole[:length]))


@pytest.mark.usefixtures("ech_schemas")
def test_a_damaged_file_in_an_archive_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    whole = bytearray(ech.archive([("1.xml", A), ("2.xml", B)], packed=False))
    whole[whole.index(b"Demo-")] ^= 1
    found = dict(reading(opened(put(tmp_path, "a.zip", bytes(whole))), today=TODAY))
    (problem,) = found["1.xml"]
    assert isinstance(problem, Problem)
    assert "beschädigt" in problem.sentence
    assert isinstance(found["2.xml"][0], Message)


@pytest.mark.usefixtures("ech_schemas")
def test_a_file_that_unpacks_to_more_than_it_says(tmp_path: Path) -> None:
    whole = bytearray(ech.archive([("1.xml", b" " * 5_000_000)]))
    at = whole.index(b"PK\x01\x02") + 24
    struct.pack_into("<L", whole, at, 1000)
    ((_place, (problem,)),) = reading(opened(put(tmp_path, "a.zip", bytes(whole))), today=TODAY)
    assert isinstance(problem, Problem)
    assert "beschädigt" in problem.sentence


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = ech.archive([(f"{number}.xml", b" " * 10_000_000) for number in range(10)])
    with pytest.raises(Refused, match="entpackt zu gross"):
        opened(put(tmp_path, "a.zip", bomb))


def test_large_and_encrypted_files_are_named(tmp_path: Path) -> None:
    whole = bytearray(ech.archive([("1.xml", A)]))
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    (entry,) = opened(put(tmp_path, "a.zip", bytes(whole)))
    assert "Passwort" in entry.fault
    with override_settings(IMPORT_MAX_BYTES=100):
        (entry,) = opened(put(tmp_path, "b.zip", ech.archive([("1.xml", A)])))
    assert "grösser" in entry.fault
