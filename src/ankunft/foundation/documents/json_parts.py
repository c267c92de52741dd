"""JSON that people write, read part by part: what is missing, superfluous or of another kind is named by its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")


class Malformed(Exception):
    """Something is missing, superfluous or of another kind; `where` is the way to it, like `sections.1.title`."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


class Part:
    """An object of the JSON, and the way to it."""

    def __init__(self, data: Any, where: str = "") -> None:
        if not isinstance(data, dict):
            raise Malformed(where or "{}")
        self.data = data
        self.where = where

    def only(self, *known: str) -> None:
        """Malformed where there is anything else."""
        for name in self.data:
            if name not in known:
                raise Malformed(self.at(name))

    def text(self, name: str, default: str | None = None) -> str:
        """A text; the default where it is missing."""
        value = self.data.get(name, default)
        if not isinstance(value, str):
            raise Malformed(self.at(name))
        return value

    def truth(self, name: str) -> bool:
        """True or false; false where it is missing."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise Malformed(self.at(name))
        return value

    def count(self, name: str) -> int:
        """A whole number, zero or more."""
        value = self.data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise Malformed(self.at(name))
        return value

    def read(self, name: str, convert: Callable[[str], T]) -> T:
        """A text that `convert` makes something of; Malformed where it raises ValueError."""
        text = self.text(name)
        try:
            return convert(text)
        except ValueError:
            raise Malformed(self.at(name)) from None

    def day(self, name: str) -> date:
        """A day as in `2024-01-31`."""
        return self.read(name, date.fromisoformat)

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """What `read` makes of that name; None where it is missing."""
        return read(name) if name in self.data else None

    def part(self, name: str) -> Part:
        """The object of that name."""
        return Part(self.data.get(name), self.at(name))

    def parts(self, name: str, default: list[Any] | None = None) -> list[Part]:
        """A list of objects; the default where it is missing."""
        value = self.data.get(name, default)
        if not isinstance(value, list):
            raise Malformed(self.at(name))
        return [Part(one, f"{self.at(name)}.{index}") for index, one in enumerate(value)]

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.data.get(name)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Malformed(self.at(name))
        return tuple(value)

    def at(self, name: str) -> str:
        """The way to what has that name in this object."""
        return f"{self.where}.{name}" if self.where else name
