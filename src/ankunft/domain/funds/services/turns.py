"""Whose turn it is with the money of plans: one order for all, so that nobody waits for whoever waits for them."""

from __future__ import annotations

from collections.abc import Iterable

from ankunft.foundation.turns import in_turn


def cost_turn() -> None:
    """To the end of the transaction nobody else books what runs and grants cost. It comes before all other turns."""
    in_turn("funds.costs")


def money_turns(*, plans: Iterable[int] = (), sources: Iterable[int] = ()) -> None:
    """To the end of the transaction nobody else changes the positions of these plans, or books on them, nor what these
    sources have, by key.

    What is planned and booked of a position depends on its plan, what is left on the source: whoever looks at both
    takes both. Plans come before sources, each in the order of their keys. Whoever needs several takes them all at
    once, and takes none afterwards.
    """
    for plan in sorted(set(plans)):
        in_turn(f"funds.plan {plan}")
    for source in sorted(set(sources)):
        in_turn(f"funds.source {source}")
