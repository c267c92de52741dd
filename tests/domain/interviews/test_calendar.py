"""Appointments for calendars: the moment, the place and the reference; nobody's name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from ankunft.domain.interviews.calendar import Entry, appointment, entry_of, feed
from ankunft.domain.interviews.models import Interview
from ankunft.foundation.kernel.clock import ZURICH

ENTRY = Entry(
    reference="G3F-92X-Q7",
    kind="first_information",
    starts_at=datetime(2026, 7, 1, 14, 0, tzinfo=ZURICH),
    changed_at=datetime(2026, 6, 1, 8, 0, tzinfo=ZURICH),
    minutes=45,
    place="Gemeindehaus, Büro 2; Eingang Süd",
    address="https://ankunft.example/gespraeche/G3F-92X-Q7/",
    sequence=3,
)


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_appointment_comes_back_as_it_went_out():
    (event,) = events(appointment(ENTRY))
    assert event.decoded("dtstart") == datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert event["summary"] == "Erstinformationsgespräch G3F-92X-Q7"
    assert event["location"] == "Gemeindehaus, Büro 2; Eingang Süd"
    assert event["url"] == ENTRY.address
    assert (event["uid"], event["sequence"], event["status"]) == ("G3F-92X-Q7@ankunft", 3, "CONFIRMED")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-1)


def test_a_cancelled_appointment_says_so_and_reminds_nobody():
    (event,) = events(appointment(replace(ENTRY, cancelled=True)))
    assert event["status"] == "CANCELLED"
    assert not event.walk("VALARM")


def test_lines_are_as_the_format_wants_them():
    content = appointment(replace(ENTRY, place="Sehr langer Ort mit Umlauten äöü " * 10))
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


@pytest.mark.parametrize("place", ["A\r\nATTENDEE:mailto:x@y.example", "A\nEND:VEVENT\nBEGIN:VEVENT", "A\\nB;C,D"])
def test_a_place_cannot_bring_lines_of_its_own(place: str):
    content = appointment(replace(ENTRY, place=place))
    (event,) = events(content)
    assert "ATTENDEE" not in event
    assert content.count(b"\r\nBEGIN:VEVENT") == 1


def test_a_feed_holds_every_appointment_once():
    others = [replace(ENTRY, reference=f"G{number}", kind="integration") for number in range(3)]
    content = feed([ENTRY, *others], name="Gespräche Demo-Dorf")
    assert Calendar.from_ical(content)["x-wr-calname"] == "Gespräche Demo-Dorf"
    assert [event["uid"] for event in events(content)] == [f"{one.reference}@ankunft" for one in [ENTRY, *others]]
    assert feed([ENTRY, *others], name="Gespräche Demo-Dorf") == content


def test_an_empty_feed_is_a_calendar():
    assert not events(feed([], name="Gespräche"))


def test_the_record_gives_its_entry_and_nobody_s_name():
    interview = Interview(
        reference="G3F-92X-Q7",
        kind="integration",
        state="cancelled",
        starts_at=ENTRY.starts_at,
        minutes=60,
        place="Gemeindehaus",
        led_by="Demo-Petra Muster",
        content="verschlüsselt",
        recorded_at=ENTRY.changed_at,
        version=4,
    )
    entry = entry_of(interview, address="https://ankunft.example/x")
    assert entry == Entry(
        reference="G3F-92X-Q7",
        kind="integration",
        starts_at=ENTRY.starts_at,
        changed_at=ENTRY.changed_at,
        minutes=60,
        place="Gemeindehaus",
        address="https://ankunft.example/x",
        sequence=4,
        cancelled=True,
    )
    assert b"Petra" not in appointment(entry)


def test_an_interview_without_appointment_is_in_no_calendar():
    with pytest.raises(ValueError, match="without an appointment"):
        entry_of(Interview(reference="G", kind="integration", recorded_at=ENTRY.changed_at))
