"""What is recorded already of those whom a chunk of messages is about: a few statements for hundreds of messages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ankunft.foundation.bulk import fetch_rows
from ankunft.foundation.documents.ech.values import Address, Event, Header, Identity, KeyChange, Message, Residence
from ankunft.foundation.encryption import encrypt

from ..models import Arrival, Household, Person, RegisterMessage
from .ahv import Number, ahv_digits, digest
from .preparing import Ready


class KnownMessage(NamedTuple):
    """A message that was taken in: its row, by which delivery, what was made of it, and for which municipality."""

    pk: int
    delivery: int
    outcome: str
    municipality: int | None


class KnownPerson(NamedTuple):
    """A recorded person by which a register's key or an AHV number is known."""

    pk: int
    municipality: int
    is_present: bool


def message_key(message: Message) -> tuple[str, str]:
    """By what a message is known: sender and message id; of many under one header the number behind.

    What a test delivery brings is known apart: it must not stand in the way of the real one.
    """
    return key_of(message.header, message.header.message_id, message.index)


def key_of(header: Header, message_id: str, index: int) -> tuple[str, str]:
    """The key of a message of that sender."""
    sender = f"test:{header.sender_id}" if header.is_test else header.sender_id
    return sender, f"{message_id}#{index}" if index else message_id


class Known:
    """What is known before a chunk, and grows with it.

    Persons and messages are looked for in the municipalities `own` (None: in all): senders choose their ids themselves,
    so that what somebody else took in under the same one says nothing. Who was recorded for a municipality that is
    merged by now is known as somebody of its `carrier`.
    """

    def __init__(self, own: frozenset[int] | None, carrier: Callable[[int], int] = int) -> None:
        self._own = own
        self._carrier = carrier
        self._messages: dict[tuple[str, str], list[KnownMessage]] = {}
        self.households: dict[tuple[int, str], int] = {}
        self.source_keys: set[tuple[int, str]] = set()
        self._by_key: dict[str, list[KnownPerson]] = {}
        self._by_ahv: dict[str, list[KnownPerson]] = {}
        self._numbers: dict[str, Number] = {}
        self._digests: set[str] = set()

    def look_up(self, chunk: Sequence[Message], ready: Sequence[tuple[Ready, int | None]], named: set[int]) -> None:
        """Forget the last chunk, and read what is recorded of those whom these messages are about.

        With those that are ready comes the municipality for which each is; `named` are those of the others.
        """
        keys_of_chunk = [message_key(message) for message in chunk]
        wanted = {place: {key for _sender, key in keys_of_chunk} for place in named}
        for one, place in ready:
            if place is not None:
                wanted.setdefault(place, set()).add(one.message_id)
        self._read_source_keys(wanted)
        self._read_messages(keys_of_chunk + [(one.sender, one.message_id) for one, _place in ready])
        self._look_up_people(chunk, [one for one, _place in ready], wanted.keys())

    def _look_up_people(
        self, chunk: Sequence[Message], ready: Sequence[Ready], municipalities: Collection[int]
    ) -> None:
        keys, numbers = _named(chunk)
        self._digests = _digests(ready)
        self.look_up_persons(keys | _keys(ready), numbers)
        households = {address.household_id for message in chunk if (address := address_of(message.event))}
        households |= {one.rows.household[0] for one in ready if one.rows.household}
        self.look_up_households(households - {""}, municipalities)

    def message(self, key: tuple[str, str], municipality: int | None) -> KnownMessage | None:
        """The message of that key (`message_key`), of the municipality that it names; if it names none, any one."""
        either = (municipality, None)
        known = self._messages.get(key, ())
        return next((one for one in known if municipality is None or one.municipality in either), None)

    def add_message(self, key: tuple[str, str], message: KnownMessage) -> None:
        """A message was taken in meanwhile, or is about to be."""
        self.forget_message(key, message.municipality)
        self._messages.setdefault(key, []).append(message)

    def forget_message(self, key: tuple[str, str], municipality: int | None) -> None:
        """The message was not taken in after all."""
        self._messages[key] = [one for one in self._messages.get(key, ()) if one.municipality != municipality]

    def look_up_persons(self, keys: set[str], numbers: set[str]) -> None:
        """Read who is recorded with one of these keys of registers or AHV numbers (thirteen digits)."""
        for number in numbers:
            self.ahv_index(number)
        self._read_persons(keys)

    def look_up_households(self, wanted: set[str], municipalities: Collection[int]) -> None:
        """Read which households have one of these keys of registers."""
        rows = Household.objects.filter(municipality__in=municipalities, register_id__among=wanted)
        found = fetch_rows(rows.exclude(register_id="").values_list("municipality_id", "register_id", "pk"))
        self.households = {(municipality, register_id): key for municipality, register_id, key in found}

    def add_numbers(self, numbers: Iterable[Number]) -> None:
        """Forget AHV numbers of the last chunk, and know these with what is stored of them."""
        self._numbers = {number.digits: number for number in numbers if number.digits}

    def ahv_index(self, digits: str) -> str:
        """The digest of an AHV number (thirteen digits); empty for none."""
        if not digits:
            return ""
        if digits not in self._numbers:
            self._numbers[digits] = Number(digits, "", digest(digits))
        return self._numbers[digits].digest

    def ahv_encrypted(self, digits: str) -> str:
        """An AHV number as it is stored; empty for none."""
        known = self._numbers.get(digits)
        return known.encrypted if known and known.encrypted else (encrypt(digits) if digits else "")

    def person(self, key: str, ahv_number: str, municipality: int | None = None) -> KnownPerson | None:
        """Whom the register's key means, or else the AHV number: who is present comes before who has left.

        None where nobody is known; of several municipalities that of the message alone. Where a message names none,
        a key that several municipalities gave to different persons means nobody.
        """
        return self.person_by(key, self.ahv_index(ahv_digits(ahv_number)), municipality)

    def person_by(self, key: str, digest: str, municipality: int | None = None) -> KnownPerson | None:
        """The same by the digest of the AHV number."""
        named, numbered = self._by_key.get(key), self._by_ahv.get(digest)
        return (named and self._one(named, municipality)) or (numbered and self._one(numbered, municipality)) or None

    def number(self, ahv_number: str) -> Number:
        """An AHV number as it is stored; empty for none, and for a wrong one."""
        digits = ahv_digits(ahv_number)
        return Number(digits, self.ahv_encrypted(digits), self.ahv_index(digits))

    def add(self, key: str, index: str, person: KnownPerson) -> None:
        """Somebody was recorded meanwhile."""
        if key:
            self._by_key.setdefault(key, []).append(person)
        if index:
            self._by_ahv.setdefault(index, []).append(person)

    def _one(self, found: Iterable[KnownPerson], municipality: int | None) -> KnownPerson | None:
        fitting = [one for one in found if municipality is None or one.municipality == municipality]
        present = [one for one in fitting if one.is_present]
        if present and len({one.pk for one in present}) == 1:
            return present[0]
        left = {one.pk: one for one in fitting if not one.is_present}
        if present or (municipality is None and len(left) > 1):
            return None
        return max(left.values(), default=None)

    def _read_messages(self, names: Iterable[tuple[str, str]]) -> None:
        by_sender: dict[str, set[str]] = {}
        for sender, key in names:
            by_sender.setdefault(sender, set()).add(key)
        self._messages = {}
        for sender, ids in by_sender.items():
            rows = RegisterMessage.objects.filter(sender_id=sender, message_id__among=ids).order_by()
            if self._own is not None:
                rows = rows.filter(municipality__in=self._own)
            columns = ("message_id", "pk", "delivery_id", "outcome", "municipality_id")
            for key, *rest in fetch_rows(rows.values_list(*columns)):
                self._messages.setdefault((sender, key), []).append(KnownMessage(*rest))

    def _read_persons(self, keys: set[str]) -> None:
        self._by_key, self._by_ahv = {}, {}
        digests = {number.digest for number in self._numbers.values()} | self._digests
        persons = Person.objects.filter(anonymised_at=None).order_by()
        if self._own is not None:
            persons = persons.filter(municipality__in=self._own)
        # Two statements, each of which has an index. Whoever was merged is the one they were merged into.
        columns = ("pk", "municipality_id", "left_on", "merged_into_id", "merged_into__left_on")
        for into, column, wanted in ((self._by_key, "register_key", keys), (self._by_ahv, "ahv_index", digests)):
            if not wanted:
                continue
            named = persons.exclude(**{column: ""}).filter(**{f"{column}__among": wanted})
            for value, own, municipality, left_on, merged, merged_left_on in fetch_rows(
                named.values_list(column, *columns)
            ):
                is_present = (left_on if merged is None else merged_left_on) is None
                into.setdefault(value, []).append(KnownPerson(merged or own, self._carrier(municipality), is_present))

    def _read_source_keys(self, wanted: Mapping[int, set[str]]) -> None:
        """Which of these keys arrivals of each municipality have already."""
        arrivals = Arrival.objects.exclude(source_key="").order_by()
        self.source_keys = set()
        for place, keys in wanted.items():
            # One after the other: all at once, the database would look for each key in each municipality.
            found = fetch_rows(arrivals.filter(municipality=place, source_key__among=keys).values_list("source_key"))
            self.source_keys |= {(place, key) for (key,) in found}


def address_of(event: Event) -> Address | None:
    """The address that an event tells of; None if it tells none."""
    residence: Residence | None = getattr(event, "residence", None)
    if residence is not None:
        return residence.address
    address: Address | None = getattr(event, "address", None) or getattr(event, "contact", None)
    return address


def _named(chunk: Sequence[Message]) -> tuple[set[str], set[str]]:
    """Keys and AHV numbers of everybody whom the messages name."""
    keys: set[str] = set()
    numbers: set[str] = set()
    for message in chunk:
        for key, number in _names(message.event):
            keys.add(key)
            numbers.add(ahv_digits(number))
    return keys - {""}, numbers - {""}


def _keys(ready: Iterable[Ready]) -> set[str]:
    """The registers' keys of everybody whom these name."""
    return {
        found for one in ready for found in (one.rows.key, *(key for _kind, key, _digest in one.rows.relations))
    } - {""}


def _digests(ready: Iterable[Ready]) -> set[str]:
    """The same of AHV numbers."""
    return {
        found for one in ready for found in (one.rows.digest, *(digest for _kind, _key, digest in one.rows.relations))
    } - {""}


def _names(event: Event) -> Iterator[tuple[str, str]]:
    if isinstance(event, KeyChange):
        yield event.key, event.ahv_number
        yield event.new_key, ""
        return
    identity: Identity | None = event.identity
    if identity is not None:
        yield identity.key, identity.ahv_number
    for relation in getattr(event, "relations", ()):
        yield relation.key, relation.ahv_number
