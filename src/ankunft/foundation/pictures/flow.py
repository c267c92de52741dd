"""The flow of money (Sankey) as shapes: ribbons, nodes, their names and amounts."""

from __future__ import annotations

from .amounts import Unit, in_words, unit_for
from .flow_layout import BESIDE, KNEE, NODE_WIDTH, Frame, PlacedNode, flow_layout, frame_for
from .gathering import gathered
from .shapes import Drawing, Format, Ink, Label, Path, Rect, Shape
from .texts import LINE, SIZE, width
from .values import Flow, Stream

_NODES = (Ink.NODE0, Ink.NODE1, Ink.NODE2, Ink.NODE3, Ink.NODE4, Ink.NODE5)
_STREAMS = (Ink.STREAM0, Ink.STREAM1, Ink.STREAM2, Ink.STREAM3, Ink.STREAM4, Ink.STREAM5)


def flow_drawing(flow: Flow, form: Format) -> Drawing:
    """The flow as shapes: ribbons below, then nodes and their labels."""
    flow = gathered(flow)
    layout = flow_layout(flow, form)
    unit = unit_for(node.rappen for node in layout.nodes)
    names = {node.key: node.label for node in flow.nodes}
    shapes: list[Shape] = list(_headings(flow, frame_for(flow, form)))
    shapes += [Path(_STREAMS[ribbon.kind], ribbon.path, _said(ribbon.stream, names, unit)) for ribbon in layout.ribbons]
    for placed in layout.nodes:
        if placed.is_knee:
            shapes.append(Rect(_STREAMS[placed.kind], placed.x, placed.y, NODE_WIDTH, placed.height))
        else:
            title = f"{placed.node.label}: {in_words(placed.rappen, unit)}"
            shapes.append(Rect(_NODES[placed.kind], placed.x, placed.y, NODE_WIDTH, placed.height, title))
            shapes += _labels(placed, unit)
    return Drawing(layout.width, layout.height, tuple(shapes), unit)


def _said(stream: Stream, names: dict[str, str], unit: Unit) -> str:
    """What a ribbon says; the two legs of a stream that leaps over a column say the same."""
    origin, target = stream.origin.split(KNEE)[0], stream.target.split(KNEE)[-1]
    return f"{names[origin]} → {names[target]}: {in_words(stream.rappen, unit)}"


def _headings(flow: Flow, frame: Frame) -> list[Label]:
    last = len(flow.headings) - 1
    found = []
    for place, (heading, x) in enumerate(zip(flow.headings, frame.xs, strict=True)):
        at, anchor = (x + NODE_WIDTH, "end") if place == 0 else (x, "start")
        if place in (0, last) or width(heading) <= frame.rooms[place]:
            found.append(Label(Ink.MUTED, at, SIZE, heading, anchor))
    return found


def _labels(placed: PlacedNode, unit: Unit) -> list[Label]:
    """Name and amount, beside the node in the middle of its height."""
    is_first = placed.node.column == 0
    x = placed.x - BESIDE if is_first else placed.x + NODE_WIDTH + BESIDE
    anchor = "end" if is_first else "start"
    first = placed.y + placed.height / 2 - (len(placed.lines) + 1) * LINE / 2 + SIZE - 1
    texts = [
        *((Ink.TEXT, line) for line in placed.lines),
        (Ink.STRONG, unit.figure(placed.rappen)),
    ]
    return [Label(ink, x, first + place * LINE, text, anchor) for place, (ink, text) in enumerate(texts)]
