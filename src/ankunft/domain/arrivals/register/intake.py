"""Taking messages in: good ones are stored, bad ones named with their place, known ones have no second effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from ankunft.foundation.bulk import insert_rows, without_collector
from ankunft.foundation.documents.ech.values import (
    CORRECTION,
    RECALL,
    Correction,
    DataLock,
    KeyChange,
    Message,
    MoveIn,
    Other,
    Problem,
)
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn

from ..models import Outcome, RegisterDelivery, RegisterMessage, RegisterRefusal, Source
from .apply import Effect, Situation, applied, planned
from .content import sealed
from .excluded import digest_of
from .faults import faults_of
from .known import KnownMessage, message_key
from .newcomers import Newcomer, Recorded, newcomers_record
from .preparing import Prepared, Taken
from .recalls import corrected, differs, recalled, replaced

CHUNK = 1000
"""So many messages are one transaction."""
TURN = "arrivals.register"
"""Of two who take in at the same moment the second one finds what the first one stored."""

_MESSAGE = (
    "delivery", "municipality", "sender_id", "message_id", "kind", "action", "sent_at", "event_on", "outcome",
    "exclusion", "person", "arrival", "content", "person_digest",
)  # fmt: skip


class Intake:
    """One delivery that is being taken in, chunk by chunk; memory does not grow with it."""

    def __init__(self, delivery: RegisterDelivery, situation: Situation) -> None:
        self.delivery = delivery
        self.situation = situation
        self._today = clock.today()
        self._waiting: list[tuple[Message, Newcomer]] = []
        self._rows: list[tuple[Any, ...]] = []
        self._refusals: list[RegisterRefusal] = []
        self._names: set[str] = set()
        self._contents: dict[tuple[str, str], str] = {}

    def take(self, read: Iterable[Taken]) -> Iterator[int]:
        """Take everything in; yields how many messages are done after each chunk, outside of any transaction."""
        rest = iter(read)
        while self._take_next(rest):
            yield self.delivery.read

    def _take_next(self, rest: Iterator[Taken]) -> bool:
        """The next chunk; False where there is none. Values come by the thousand: the collector would find nothing."""
        with without_collector():
            chunk = list(islice(rest, CHUNK))
            if chunk:
                with transaction.atomic():
                    in_turn(TURN)
                    self._take_chunk(chunk)
        return bool(chunk)

    def _take_chunk(self, taken: Sequence[Taken]) -> None:
        prepared = [one for one in taken if isinstance(one, Prepared)]
        self._contents = {message_key(one.message): one.content for one in prepared}
        self.situation.known.add_numbers(one.number for one in prepared)
        chunk = [one.message if isinstance(one, Prepared) else one for one in taken]
        messages = [one for one in chunk if isinstance(one, Message)]
        self.situation.known.look_up(messages, self._municipalities(messages))
        for one in chunk:
            self.delivery.read += 1
            if isinstance(one, Problem):
                self._refuse(one.where(), one.message_id, one.sentence)
            else:
                self._take_message(one)
        self._store_newcomers()
        self._store_rows()
        RegisterRefusal.objects.bulk_create(self._refusals)
        self._refusals = []
        self.delivery.save(update_fields=["read", "applied", "excluded", "unchanged", "refused"])

    def _municipalities(self, messages: Iterable[Message]) -> set[int]:
        return {found for message in messages if (found := self._municipality(message)) is not None}

    def _municipality(self, message: Message) -> int | None:
        return self.situation.municipalities.named_in(message)

    def _take_message(self, message: Message) -> None:
        key = message_key(message)
        # Whoever takes in for all must not lose a newcomer because another municipality had a message of that id. What
        # is about somebody recorded may name another municipality than the one where it is noted.
        apart = isinstance(message.event, MoveIn) and self.situation.municipalities.own is None
        if known := self.situation.known.message(key, self._municipality(message) if apart else None):
            self._take_again(message, known)
            return
        if faults := faults_of(message.event, self._today):
            self._refuse_message(message, " ".join(faults))
            return
        try:
            self._decide(message)
        except Refused as refused:
            self._refuse_message(message, refused.reason)
        except DatabaseError:
            self._refuse_message(
                message, _("Die Datenbank hat diese Meldung nicht angenommen. Prüfen Sie ihre Angaben.")
            )

    def _decide(self, message: Message) -> None:
        """Record what it tells, or keep it for the next batch; Refused where it cannot be."""
        header = message.header
        if header.is_test:
            self._keep(message, self._tested(message))
            return
        if header.action in (RECALL, CORRECTION):
            self._store_newcomers()
            self._store_rows()
            self._keep_or_wait(message, self._alone(recalled if header.action == RECALL else corrected, message))
            return
        if self._names_somebody_waiting(message):
            self._store_newcomers()
        plan = planned(message, self.situation)
        if plan is None:
            self._store_newcomers()
            if isinstance(message.event, Correction | DataLock | KeyChange | Other):
                # It may be about somebody of this chunk who is listed as excluded.
                self._store_rows()
            plan = self._alone(applied, message)
        self._keep_or_wait(message, plan)

    def _alone(self, effect: Any, message: Message) -> Effect | Newcomer:
        with transaction.atomic():
            result: Effect | Newcomer = effect(message, self.situation)
        return result

    def _keep_or_wait(self, message: Message, plan: Effect | Newcomer) -> None:
        if isinstance(plan, Effect):
            self._keep(message, plan)
            return
        self._waiting.append((message, plan))
        identity = plan.event.identity
        self._names.update(name for name in (identity.key, identity.ahv_number) if name)
        self.situation.known.add_message(message_key(message), KnownMessage(0, self.delivery.pk, "", plan.municipality))

    def _names_somebody_waiting(self, message: Message) -> bool:
        """Whether it is about somebody of the waiting batch, or about a relative to be found at the same address."""
        event = message.event
        if not isinstance(event, MoveIn):
            return False
        identity = event.identity
        if identity.key in self._names or identity.ahv_number in self._names:
            return True
        if event.residence is not None and event.residence.address.household_id and message.kind != "birth":
            return False
        return any(one.key in self._names or one.ahv_number in self._names for one in event.relations)

    def _tested(self, message: Message) -> Effect:
        """What a test delivery brings is read and listed, and has no effect."""
        return Effect(Outcome.NOTED, self._municipality(message), hints=(_("Testlieferung: ohne Wirkung."),))

    def _store_newcomers(self) -> None:
        """Record those who wait; where the database takes them not together, one by one."""
        waiting, self._waiting, self._names = self._waiting, [], set()
        if not waiting:
            return
        try:
            recorded = self._recorded([newcomer for _message, newcomer in waiting])
        except DatabaseError:
            for message, newcomer in waiting:
                self._store_one(message, newcomer)
            return
        for (message, newcomer), one in zip(waiting, recorded, strict=True):
            self._keep_recorded(message, newcomer, one)

    def _store_one(self, message: Message, newcomer: Newcomer) -> None:
        try:
            one = self._recorded([newcomer])[0]
        except DatabaseError:
            self.situation.known.forget_message(message_key(message), newcomer.municipality)
            self._refuse_message(
                message, _("Dieselbe Person ist schon erfasst, oder eine Angabe ist zu lang. Prüfen Sie die Meldung.")
            )
        else:
            self._keep_recorded(message, newcomer, one)

    def _recorded(self, newcomers: Sequence[Newcomer]) -> list[Recorded]:
        with transaction.atomic():
            return newcomers_record(newcomers=newcomers, known=self.situation.known, actor=self.situation.actor)

    def _keep_recorded(self, message: Message, newcomer: Newcomer, one: Recorded) -> None:
        self._keep(
            message, Effect(Outcome.APPLIED, newcomer.municipality, one.person, one.arrival, hints=newcomer.hints)
        )

    def _keep(self, message: Message, effect: Effect) -> None:
        """Note the message with what was made of it."""
        header = message.header
        sender, key = message_key(message)
        municipality = effect.municipality or self.situation.municipalities.fallback
        self._rows.append(
            (
                self.delivery.pk,
                municipality,
                sender,
                key,
                message.kind,
                header.action,
                _moment(header.sent_at),
                header.event_on,
                effect.outcome.value,
                effect.exclusion,
                effect.person,
                effect.arrival,
                self._content(message, effect),
                digest_of(message.event) if effect.outcome == Outcome.EXCLUDED else "",
            )
        )
        known = KnownMessage(0, self.delivery.pk, effect.outcome, municipality)
        self.situation.known.add_message((sender, key), known)
        self._count(effect.outcome)

    def _content(self, message: Message, effect: Effect) -> str:
        """What is kept of a message: of one without effect about nobody recorded here nothing of the person."""
        if effect.outcome == Outcome.NOTED and effect.person is None:
            return sealed(Other(message.kind, None), hints=effect.hints) if effect.hints else ""
        plain = not effect.changed and not effect.hints
        prepared = self._contents.get(message_key(message)) if plain else None
        return prepared or sealed(message.event, changed=effect.changed, hints=effect.hints)

    def _store_rows(self) -> None:
        rows, self._rows = self._rows, []
        insert_rows(RegisterMessage, _MESSAGE, rows, walled=True)

    def _take_again(self, message: Message, known: KnownMessage) -> None:
        """A message that came before has no effect; a row of a table may have been put right under the same key.

        One of this very delivery, which was broken off, counts as what it was then.
        """
        if known.pk and self.situation.source == Source.TABLE and differs(message, self.situation):
            self._store_newcomers()
            self._store_rows()
            try:
                self._keep_or_wait(message, self._alone(replaced, message))
            except Refused as refused:
                self._refuse_message(message, refused.reason)
        elif known.delivery == self.delivery.pk and known.pk:
            self._count(known.outcome)
        else:
            self.delivery.unchanged += 1

    def _count(self, outcome: str) -> None:
        if outcome == Outcome.APPLIED:
            self.delivery.applied += 1
        elif outcome == Outcome.EXCLUDED:
            self.delivery.excluded += 1

    def _refuse_message(self, message: Message, reason: str) -> None:
        element = "" if self.situation.source == Source.TABLE else message.kind
        where = Problem(message.place, message.line, element, "").where()
        self._refuse(where, message_key(message)[1], reason, self._municipality(message))

    def _refuse(self, where: str, message_id: str, reason: str, municipality: int | None = None) -> None:
        self.delivery.refused += 1
        self._refusals.append(
            RegisterRefusal(
                delivery=self.delivery,
                municipality_id=municipality or self.situation.municipalities.fallback,
                place=where[:300],
                message_id=message_id[:50],
                reason=reason,
            )
        )


def _moment(value: Any) -> Any:
    return RegisterMessage._meta.get_field("sent_at").get_db_prep_value(value, connection)
