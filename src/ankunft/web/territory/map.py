"""The map of a figure: what each polygon shows and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.territory.readings import places
from ankunft.domain.territory.rules import Place, Places, successor_on
from ankunft.web.shell.registry import Text

from .geometry import BOUNDARIES, Canton, canton
from .registry import Area, Cluster, View
from .scales import NO_DATA

NONE = Area(NO_DATA, (), "–")


@dataclass(frozen=True, slots=True)
class Polygon:
    """A polygon with its link. `words` are read out and shown as a hint: name and value."""

    number: int
    url: str
    path: str
    css: str
    name: str
    words: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on the map, at a place where it is inside what it stands for."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Map:
    """A map: `box` is the SVG's viewBox, `outline` the path of the chosen municipality."""

    box: str
    polygons: list[Polygon]
    marks: list[Mark]
    outline: str = ""


def map_day(day: date) -> date:
    """The day as of which values are put on the polygons: their boundaries hold from a day on."""
    return max(day, BOUNDARIES)


def coloured_map(view: View, day: date, chosen: int | None = None) -> Map:
    """The map of a figure as of that day. A municipality merged since the boundaries shows its successor's value."""
    shapes = canton()
    carriers = _carriers(shapes, places(), map_day(day))
    polygons = []
    for number, shape in sorted(shapes.shapes.items()):
        carrier = carriers.get(number)
        area = view.areas.get(carrier.bfs_number, NONE) if carrier else NONE
        name = carrier.name if carrier else str(number)
        polygons.append(
            Polygon(
                number=carrier.bfs_number if carrier else number,
                url=reverse("municipality", args=[carrier.bfs_number]) if carrier else "",
                path=shape.path,
                css=area.css,
                name=name,
                words=_("%(name)s: %(value)s") % {"name": name, "value": area.words},
                chosen=carrier is not None and carrier.bfs_number == chosen,
            )
        )
    outline = "".join(polygon.path for polygon in polygons if polygon.chosen)
    return Map(_box(shapes), polygons, [_mark(cluster, shapes) for cluster in view.clusters or ()], outline)


def locator_map(number: int, day: date) -> Map:
    """The canton with one municipality (or what became of it) marked."""
    shapes = canton()
    known = places()
    carriers = _carriers(shapes, known, map_day(day))
    heir = next(
        (successor_on(known, key, map_day(day)) for key, place in known.items() if place.bfs_number == number), None
    )
    own = {polygon for polygon, place in carriers.items() if place.id == heir}
    polygons = [
        Polygon(key, "", shape.path, "map-own" if key in own else "map-other", "", "", key in own)
        for key, shape in sorted(shapes.shapes.items())
    ]
    return Map(_box(shapes), polygons, [])


def _carriers(shapes: Canton, known: Places, day: date) -> dict[int, Place]:
    """Which municipality each polygon belongs to on that day."""
    ids = {place.bfs_number: place.id for place in known.values()}
    return {number: known[successor_on(known, ids[number], day)] for number in shapes.shapes if number in ids}


def _box(shapes: Canton) -> str:
    return f"0 0 {shapes.width:.0f} {shapes.height:.0f}"


def _mark(cluster: Cluster, shapes: Canton) -> Mark:
    """The number stands in the municipality nearest to the middle of all of them, so it is never outside."""
    found = [shapes.shapes[number] for number in cluster.members if number in shapes.shapes]
    if not found:
        return Mark("0", "0", "")
    total = sum(shape.area for shape in found)
    x = sum(shape.x * shape.area for shape in found) / total
    y = sum(shape.y * shape.area for shape in found) / total
    nearest = min(found, key=lambda shape: (shape.x - x) ** 2 + (shape.y - y) ** 2)
    return Mark(f"{nearest.x:.0f}", f"{nearest.y:.0f}", cluster.mark)
