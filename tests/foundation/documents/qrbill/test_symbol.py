"""The symbol as it stands on paper, read back by another decoder; the payment part and its texts."""

import re
from dataclasses import replace

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from ankunft.foundation.documents.qrbill import Bill, payload, symbol
from ankunft.foundation.documents.qrbill.masks import matrix_of
from tests.support import pdf
from tests.support.symbols import read_back

from .making import BILL, CREDITOR, DEBTOR, LONGEST, rendered

UMLAUTS = replace(
    BILL,
    debtor=replace(DEBTOR, name="Einwohnergemeinde Büren-Güttingen «Äusserer Weg»"),
    message="ÄÖÜ äöü é è ê ç ñ Š ž Ł € Ș ț",
)


@pytest.mark.parametrize("bill", [BILL, UMLAUTS, Bill(CREDITOR)], ids=["ordinary", "umlauts", "blank"])
def test_the_printed_symbol_says_the_payload(bill: Bill):
    assert read_back(rendered(bill, format="png", ppi=130)) == [payload(bill)]


def test_so_does_the_fullest():
    assert len(payload(LONGEST).encode()) > 850
    assert read_back(rendered(LONGEST, format="png", ppi=220)) == [payload(LONGEST)]


def test_the_symbol_measures_46_mm_and_its_cross_7():
    drawn = symbol(payload(BILL))
    modules = int(re.search(r'viewBox="0 0 (\d+) \1"', drawn)[1])
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="46mm" height="46mm"')
    squares = re.findall(r'<path d="M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z" fill="#fff"/>', drawn)
    left, top, width, height = (float(one) * 46 / modules for one in squares[1])
    assert (width, height) == pytest.approx((7, 7), abs=0.01)
    assert (left, top) == pytest.approx((19.5, 19.5), abs=0.01)


@given(st.text(alphabet=st.characters(max_codepoint=0x17F, exclude_categories=["Cs"]), min_size=1, max_size=400))
@settings(max_examples=40)
def test_modules_are_those_of_segno_with_its_choice_of_the_mask(text: str):
    known = segno.make(text, error="m", boost_error=False, micro=False, mode="byte", encoding="utf-8")
    assert matrix_of(text) == ["".join(map(str, row)) for row in known.matrix]


def test_same_payload_same_symbol():
    assert symbol(payload(BILL)) == symbol(payload(BILL))


def spoken(bill: Bill) -> str:
    return pdf.spoken(rendered(bill, pdf_standards=["a-2a", "ua-1"]))


def test_payment_part_and_receipt_say_it_in_words():
    """Grouped as the style guide wants it; what stands in the receipt stands in the payment part too."""
    said = spoken(BILL)
    for once in ("Empfangsschein", "Zahlteil", "Annahmestelle", "ZusätzlicheInformationen", "Rückforderung2025-H2"):
        assert said.count(once) == 1
    for twice in ("Konto/Zahlbaran", "CH9300762011623852957", "RF18539007547034", "Rutschmann-Schnyder", "1949.75"):
        assert said.count(twice) == 2
    assert "(Name/Adresse)" not in said


def test_texts_are_grouped():
    text = pdf.read(rendered(replace(BILL, amount=123456789))).pages[0].extract_text()
    assert "CH93 0076 2011 6238 5295 7" in text
    assert "RF18 5390 0754 7034" in text
    assert "1 234 567.89" in text


def test_blank_fields_are_left_to_the_payer():
    said = spoken(Bill(CREDITOR))
    assert said.count("Zahlbardurch(Name/Adresse)") == 2
    assert said.count("Referenz") == 0
    assert "Betrag" in said


def test_the_type_is_one_of_the_four_that_are_allowed():
    page = pdf.read(rendered(BILL)).pages[0]
    named = {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
    assert {name.split("+")[1].split("-")[0] for name in named} == {"LiberationSans"}
