"""How soon a quarter is reported, and from which deviation on a position needs a word: `data/sem-reports.json`.

No document says it (FP 2.4 says: every quarter). What stands in the file is the project's own proposal and says so.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .rules.sem_report import Thresholds

FILE = "sem-reports.json"
MOST_DAYS, MOST_PERCENT, MOST_FRANCS = 366, 100, 10_000_000


class ReportingTerms(NamedTuple):
    """Days after the end of a quarter, the thresholds, and where both come from."""

    source: str
    days: int
    thresholds: Thresholds


def reporting_terms() -> ReportingTerms:
    """As they are in force now. Refused where the file is not what is expected."""
    return _read(Path(settings.DATA) / FILE)


@lru_cache(maxsize=2)
def _read(path: Path) -> ReportingTerms:
    return read(path)


def read(path: Path) -> ReportingTerms:
    """The terms in that file; Refused with what is wrong in it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        above = data["comment_above"]
        francs = _number(above["francs"], MOST_FRANCS)
        thresholds = Thresholds(_number(above["percent"], MOST_PERCENT), Money.francs(francs).rappen)
        return ReportingTerms(str(data["source"]), _number(data["days"], MOST_DAYS), thresholds)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(
            _("%(file)s ist nicht lesbar: %(error)s. Erwartet werden Quelle, Tage und Schwellen.")
            % {"file": path.name, "error": error}
        ) from error


def _number(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(f"no number from 0 to {most}: {value!r}")
    return value
