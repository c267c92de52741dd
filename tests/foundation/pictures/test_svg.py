"""A picture as a file of its own: XML that says the same, and that a report can embed."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from ankunft.foundation.documents.letters import typeset
from ankunft.foundation.pictures.shapes import NARROW, WIDE, Ink
from ankunft.foundation.pictures.svg import ATTRIBUTES, as_svg
from ankunft.foundation.pictures.values import Bars, Group
from ankunft.foundation.pictures.words import message
from tests.foundation.pictures.test_words import BARS, FALL, FAN, FLOW
from tests.support import pdf

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = pytest.mark.parametrize("values", [FLOW, BARS, FALL, FAN], ids=["flow", "bars", "waterfall", "fan"])


@PICTURES
@pytest.mark.parametrize("form", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_file_stands_alone(values, form):
    text = as_svg(values, form)
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{SVG}title") == values.title
    assert root.findtext(f"{SVG}desc") == message(values)
    assert "class=" not in text
    assert "style" not in text
    assert "nan" not in text.lower()
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    for group in root.iter(f"{SVG}g"):
        x, y = map(float, group.attrib["transform"].removeprefix("translate(").removesuffix(")").split())
        assert 0 <= x < width
        assert 0 <= y < height - 10
    assert as_svg(values, form) == text


def test_a_hostile_name_stays_text():
    root = ElementTree.fromstring(as_svg(Bars("</title><script>", "Jahr", (Group('"><script>x</script>', 5),))))
    assert not list(root.iter(f"{SVG}script"))
    assert root.findtext(f"{SVG}title") == "</title><script>"


def test_every_ink_has_its_colours_on_paper():
    assert set(ATTRIBUTES) == set(Ink)


@PICTURES
def test_a_report_embeds_the_picture(values, tmp_path):
    template = tmp_path / "report.typ"
    template.write_text(
        "#let d = json(bytes(sys.inputs.data))\n"
        '#set document(title: "Bild")\n#set text(font: "Fira Sans", lang: "de")\n'
        '#image(bytes(d.svg), format: "svg", alt: d.alt, width: 100%)\n'
    )
    data = {"svg": as_svg(values), "alt": message(values)}
    report = typeset(template, data, made_at=datetime(2026, 1, 5, tzinfo=UTC))
    assert "gerundet" in pdf.read(report).pages[0].extract_text()
