"""The Swiss QR code: the symbol with the Swiss cross in its middle, as SVG (Implementation Guidelines, chapter 6)."""

from __future__ import annotations

import re

from .masks import matrix_of

SIDE = 46
"""Millimetres, whatever the number of modules."""
CROSS = 7
"""Millimetres of the Swiss cross with its white border."""
_DARK = re.compile("1+")


def symbol(payload: str) -> str:
    """The symbol of this text as SVG, 46 × 46 mm without quiet zone: dark modules in one path, the cross on top.

    UTF-8, byte mode and error level M are prescribed; a higher level would make modules smaller than need be.
    """
    rows = matrix_of(payload)
    modules = len(rows)
    dark = "".join(_runs(row, y) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}mm" height="{SIDE}mm" viewBox="0 0 {modules} {modules}">'
        f'<path d="M0 0h{modules}v{modules}h-{modules}z" fill="#fff"/><path d="{dark}"/>'
        f"{_cross(modules)}</svg>"
    )


def _runs(row: str, y: int) -> str:
    """The dark modules of a row, neighbours together."""
    found = ((run.start(), run.end() - run.start()) for run in _DARK.finditer(row))
    return "".join(f"M{x} {y}h{width}v1h-{width}z" for x, width in found)


def _cross(modules: int) -> str:
    """A white square with a black one of 6/7 and in it the cross, in the measures of the federal coat of arms."""
    middle, side = modules / 2, CROSS * modules / SIDE
    arm, length = side / 6, side * 5 / 9
    return (
        _square(middle, side, side, "#fff")
        + _square(middle, side * 6 / 7, side * 6 / 7, "#000")
        + _square(middle, arm, length, "#fff")
        + _square(middle, length, arm, "#fff")
    )


def _square(middle: float, width: float, height: float, colour: str) -> str:
    left, top = middle - width / 2, middle - height / 2
    return f'<path d="M{left:.3f} {top:.3f}h{width:.3f}v{height:.3f}h-{width:.3f}z" fill="{colour}"/>'
