"""How likely two recorded persons are one and the same, and why: a pure rule.

It weighs what speaks for and against (decision 0056). The points are a convention, not a law: from `PROPOSED` on a
person shall look at the two. Nobody is ever merged by the figure alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

PROPOSED = 60
"""Points, of 100."""
SAME_NAME, ALIKE = 100.0, 84.0
LARGEST_BLOCK = 300
"""Persons who share a mark: where it is shared by more, it tells nothing."""


class Traits(NamedTuple):
    """What of a person is compared. Names are folded (`names.folded`); unknown things are empty or None."""

    pk: int
    family: str
    given: str
    birth_date: date | None = None
    birth_year: int | None = None
    birth_month: int | None = None
    sex: str = ""
    nationalities: frozenset[str] = frozenset()
    ahv_index: str = ""
    register_key: str = ""
    household: int | None = None


class Reason(NamedTuple):
    """One thing that speaks for (points above zero) or against: its code, for the sentence, and how much."""

    code: str
    points: int


class Likeness(NamedTuple):
    """How likely two are one: 0 to 100, and the reasons, the heaviest first."""

    score: int
    reasons: tuple[Reason, ...]


def likeness(one: Traits, other: Traits) -> Likeness:
    """Compare two persons; whichever comes first, the result is the same."""
    reasons = [
        reason
        for reason in (
            _ahv_number(one, other),
            _register_key(one, other),
            _name(one, other),
            _birth(one, other),
            _sex(one, other),
            _nationality(one, other),
            _household(one, other),
        )
        if reason
    ]
    reasons.sort(key=lambda reason: (-abs(reason.points), reason.code))
    score = min(100, max(0, sum(reason.points for reason in reasons)))
    return Likeness(score, tuple(reasons))


def proposals(persons: Iterable[Traits], touching: frozenset[int] | None = None) -> Iterator[tuple[int, int, Likeness]]:
    """The pairs that somebody shall look at, as keys (the smaller first) with their likeness; each once.

    `touching`: only pairs with one of these. Compared are those who share a mark, so that the time grows with the
    number of persons and not with its square.
    """
    blocks: dict[str, list[Traits]] = {}
    for person in persons:
        for mark in marks(person):
            blocks.setdefault(mark, []).append(person)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > LARGEST_BLOCK:
            continue
        for one, other in combinations(sorted(block), 2):
            pair = (one.pk, other.pk)
            if pair in seen or (touching is not None and touching.isdisjoint(pair)):
                continue
            seen.add(pair)
            if (found := likeness(one, other)).score >= PROPOSED:
                yield (*pair, found)


def marks(person: Traits) -> set[str]:
    """By what somebody who may be the same one is found: each is shared by few.

    Without one of these in common two reach too few points: a name spelled alike or in part is proposed with a number,
    or with the whole day of birth, of which day and month may be swapped.
    """
    found = set()
    if person.ahv_index:
        found.add(f"ahv {person.ahv_index}")
    if person.register_key:
        found.add(f"key {person.register_key}")
    if person.birth_date:
        low, high = sorted((person.birth_date.month, person.birth_date.day))
        found.add(f"born {person.birth_date.year} {low} {high}")
    found.add(f"name {' '.join(sorted(f'{person.family} {person.given}'.split()))}")
    return found


_SOUNDS = (
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch|sh|ch|tsch", "s"), ("ph", "f"), ("kh|q|ck|c", "k"), ("dj|dzh|zh", "j"), ("ou|oo", "u"), ("[ywj]", "i"),
        ("v", "f"), ("z", "s"), ("h", ""), (r"(.)\1+", r"\1"), ("e", "a"), ("o", "u"),
    )
)  # fmt: skip
_RULES_OF_SOUND = tuple(_SOUNDS)


def sounded(word: str) -> str:
    """Roughly how a folded word sounds: Mohammed, Muhamad and Mohamed are one."""
    for pattern, sound in _RULES_OF_SOUND:
        word = pattern.sub(sound, word)
    return word


def _ahv_number(one: Traits, other: Traits) -> Reason | None:
    if not (one.ahv_index and other.ahv_index):
        return None
    return Reason("ahv_same", 70) if one.ahv_index == other.ahv_index else Reason("ahv_differs", -60)


def _register_key(one: Traits, other: Traits) -> Reason | None:
    """Keys of different registers (the part before the colon) say nothing about each other."""
    if not (one.register_key and other.register_key):
        return None
    if one.register_key == other.register_key:
        return Reason("key_same", 70)
    same_register = one.register_key.partition(":")[0] == other.register_key.partition(":")[0]
    return Reason("key_differs", -40) if same_register else None


def _name(one: Traits, other: Traits) -> Reason | None:
    if (one.family, one.given) == (other.family, other.given):
        return Reason("name_same", 40)
    if one.given and other.given and (one.family, one.given) == (other.given, other.family):
        return Reason("name_swapped", 38)
    both = [f"{person.family} {person.given}".strip() for person in (one, other)]
    spelled = fuzz.token_sort_ratio(*both)
    if spelled == SAME_NAME:
        return Reason("name_order", 38)
    heard = [" ".join(sounded(word) for word in name.split()) for name in both]
    likest = max(spelled, fuzz.token_sort_ratio(*heard))
    if likest >= ALIKE:
        return Reason("name_alike", 28)
    # One of several names left out: Maria Ana Silva and Ana Silva.
    if fuzz.token_set_ratio(*both) == SAME_NAME and min(len(name.split()) for name in both) > 1:
        return Reason("name_part", 26)
    return Reason("name_differs", -20) if likest < 60 else None


def _birth(one: Traits, other: Traits) -> Reason | None:
    if one.birth_date and other.birth_date:
        return _whole_birth(one.birth_date, other.birth_date)
    if one.birth_year is None or other.birth_year is None:
        return None
    if one.birth_year != other.birth_year:
        return Reason("birth_differs", -25)
    months = {_month(person) for person in (one, other)} - {None}
    return Reason("birth_differs", -25) if len(months) > 1 else Reason("birth_partly", 18)


def _whole_birth(one: date, other: date) -> Reason:
    if one == other:
        return Reason("birth_same", 35)
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return Reason("birth_transposed", 26)
    # One digit mistyped, or two neighbours swapped.
    texts = (f"{one:%Y%m%d}", f"{other:%Y%m%d}")
    wrong = [place for place, (a, b) in enumerate(zip(*texts, strict=True)) if a != b]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(texts[0]) == sorted(texts[1])
    return Reason("birth_mistyped", 20) if len(wrong) == 1 or swapped else Reason("birth_differs", -25)


def _month(person: Traits) -> int | None:
    return person.birth_date.month if person.birth_date else person.birth_month


def _sex(one: Traits, other: Traits) -> Reason | None:
    told = {one.sex, other.sex} - {"", "unspecified"}
    return Reason("sex_differs", -10) if len(told) > 1 else None


def _nationality(one: Traits, other: Traits) -> Reason | None:
    if not (one.nationalities and other.nationalities):
        return None
    if one.nationalities.isdisjoint(other.nationalities):
        return Reason("nationality_differs", -10)
    return Reason("nationality_same", 5)


def _household(one: Traits, other: Traits) -> Reason | None:
    same = one.household is not None and one.household == other.household
    return Reason("household_same", 5) if same else None
