"""What is asked of every drawing: within its frame, no text upon another, the same each time."""

from __future__ import annotations

import re
from itertools import combinations

from ankunft.foundation.pictures.shapes import Drawing, Ink, Label, Line, Path, Rect
from ankunft.foundation.pictures.texts import SIZE, width

Box = tuple[float, float, float, float]


def box_of(label: Label) -> Box:
    """Left, top, right, bottom of a text."""
    wide = width(label.text, is_strong=label.ink is Ink.STRONG)
    left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
    return left, label.y - SIZE * 0.75, left + wide, label.y + SIZE * 0.2


def points(drawing: Drawing) -> list[tuple[float, float]]:
    """Every corner that is drawn."""
    found: list[tuple[float, float]] = []
    for shape in drawing.shapes:
        if isinstance(shape, Rect):
            assert shape.width >= 0
            assert shape.height >= 0
            found += [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        elif isinstance(shape, Line):
            found += [(shape.x1, shape.y1), (shape.x2, shape.y2)]
        elif isinstance(shape, Path):
            numbers = [float(one) for one in re.findall(r"-?[\d.]+", shape.d)]
            found += list(zip(numbers[::2], numbers[1::2], strict=True))
        else:
            left, top, right, bottom = box_of(shape)
            found += [(left, top), (right, bottom)]
    return found


def assert_within_its_frame(drawing: Drawing) -> None:
    for x, y in points(drawing):
        assert -0.51 <= x <= drawing.width + 0.51, (x, y)
        assert -0.51 <= y <= drawing.height + 0.51, (x, y)


def assert_no_text_upon_another(drawing: Drawing) -> None:
    labels = [shape for shape in drawing.shapes if isinstance(shape, Label)]
    for one, other in combinations(labels, 2):
        left, top, right, bottom = box_of(one)
        left2, top2, right2, bottom2 = box_of(other)
        assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top, (one, other)


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def rects(drawing: Drawing, ink: Ink) -> list[Rect]:
    return [shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.ink is ink]
