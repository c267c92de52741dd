"""Taking messages in: good ones are stored, bad ones named with their place, known ones have no second effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from ankunft.foundation.bulk import without_collector
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

from .. import rules
from ..checks.birth import OLDEST
from ..models import Outcome, RegisterDelivery, Source
from .ahv import ahv_digits
from .apply import applied
from .faults import faults_of
from .known import KnownMessage, message_key
from .newcomers import Newcomer, Recorded, newcomers_record
from .notes import Notes
from .planning import RECENT, planned
from .preparing import BASE_DELIVERY, Prepared, Ready, Taken
from .recalls import corrected, differs, recalled, replaced
from .rows import BIRTH_YEAR, Rows
from .situation import Effect, Situation

CHUNK = 4000
"""So many messages are one transaction."""
TURN = "arrivals.register"
"""Of two who take in at the same moment the second one finds what the first one stored."""


class Intake:
    """One delivery that is being taken in, chunk by chunk; memory does not grow with it."""

    def __init__(self, delivery: RegisterDelivery, situation: Situation) -> None:
        self.delivery = delivery
        self._delivery_key = delivery.pk
        self.situation = situation
        self._today = clock.today()
        self._latest = (self._today + rules.ANNOUNCED_AHEAD).isoformat()
        self._recent = (self._today - RECENT).isoformat()
        self._first_year = self._today.year - OLDEST
        self._waiting: list[tuple[Message | Ready, Newcomer]] = []
        self._names: set[str] = set()
        self._notes = Notes(delivery, situation)

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
        self._notes.prepare(prepared)
        self.situation.known.add_numbers(one.number for one in prepared)
        chunk = [one.message if isinstance(one, Prepared) else one for one in taken]
        messages = [one for one in chunk if isinstance(one, Message)]
        ready = [(one, self._place_of(one.bfs_number)[0]) for one in chunk if isinstance(one, Ready)]
        self.situation.known.look_up(messages, ready, self._municipalities(messages))
        for one in chunk:
            self.delivery.read += 1
            if isinstance(one, Problem):
                self._notes.refuse(one.where(), one.message_id, one.sentence)
            elif isinstance(one, Ready):
                self._take_ready(one)
            else:
                self._take_message(one)
        self._store_newcomers()
        self._notes.store()

    def _municipalities(self, messages: Iterable[Message]) -> set[int]:
        return {found for message in messages if (found := self._municipality(message)) is not None}

    def _municipality(self, message: Message) -> int | None:
        return self.situation.municipalities.named_in(message)

    def _place_of(self, bfs_number: int) -> tuple[int | None, str]:
        """The municipality with that number, with what is to be said of it; none where it is refused."""
        try:
            place, hint = self.situation.municipalities.find(bfs_number)
        except Refused:
            return None, ""
        return place.id, hint

    def _take_ready(self, ready: Ready) -> None:
        """Let somebody wait for the next batch; where more is to be decided than that, as the message that it was."""
        key = (ready.sender, ready.message_id)
        known = self.situation.known
        municipality, hint = self._place_of(ready.bfs_number)
        # As in `_take_message`.
        if seen := known.message(key, municipality if self.situation.municipalities.own is None else None):
            self._notes.keep_again(seen)
        elif municipality is not None and not hint and self._is_new(ready.rows, municipality):
            self._waiting.append((ready, self._newcomer(ready, municipality)))
            self._names.update(name for name in (ready.rows.key, ready.rows.digest) if name)
            known.add_message(key, KnownMessage(0, self._delivery_key, "", municipality))
        else:
            message = ready.message()
            self._notes.remember(message, ready.content)
            self._take_message(message)

    def _is_new(self, rows: Rows, municipality: int) -> bool:
        """Whether nobody knows them, in the records and among those who wait, and nothing is wrong with them."""
        if rows.key in self._names or rows.digest in self._names or not self._is_possible(rows):
            return False
        return self.situation.known.person_by(rows.key, rows.digest, municipality) is None

    def _newcomer(self, ready: Ready, municipality: int) -> Newcomer:
        arrives = ready.kind != BASE_DELIVERY or ready.rows.arrived_on >= self._recent
        taken = (municipality, ready.message_id) in self.situation.known.source_keys
        source_key = "" if taken else ready.message_id
        return Newcomer(ready.rows, municipality, arrives, self.situation.source, source_key)

    def _is_possible(self, rows: Rows) -> bool:
        """What `faults_of` asks beyond what was asked where it was read; days in ISO form are in order as texts are."""
        year = rows.person[BIRTH_YEAR]
        return rows.arrived_on <= self._latest and isinstance(year, int) and year >= self._first_year

    def _take_message(self, message: Message) -> None:
        key = message_key(message)
        # Whoever takes in for all must not lose a newcomer because another municipality had a message of that id. What
        # is about somebody recorded may name another municipality than the one where it is noted.
        apart = isinstance(message.event, MoveIn) and self.situation.municipalities.own is None
        if known := self.situation.known.message(key, self._municipality(message) if apart else None):
            self._take_again(message, known)
            return
        if faults := faults_of(message.event, self._today):
            self._notes.refuse_message(message, " ".join(faults))
            return
        try:
            self._decide(message)
        except Refused as refused:
            self._notes.refuse_message(message, refused.reason)
        except DatabaseError:
            self._notes.refuse_message(
                message, _("Die Datenbank hat diese Meldung nicht angenommen. Prüfen Sie ihre Angaben.")
            )

    def _decide(self, message: Message) -> None:
        """Record what it tells, or keep it for the next batch; Refused where it cannot be."""
        header = message.header
        if header.is_test:
            self._notes.keep(message, self._tested(message))
            return
        if header.action in (RECALL, CORRECTION):
            self._store_newcomers()
            self._notes.store_rows()
            self._keep_or_wait(message, self._alone(recalled if header.action == RECALL else corrected, message))
            return
        if self._names_somebody_waiting(message):
            self._store_newcomers()
        plan = planned(message, self.situation)
        if plan is None:
            self._store_newcomers()
            if isinstance(message.event, Correction | DataLock | KeyChange | Other):
                # It may be about somebody of this chunk who is listed as excluded.
                self._notes.store_rows()
            plan = self._alone(applied, message)
        self._keep_or_wait(message, plan)

    def _alone(self, effect: Any, message: Message) -> Effect | Newcomer:
        with transaction.atomic():
            result: Effect | Newcomer = effect(message, self.situation)
        return result

    def _keep_or_wait(self, message: Message, plan: Effect | Newcomer) -> None:
        if isinstance(plan, Effect):
            self._notes.keep(message, plan)
            return
        self._waiting.append((message, plan))
        self._names.update(name for name in (plan.rows.key, plan.rows.digest) if name)
        self.situation.known.add_message(
            message_key(message), KnownMessage(0, self._delivery_key, "", plan.municipality)
        )

    def _names_somebody_waiting(self, message: Message) -> bool:
        """Whether it is about somebody of the waiting batch, or about a relative to be found at the same address."""
        event = message.event
        if not isinstance(event, MoveIn):
            return False
        if self._waits(event.identity.key, event.identity.ahv_number):
            return True
        if event.residence is not None and event.residence.address.household_id and message.kind != "birth":
            return False
        return any(self._waits(one.key, one.ahv_number) for one in event.relations)

    def _waits(self, key: str, ahv_number: str) -> bool:
        return bool(self._names) and (
            key in self._names or self.situation.known.ahv_index(ahv_digits(ahv_number)) in self._names
        )

    def _tested(self, message: Message) -> Effect:
        """What a test delivery brings is read and listed, and has no effect."""
        return Effect(Outcome.NOTED, self._municipality(message), hints=(_("Testlieferung: ohne Wirkung."),))

    def _store_newcomers(self) -> None:
        """Record those who wait; where the database takes them not together, one by one."""
        waiting, self._waiting, self._names = self._waiting, [], set()
        if not waiting:
            return
        try:
            recorded = self._recorded([newcomer for _taken, newcomer in waiting])
        except DatabaseError:
            for taken, newcomer in waiting:
                self._store_one(taken, newcomer)
            return
        for (taken, newcomer), one in zip(waiting, recorded, strict=True):
            self._keep_recorded(taken, newcomer, one)

    def _store_one(self, taken: Message | Ready, newcomer: Newcomer) -> None:
        try:
            one = self._recorded([newcomer])[0]
        except DatabaseError:
            message = taken.message() if isinstance(taken, Ready) else taken
            self.situation.known.forget_message(message_key(message), newcomer.municipality)
            self._notes.refuse_message(
                message, _("Dieselbe Person ist schon erfasst, oder eine Angabe ist zu lang. Prüfen Sie die Meldung.")
            )
        else:
            self._keep_recorded(taken, newcomer, one)

    def _recorded(self, newcomers: Sequence[Newcomer]) -> list[Recorded]:
        with transaction.atomic():
            return newcomers_record(newcomers=newcomers, known=self.situation.known, actor=self.situation.actor)

    def _keep_recorded(self, taken: Message | Ready, newcomer: Newcomer, one: Recorded) -> None:
        if isinstance(taken, Ready):
            self._notes.keep_ready(taken, newcomer.municipality, one)
            return
        self._notes.keep(
            taken, Effect(Outcome.APPLIED, newcomer.municipality, one.person, one.arrival, hints=newcomer.hints)
        )

    def _take_again(self, message: Message, known: KnownMessage) -> None:
        """A message that came before has no effect; a row of a table may have been put right under the same key."""
        if known.pk and self.situation.source == Source.TABLE and differs(message, self.situation):
            self._store_newcomers()
            self._notes.store_rows()
            try:
                self._keep_or_wait(message, self._alone(replaced, message))
            except Refused as refused:
                self._notes.refuse_message(message, refused.reason)
        else:
            self._notes.keep_again(known)
