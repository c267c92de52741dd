"""What is made of a message in the process that reads it, so that the one that writes need not: encryption, rows.

Nearly all messages of a large delivery are new move-ins of people who are to be invited. These come as `Ready`: texts
and numbers alone, as the tables take them. Everything else comes as the message that it is.

Reader processes know the keys and no database: nothing here may import a model.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import orjson

from ankunft.foundation.documents.ech.values import NEW, Header, Message, MoveIn, Problem, Read
from ankunft.foundation.encryption import decrypt

from .. import rules
from .ahv import Number, number_of
from .content import move_in_of, sealed
from .rows import Rows, day_text, moment_text, rows_of

MOVE_IN, BASE_DELIVERY = "moveIn", "baseDelivery"


class Prepared(NamedTuple):
    """A message with its content as it is stored, and the AHV number of whom it is about."""

    message: Message
    content: str
    number: Number


class Ready(NamedTuple):
    """A new move-in of somebody who is to be invited, unless they are known already or live elsewhere.

    `message_id` is the one that is stored, with `index` behind it; `sent_at` is UTC without a zone.
    """

    sender: str
    message_id: str
    position: int
    kind: str
    sent_at: str
    event_on: str | None
    place: str
    line: int
    bfs_number: int
    content: str
    rows: Rows

    @classmethod
    def from_plain(cls, parts: list[Any]) -> Ready:
        """What came through the pipe of a process that reads: lists stand there for tuples (see `Wire`)."""
        return cls._make([*parts[:-1], Rows._make(parts[-1])])

    def message(self) -> Message:
        """The message that this was made of; what of its header nobody asks of a new one is left out."""
        behind = f"#{self.position}" if self.position else ""
        header = Header(
            self.sender,
            self.message_id.removesuffix(behind),
            "",
            "",
            NEW,
            datetime.fromisoformat(self.sent_at).replace(tzinfo=UTC),
            date.fromisoformat(self.event_on) if self.event_on else None,
            False,
        )
        event = move_in_of(orjson.loads(decrypt(self.content)))
        return Message(header, self.kind, event, self.position, self.place, self.line)


Taken = Message | Problem | Prepared | Ready


def prepare(place: str, read: Read) -> list[Prepared | Problem | Ready]:
    """The messages of a file, prepared; called by the pool of readers."""
    return [item if isinstance(item, Problem) else _ready(item) or prepared(item) for item in read]


def prepared(message: Message) -> Prepared:
    """One message, prepared."""
    identity = getattr(message.event, "identity", None)
    return Prepared(message, sealed(message.event), number_of(identity.ahv_number) if identity else Number())


def _ready(message: Message) -> Ready | None:
    """The message as rows, if all that it needs is to be written."""
    header, event = message.header, message.event
    if not isinstance(event, MoveIn) or not _is_plain(message, event) or event.residence is None:
        return None
    number = number_of(event.identity.ahv_number)
    if event.identity.ahv_number and not number.digits:
        return None
    try:
        rows = rows_of(event, number)
    except ValueError:
        return None
    return Ready(
        header.sender_id,
        f"{header.message_id}#{message.index}" if message.index else header.message_id,
        message.index,
        message.kind,
        moment_text(header.sent_at),
        day_text(header.event_on),
        message.place,
        message.line,
        event.residence.bfs_number,
        sealed(event),
        rows,
    )


def _is_plain(message: Message, event: MoveIn) -> bool:
    """A new move-in that counts, of somebody who is still there, into a household that is known by its key or alone."""
    header, residence = message.header, event.residence
    return (
        header.action == NEW
        and not header.is_test
        and message.kind in (MOVE_IN, BASE_DELIVERY)
        and residence is not None
        and event.left_on is None
        and event.died_on is None
        and (bool(residence.address.household_id) or not event.relations)
        and not rules.exclusion(event.nationalities, residence.from_country, residence.kind)
    )


PREPARE = f"{prepare.__module__}.{prepare.__qualname__}"
