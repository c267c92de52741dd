"""Payment orders: valid by the official Swiss schema, the same bytes for the same order, nothing a bank sends back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ankunft.foundation.documents.iso20022 import pain001, schemas
from ankunft.foundation.documents.iso20022.pain001 import Order, Transfer, document
from ankunft.foundation.documents.iso20022.parties import Address, Party, institute
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

PAYER = Party("Demo-Kanton", Address("Demostrasse", "1", "4509", "Solothurn"), "CH5481230000001998736")
PAYEE = Party(
    "Einwohnergemeinde Demo-Grenchen", Address("Bahnhofstrasse", "23", "2540", "Grenchen"), "CH5021977000004331346"
)
TRANSFER = Transfer("2026-03-2546", 240_000, PAYEE, "start.integration 2025-H2, Lauf 2026-03")
MOMENT = datetime(2026, 3, 20, 9, 30, 15, 123, tzinfo=ZoneInfo("Europe/Zurich"))
ORDER = Order("ANKUNFT-2026-03", MOMENT, date(2026, 3, 31), PAYER, [TRANSFER])
SPACE = {"p": pain001.NAMESPACE}


@pytest.fixture
def official(iso20022_schemas: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(iso20022_schemas / pain001.SCHEMA)))


def values(content: bytes, path: str) -> list[str]:
    return [str(text) for text in etree.fromstring(content).xpath(f"{path}/text()", namespaces=SPACE)]


class TestSchema:
    def test_it_keeps_to_the_official_one(self, official):
        official.assertValid(etree.fromstring(document(ORDER)))

    def test_without_street_and_number_too(self, official):
        bare = replace(PAYEE, address=replace(PAYEE.address, street="", house_number=""))
        official.assertValid(etree.fromstring(document(replace(ORDER, transfers=[replace(TRANSFER, payee=bare)]))))

    @given(
        name=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F), min_size=1, max_size=70),
        message=st.text(min_size=1, max_size=140),
        amount=st.integers(1, 10**11),
    )
    def test_what_is_not_refused_is_valid(self, name, message, amount):
        schema = _compiled()
        order = replace(ORDER, transfers=[Transfer("A1", amount, replace(PAYEE, name=name), message)])
        try:
            content = document(order)
        except Refused:
            return
        schema.assertValid(etree.fromstring(content))
        assert values(content, "//p:Cdtr/p:Nm") == [name]

    def test_a_broken_one_is_named_with_its_line(self, iso20022_schemas):
        broken = document(ORDER).replace(b"<PmtMtd>TRF</PmtMtd>", b"<PmtMtd>XXX</PmtMtd>")
        with pytest.raises(Refused, match=r"Zeile \d+: .*PmtMtd.*XXX"):
            schemas.require_valid(broken, pain001.SCHEMA)
        schemas.require_valid(document(ORDER), pain001.SCHEMA)


def _compiled() -> etree.XMLSchema:
    from tests.support.schemas import folder_of

    folder = folder_of("iso20022")
    if folder is None:
        pytest.skip("The official schemas are not beside the project.")
    return etree.XMLSchema(etree.parse(str(folder / pain001.SCHEMA)))


class TestContent:
    def test_the_sums_are_the_sums(self):
        others = [replace(TRANSFER, reference=f"R{n}", amount=n * 101) for n in range(1, 50)]
        content = document(replace(ORDER, transfers=others))
        assert values(content, "//p:NbOfTxs") == ["49", "49"]
        total = Money(sum(each.amount for each in others)).plain()
        assert values(content, "//p:CtrlSum") == [total, total]
        assert values(content, "//p:InstdAmt")[0] == "1.01"

    def test_the_account_is_that_of_the_payee(self):
        content = document(ORDER)
        assert values(content, "//p:DbtrAcct//p:IBAN") == [PAYER.iban]
        assert values(content, "//p:CdtrAcct//p:IBAN") == [PAYEE.iban]
        assert values(content, "//p:DbtrAgt//p:MmbId") == ["81230"]
        assert values(content, "//p:Cdtr//p:PstlAdr/*") == ["Bahnhofstrasse", "23", "2540", "Grenchen", "CH"]
        assert values(content, "//p:ReqdExctnDt/p:Dt") == ["2026-03-31"]
        assert values(content, "//p:CreDtTm") == ["2026-03-20T09:30:15"]

    def test_the_same_order_gives_the_same_bytes(self):
        assert document(ORDER) == document(replace(ORDER, transfers=tuple(ORDER.transfers)))

    @pytest.mark.parametrize(("iban", "number"), [("CH9300762011623852957", "762"), ("CH5481230000001998736", "81230")])
    def test_the_institute_is_in_the_account(self, iban, number):
        assert institute(iban) == number


class TestRefused:
    @pytest.mark.parametrize(
        ("order", "reason"),
        [
            (replace(ORDER, transfers=[]), "mindestens eine Zahlung"),
            (replace(ORDER, transfers=[TRANSFER, TRANSFER]), "dieselbe Referenz"),
            (replace(ORDER, transfers=[replace(TRANSFER, amount=0)]), "2026-03-2546 hat keinen Betrag"),
            (replace(ORDER, transfers=[replace(TRANSFER, amount=-5)]), "hat keinen Betrag"),
            (replace(ORDER, transfers=[replace(TRANSFER, reference="a//b")]), "keine Referenz"),
            (replace(ORDER, reference="x" * 36), "keine Referenz"),
            (replace(ORDER, transfers=[replace(TRANSFER, message="你好")]), "Mitteilung «你好»: Das Zeichen «你»"),
            (replace(ORDER, transfers=[replace(TRANSFER, payee=replace(PAYEE, name="x" * 71))]), "1 bis 70 Zeichen"),
            (replace(ORDER, payer=replace(PAYER, address=replace(PAYER.address, town=" "))), "Ort « » muss 1 bis 35"),
        ],
    )
    def test_with_the_reason(self, order, reason):
        with pytest.raises(Refused, match=re.escape(reason)):
            document(order)
