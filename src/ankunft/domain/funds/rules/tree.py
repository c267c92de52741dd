"""Positions as a tree: sums from their parts, in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Node(NamedTuple):
    """A position as the tree needs it: its key, that of the position above, and its place among the others."""

    key: int
    parent: int | None
    number: int


class Tree:
    """The positions of a plan by what is above and below them."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """ValueError where a position lies below itself or below one that is not there."""
        ordered = sorted(nodes, key=lambda node: (node.number, node.key))
        self._children: dict[int | None, list[int]] = {}
        keys = {node.key for node in ordered}
        for node in ordered:
            if node.parent is not None and node.parent not in keys:
                raise ValueError(f"position {node.key} lies below {node.parent}, which is not there")
            self._children.setdefault(node.parent, []).append(node.key)
        if len(self.order()) != len(keys):
            raise ValueError("a position lies below itself")

    @property
    def roots(self) -> Sequence[int]:
        return self._children.get(None, [])

    def children(self, key: int) -> Sequence[int]:
        return self._children.get(key, [])

    def is_leaf(self, key: int) -> bool:
        return key not in self._children

    def order(self) -> list[tuple[int, int]]:
        """Every position with its depth, each one before what is below it."""
        found: list[tuple[int, int]] = []
        waiting = [(key, 0) for key in reversed(self.roots)]
        while waiting:
            key, depth = waiting.pop()
            found.append((key, depth))
            waiting += [(child, depth + 1) for child in reversed(self.children(key))]
        return found

    def sums(self, amounts: Mapping[int, int]) -> dict[int, int]:
        """The amount (Rappen) of every position: its own if it is a leaf, else the sum of those below.

        A position without any amount below it is not in the result: nothing is planned there, which is not zero.
        ValueError where a position with others below it has an amount of its own.
        """
        totals: dict[int, int] = {}
        for key, _ in reversed(self.order()):
            if self.is_leaf(key):
                if key in amounts:
                    totals[key] = amounts[key]
                continue
            if key in amounts:
                raise ValueError(f"position {key} is a sum and has an amount of its own")
            if parts := [totals[child] for child in self.children(key) if child in totals]:
                totals[key] = sum(parts)
        return totals
