"""How the processes log: of an error its kind and its places, never its message."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_SECRET_PATHS = re.compile(r"(/einladung/|/passwort/neu/|/gespraeche/abo/)[^\s?\"']+")
"""Links that were mailed, and those that a calendar opens, hold their secret in the path."""


class QuietFormatter(logging.Formatter):
    """Tells of an exception, and of what caused it, the class and the places passed.

    The message is left out whatever the class: that of a database error quotes the row, that of a conversion the
    value, and either may be about a person. The secret of a link is left out of its address.
    """

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have kept the full text in the record already.
        own = logging.makeLogRecord(record.__dict__)
        own.exc_text = None
        return _SECRET_PATHS.sub(r"\1…", super().format(own))

    def formatException(self, ei: ExcInfo) -> str:
        return "\n".join(line for error in _chain(ei[1]) for line in _lines(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, what it was raised from, and so on."""
    told: set[int] = set()
    while error is not None and id(error) not in told:
        told.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__} at"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
