"""What a check of a report looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as the checks see it: plain values.

    `missing` are the lines of the budget whose actual amount is not entered; `files` is how many papers prove it; `day`
    the day on which the report is (to be) handed in.
    """

    reached: str
    deviations: str
    missing: tuple[str, ...]
    files: int
    ends_on: date
    day: date
