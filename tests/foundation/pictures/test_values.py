"""A picture of what does not add up is refused before it is drawn."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.foundation.pictures.values import (
    Balance,
    Bars,
    Fan,
    Flow,
    Known,
    Movement,
    Node,
    Spread,
    Stream,
    Waterfall,
)

KIP2, IIM, R = Node("kip2", "KIP 2", 0), Node("iim", "IIM", 1), Node("r", "Programm R", 2)
YEAR, NEXT = date(2023, 12, 31), date(2024, 12, 31)


def flow(*streams: Stream, nodes: tuple[Node, ...] = (KIP2, IIM, R)) -> Flow:
    return Flow("Geldfluss", ("Quelle", "Vorhaben", "Position"), nodes, streams)


def spread(day: date, *percentiles: int) -> Spread:
    return Spread(day, *(percentiles or (1, 2, 3, 4, 5)))


@pytest.mark.parametrize(
    ("streams", "said"),
    [
        ([Stream("kip2", "iim", -1)], "a stream of -1 Rappen"),
        ([Stream("kip2", "kip3", 1)], "without its nodes"),
        ([Stream("r", "kip2", 1)], "leads backwards"),
        ([Stream("kip2", "kip2", 1)], "leads backwards"),
        ([Stream("kip2", "iim", 5), Stream("iim", "r", 4)], "iim gets 5 Rappen and passes on 4"),
    ],
)
def test_a_flow_that_does_not_add_up(streams, said):
    with pytest.raises(ValueError, match=said):
        flow(*streams)


def test_nodes_of_a_flow_are_told_apart_and_stand_in_a_column():
    with pytest.raises(ValueError, match="one key"):
        flow(nodes=(KIP2, KIP2))
    with pytest.raises(ValueError, match="outside the columns"):
        flow(nodes=(KIP2, Node("x", "X", 3)))


def test_a_flow_knows_what_goes_through_a_node():
    shown = flow(Stream("kip2", "iim", 5), Stream("iim", "r", 5), Stream("kip2", "r", 2))
    assert [shown.through(node.key) for node in shown.nodes] == [7, 5, 7]


def test_bars_need_a_group():
    with pytest.raises(ValueError, match="without a group"):
        Bars("Plan", "Position", ())


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((Balance("a", 5), Movement("b", -3), Balance("c", 3)), "c: 3 Rappen, the steps make 2"),
        ((Balance("a", 5), Balance("b", 4), Movement("c", -4), Balance("d", 0)), "b: 4 Rappen, the steps make 5"),
        ((Movement("a", 5), Balance("b", 5)), "no opening or closing balance"),
        ((Balance("a", 5),), "no opening or closing balance"),
    ],
)
def test_a_waterfall_ends_where_its_steps_lead(steps, said):
    with pytest.raises(ValueError, match=said):
        Waterfall("Saldo", steps)


def test_what_is_not_quantified_moves_no_balance():
    fall = Waterfall("Saldo", (Balance("a", 5), Movement("offen", None), Movement("b", -8), Balance("c", -3)))
    assert (fall.opening.rappen, fall.closing.rappen, len(fall.movements)) == (5, -3, 2)


@pytest.mark.parametrize(
    ("known", "spreads", "said"),
    [
        ((), (), "two days"),
        ((), (spread(YEAR),), "two days"),
        ((), (spread(NEXT), spread(YEAR)), "projected balances not in order"),
        ((Known(NEXT, 1), Known(YEAR, 1)), (spread(NEXT),), "known balances not in order"),
        ((Known(NEXT, 1),), (spread(YEAR), spread(NEXT)), "known after projected"),
        ((Known(YEAR, 1),), (spread(NEXT, 1, 2, 3, 5, 4),), "percentiles not in order"),
    ],
)
def test_a_fan_goes_from_the_past_to_the_future(known, spreads, said):
    with pytest.raises(ValueError, match=said):
        Fan("Saldo", spreads, known)
