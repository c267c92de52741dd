"""How values become colours: a ramp for what has an order, kinds for what has none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from ankunft.web.shell.components import LegendStep
from ankunft.web.shell.registry import Text

from .geometry import Canton

K = TypeVar("K", bound=Hashable)

NO_DATA = "map-none"
KINDS = 6


def ramp_css(value: float | None, thresholds: Sequence[float]) -> str:
    """The class of a value: `ramp-1` below the first of the five thresholds … `ramp-6` from the last one on."""
    return NO_DATA if value is None else f"ramp-{bisect_right(thresholds, value) + 1}"


def ramp_legend(labels: Sequence[Text]) -> tuple[LegendStep, ...]:
    """The six classes of a ramp with their labels."""
    return tuple(LegendStep(label, f"ramp-{number}") for number, label in enumerate(labels, start=1))


def kind_css(members: Mapping[K, Sequence[int]], canton: Canton) -> dict[K, str]:
    """A colour for each group of municipalities (by BFS number), never the same for two that touch.

    There are fewer colours that everybody can tell apart than groups, so a colour may come back far away.
    """
    group_of = {number: group for group, numbers in members.items() for number in numbers}
    colours: dict[K, int] = {}
    used = dict.fromkeys(range(1, KINDS + 1), 0)
    for group, numbers in members.items():
        touching = {group_of.get(other) for number in numbers for other in canton.neighbours.get(number, ())}
        taken = {colours[other] for other in touching if other is not None and other in colours}
        free = [colour for colour in used if colour not in taken] or list(used)
        colours[group] = min(free, key=lambda colour: (used[colour], colour))
        used[colours[group]] += 1
    return {group: f"kind-{colour}" for group, colour in colours.items()}
