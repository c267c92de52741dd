"""The text of a QR-bill: against strings written by hand, the published samples, and everything a bank refuses."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.documents.iso20022.parties import Address, Party
from ankunft.foundation.documents.qrbill import LARGEST_AMOUNT, Bill, Holder, payload
from ankunft.foundation.kernel.errors import Refused
from tests.support.schemas import BESIDE

from .making import BILL, CREDITOR, DEBTOR, LONGEST

SAMPLES = BESIDE.parent / "samples" / "qrbill"
QR_IBAN = replace(CREDITOR, iban="CH4431999123000889012")
QR_REFERENCE = "210000000003139471430009017"


def test_a_bill_with_everything():
    expected = """
        SPC
        0200
        1
        CH9300762011623852957
        S
        Robert Schneider AG
        Rue du Lac
        1268
        2501
        Biel
        CH







        1949.75
        CHF
        S
        Pia-Maria Rutschmann-Schnyder
        Grosse Marktgasse
        28
        9400
        Rorschach
        CH
        SCOR
        RF18539007547034
        Rückforderung 2025-H2
        EPD"""
    assert payload(BILL) == "\r\n".join(line.strip() for line in expected.splitlines()[1:])


def test_nothing_but_the_creditor():
    """Amount, debtor, reference and message are left to the payer: their lines are there, and empty."""
    assert payload(Bill(CREDITOR)).split("\r\n") == [
        *("SPC", "0200", "1", "CH9300762011623852957"),
        *("S", "Robert Schneider AG", "Rue du Lac", "1268", "2501", "Biel", "CH"),
        *[""] * 7,
        *("", "CHF"),
        *[""] * 7,
        *("NON", "", "", "EPD"),
    ]


def test_a_qr_iban_has_a_qr_reference():
    fields = payload(Bill(QR_IBAN, reference=QR_REFERENCE)).split("\r\n")
    assert fields[3] == "CH4431999123000889012"
    assert fields[27:29] == ["QRR", QR_REFERENCE]


@pytest.mark.parametrize(
    ("amount", "written"), [(1, "0.01"), (100, "1.00"), (123450, "1234.50"), (LARGEST_AMOUNT, "999999999.99")]
)
def test_amounts_have_two_decimals_and_nothing_else(amount: int, written: str):
    assert payload(replace(BILL, amount=amount)).split("\r\n")[18] == written


def test_an_address_needs_neither_street_nor_number():
    fields = payload(replace(BILL, debtor=Holder("Gemeinde Ä", Address("", "", "4633", "Läufelfingen")))).split("\r\n")
    assert fields[20:27] == ["S", "Gemeinde Ä", "", "", "4633", "Läufelfingen", "CH"]


def with_address(**parts: str) -> Bill:
    return replace(BILL, debtor=replace(DEBTOR, address=replace(DEBTOR.address, **parts)))


REFUSED = {
    "QR-Rechnung über CHF 0.00": replace(BILL, amount=0),
    "nicht auf CHF −0.01": replace(BILL, amount=-1),
    "nicht auf CHF 1'000'000'000.00": replace(BILL, amount=LARGEST_AMOUNT + 1),
    "Prüfziffer stimmt nicht": replace(BILL, creditor=replace(CREDITOR, iban="CH9300762011623852958")),
    "ist keine IBAN": replace(BILL, creditor=replace(CREDITOR, iban="CH93 0076 2011 6238 5295 7")),
    "in der Schweiz oder in Liechtenstein": replace(BILL, creditor=replace(CREDITOR, iban="DE89370400440532013000")),
    "QR-Referenz aus 27 Ziffern": replace(BILL, creditor=QR_IBAN),
    "ist eine QR-IBAN": replace(BILL, creditor=QR_IBAN, reference=""),
    "mit richtiger Prüfziffer": replace(BILL, creditor=QR_IBAN, reference=QR_REFERENCE[:-1] + "8"),
    "«210000000003139471430009017» passt nicht zum Konto": replace(BILL, reference=QR_REFERENCE),
    "«RF19539007547034» passt nicht": replace(BILL, reference="RF19539007547034"),
    "«RF18 5390 0754 7034» passt nicht": replace(BILL, reference="RF18 5390 0754 7034"),
    "Die Mitteilung": replace(BILL, message="x" * 141),
    "Das Zeichen «Ж»": replace(BILL, message="Жук"),
    "Das Zeichen «\n»": replace(BILL, message="zwei\nZeilen"),
    "Der Name": replace(BILL, debtor=replace(DEBTOR, name="x" * 71)),
    "Der Name «»": replace(BILL, debtor=replace(DEBTOR, name="")),
    "Die Strasse": with_address(street="x" * 71),
    "Die Hausnummer": with_address(house_number="x" * 17),
    "Die Postleitzahl «»": with_address(postcode=""),
    "Der Ort « »": with_address(town=" "),
    "ISO 3166": with_address(country="QQ"),
    "sind zusammen zu lang": replace(
        LONGEST,
        creditor=replace(CREDITOR, name="Ö" * 70, address=Address("Ü" * 70, "Ä" * 16, "4" * 16, "Ñ" * 35)),
        debtor=Holder("Ö" * 70, Address("Ü" * 70, "Ä" * 16, "4" * 16, "Ñ" * 35)),
        message="Ž" * 140,
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_no_bank_would_take_is_refused_with_a_sentence(reason: str):
    with pytest.raises(Refused) as refusal:
        payload(REFUSED[reason])
    assert reason in refusal.value.reason


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=150))
def test_a_message_is_carried_as_it_is_or_refused(message: str):
    """No message makes another line, or is changed on its way."""
    try:
        fields = payload(replace(BILL, message=message)).split("\r\n")
    except Refused:
        return
    assert fields[29] == message
    assert len(fields) == 31


def bill_of(text: str) -> Bill:
    """The bill that a published sample describes."""
    fields = text.split("\n")

    def address(first: int) -> tuple[str, Address]:
        name, street, number, postcode, town, country = fields[first : first + 6]
        return name, Address(street, number, postcode, town, country)

    name, place = address(5)
    rappen = int(fields[18].replace(".", "")) if fields[18] else None
    debtor = Holder(*address(21)) if fields[20] else None
    return Bill(Party(name, place, fields[3]), debtor, rappen, fields[28], fields[29])


def sample_files() -> list[Path]:
    """Those with structured addresses: combined ones («K») are history since November 2025."""
    return [path for path in sorted(SAMPLES.glob("*.txt")) if "\nK\n" not in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("sample", sample_files(), ids=lambda path: path.stem)
def test_published_samples(sample: Path):
    """What other programs write for the same bill. A zero amount, euros and further schemes are not ours to write."""
    text = sample.read_text(encoding="utf-8").removesuffix("\n")
    bill = bill_of(text)
    if bill.amount == 0:
        with pytest.raises(Refused, match=r"CHF 0\.00"):
            payload(bill)
        return
    ours, theirs = payload(bill).split("\r\n"), text.split("\n")[:31]
    theirs[19] = "CHF"
    assert ours == theirs
