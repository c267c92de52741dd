"""What stands on a letter, as plain values: no record is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Sender:
    """The municipality that writes. Only the name is needed; what is not known leaves no gap.

    `address` is line by line; `contact` is whoever answers questions and signs.
    """

    name: str
    address: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a letter goes: names and address, line by line."""

    names: tuple[str, ...]
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where who is expected. `kind` is a value of `models.Kind`, `starts_at` is aware, `persons` are names.

    `minutes` 0 leaves the end open. `with_interpreter`: somebody who interprets will be there.
    """

    kind: str
    starts_at: datetime
    place: str
    minutes: int = 60
    persons: tuple[str, ...] = ()
    with_interpreter: bool = False


@dataclass(frozen=True, slots=True)
class Ticked:
    """A topic of the guide, and whether it was talked about."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """An interview as it is confirmed by signature (KS 4.3.1, 6). What is empty is a line to be filled in by hand.

    `kind` and `interpreting` are values of `models.Kind` and `models.Interpreting`. `performed_by` is named where
    another municipality than `municipality` held it. `signing`: who of the participants signs (the adults); empty: all.
    `language` is the name of the language in German.
    """

    reference: str
    kind: str
    municipality: str
    held_on: date | None = None
    participants: tuple[str, ...] = ()
    signing: tuple[str, ...] = ()
    led_by: str = ""
    performed_by: str = ""
    language: str = ""
    topics: tuple[Ticked, ...] = ()
    steps: tuple[str, ...] = ()
    interpreting: str = "none"
    interpreting_provider: str = ""
    interpreting_order: str = ""
