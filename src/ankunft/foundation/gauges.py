"""Figures about the installation that whoever watches it may see: a register to which rooms add theirs.

A figure counts; it never tells of whom. It is read from the database at each request for the metrics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure by its name in the metrics (`ankunft_…`, with its unit) and what it means, in English."""

    name: str
    meaning: str
    read: Callable[[], float]


_register: dict[str, Gauge] = {}


def register(gauge: Gauge) -> None:
    """Make a figure known, from a room's `AppConfig.ready`; ValueError if its name is taken."""
    if _register.setdefault(gauge.name, gauge) is not gauge:
        raise ValueError(f"{gauge.name} is there twice")


def all_gauges() -> list[Gauge]:
    return list(_register.values())
