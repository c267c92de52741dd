"""Letters: data stays text, the same content gives the same bytes, the file is tagged, no font is missing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typst

from ankunft.foundation.documents.letters import FONTS, fonts, typeset
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.foundation.kernel.errors import Refused
from tests.support import pdf

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=ZURICH)
TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: "Brief")
#set text(font: ("Fira Sans", "Vazirmatn", "Noto Sans Ethiopic", "Noto Sans Tamil", "Noto Sans Thai", "Noto Sans"),
  fallback: false, lang: "de")
= Brief
#d.text
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    file = folder / "letter.typ"
    file.write_text(TEMPLATE)
    return file


def test_the_same_content_gives_the_same_bytes(template: Path):
    first = typeset(template, {"text": "Grüezi"}, made_at=MADE)
    assert typeset(template, {"text": "Grüezi"}, made_at=MADE.astimezone(UTC)) == first
    assert typeset(template, {"text": "Grüezi"}, made_at=MADE + timedelta(microseconds=999)) == first
    assert typeset(template, {"text": "Grüezi"}, made_at=MADE + timedelta(minutes=1)) != first
    assert typeset(template, {"text": "Grüezi!"}, made_at=MADE) != first


def test_it_can_be_read_aloud_and_kept(template: Path):
    """What PDF/UA-1 and PDF/A-2a ask for and a test can see; Typst refuses to write what breaks them otherwise."""
    root = pdf.read(typeset(template, {"text": "Grüezi"}, made_at=MADE)).root_object
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of the PDF, no bool
    assert root["/Lang"] == "de"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    said = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said


@pytest.mark.parametrize("text", ['#panic("da")', "*fett* _schräg_ $x^2$", '"; #import "x": y', "= Titel", "\\ // weg"])
def test_data_is_text_and_never_markup(template: Path, text: str):
    content = typeset(template, {"text": text}, made_at=MADE)
    assert pdf.squeezed(text) in pdf.spoken(content)


@pytest.mark.parametrize(("text", "named"), [("Herr 漢字", "«漢», «字»"), ("Ada 😀", "«😀»"), ("a\x00b", "«\\u{0}»")])
def test_a_letter_that_no_font_has_is_named_and_nothing_is_made(template: Path, text: str, named: str):
    with pytest.raises(Refused) as refused:
        typeset(template, {"text": text}, made_at=MADE)
    assert f"keine Schrift: {named}." in refused.value.reason


@pytest.mark.parametrize("text", ["Ada ✓ 😀", "a\x08b", "👨\u200d👩"])
def test_where_that_is_said_another_character_stands_instead(template: Path, text: str):
    content = typeset(template, {"text": text, "more": [{"text": text}]}, made_at=MADE, instead="\ufffd")
    assert "\ufffd" in pdf.spoken(content)


def test_an_error_of_the_template_is_no_refusal(template: Path):
    template.write_text("#unknown")
    with pytest.raises(typst.TypstError):
        typeset(template, {"text": ""}, made_at=MADE)


@pytest.mark.parametrize("place", ["../secret.txt", "/../secret.txt"])
def test_a_template_reads_nothing_outside_its_folder(template: Path, place: str):
    (template.parent.parent / "secret.txt").write_text("geheim")
    template.write_text(f'#read("{place}")')
    with pytest.raises(typst.TypstError):
        typeset(template, {"text": ""}, made_at=MADE)


def test_the_fonts_are_those_of_set_up_and_no_others():
    assert fonts(FONTS).families() == [
        "Fira Sans",
        "Liberation Sans",
        "Noto Sans",
        "Noto Sans Ethiopic",
        "Noto Sans Tamil",
        "Noto Sans Thai",
        "Vazirmatn",
    ]
    assert all("Open Font License" in licence.read_text() for licence in FONTS.glob("*-LICENSE.txt"))
    assert len(list(FONTS.glob("*-LICENSE.txt"))) == 7


def test_without_fonts_it_says_what_to_do(tmp_path: Path):
    with pytest.raises(RuntimeError, match="scripts/setup"):
        fonts(tmp_path)
