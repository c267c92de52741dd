"""What is wrong with a file, told all at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

from .cells import shortened

MOST_SHOWN = 50


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """Something wrong in a file: in a row (the header is row 1; 0 is the whole file) and, if known, in a column."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = {"line": self.line, "column": self.column, "message": self.message}
        if self.line and self.column:
            return _("Zeile %(line)d, Spalte «%(column)s»: %(message)s") % place
        if self.line:
            return _("Zeile %(line)d: %(message)s") % place
        return self.message


class TableRefused(Refused):
    """A file of which nothing was taken over. `problems` are all of them; the reason lists the first fifty."""

    def __init__(self, file_name: str, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__(_summary(shortened(file_name), self.problems))


def refused(path: Path, message: str, *, line: int = 0, column: str = "") -> TableRefused:
    """The refusal of a whole file for one reason."""
    return TableRefused(path.name, [Problem(line, column, message)])


def _summary(file_name: str, problems: list[Problem]) -> str:
    words = _("Die Datei «%(file)s» wurde nicht übernommen.")
    if any(problem.line for problem in problems):
        words = _("Die Datei «%(file)s» wurde nicht übernommen. Anzahl Fehler: %(count)d.")
    heading = words % {"file": file_name, "count": len(problems)}
    lines = [heading, *(str(problem) for problem in problems[:MOST_SHOWN])]
    if (more := len(problems) - MOST_SHOWN) > 0:
        lines.append(_("… und %(count)d weitere Fehler.") % {"count": more})
    return "\n".join(lines)
