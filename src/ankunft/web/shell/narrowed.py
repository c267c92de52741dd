"""Lists of municipalities by their state: what a choice and a search leave of them, and the choices with counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from .addresses import with_query
from .components import Chip


class Named(Protocol):
    """How it stands with one municipality, whatever it is about."""

    @property
    def name(self) -> str: ...

    @property
    def bfs_number(self) -> int: ...


T = TypeVar("T", bound=Named)

Filter = tuple[Callable[[], str], Callable[[T], bool]]
"""What a choice is called, and what it leaves."""


def narrowed(standings: Sequence[T], filters: Mapping[str, Filter[T]], state: str, search: str) -> list[T]:
    """Those of the chosen state whose name has the search in it, or whose BFS number it is."""
    chosen, words = filters.get(state), search.casefold()
    return [
        one
        for one in standings
        if (chosen is None or chosen[1](one)) and (words in one.name.casefold() or words == str(one.bfs_number))
    ]


def state_chips(standings: Sequence[T], filters: Mapping[str, Filter[T]], state: str, query: QueryDict) -> list[Chip]:
    """The states that occur, with their counts, and all; `stand` is what the address asks for."""
    found = [Chip(_("Alle"), f"?{with_query(query, stand='')}", state not in filters, len(standings))]
    for key, (label, wanted) in filters.items():
        if (count := sum(1 for one in standings if wanted(one))) or key == state:
            found.append(Chip(label(), f"?{with_query(query, stand=key)}", key == state, count))
    return found
