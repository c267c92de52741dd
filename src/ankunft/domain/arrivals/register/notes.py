"""What is noted of a delivery: each message with what was made of it, what was not taken in and why, and the counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from ankunft.foundation.bulk import insert_rows
from ankunft.foundation.documents.ech.values import NEW, Message, Other, Problem
from ankunft.foundation.kernel.errors import Refused

from ..models import Outcome, RegisterDelivery, RegisterMessage, RegisterRefusal, Source
from .content import sealed
from .excluded import digest_of
from .known import KnownMessage, message_key
from .newcomers import Recorded
from .preparing import Prepared, Ready
from .rows import day_text, moment_text
from .situation import Effect, Situation

COUNTS = ("read", "applied", "excluded", "unchanged", "refused")
"""What a delivery counts."""
_APPLIED = Outcome.APPLIED.value
_MESSAGE = (
    "delivery", "municipality", "sender_id", "message_id", "kind", "action", "sent_at", "event_on", "outcome",
    "exclusion", "person", "arrival", "content", "person_digest",
)  # fmt: skip


class Notes:
    """The notes of one delivery, kept here until they are stored; `read` counts what came, refused or not."""

    def __init__(self, delivery: RegisterDelivery, situation: Situation) -> None:
        self._delivery = delivery
        self._key = delivery.pk
        self._situation = situation
        self._rows: list[tuple[Any, ...]] = []
        self._refusals: list[RegisterRefusal] = []
        self._contents: dict[tuple[str, str], str] = {}
        # A moment in UTC as this database takes it: SQLite keeps it as the text that it is.
        self._utc = "" if connection.vendor == "sqlite" else "+00"

    def prepare(self, prepared: Iterable[Prepared]) -> None:
        """Forget the contents of the last chunk, and know these as they are stored."""
        self._contents = {message_key(one.message): one.content for one in prepared}

    def remember(self, message: Message, content: str) -> None:
        """Know the content of one more message as it is stored."""
        self._contents[message_key(message)] = content

    def keep(self, message: Message, effect: Effect) -> None:
        """Note the message with what was made of it."""
        header = message.header
        sender, key = message_key(message)
        municipality = effect.municipality or self._situation.municipalities.fallback
        self._rows.append(
            (
                self._key,
                municipality,
                sender,
                key,
                message.kind,
                header.action,
                moment_text(header.sent_at) + self._utc,
                day_text(header.event_on),
                effect.outcome.value,
                effect.exclusion,
                effect.person,
                effect.arrival,
                self._content(message, effect),
                digest_of(message.event) if effect.outcome == Outcome.EXCLUDED else "",
            )
        )
        self._situation.known.add_message((sender, key), KnownMessage(0, self._key, effect.outcome, municipality))
        self._count(effect.outcome)

    def keep_ready(self, ready: Ready, municipality: int, one: Recorded) -> None:
        """Note a move-in of somebody who was recorded."""
        self._rows.append(
            (
                self._key,
                municipality,
                ready.sender,
                ready.message_id,
                ready.kind,
                NEW,
                ready.sent_at + self._utc,
                ready.event_on,
                _APPLIED,
                "",
                one.person,
                one.arrival,
                ready.content,
                "",
            )
        )
        self._delivery.applied += 1

    def keep_again(self, known: KnownMessage) -> None:
        """One that was there before; of this very delivery, which was broken off, it counts as what it was then."""
        if known.delivery == self._key and known.pk:
            self._count(known.outcome)
        else:
            self._delivery.unchanged += 1

    def refuse_message(self, message: Message, reason: str) -> None:
        """Note a message that could be read and is not taken in."""
        element = "" if self._situation.source == Source.TABLE else message.kind
        where = Problem(message.place, message.line, element, "").where()
        self.refuse(where, message_key(message)[1], reason, self._situation.municipalities.named_in(message))

    def refuse(self, where: str, message_id: str, reason: str, municipality: int | None = None) -> None:
        """Note what is not taken in, with its place."""
        self._delivery.refused += 1
        self._refusals.append(
            RegisterRefusal(
                delivery=self._delivery,
                municipality_id=municipality or self._situation.municipalities.fallback,
                place=where[:300],
                message_id=message_id[:50],
                reason=reason,
            )
        )

    def store_rows(self) -> None:
        """Store the messages noted so far: what comes next may be about one of them."""
        rows, self._rows = self._rows, []
        insert_rows(RegisterMessage, _MESSAGE, rows, walled=True)

    def store(self) -> None:
        """Store everything; Refused where somebody else has taken the delivery over (`counted`)."""
        self.store_rows()
        RegisterRefusal.objects.bulk_create(self._refusals)
        self._refusals = []
        counted(self._delivery)

    def _content(self, message: Message, effect: Effect) -> str:
        """What is kept of a message: of one without effect about nobody recorded here nothing of the person."""
        if effect.outcome == Outcome.NOTED and effect.person is None:
            return sealed(Other(message.kind, None), hints=effect.hints) if effect.hints else ""
        plain = not effect.changed and not effect.hints
        prepared = self._contents.get(message_key(message)) if plain else None
        return prepared or sealed(message.event, changed=effect.changed, hints=effect.hints)

    def _count(self, outcome: str) -> None:
        if outcome == Outcome.APPLIED:
            self._delivery.applied += 1
        elif outcome == Outcome.EXCLUDED:
            self._delivery.excluded += 1


def counted(delivery: RegisterDelivery) -> None:
    """Store the counts of a delivery and whether it is finished, in the caller's transaction.

    Refused where somebody else goes on with it since, because it came a second time: its moment of receipt is theirs
    then, and nothing that is done here may be counted twice.
    """
    values = {name: getattr(delivery, name) for name in (*COUNTS, "finished_at")}
    if not RegisterDelivery.objects.filter(pk=delivery.pk, received_at=delivery.received_at).update(**values):
        raise Refused(_("Dieselbe Datei ist inzwischen noch einmal eingereicht worden; dort wird sie aufgenommen."))
