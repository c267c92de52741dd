"""Status reports: what holds for a payment is what is said nearest to it, and nothing is read that is not whole."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.foundation.documents.iso20022 import pain002
from ankunft.foundation.documents.iso20022.pain002 import About, Status
from ankunft.foundation.kernel.errors import Refused
from tests.support.reports import Said, report

FILE = "ANKUNFT-2025-03"


def test_a_whole_file_is_accepted() -> None:
    read = pain002.read(report(FILE, group="ACCP", count=2, total="1000.00"))
    assert (read.message_id, read.original, read.made_on) == ("R-1", FILE, date(2025, 3, 25))
    assert (read.said, read.about, read.count, read.total) == (Status("ACCP"), (), 2, 1000_00)


def test_single_payments_say_their_own() -> None:
    read = pain002.read(
        report(FILE, Said("a", code="AC04", text="Konto zu", amount=600_00), Said("b", "ACWC", "DT06"), block="PART")
    )
    assert read.batches == {FILE}
    assert read.said == Status("PART")
    assert read.about == (
        About("a", Status("RJCT", "AC04", "Konto zu"), 600_00),
        About("b", Status("ACWC", "DT06")),
    )


@pytest.mark.parametrize(
    ("own", "group", "block", "holds"),
    [
        (Said("a", ""), "RJCT", "", Status("RJCT", "FF01", "Aufbau")),
        (Said("a", ""), "", "RJCT", Status("RJCT", "FF01", "Aufbau")),
        (Said("a", ""), "PART", "RJCT", Status("RJCT", "FF01", "Aufbau")),
        (Said("a", "", "AC01"), "", "RJCT", Status("RJCT", "AC01", "Aufbau")),
        (Said("a", "RJCT"), "", "RJCT", Status("RJCT", "FF01", "Aufbau")),
        (Said("a", "RJCT", "AC01"), "", "RJCT", Status("RJCT", "AC01")),
        (Said("a", "ACCP"), "", "RJCT", Status("ACCP")),
        (Said("a", "RJCT"), "", "ACCP", Status("RJCT")),
    ],
)
def test_the_nearest_word_holds(own: Said, group: str, block: str, holds: Status) -> None:
    read = pain002.read(report(FILE, own, group=group, block=block, code="FF01", text="Aufbau"))
    assert [one.said for one in read.about] == [holds]


WHOLE = report(FILE, Said("a", amount=600_00), group="RJCT", count=1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (WHOLE[:300], r"Ab Zeile \d+"),
        (b"<!DOCTYPE a><a/>", "nicht als XML"),
        (WHOLE.replace(b"002.001.10", b"002.001.03"), "keine Rückmeldung zu Zahlungen"),
        (WHOLE.replace(b"OrgnlMsgId", b"Other"), "Eine Angabe fehlt"),
        (WHOLE.replace(b"2025-03-25T", b"bald"), "Eine Angabe fehlt"),
        (WHOLE.replace(b"GrpHdr", b"Hdr"), "«GrpHdr» steht nicht genau einmal"),
        (WHOLE.replace(b"OrgnlPmtInfAndSts>", b"OrgnlPmtInfAndSts/><OrgnlPmtInfAndSts>", 1), "mehrere Blöcke"),
        (WHOLE.replace(b">1<", b">ein<"), "«ein» ist keine Anzahl"),
        (WHOLE.replace(b"600.00", b"6e2"), "«6e2» ist kein Betrag"),
        (WHOLE.replace(b'"CHF"', b'"EUR"'), "nur Beträge in CHF"),
        (WHOLE.replace(b">a<", b">" + b"a" * 36 + b"<"), "länger als 35 Zeichen"),
    ],
    ids=["half", "dtd", "version", "original", "day", "header", "blocks", "count", "amount", "currency", "long"],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        pain002.read(content)
