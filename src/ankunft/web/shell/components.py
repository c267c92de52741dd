"""What the components of the shell are given: plain values that a view makes and a template shows."""

from __future__ import annotations

from dataclasses import dataclass

from .registry import Text


@dataclass(frozen=True, slots=True)
class Step:
    """A step of `steps.html`; `state` is `done`, `current` or `todo`."""

    label: Text
    detail: Text
    state: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice of `chips.html`: what it filters or shows, and how many rows that leaves (None: not told)."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A line of `worklist.html`: when, what, and the one button (`primary` once per page at most)."""

    when: Text
    title: Text
    detail: Text
    url: str
    button: Text
    late: bool = False
    primary: bool = False


@dataclass(frozen=True, slots=True)
class LegendStep:
    """A class of a map's legend; `css` is the class that colours it (`ramp-1` … `ramp-6`)."""

    label: Text
    css: str
