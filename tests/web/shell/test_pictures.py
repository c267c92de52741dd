"""Pictures on a page: drawn twice, said in words, listed in a table; whatever names they hold."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.template import engines
from django.utils import translation

from ankunft.foundation.pictures.values import Bars, Flow, Group, Node, Stream
from ankunft.web.shell.pictures import picture
from tests.foundation.pictures.test_words import BARS, FALL, FAN, FLOW
from tests.support.pages import check_page

TEMPLATE = '{% include "shell/components/picture.html" %}'
PICTURES = pytest.mark.parametrize("values", [FLOW, BARS, FALL, FAN], ids=["flow", "bars", "waterfall", "fan"])


def render(name, values, template=TEMPLATE):
    page = engines["django"].from_string(template).render({"picture": picture(name, values)}, None)
    check_page(page, "picture")
    return page


@PICTURES
def test_a_picture_is_drawn_for_a_desk_and_for_a_phone(values):
    page = unescape(render("saldo", values))
    assert page.count('role="img" aria-labelledby="saldo-') == 2
    assert f'<title id="saldo-wide-title">{values.title}</title>' in page
    assert f'<desc id="saldo-narrow-text">{picture("saldo", values).text}</desc>' in page
    assert [float(width) for width in re.findall(r'class="picture__svg[^>]*viewBox="0 0 (\S+)', page)] == [760, 324]


@PICTURES
def test_every_figure_of_the_table_is_on_the_page(values):
    page = unescape(render("saldo", values))
    for row in picture("saldo", values).table.rows:
        for text in (row.label, *row.words, *row.figures):
            assert f">{text}</t" in page


@PICTURES
def test_coordinates_are_written_with_a_point_in_every_language(values):
    with translation.override("en"):
        english = re.findall(r' (?:x|y|d|viewBox|width)="([^"]+)"', render("saldo", values))
    with translation.override("de"):
        german = re.findall(r' (?:x|y|d|viewBox|width)="([^"]+)"', render("saldo", values))
    assert not [one for one in german if "," in one]
    assert len(english) == len(german)


def test_hostile_names_stay_text():
    hostile = '</title><script>alert(1)</script>" onload="x'
    bars = Bars(hostile, hostile, (Group(hostile, 5, 6, 7),))
    page = render("plan", bars)
    assert "<script>" not in page
    assert ' onload="' not in page
    assert "&lt;script&gt;" in page


def test_three_columns_scroll_on_a_phone_and_can_be_reached_by_key():
    nodes = (Node("a", "A", 0), Node("b", "B", 1), Node("c", "C", 2))
    flow = Flow("Fluss", ("Von", "Über", "Nach"), nodes, (Stream("a", "b", 5), Stream("b", "c", 5)))
    page = render("fluss", flow)
    assert page.count("picture__svg--scrolls") == 1
    assert page.count('tabindex="0" role="region" aria-label="Fluss"') == 1
    assert "tabindex" not in render("fluss", FLOW)


def test_a_row_of_many_figures_is_not_broken_into_a_card():
    assert '<table class="table">' in render("saldo", FAN)
    assert 'role="region" aria-label="Zahlen als Tabelle: Saldo"' in render("saldo", FAN)
    assert '<table class="table table--cards">' in render("plan", BARS)


def test_the_table_can_be_folded():
    assert '<details class="folded" open>' in render("plan", BARS)
    folded = '{% include "shell/components/picture.html" with folded=True %}'
    assert '<details class="folded">' in render("plan", BARS, folded)


def test_two_pictures_on_a_page_have_their_own_names():
    check_page(render("plan", BARS) + render("saldo", FALL), "two pictures")
