"""Appointments as iCalendar. Nobody's name leaves the application this way: reference and kind only.

Whoever's calendar takes a file keeps it for years, often on a server abroad; the name stands behind the reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from .models import Interview, InterviewState, Kind

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Ankunft//Termine//DE"
REMINDER = timedelta(hours=-1)
# As in letters: a calendar is German whatever language its maker reads.
TITLES = {Kind.FIRST_INFORMATION.value: "Erstinformationsgespräch", Kind.INTEGRATION.value: "Integrationsgespräch"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment. `kind` is a value of `models.Kind`; `starts_at` and `changed_at` are aware.

    `sequence` grows with every change, so that a calendar which knows the entry replaces it.
    """

    reference: str
    kind: str
    starts_at: datetime
    changed_at: datetime
    minutes: int = 60
    place: str = ""
    address: str = ""
    sequence: int = 0
    cancelled: bool = False


def entry_of(interview: Interview, *, address: str = "") -> Entry:
    """The appointment of that interview, which has one; `address` is the page on which it is seen."""
    if interview.starts_at is None:
        raise ValueError("an interview without an appointment has no place in a calendar")
    return Entry(
        reference=interview.reference,
        kind=interview.kind,
        starts_at=interview.starts_at,
        changed_at=interview.recorded_at,
        minutes=interview.minutes,
        place=interview.place,
        address=address,
        sequence=interview.version,
        cancelled=interview.state == InterviewState.CANCELLED,
    )


def appointment(entry: Entry) -> bytes:
    """One appointment as a file to be opened (.ics)."""
    return _calendar([entry], name=TITLES[entry.kind])


def feed(entries: Iterable[Entry], *, name: str) -> bytes:
    """All appointments of an officer as a calendar to subscribe to; `name` is what the calendar is called."""
    return _calendar(entries, name=name)


def _calendar(entries: Iterable[Entry], *, name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry) -> Event:
    event = Event()
    begin = entry.starts_at.astimezone(UTC)  # needs no description of our zone, and every calendar shows its own time
    event.add("uid", f"{entry.reference}@ankunft")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=entry.minutes))
    event.add("summary", f"{TITLES[entry.kind]} {entry.reference}")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    if entry.address:
        event.add("url", entry.address)
    if not entry.cancelled:
        event.add_component(_reminder(entry))
    return event


def _reminder(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{TITLES[entry.kind]} {entry.reference}")
    alarm.add("trigger", REMINDER)
    return alarm
