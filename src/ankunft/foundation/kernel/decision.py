"""Answers to the question whether somebody may do something, with the reason that is shown to the person."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed, or not and why (a German sentence)."""

    allowed: bool
    reason: str = ""

    @classmethod
    def yes(cls) -> Decision:
        return cls(True)

    @classmethod
    def no(cls, reason: str) -> Decision:
        return cls(False, reason)

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise Forbidden with the reason unless allowed."""
        if not self.allowed:
            raise Forbidden(self.reason)


class Forbidden(Refused):
    """The person may not do this, whatever the state of the record."""
