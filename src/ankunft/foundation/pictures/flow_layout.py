"""Where a flow of money (Sankey) is drawn: nodes in columns, ribbons as thick as the money that they stand for.

A node's height is the sum of its ribbons, on both sides. Every node has a slot that is as high as its label, so labels
never meet; a ribbon that would be too thin to see is drawn in the least thickness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from .amounts import unit_for
from .shapes import Format, number
from .texts import LINE, width, wrapped
from .values import Flow, Node, Stream

THINNEST = 1.5
NODE_WIDTH = 10
GAP = 12
HEAD = 28
BESIDE = 8
MOST_LINES = 4
KINDS = 5
SCROLLED = 600
KNEE = "\0"
"""Between the keys of a stream's ends: the key of its knee, and of no node."""


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node where it is drawn. `slot` is the height that belongs to it alone, label and gap included.

    `kind`: the source in whose colour it is drawn, 0 where several come together. `is_knee`: no node, but where a
    stream that leaps over a column passes it.
    """

    node: Node
    rappen: int
    x: float
    y: float
    height: float
    top: float
    slot: float
    lines: tuple[str, ...]
    kind: int
    is_knee: bool


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A stream where it is drawn: its upper edge and its thickness at either end."""

    stream: Stream
    x1: float
    y1: float
    thickness1: float
    x2: float
    y2: float
    thickness2: float
    kind: int

    @property
    def path(self) -> str:
        middle = number((self.x1 + self.x2) / 2)
        x1, x2 = number(self.x1), number(self.x2)
        upper1, upper2 = number(self.y1), number(self.y2)
        lower1, lower2 = number(self.y1 + self.thickness1), number(self.y2 + self.thickness2)
        return (
            f"M{x1} {upper1}C{middle} {upper1} {middle} {upper2} {x2} {upper2}"
            f"L{x2} {lower2}C{middle} {lower2} {middle} {lower1} {x1} {lower1}Z"
        )


@dataclass(frozen=True, slots=True)
class FlowLayout:
    """Nodes and ribbons of a flow, where they are drawn in a frame of this size."""

    width: float
    height: float
    nodes: tuple[PlacedNode, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where columns stand, and how wide labels may be."""

    width: int
    body: int
    xs: tuple[float, ...]
    rooms: tuple[float, ...]


def flow_layout(flow: Flow, form: Format) -> FlowLayout:
    """Where nodes and ribbons of the flow stand. What nothing flows through is left out."""
    nodes, streams = _legs(flow)
    columns = _sorted_columns(nodes, streams, len(flow.headings))
    frame = frame_for(flow, form)
    scale = _scale(columns, streams, frame.body)
    kinds = _kinds(columns, streams)
    placed = _placed(columns, streams, frame, scale, kinds)
    height = max((one.top + one.slot for one in placed.values()), default=HEAD)
    ribbons = tuple(_ribbons(columns, streams, placed, scale))
    return FlowLayout(frame.width, height, tuple(placed.values()), ribbons)


def _legs(flow: Flow) -> tuple[list[Node], list[Stream]]:
    """Nodes and streams from column to column: a stream that leaps over one gets a knee there. None of zero."""
    columns = {node.key: node.column for node in flow.nodes}
    nodes = [node for node in flow.nodes if flow.through(node.key)]
    streams: list[Stream] = []
    for stream in _gathered(flow.streams):
        if columns[stream.target] - columns[stream.origin] == 1:
            streams.append(stream)
            continue
        knee = Node(f"{stream.origin}{KNEE}{stream.target}", "", 1)
        nodes.append(knee)
        streams += [replace(stream, target=knee.key), replace(stream, origin=knee.key)]
    return nodes, streams


def _gathered(streams: Sequence[Stream]) -> list[Stream]:
    """One stream for each pair of nodes, in the order of the first; none of zero."""
    sums: dict[tuple[str, str], int] = {}
    for stream in streams:
        pair = (stream.origin, stream.target)
        sums[pair] = sums.get(pair, 0) + stream.rappen
    return [Stream(*pair, rappen) for pair, rappen in sums.items() if rappen]


def _sorted_columns(nodes: list[Node], streams: list[Stream], count: int) -> list[list[Node]]:
    """The first column as given; each later one by where its money comes from, so that few ribbons cross."""
    columns = [[node for node in nodes if node.column == place] for place in range(count)]
    for before, column in pairwise(columns):
        order = {node.key: place for place, node in enumerate(before)}
        column.sort(key=partial(_centre, streams=streams, order=order))
    return columns


def _centre(node: Node, streams: list[Stream], order: dict[str, int]) -> float:
    """The mean place of a node's origins, weighted by what they give; a node that gets nothing stands last."""
    into = [stream for stream in streams if stream.target == node.key]
    total = sum(stream.rappen for stream in into)
    return sum(order[stream.origin] * stream.rappen for stream in into) / total if total else len(order)


def frame_for(flow: Flow, form: Format) -> Frame:
    """Columns as far apart as their labels leave room: labels are no wider than they need, and no wider than a share.

    Three columns do not fit a phone in a readable size: the picture keeps its width there and scrolls in its frame.
    """
    is_pair = len(flow.headings) == 2
    whole = form.width if is_pair or not form.is_narrow else SCROLLED
    left, right = ((92, 122) if form.is_narrow else (180, 240)) if is_pair else (whole * 0.2, whole * 0.26)
    left = _needed(flow, 0, left - BESIDE) + BESIDE
    right = _needed(flow, len(flow.headings) - 1, right - BESIDE) + BESIDE
    ends = (left, whole - right - NODE_WIDTH)
    body = 240 if form.is_narrow else 280
    if is_pair:
        return Frame(whole, body, ends, (left - BESIDE, right - BESIDE))
    middle = ends[0] + (ends[1] - ends[0]) * 0.42
    return Frame(whole, body, (ends[0], middle, ends[1]), (left - BESIDE, (ends[1] - middle) * 0.6, right - BESIDE))


def _needed(flow: Flow, column: int, most: float) -> float:
    """The width of a column's labels: names broken at that most, figures and the heading whole."""
    amounts = {node: rappen for node in flow.nodes if (rappen := flow.through(node.key))}
    unit = unit_for(amounts.values())
    shown = [node for node in amounts if node.column == column]
    names = [width(line) for node in shown for line in wrapped(node.label, most, MOST_LINES)]
    figures = [width(unit.figure(amounts[node]), is_strong=True) for node in shown]
    return max([width(flow.headings[column]), *names, *figures]) + 1


def _scale(columns: list[list[Node]], streams: list[Stream], body: int) -> float:
    """Units per Rappen: the whole of the money, in the column with most of it, is as high as the body."""
    sums = [sum(_through(node, streams) for node in column) for column in columns]
    return body / max([*sums, 1])


def _through(node: Node, streams: list[Stream]) -> int:
    into = sum(stream.rappen for stream in streams if stream.target == node.key)
    return into or sum(stream.rappen for stream in streams if stream.origin == node.key)


def _thickness(stream: Stream, scale: float) -> float:
    return max(stream.rappen * scale, THINNEST)


def _side(streams: Sequence[Stream], scale: float) -> float:
    return sum(_thickness(stream, scale) for stream in streams)


def _kinds(columns: list[list[Node]], streams: list[Stream]) -> dict[str, int]:
    """Which colour a node has: each source its own, later nodes that of their only origin, else none of them."""
    kinds = {node.key: place % KINDS + 1 for place, node in enumerate(columns[0])}
    for place, column in enumerate(columns[1:], start=1):
        for node in column:
            of_origins = {kinds[stream.origin] for stream in streams if stream.target == node.key}
            passes_on = place < len(columns) - 1
            kinds[node.key] = of_origins.pop() if passes_on and len(of_origins) == 1 else 0
    return kinds


def _placed(
    columns: list[list[Node]], streams: list[Stream], frame: Frame, scale: float, kinds: dict[str, int]
) -> dict[str, PlacedNode]:
    found: dict[str, PlacedNode] = {}
    for place, column in enumerate(columns):
        top: float = HEAD
        for node in column:
            into = [stream for stream in streams if stream.target == node.key]
            out = [stream for stream in streams if stream.origin == node.key]
            height = max(_side(into, scale), _side(out, scale))
            is_knee = KNEE in node.key
            lines = () if is_knee else tuple(wrapped(node.label, frame.rooms[place], MOST_LINES))
            slot = max(height, (len(lines) + 1) * LINE if lines else 0) + GAP
            y = top + (slot - height) / 2
            rappen = _through(node, streams)
            found[node.key] = PlacedNode(
                node, rappen, frame.xs[place], y, height, top, slot, lines, kinds[node.key], is_knee
            )
            top += slot
    return _centred(found, len(columns))


def _centred(placed: dict[str, PlacedNode], count: int) -> dict[str, PlacedNode]:
    """Columns that are not the highest stand in the middle of the height."""
    ends = {
        place: max((one.top + one.slot for one in placed.values() if one.node.column == place), default=0.0)
        for place in range(count)
    }
    lowest = max(ends.values())
    moved = {}
    for key, one in placed.items():
        down = (lowest - ends[one.node.column]) / 2
        moved[key] = replace(one, y=one.y + down, top=one.top + down)
    return moved


def _ribbons(
    columns: list[list[Node]], streams: list[Stream], placed: dict[str, PlacedNode], scale: float
) -> list[Ribbon]:
    """The ribbons, laid side by side at each node in the order of the nodes at their other end."""
    order = {node.key: place for column in columns for place, node in enumerate(column)}
    starts: dict[Stream, tuple[float, float]] = {}
    ends: dict[Stream, tuple[float, float]] = {}
    for key, node in placed.items():
        out = sorted((one for one in streams if one.origin == key), key=lambda one: order[one.target])
        into = sorted((one for one in streams if one.target == key), key=lambda one: order[one.origin])
        starts |= _stacked(out, node, scale)
        ends |= _stacked(into, node, scale)
    return [
        Ribbon(
            stream,
            placed[stream.origin].x + NODE_WIDTH,
            *starts[stream],
            placed[stream.target].x,
            *ends[stream],
            placed[stream.origin].kind,
        )
        for stream in streams
    ]


def _stacked(streams: list[Stream], node: PlacedNode, scale: float) -> dict[Stream, tuple[float, float]]:
    """Upper edge and thickness of each stream at a node: together they are exactly as high as the node."""
    whole = _side(streams, scale)
    found: dict[Stream, tuple[float, float]] = {}
    y = node.y
    for stream in streams:
        thickness = _thickness(stream, scale) / whole * node.height
        found[stream] = (y, thickness)
        y += thickness
    return found
