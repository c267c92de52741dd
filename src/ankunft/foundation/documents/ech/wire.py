"""What goes through the pipe to a process that reads, and back: values alone, as JSON.

That process reads files of strangers. Should one of them take it over, it can still only hand back values of the
classes that are expected here, and nothing that is run (as pickled objects would be).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from types import ModuleType
from typing import Any

import orjson

from . import sources, values, zips

_PLAIN = frozenset({str, int, float, bool, type(None)})
_TUPLE, _LIST, _DAY, _MOMENT = "", "[", "d", "m"


class Wire:
    """Writes and reads values; besides those of messages and entries it knows the named tuples of `module`.

    One with a class method `from_plain` holds texts, numbers, nothing, and tuples of them alone: it is written as it
    stands, without asking each of its parts what it is, and made again of lists by that method.
    """

    def __init__(self, module: str) -> None:
        self._makers: dict[str, Callable[[list[Any]], Any]] = {
            _TUPLE: tuple,
            _LIST: list,
            _DAY: lambda parts: date.fromisoformat(parts[0]),
            _MOMENT: lambda parts: datetime.fromisoformat(parts[0]),
        }
        self._plain: dict[str, Callable[[list[Any]], Any]] = {}
        self._names: dict[type, str] = {tuple: _TUPLE, list: _LIST}
        for known in (values, sources, zips, sys.modules[module]):
            self._learn(known)

    def _learn(self, module: ModuleType) -> None:
        for name, found in vars(module).items():
            if isinstance(found, type) and issubclass(found, tuple) and hasattr(found, "_make"):
                self._names[found] = name
                if from_plain := getattr(found, "from_plain", None):
                    self._plain[name] = from_plain
                else:
                    self._makers[name] = found._make

    def written(self, value: Any) -> bytes:
        """The value as it goes through the pipe; TypeError for what has no place there."""
        return orjson.dumps(self._flat(value), default=_parts)

    def read(self, content: bytes) -> Any:
        """The value that was written; KeyError or ValueError for what nobody expects."""
        return self._made(orjson.loads(content))

    def _flat(self, value: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is date or kind is datetime:
            return [_DAY if kind is date else _MOMENT, value.isoformat()]
        name = self._names.get(kind)
        if name is None:
            raise TypeError(f"{kind.__name__} has no place in an answer of a process that reads")
        if name in self._plain:
            return [name, *value]
        flat = self._flat
        return [name, *[part if type(part) in _PLAIN else flat(part) for part in value]]

    def _made(self, value: Any) -> Any:
        if type(value) is not list:
            return value
        if from_plain := self._plain.get(value[0]):
            return from_plain(value[1:])
        made = self._made
        return self._makers[value[0]]([made(part) if type(part) is list else part for part in value[1:]])


def _parts(value: Any) -> tuple[Any, ...]:
    """A named tuple within one that is written as it stands."""
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer of a process that reads")
