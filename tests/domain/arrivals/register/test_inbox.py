"""The folder in which a sedex client leaves deliveries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ankunft.domain.arrivals.models import Arrival, RegisterDelivery
from ankunft.domain.arrivals.register import inbox
from ankunft.foundation.kernel import clock
from tests.support import ech

ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<eCH-0090:envelope version="1.0" xmlns:eCH-0090="http://www.ech.ch/xmlns/eCH-0090/1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <eCH-0090:messageId>m-1</eCH-0090:messageId>
  <eCH-0090:messageType>99</eCH-0090:messageType>
  <eCH-0090:messageClass>0</eCH-0090:messageClass>
  <eCH-0090:senderId>1-2601-1</eCH-0090:senderId>
  <eCH-0090:recipientId>1-2601-2</eCH-0090:recipientId>
  <eCH-0090:eventDate>2026-11-20T08:00:00</eCH-0090:eventDate>
  <eCH-0090:messageDate>2026-11-20T08:00:00</eCH-0090:messageDate>
</eCH-0090:envelope>
"""

pytestmark = pytest.mark.usefixtures("town", "ech_schemas")


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    settings.REGISTER_INBOX = tmp_path / "inbox"  # type: ignore[attr-defined]
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.is_file())


def older(file: Path, seconds: float) -> None:
    then = clock.machine_now().timestamp() - seconds
    os.utime(file, (then, then))


def test_a_pair_is_taken_in_and_put_away(folder: Path) -> None:
    (folder / "data_1.xml").write_bytes(ech.message("moveIn", 1))
    (folder / "envl_1.xml").write_text(ENVELOPE)
    assert inbox.inbox_take_in() == 1

    assert Arrival.objects.count() == 1
    assert RegisterDelivery.objects.get().channel == "inbox"
    assert names(folder) == []
    assert names(folder / "done") == ["data_1.xml", "envl_1.xml"]
    assert names(folder / "refused") == []


def test_what_is_half_there_is_left_alone(folder: Path) -> None:
    (folder / "data_1.xml").write_bytes(ech.message("moveIn", 1))
    (folder / "data_2.xml").write_bytes(ech.message("moveIn", 2))
    (folder / "envl_2.xml").write_text(ENVELOPE[:200])
    (folder / "von-hand.xml").write_bytes(ech.message("moveIn", 3)[:500])
    inbox.inbox_take_in()

    assert not RegisterDelivery.objects.exists()
    assert names(folder) == ["data_1.xml", "data_2.xml", "envl_2.xml", "von-hand.xml"]


def test_what_stays_half_or_is_no_delivery_is_refused_with_the_reason(folder: Path) -> None:
    (folder / "data_1.xml").write_bytes(ech.message("moveIn", 1))
    (folder / "envl_1.xml").write_text(ENVELOPE[:200])
    older(folder / "envl_1.xml", 300)
    (folder / "data_2.xml").write_bytes(ech.message("moveIn", 2))
    (folder / "envl_2.xml").write_text(ENVELOPE.replace("messageClass>0", "messageClass>2"))
    (folder / "data_3.xml").write_bytes(ech.broken("truncated", 3))
    (folder / "envl_3.xml").write_text(ENVELOPE)
    inbox.inbox_take_in()

    assert not Arrival.objects.exists()
    refused = folder / "refused"
    assert names(refused) == sorted(
        f"{kind}_{number}.xml{end}"
        for number in (1, 2, 3)
        for kind, end in (("data", ""), ("data", ".txt"), ("envl", ""))
    )
    assert "nicht vollständig" in (refused / "data_1.xml.txt").read_text()
    assert "Quittung" in (refused / "data_2.xml.txt").read_text()
    assert (refused / "data_3.xml.txt").read_text().startswith("data_3.xml, Zeile ")


def test_of_an_archive_only_the_bad_ones_are_named(folder: Path) -> None:
    content = ech.archive([("1.xml", ech.message("moveIn", 1)), ("2.xml", ech.broken("unknown permit", 2))])
    (folder / "data_1.zip").write_bytes(content)
    (folder / "envl_1.xml").write_text(ENVELOPE)
    inbox.inbox_take_in()

    assert Arrival.objects.count() == 1
    assert names(folder / "done") == ["data_1.zip", "envl_1.xml"]
    assert (folder / "refused" / "data_1.zip.txt").read_text().startswith("2.xml, Zeile ")


def test_what_somebody_put_there_is_taken_once_it_is_whole_and_goes_after_a_month(folder: Path) -> None:
    (folder / "von-hand.xml").write_bytes(ech.message("moveIn", 1))
    older(folder / "von-hand.xml", 61)
    inbox.inbox_take_in()
    assert names(folder / "done") == ["von-hand.xml"]

    older(folder / "done" / "von-hand.xml", 31 * 86_400)
    inbox.inbox_take_in()
    assert names(folder / "done") == []
