"""References to the law, carried by every rule, tariff and amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A paragraph of an act, and the day since which that wording is in force."""

    act: str
    paragraph: str
    in_force: date | None = None

    def __str__(self) -> str:
        return f"{self.act} {self.paragraph}"
