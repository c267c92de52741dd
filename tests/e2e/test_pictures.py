"""Pictures in a real browser: accessible, legible and within their frames, on a desk and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.picture_urls import PICTURES
from tests.support import browsers

pytestmark = pytest.mark.urls("tests.e2e.picture_urls")

# Letters as they are on the screen: the size in the drawing, scaled as the drawing is.
SMALLEST = """
() => Math.min(...[...document.querySelectorAll("svg.picture__svg text")].filter((one) => one.getClientRects().length)
  .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))
"""
# Texts that touch each other, or stand out of the drawing that they belong to.
CLASHES = """
() => [...document.querySelectorAll("svg.picture__svg")].filter((svg) => svg.getClientRects().length).flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
  const out = boxes.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1)
    .map(([text]) => `out: ${text}`);
  const meet = ([, a], [, b]) => a.left < b.right && b.left < a.right
    && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
  return out.concat(boxes.flatMap((one, place) => boxes.slice(place + 1).filter((other) => meet(one, other))
    .map((other) => `${one[0]} / ${other[0]}`)));
})
"""


@pytest.fixture
def open_gallery(page_for: Callable[..., Page], live_server: LiveServer) -> Callable[..., Page]:
    def opened(window: Any, scheme: str = "light") -> Page:
        page = page_for("coordination")
        page.set_viewport_size(window)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/bilder/")
        expect(page.get_by_role("heading", name="Bilder")).to_be_visible()
        page.evaluate("document.fonts.ready")
        return page

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_pictures_can_be_read_by_everybody(open_gallery, window, scheme) -> None:
    page = open_gallery(window, scheme)
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)
    assert round(page.evaluate(SMALLEST), 1) >= 13
    assert page.evaluate(CLASHES) == []


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_each_picture_is_there_once_with_its_words_and_its_table(open_gallery, window) -> None:
    page = open_gallery(window)
    for values in PICTURES.values():
        expect(page.get_by_role("img", name=values.title, exact=True)).to_have_count(1)
        expect(page.get_by_role("table", name=values.title, exact=True)).to_be_visible()


def test_where_the_reader_chooses_the_colours_pictures_keep_to_them(open_gallery) -> None:
    page = open_gallery(browsers.DESKTOP)
    page.emulate_media(forced_colors="active")
    fills = page.evaluate(
        "[...document.querySelectorAll('.picture .ink-booked, .picture .ink-node1, .picture .ink-text')]"
        ".map((one) => getComputedStyle(one).fill)"
    )
    assert set(fills) == {"rgb(0, 0, 0)"}
