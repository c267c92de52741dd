"""The flow: ribbons as thick as the money, labels that never meet."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.pictures.flow import flow_drawing
from ankunft.foundation.pictures.flow_layout import THINNEST, flow_layout
from ankunft.foundation.pictures.gathering import gathered
from ankunft.foundation.pictures.shapes import NARROW, WIDE, Ink, Path
from ankunft.foundation.pictures.values import Flow, Node, Stream
from tests.foundation.pictures.geometry import assert_no_text_upon_another, assert_within_its_frame, rects, texts

FORMATS = st.sampled_from([WIDE, NARROW])
NAMES = st.sampled_from(["KIP 2", "Durchgehende Fallführung und Potenzialabklärung", "Programm R", "x" * 60, ""])
AMOUNTS = st.one_of(st.just(0), st.integers(1, 100), st.integers(1, 10**12))


@st.composite
def pairs(draw):
    """Flows of two columns."""
    sources = draw(st.lists(NAMES, min_size=1, max_size=4))
    ends = draw(st.lists(NAMES, min_size=1, max_size=8))
    nodes = [
        *(Node(f"s{place}", name, 0) for place, name in enumerate(sources)),
        *(Node(f"e{place}", name, 1) for place, name in enumerate(ends)),
    ]
    streams = [
        Stream(f"s{one}", f"e{other}", draw(AMOUNTS)) for one in range(len(sources)) for other in range(len(ends))
    ]
    return Flow("Geldfluss", ("Quelle", "Position"), tuple(nodes), tuple(streams))


@st.composite
def triples(draw):
    """Flows of three columns: all through the middle, or past it."""
    flow = draw(pairs())
    through = {node.key: draw(st.booleans()) for node in flow.nodes if node.column == 1}
    nodes = [Node(node.key, node.label, 2 if node.column else 0) for node in flow.nodes]
    into: dict[str, int] = {}
    streams = []
    for stream in flow.streams:
        if through[stream.target]:
            into[stream.origin] = into.get(stream.origin, 0) + stream.rappen
            streams.append(Stream("middle", stream.target, stream.rappen))
        else:
            streams.append(stream)
    streams += [Stream(origin, "middle", rappen) for origin, rappen in into.items()]
    middle = Node("middle", draw(NAMES), 1)
    return Flow("Geldfluss", ("Quelle", "Vorhaben", "Position"), (*nodes, middle), tuple(streams))


FLOWS = st.one_of(pairs(), triples())


@given(FLOWS, FORMATS)
def test_ribbons_are_together_as_high_as_their_node(flow, form):
    layout = flow_layout(flow, form)
    for placed in layout.nodes:
        out = [ribbon.thickness1 for ribbon in layout.ribbons if ribbon.stream.origin == placed.node.key]
        into = [ribbon.thickness2 for ribbon in layout.ribbons if ribbon.stream.target == placed.node.key]
        assert out or into
        for side in (out, into):
            assert not side or sum(side) == pytest.approx(placed.height)


@given(FLOWS, FORMATS)
def test_ribbons_lie_side_by_side_within_their_nodes(flow, form):
    layout = flow_layout(flow, form)
    for placed in layout.nodes:
        starts = sorted(
            (one.y1, one.thickness1) for one in layout.ribbons if one.stream.origin == placed.node.key
        ) or sorted((one.y2, one.thickness2) for one in layout.ribbons if one.stream.target == placed.node.key)
        y = placed.y
        for start, thickness in starts:
            assert start == pytest.approx(y)
            y = start + thickness


@given(FLOWS, FORMATS)
def test_nodes_and_labels_never_meet(flow, form):
    layout = flow_layout(flow, form)
    for column in range(3):
        slots = sorted((one.top, one.top + one.slot) for one in layout.nodes if one.node.column == column)
        for (_, end), (begin, _) in pairwise(slots):
            assert begin >= end - 1e-6
    for placed in layout.nodes:
        assert placed.top <= placed.y
        assert placed.y + placed.height <= placed.top + placed.slot + 1e-6


@given(pairs(), FORMATS)
def test_texts_of_a_flow_never_meet(flow, form):
    assert_no_text_upon_another(flow_drawing(flow, form))


@given(FLOWS, FORMATS)
def test_a_flow_stays_within_its_frame_and_is_drawn_alike_each_time(flow, form):
    drawing = flow_drawing(flow, form)
    assert_within_its_frame(drawing)
    assert drawing == flow_drawing(flow, form)


@given(FLOWS, FORMATS)
def test_what_can_be_seen_is_in_proportion_and_nothing_is_too_thin(flow, form):
    layout = flow_layout(flow, form)
    plain = [one for one in layout.ribbons if one.thickness1 > 2 * THINNEST]
    for one in layout.ribbons:
        assert min(one.thickness1, one.thickness2) >= THINNEST * 0.99
    for one in plain:
        for other in plain:
            if one.stream.rappen > other.stream.rappen * 2:
                assert one.thickness1 > other.thickness1


@given(FLOWS, FORMATS)
def test_zero_is_left_out(flow, form):
    layout = flow_layout(flow, form)
    assert all(ribbon.stream.rappen > 0 for ribbon in layout.ribbons)
    shown = {placed.node.key for placed in layout.nodes if not placed.is_knee}
    assert shown == {node.key for node in flow.nodes if flow.through(node.key)}


KIP = Flow(
    "Geldfluss",
    ("Quelle", "Vorhaben", "Position"),
    (
        Node("kip2", "KIP 2", 0),
        Node("kip3", "KIP 3", 0),
        Node("iim", "IIM", 1),
        Node("r", "Programm R", 2),
        Node("fall", "Fallführung", 2),
    ),
    (
        Stream("kip2", "iim", 400_000_000),
        Stream("kip3", "iim", 50_000_000),
        Stream("iim", "fall", 450_000_000),
        Stream("kip2", "r", 40_000_000),
    ),
)


def test_a_flow_says_names_and_amounts():
    drawing = flow_drawing(KIP, WIDE)
    shown = texts(drawing)
    assert shown[:3] == ["Quelle", "Vorhaben", "Position"]
    assert {"KIP 2", "4.40", "KIP 3", "0.50", "IIM", "4.50", "Programm R", "0.40", "Fallführung"} <= set(shown)
    said = {shape.title for shape in drawing.shapes if isinstance(shape, Path)}
    assert "KIP 2 → Programm R: CHF\u00a00.40\u00a0Mio." in said
    assert "IIM → Fallführung: CHF\u00a04.50\u00a0Mio." in said


def test_a_stream_that_leaps_over_a_column_keeps_the_colour_of_its_source():
    drawing = flow_drawing(KIP, WIDE)
    leaping = [shape.ink for shape in drawing.shapes if isinstance(shape, Path) and "Programm R" in shape.title]
    assert leaping == [Ink.STREAM1, Ink.STREAM1]
    assert len(rects(drawing, Ink.STREAM1)) == 1
    assert len(rects(drawing, Ink.NODE1)) == len(rects(drawing, Ink.NODE2)) == 1


def test_later_columns_stand_so_that_ribbons_do_not_cross():
    nodes = (Node("a", "A", 0), Node("b", "B", 0), Node("x", "X", 1), Node("y", "Y", 1))
    flow = Flow("", ("Von", "Nach"), nodes, (Stream("a", "y", 5), Stream("b", "x", 5)))
    places = {one.node.key: one.y for one in flow_layout(flow, WIDE).nodes}
    assert places["y"] < places["x"]


def test_a_flow_of_nothing_is_an_empty_drawing():
    flow = Flow("", ("Von", "Nach"), (Node("a", "A", 0), Node("x", "X", 1)), (Stream("a", "x", 0),))
    assert texts(flow_drawing(flow, NARROW)) == ["Von", "Nach"]


def test_the_smallest_of_many_are_drawn_as_one():
    nodes = (Node("a", "KIP 2", 0), *(Node(f"p{place}", f"Position {place}", 1) for place in range(40)))
    streams = tuple(Stream("a", f"p{place}", (place + 1) * 1_000_000) for place in range(40))
    flow = Flow("", ("Quelle", "Position"), nodes, streams)
    shown = texts(flow_drawing(flow, NARROW))
    assert "Weitere (27)" in shown
    assert "Position 27" in shown
    assert "Position 26" not in shown
    drawn = gathered(flow)
    assert len(drawn.nodes) == 15
    assert drawn.through("a") == flow.through("a") == sum(one.rappen for one in drawn.streams)


@given(FLOWS, st.integers(1, 5))
def test_gathering_changes_no_sum(flow, most):
    drawn = gathered(flow, most)
    for column in (0, len(flow.headings) - 1):
        before = [flow.through(node.key) for node in flow.nodes if node.column == column]
        after = [drawn.through(node.key) for node in drawn.nodes if node.column == column]
        assert sum(before) == sum(after)
        assert len([amount for amount in after if amount]) <= most
    assert gathered(flow, 100) is flow
