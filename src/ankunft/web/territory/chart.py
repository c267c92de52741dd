"""The population of a municipality over time, drawn as bars: all residents, the foreign ones within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ankunft.domain.territory.selectors import Point
from ankunft.foundation.pictures.axes import Axis, axis_for

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 72, 8, 16, 32


@dataclass(frozen=True, slots=True)
class Bar:
    """A reference date: place and heights as SVG numbers; a year without figures has none."""

    x: str
    middle: str
    width: str
    residents_y: str
    residents_height: str
    foreign_y: str
    foreign_height: str
    year: int
    point: Point | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the scale."""

    y: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the first to the last year, with gaps where no figures are known."""

    box: str
    bars: list[Bar]
    scale: list[Line]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM
    labels_y: int = HEIGHT - 8


def population_chart(points: Sequence[Point]) -> Chart | None:
    """The chart of these points, in order of date; None where there are fewer than two."""
    if len(points) < 2:
        return None
    years = range(points[0].reference_date.year, points[-1].reference_date.year + 1)
    by_year = {point.reference_date.year: point for point in points}
    axis = axis_for((point.residents for point in points), most=3, smallest=1)
    slot = (WIDTH - LEFT - RIGHT) / len(years)
    bars = [_bar(order, year, by_year.get(year), slot, axis) for order, year in enumerate(years)]
    lines = [Line(_text(_y(value, axis)), f"{value:,}".replace(",", "'")) for value in axis.ticks]
    return Chart(f"0 0 {WIDTH} {HEIGHT}", bars, lines)


def _bar(order: int, year: int, point: Point | None, slot: float, axis: Axis) -> Bar:
    residents, foreign = (point.residents, point.foreign_residents) if point else (0, 0)
    width = slot * 0.62
    x = LEFT + order * slot + (slot - width) / 2
    base = HEIGHT - BOTTOM
    return Bar(
        _text(x),
        _text(x + width / 2),
        _text(width),
        _text(_y(residents, axis)),
        _text(base - _y(residents, axis)),
        _text(_y(foreign, axis)),
        _text(base - _y(foreign, axis)),
        year,
        point,
    )


def _y(value: int, axis: Axis) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - axis.part(value))


def _text(value: float) -> str:
    return f"{value:.1f}"
