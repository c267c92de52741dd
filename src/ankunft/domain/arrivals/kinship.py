"""Who belongs to one family: a pure rule. No document defines it; what is meant here is in decision 0055.

An interview is held «with a single person or a family» and counts once (KS 4.3.1, 4.3.2). A family is who is married,
partnered, or parent and child, and lives together as far as it is known where they live. Where nobody has recorded
how members of a household are related, those who share a family name are taken for a family; others may just share
a flat. A child whose parents nobody recorded belongs to the only family of the household.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

ADULT = 18
"""Years."""


class Member(NamedTuple):
    """A person, as far as the family depends on it. `household` is None where it is not known."""

    id: int
    household: int | None = None
    family_name: str = ""
    is_child: bool = False


class Tie(NamedTuple):
    """A relation between two members, whichever it is."""

    one: int
    other: int


def families(members: Iterable[Member], ties: Iterable[Tie]) -> list[frozenset[int]]:
    """The members grouped into families, each person in exactly one; in the order of the lowest id."""
    people = {member.id: member for member in members}
    joined = _Groups(people)
    tied = set()
    for tie in ties:
        if tie.one in people and tie.other in people and _live_together(people[tie.one], people[tie.other]):
            joined.join(tie.one, tie.other)
            tied |= {tie.one, tie.other}
    for housemates in _by_household(people.values()):
        _by_name(housemates, tied, joined)
        _children(housemates, tied, joined)
    return joined.groups()


def _live_together(one: Member, other: Member) -> bool:
    return one.household is None or other.household is None or one.household == other.household


def _by_household(people: Iterable[Member]) -> Iterator[list[Member]]:
    homes: dict[int, list[Member]] = defaultdict(list)
    for member in people:
        if member.household is not None:
            homes[member.household].append(member)
    yield from (housemates for housemates in homes.values() if len(housemates) > 1)


def _by_name(housemates: Sequence[Member], tied: set[int], joined: _Groups) -> None:
    """Who is tied to nobody joins those of the same name."""
    first: dict[str, int] = {}
    for member in sorted(housemates, key=lambda one: (one.id not in tied, one.id)):
        name = " ".join(member.family_name.casefold().split())
        if not name:
            continue
        if name in first and member.id not in tied:
            joined.join(first[name], member.id)
        first.setdefault(name, member.id)


def _children(housemates: Sequence[Member], tied: set[int], joined: _Groups) -> None:
    """A child that is tied to nobody joins the only family of adults in the household."""
    adults = {joined.of(one.id) for one in housemates if not one.is_child}
    if len(adults) != 1:
        return
    (family,) = adults
    for child in housemates:
        if child.is_child and child.id not in tied:
            joined.join(family, child.id)


class _Groups:
    """Disjoint groups that can be joined."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._leader = {one: one for one in ids}

    def of(self, one: int) -> int:
        while self._leader[one] != one:
            self._leader[one] = self._leader[self._leader[one]]
            one = self._leader[one]
        return one

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self._leader[second] = first

    def groups(self) -> list[frozenset[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for one in self._leader:
            found[self.of(one)].add(one)
        return [frozenset(found[leader]) for leader in sorted(found)]
