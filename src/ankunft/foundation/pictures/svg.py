"""A picture as a file of its own, for reports: the same shapes, coloured by attributes instead of a stylesheet.

On paper there is one scheme: these colours are the light ones of the interface.
"""

from __future__ import annotations

from xml.etree import ElementTree

from .drawings import drawing, legend
from .shapes import KEY_HEIGHT, KEY_WIDTH, WIDE, Format, Ink, Key, Label, Shape, number
from .texts import LINE, SIZE, width
from .words import message, plain, unit_note

INK, MUTED, CARD, LINE_COLOUR = "#1c2430", "#5b6472", "#ffffff", "#e2dcd4"
_NODES = ("#5b6472", "#1d4f82", "#a8552a", "#2a7568", "#8c3b73", "#6a6a1f")


def _fill(colour: str, **more: str) -> dict[str, str]:
    return {"fill": colour} | {name.replace("_", "-"): value for name, value in more.items()}


def _stroke(colour: str, thickness: str, dashes: str = "") -> dict[str, str]:
    dashed = {"stroke-dasharray": dashes} if dashes else {}
    return {"fill": "none", "stroke": colour, "stroke-width": thickness} | dashed


def _text(colour: str, weight: str = "400") -> dict[str, str]:
    return {"fill": colour, "font-weight": weight, "font-size": str(SIZE), "font-family": "Fira Sans"}


ATTRIBUTES: dict[Ink, dict[str, str]] = {
    Ink.GRID: _stroke(LINE_COLOUR, "1"),
    Ink.ZERO: _stroke(MUTED, "1.5"),
    Ink.LINK: _stroke(MUTED, "1"),
    Ink.TEXT: _text(INK),
    Ink.STRONG: _text(INK, "600"),
    Ink.MUTED: _text(MUTED),
    Ink.PLAN: _fill(CARD, stroke=MUTED, stroke_width="1.5"),
    Ink.BOOKED: _fill("#1d4f82"),
    Ink.PROJECTED: _fill("#5f8fc0", stroke="#1d4f82", stroke_width="1"),
    Ink.HATCH: _stroke(CARD, "1.5"),
    Ink.BALANCE: _fill("#3b4656"),
    Ink.SHORT: _fill("#b3122b"),
    Ink.GAIN: _fill("#1d6f47"),
    Ink.SPENT: _fill("#1d4f82"),
    Ink.OPEN: _stroke(MUTED, "2", "3 3"),
    Ink.OUTER: _fill("#dbe6f2"),
    Ink.INNER: _fill("#a9c5e0"),
    Ink.EDGE: _stroke("#1d4f82", "1", "2 3"),
    Ink.MEDIAN: _stroke("#1d4f82", "2.5", "7 4"),
    Ink.KNOWN: _stroke("#3b4656", "2.5"),
    Ink.DEADLINE: _stroke(MUTED, "1.5", "5 4"),
    Ink.DRY: _fill("#8a0e21", stroke="#8a0e21", stroke_width="1.5"),
    **{Ink(f"node{place}"): _fill(colour) for place, colour in enumerate(_NODES)},
    **{Ink(f"stream{place}"): _fill(colour, fill_opacity="0.35") for place, colour in enumerate(_NODES)},
}


def as_svg(values: object, form: Format = WIDE) -> str:
    """The picture with its legend as the text of an SVG file; it needs the font Fira Sans where it is shown.

    Raises TypeError for anything that is not a picture's values.
    """
    drawn = drawing(values, form)
    note = Key(unit_note(drawn.unit), ())
    below = _legend((*legend(values), note), form.width, drawn.height)
    height = max(y for _, _, y in below) + LINE + 4
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(drawn.width)} {number(height)}",
            "width": number(drawn.width),
            "height": number(height),
            "role": "img",
        },
    )
    ElementTree.SubElement(root, "title").text = plain(getattr(values, "title", ""))
    ElementTree.SubElement(root, "desc").text = message(values)
    for shape in drawn.shapes:
        _write(root, shape)
    for key, x, y in below:
        group = ElementTree.SubElement(root, "g", {"transform": f"translate({number(x)} {number(y)})"})
        for shape in key.shapes:
            _write(group, shape)
        _write(group, Label(Ink.MUTED, KEY_WIDTH + 6 if key.shapes else 0, KEY_HEIGHT - 3, key.label))
    return ElementTree.tostring(root, encoding="unicode")


def _legend(keys: tuple[Key, ...], room: float, top: float) -> list[tuple[Key, float, float]]:
    """Where each entry of the legend stands: side by side, a new line where the next would not fit."""
    found = []
    x, y = 0.0, top + LINE / 2
    for key in keys:
        wide = KEY_WIDTH + 6 + width(key.label) + 20
        if x and x + wide > room:
            x, y = 0.0, y + LINE + 4
        found.append((key, x, y))
        x += wide
    return found


def _write(parent: ElementTree.Element, shape: Shape) -> None:
    element = ElementTree.SubElement(parent, shape.tag, shape.attributes | ATTRIBUTES[shape.ink])
    if isinstance(shape, Label):
        element.text = shape.text
