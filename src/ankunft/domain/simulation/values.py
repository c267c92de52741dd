"""What a scenario assumes, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ankunft.domain.settlement.values import BASE, COUNTED

CONTRIBUTIONS = (*COUNTED, BASE)
"""The contributions whose rates can be assumed (KS 4.3.1), in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is assumed instead of what is known; nothing of it means: as it is.

    `rates` are Rappen by contribution, for everything that is paid in the year. Municipalities are named by their BFS
    number. `stand` is the key of the population that is counted instead ("series:day").
    """

    rates: Mapping[str, int] = field(default_factory=dict)
    entitled: frozenset[int] = frozenset()
    not_entitled: frozenset[int] = frozenset()
    everybody_declared: bool = False
    stand: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As it is stored: plain values in a fixed order."""
        return {
            "rates": {name: self.rates[name] for name in CONTRIBUTIONS if name in self.rates},
            "entitled": sorted(self.entitled),
            "not_entitled": sorted(self.not_entitled),
            "everybody_declared": self.everybody_declared,
            "stand": self.stand,
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Changes:
        """What was stored."""
        return cls(
            dict(told["rates"]),
            frozenset(told["entitled"]),
            frozenset(told["not_entitled"]),
            told["everybody_declared"],
            told["stand"],
        )

    def __bool__(self) -> bool:
        return self != Changes()
