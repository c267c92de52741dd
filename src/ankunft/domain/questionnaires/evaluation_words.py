"""How classes of numbers are called in an evaluation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .rules import CLASSES, SIZES
from .values import Question, Type


def class_words(question: Question, number: int) -> str:
    """The class of that number of a question where something is counted: `0`, `1`, `2–5`, `ab 11`."""
    starts = CLASSES[question.type]
    unit = {Type.PERCENTAGE: " %", Type.AMOUNT: " CHF"}.get(Type(question.type), "")
    scale = 100 if question.type == Type.AMOUNT else 1
    return _between(starts, number, scale) + unit


def size_words(number: int) -> str:
    """A size class of municipalities."""
    return _("%(between)s Einwohnerinnen und Einwohner") % {"between": _between(SIZES, number, 1)}


def _between(starts: tuple[int, ...], number: int, scale: int) -> str:
    """From where to where a class goes, in whole units; the last one is open."""
    if number == len(starts):
        return _("ab %(start)s") % {"start": _grouped(starts[-1] // scale)}
    first = starts[number - 1] // scale if number else 0
    last = max((starts[number] - 1) // scale, first)
    return _grouped(first) if first == last else f"{_grouped(first)}–{_grouped(last)}"


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", "'")
