"""What many answers to one question amount to, beside those of the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ankunft.domain.questionnaires.values import Question, Reading, Type, Value

CLASSES: dict[str, tuple[int, ...]] = {
    Type.NUMBER: (1, 2, 6, 11),
    Type.PERCENTAGE: (1, 10, 20, 50),
    Type.AMOUNT: (1, 10_000_00, 50_000_00, 100_000_00),
}
"""Where the classes of typed values begin, each up to the next one: none, one, two to five … (amounts in Rappen)."""

SIZES = (1000, 2500, 5000, 10_000)
"""Where the classes of municipalities by residents begin. Ours: no document gives any."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an answer was given, and by which part of those who answered the question (per mille, rounded)."""

    code: str
    count: int
    share: int
    previous_count: int
    previous_share: int


class Spread(NamedTuple):
    """What typed values are together: their sum, the smallest, the middle and the largest one."""

    total: int
    least: int
    median: int
    most: int


class Summary(NamedTuple):
    """One question over all municipalities: of so many that were asked so many answered, and how."""

    question: Question
    asked: int
    answered: int
    previous_answered: int
    tallies: tuple[Tally, ...]
    spread: Spread | None = None


def summary(question: Question, readings: Sequence[Reading], previous: Sequence[Reading] = ()) -> Summary:
    """The answers to a question counted. Only what was asked and could be read counts; texts are not counted."""
    now, before = _values(question, readings), _values(question, previous)
    codes = _codes(question)
    counts, earlier = _counts(question, codes, now), _counts(question, codes, before)
    return Summary(
        question,
        asked=sum(1 for reading in readings if question.code in reading.asked),
        answered=len(now),
        previous_answered=len(before),
        tallies=tuple(
            Tally(code, counts[code], share(counts[code], len(now)), earlier[code], share(earlier[code], len(before)))
            for code in codes
        ),
        spread=_spread(question, now),
    )


def share(part: int, whole: int) -> int:
    """A part of a whole in per mille, rounded to the nearest; nothing of nothing is 0."""
    return (2000 * part + whole) // (2 * whole) if whole else 0


def class_of(value: int, starts: Sequence[int]) -> int:
    """In which class a number lies: 0 below the first start, then one more with each start that it reaches."""
    return sum(1 for start in starts if value >= start)


def _values(question: Question, readings: Sequence[Reading]) -> list[Value]:
    return [reading.answers[question.code] for reading in readings if question.code in reading.answers]


def _codes(question: Question) -> tuple[str, ...]:
    starts = CLASSES.get(question.type, ())
    return tuple(str(number) for number in range(len(starts) + 1)) if starts else question.codes


def _counts(question: Question, codes: Sequence[str], values: Sequence[Value]) -> dict[str, int]:
    counts = dict.fromkeys(codes, 0)
    for value in values:
        for code in _codes_of(question, value):
            if code in counts:
                counts[code] += 1
    return counts


def _codes_of(question: Question, value: Value) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes",) if value else ("no",)
    if isinstance(value, tuple):
        return value
    if isinstance(value, int):
        return (str(class_of(value, CLASSES[question.type])),)
    return (value,)


def _spread(question: Question, values: Sequence[Value]) -> Spread | None:
    numbers = sorted(value for value in values if isinstance(value, int) and not isinstance(value, bool))
    if question.type not in CLASSES or not numbers:
        return None
    return Spread(sum(numbers), numbers[0], numbers[(len(numbers) - 1) // 2], numbers[-1])
