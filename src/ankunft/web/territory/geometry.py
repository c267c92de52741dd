"""The canton's polygons as SVG paths.

TopoJSON holds borders once, as arcs of whole-number steps; a polygon names the arcs around it. They are
decoded, projected so that the canton is not squeezed, and written as paths, once per process.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

# The day from which the boundaries of the file hold, and whose they are; to be shown with every map.
BOUNDARIES = date(2026, 1, 1)
FILE = "so-2026.topo.json"
WIDTH = 1000.0
MARGIN = 6.0

Point = tuple[float, float]
Ring = list[Point]


class Shape(NamedTuple):
    """A municipality on the map: its outline, the middle of its largest part, and its size in square map units."""

    path: str
    x: float
    y: float
    area: float


class Canton(NamedTuple):
    """The map: its size, the municipalities by BFS number, and which of them touch."""

    width: float
    height: float
    shapes: dict[int, Shape]
    neighbours: dict[int, frozenset[int]]


def canton() -> Canton:
    """The map of the canton."""
    return _read(Path(settings.DATA) / FILE)


@cache
def _read(path: Path) -> Canton:
    topology = json.loads(path.read_text())
    arcs = _decoded(topology)
    geometries = next(iter(topology["objects"].values()))["geometries"]
    rings = {
        geometry["id"]: [_ring(indices, arcs) for polygon in _polygons(geometry) for indices in polygon]
        for geometry in geometries
    }
    place, height = _projection(point for own in rings.values() for ring in own for point in ring)
    shapes = {number: _shape([[place(point) for point in ring] for ring in own]) for number, own in rings.items()}
    return Canton(WIDTH, height, shapes, _touching(geometries))


def _decoded(topology: dict[str, Any]) -> list[Ring]:
    """Every arc in degrees: the first position is absolute, the others are steps from the one before."""
    (scale_x, scale_y), (origin_x, origin_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + origin_x, y * scale_y + origin_y))
        decoded.append(points)
    return decoded


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a geometry, each as rings of arc numbers."""
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else list(geometry["arcs"])


def _ring(indices: Iterable[int], arcs: list[Ring]) -> Ring:
    """A closed line along these arcs; `~n` is arc n backwards. Where two arcs meet the point is kept once."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _projection(points: Iterable[Point]) -> tuple[Any, float]:
    """Equirectangular, degrees of longitude shortened as in the middle of the canton; and the height of the map."""
    found = list(points)
    west, east = min(x for x, _ in found), max(x for x, _ in found)
    south, north = min(y for _, y in found), max(y for _, y in found)
    shortening = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * shortening)

    def place(point: Point) -> Point:
        return MARGIN + (point[0] - west) * shortening * scale, MARGIN + (north - point[1]) * scale

    return place, (north - south) * scale + 2 * MARGIN


def _shape(rings: list[Ring]) -> Shape:
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z" for ring in rings)
    largest = max(rings, key=lambda ring: abs(_signed_area(ring)))
    x, y = _middle(largest)
    return Shape(path, x, y, abs(_signed_area(largest)))


def _signed_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _middle(ring: Ring) -> Point:
    """The centre of gravity of a ring."""
    size = _signed_area(ring)
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(ring))
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(ring))
    return x / (6 * size), y / (6 * size)


def _touching(geometries: list[dict[str, Any]]) -> dict[int, frozenset[int]]:
    """Municipalities that share an arc share a border."""
    holders: dict[int, set[int]] = defaultdict(set)
    for geometry in geometries:
        for polygon in _polygons(geometry):
            for ring in polygon:
                for index in ring:
                    holders[max(index, ~index)].add(geometry["id"])
    touching: dict[int, set[int]] = defaultdict(set)
    for sharing in holders.values():
        for number in sharing:
            touching[number] |= sharing - {number}
    return {geometry["id"]: frozenset(touching[geometry["id"]]) for geometry in geometries}
