"""Messages as the reader gives them, built from values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from ankunft.domain.arrivals.models import RegisterDelivery
from ankunft.domain.arrivals.register.deliveries import messages_take_in
from ankunft.foundation.documents.ech.values import (
    NEW,
    Address,
    Event,
    Header,
    Identity,
    Message,
    MoveIn,
    PartialDate,
    PermitData,
    Problem,
    Residence,
)
from ankunft.foundation.kernel.actor import Actor

SENDER = "1-2601-1"
ADDRESS = Address("", "Demoweg", "7", "4500", "Solothurn")
PERMIT = PermitData("0201", date(2026, 11, 3), date(2027, 11, 2), date(2026, 11, 1))
_numbers = count(1)


def identity(number: int = 0, **values: Any) -> Identity:
    """Somebody by a key of the register; the same number is the same person."""
    number = number or next(_numbers) + 10_000
    plain = Identity(f"MU.2601:{number}", "", f"Demo-Muster {number}", "Ada", "female", PartialDate(1990, 5, 17))
    return plain._replace(**values)


def residence(**values: Any) -> Residence:
    """A main residence in Solothurn, from Eritrea, three weeks ago."""
    plain = Residence("main", 2601, date(2026, 11, 1), "ER", None, False, ADDRESS)
    return plain._replace(**values)


def move_in(who: Identity | None = None, **values: Any) -> MoveIn:
    """Somebody who moved in; `residence` replaces the whole."""
    plain = MoveIn(who or identity(), ("ER",), PERMIT, "de", False, residence(), ())
    return plain._replace(**values)


def message(event: Event, message_id: str = "", *, kind: str = "", **header: Any) -> Message:
    """A new message about that, unless the header says otherwise."""
    plain = Header(
        SENDER,
        message_id or f"demo-{next(_numbers)}",
        "",
        "sedex",
        NEW,
        datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("Europe/Zurich")),
        date(2026, 11, 1),
        False,
    )
    name = kind or type(event).__name__[:1].lower() + type(event).__name__[1:]
    return Message(plain._replace(**header), name, event, 0, "tag.xml", 1)


def take(*messages: Message | Problem, actor: Actor | None = None, sha256: str = "") -> RegisterDelivery:
    """Take these in, as a file of their own."""
    return take_all(messages, actor=actor, sha256=sha256)


def take_all(
    messages: Iterable[Message | Problem], *, actor: Actor | None = None, sha256: str = ""
) -> RegisterDelivery:
    """Take these in, as a file of their own."""
    return messages_take_in(
        messages=messages,
        channel="command",
        file_name="tag.xml",
        sha256=sha256 or f"{next(_numbers):064x}",
        actor=actor or Actor.operator(),
    )
