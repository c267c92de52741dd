"""A picture as `picture.html` shows it: drawn twice, once for a desk and once for a phone, with its figures as rows.

A drawing that is scaled down to a phone has letters nobody can read. So both are on the page, and the stylesheet shows
the one that fits the room; the other one is neither seen nor read out.
"""

from __future__ import annotations

from dataclasses import dataclass

from ankunft.foundation.pictures.drawings import drawing, legend
from ankunft.foundation.pictures.shapes import KEY_HEIGHT, KEY_WIDTH, NARROW, WIDE, Drawing, Key
from ankunft.foundation.pictures.tables import Table, table
from ankunft.foundation.pictures.values import Bars, Fan, Flow, Waterfall
from ankunft.foundation.pictures.words import message, plain, unit_note

WIDE_CSS, NARROW_CSS = "picture__view--wide", "picture__view--narrow"


@dataclass(frozen=True, slots=True)
class View:
    """One of the two drawings; `id` is unique on the page."""

    id: str
    css: str
    drawing: Drawing

    @property
    def scrolls(self) -> bool:
        """Whether the drawing is wider than a phone: then it keeps its size and scrolls in its frame."""
        return self.css == NARROW_CSS and self.drawing.width > NARROW.width


@dataclass(frozen=True, slots=True)
class Picture:
    """What `picture.html` is given. `text` is what the picture says, in sentences made of its values."""

    name: str
    title: str
    text: str
    note: str
    views: tuple[View, ...]
    legend: tuple[Key, ...]
    table: Table
    key_box: str = f"0 0 {KEY_WIDTH} {KEY_HEIGHT}"


def picture(name: str, values: Flow | Bars | Waterfall | Fan) -> Picture:
    """The picture of these values. `name` is unique on the page: letters, digits and hyphens."""
    views = (
        View(f"{name}-wide", WIDE_CSS, drawing(values, WIDE)),
        View(f"{name}-narrow", NARROW_CSS, drawing(values, NARROW)),
    )
    note = unit_note(views[0].drawing.unit)
    return Picture(name, plain(values.title), message(values), note, views, legend(values), table(values))
