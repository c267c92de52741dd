"""What is entered about an interview, as plain values."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class AppointmentEntry(NamedTuple):
    """An appointment as it is agreed. `reason` is why an integration interview is held; a first information has none.

    `language` is the one that is spoken, as a code of `arrivals.languages`; `led_by` the officer's name.
    """

    starts_at: datetime | None = None
    minutes: int = 60
    place: str = ""
    led_by: str = ""
    language: str = ""
    interpreting: str = "none"
    interpreting_provider: str = ""
    interpreting_order: str = ""
    reason: str = ""


class StepEntry(NamedTuple):
    """Something agreed, and by when. `key` is the record that it changes; without one it is new."""

    text: str
    due_on: date | None = None
    key: int | None = None


class HeldEntry(NamedTuple):
    """An interview as it was held.

    `present` are the references of the recorded persons who were there (empty: all who were invited), `participants`
    how many came altogether (None: as many as are recorded). `topics` and `needs` are codes of the guide. `steps` are
    all that were agreed: one that is left out is taken away.
    """

    held_on: date
    present: tuple[str, ...] = ()
    participants: int | None = None
    led_by: str = ""
    led_by_responsible: bool = True
    outsourced: bool = False
    language: str = ""
    interpreting: str = "none"
    interpreting_provider: str = ""
    interpreting_order: str = ""
    topics: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reason: str = ""
    notes: str = ""
    steps: tuple[StepEntry, ...] = ()
    follow_up_on: date | None = None


class Fault(NamedTuple):
    """What is wrong, and in which field."""

    field: str
    message: str
