"""By what applications are assessed, and the bounds of the form: `data/grant-criteria.json`.

The separate directive on project applications (KS 4.3.4, footnote 4) is not among the sources. What stands in the file
is the project's own proposal and says so; the canton replaces it by its directive.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

FILE = "grant-criteria.json"
REPORT_DAYS = 90
"""How soon a project reports where the file does not say it: a canton's own file may be older than reports."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question to whoever assesses; `most` points are given at best."""

    code: str
    label: str
    question: str
    most: int


@dataclass(frozen=True, slots=True)
class Criteria:
    """All of them, with their source, in how many months a project ends at the latest, and how soon it reports."""

    source: str
    longest_months: int
    report_days: int
    criteria: tuple[Criterion, ...]


def criteria() -> Criteria:
    """As they are in force now. Refused where the file is not what is expected."""
    return _read(Path(settings.DATA) / FILE)


@lru_cache(maxsize=2)
def _read(path: Path) -> Criteria:
    return read(path)


def read(path: Path) -> Criteria:
    """The criteria in that file; Refused with what is wrong in it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = Criteria(
            _text(data["source"]),
            _number(data["longest_months"]),
            _number(data.get("report_days", REPORT_DAYS)),
            tuple(_criterion(one) for one in data["criteria"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(
            _(
                "%(file)s ist nicht lesbar: %(error)s. Erwartet werden Quelle, längste Dauer, Frist des "
                "Schlussberichts und Kriterien."
            )
            % {"file": path.name, "error": error}
        ) from error
    codes = [one.code for one in found.criteria]
    if not codes or len(set(codes)) != len(codes):
        raise Refused(
            _("%(file)s: Jedes Kriterium hat ein eigenes Kürzel, und es braucht eines.") % {"file": path.name}
        )
    return found


def _criterion(data: dict[str, Any]) -> Criterion:
    return Criterion(_text(data["code"]), _text(data["label"]), _text(data["question"]), _number(data["most"]))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"no text: {value!r}")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"no whole number above zero: {value!r}")
    return value
