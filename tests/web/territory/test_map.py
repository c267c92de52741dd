"""The map's geometry, its colours and the chart: pure functions."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ankunft.domain.territory.selectors import Point
from ankunft.web.territory.chart import population_chart
from ankunft.web.territory.geometry import canton
from ankunft.web.territory.scales import NO_DATA, kind_css, ramp_css


def test_every_polygon_is_closed_and_within_the_map() -> None:
    shapes = canton()
    assert len(shapes.shapes) == 104
    for shape in shapes.shapes.values():
        assert re.fullmatch(r"(M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){2,}Z)+", shape.path)
        for x, y in re.findall(r"([\d.]+) ([\d.]+)", shape.path):
            assert 0 <= float(x) <= shapes.width
            assert 0 <= float(y) <= shapes.height


def test_the_canton_is_not_squeezed() -> None:
    """Some 45 km from west to east and 41 km from north to south: the outermost municipalities say so."""
    shapes = canton()
    assert shapes.width / shapes.height == pytest.approx(1.09, abs=0.02)


def test_places_are_where_they_are() -> None:
    shapes = canton().shapes
    grenchen, olten, solothurn, dornach = shapes[2546], shapes[2581], shapes[2601], shapes[2473]
    assert grenchen.x < solothurn.x < olten.x
    assert dornach.y < olten.y < solothurn.y


def test_neighbours_share_a_border() -> None:
    neighbours = canton().neighbours
    assert 2500 in neighbours[2581]
    assert 2546 not in neighbours[2581]
    assert all(number in neighbours[other] for number in neighbours for other in neighbours[number])


@pytest.mark.parametrize(
    ("value", "css"),
    [(None, NO_DATA), (0.0, "ramp-1"), (0.0799, "ramp-1"), (0.08, "ramp-2"), (0.399, "ramp-5"), (0.4, "ramp-6")],
)
def test_ramp(value: float | None, css: str) -> None:
    assert ramp_css(value, (0.08, 0.16, 0.24, 0.32, 0.40)) == css


def test_groups_that_touch_never_share_a_colour() -> None:
    shapes = canton()
    members = {number: [number] for number in sorted(shapes.shapes)}
    css = kind_css(members, shapes)
    clashes = [(a, b) for a in members for b in shapes.neighbours[a] if css[a] == css[b]]
    assert not clashes


def _point(year: int, residents: int, foreign: int) -> Point:
    return Point(date(year, 12, 31), residents, foreign, "BFS", False, False, ())


def test_years_without_figures_stay_empty_in_the_chart() -> None:
    chart = population_chart([_point(2019, 950, 100), _point(2022, 1000, 200)])
    assert chart is not None
    assert [(bar.year, bar.point is not None) for bar in chart.bars] == [
        (2019, True),
        (2020, False),
        (2021, False),
        (2022, True),
    ]
    assert [line.label for line in chart.scale] == ["0", "500", "1'000"]
    last = chart.bars[-1]
    assert float(last.residents_height) == pytest.approx(5 * float(last.foreign_height), abs=0.5)


@pytest.mark.parametrize("points", [[], [_point(2024, 100, 10)]])
def test_one_point_is_no_chart(points: list[Point]) -> None:
    assert population_chart(points) is None


def test_a_municipality_without_people_can_be_drawn() -> None:
    assert population_chart([_point(2023, 0, 0), _point(2024, 0, 0)]) is not None
