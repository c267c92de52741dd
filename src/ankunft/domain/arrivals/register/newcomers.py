"""Recording many who are not known yet: persons, households, permits, relations and arrivals in a few statements.

Also a single one is recorded here, so that there is one way of doing it. The rows are given their keys beforehand and
name each other by them. The trail gets one event for all, which names the references (decision 0053).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.bulk import insert_rows, reserve_keys
from ankunft.foundation.documents.ech.values import Address, MoveIn, PartialDate
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .. import rules
from ..countries import STATELESS
from ..models import Arrival, ArrivalState, Household, NameKey, Permit, Person, Relation
from ..names import name_keys
from ..permits import category_of
from ..services.arrivals import target_of
from ..services.duplicates import duplicates_seek
from ..services.watchers import tell_watchers
from .known import Known, KnownPerson
from .preparing import ahv_digits

ATTEMPTS = 3
FEW = 20
"""So many are compared at once with those who are known; who may be one among more is looked for by the daily chore."""

_PERSON = (
    "id", "reference", "municipality", "family_name", "given_name", "birth_date", "birth_month", "birth_year", "sex",
    "nationality", "further_nationalities", "language", "interpreter_need", "phone", "email", "household",
    "register_key", "ahv_number_encrypted", "ahv_index", "data_lock", "is_demo", "created_at", "version",
)  # fmt: skip
_HOUSEHOLD = ("id", "municipality", "register_id", "street", "house_number", "postcode", "town", "is_demo")
_NAME_KEY = ("person", "municipality", "key")
_PERMIT = ("person", "municipality", "category", "code", "valid_from", "valid_until", "entered_on")
_RELATION = ("person", "municipality", "kind", "other", "other_key")
_ARRIVAL = (
    "id", "state", "version", "reference", "municipality", "person", "household", "arrived_on", "from_country",
    "exclusion", "target_on", "waived_reason", "source", "source_key", "recorded_at", "is_demo",
)  # fmt: skip


class Newcomer(NamedTuple):
    """Somebody to record: what was told, for which municipality, and whether there is an arrival to record.

    `household` is the one they join, where it is known; else there is a new one. `exclusion` is the reason why
    start.integration is not for them, where they are informed nonetheless.
    """

    event: MoveIn
    municipality: int
    arrives: bool
    source: str
    source_key: str = ""
    household: int | None = None
    exclusion: str = ""
    hints: tuple[str, ...] = ()


class Recorded(NamedTuple):
    """The keys of what was recorded."""

    person: int
    reference: str
    arrival: int | None


class PermitRow(NamedTuple):
    """A permit as it is stored."""

    category: str
    code: str
    valid_from: date
    valid_until: date | None
    entered_on: date | None


def newcomers_record(*, newcomers: Sequence[Newcomer], known: Known, actor: Actor) -> list[Recorded]:
    """Record those of whom nobody is known yet, in the caller's transaction; `known` grows by them.

    IntegrityError where somebody else recorded one of them meanwhile: nothing of all is stored then.
    """
    households = dict(known.households)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                recorded = _stored(newcomers, known, actor)
                record(actor, _entry(recorded))
            break
        except IntegrityError:
            # References are drawn at random: two of a trillion may be the same one, then others are drawn.
            known.households = dict(households)
            if attempt == ATTEMPTS:
                raise
    for newcomer, one in zip(newcomers, recorded, strict=True):
        identity = newcomer.event.identity
        person = KnownPerson(one.person, newcomer.municipality, is_present=True)
        known.add(identity.key, known.ahv_index(ahv_digits(identity.ahv_number)), person)
    if len(recorded) <= FEW:
        duplicates_seek(persons=Person.objects.filter(pk__in=[one.person for one in recorded]))
    return recorded


def _stored(newcomers: Sequence[Newcomer], known: Known, actor: Actor) -> list[Recorded]:
    now = _moment(clock.now())
    there = set(known.households.values())
    households = _households(newcomers, known)
    keys = reserve_keys(Person, len(newcomers))
    persons = [
        _person_row(newcomer, key, household, known, now)
        for newcomer, key, household in zip(newcomers, keys, households, strict=True)
    ]
    insert_rows(Person, _PERSON, persons, walled=True)
    insert_rows(NameKey, _NAME_KEY, _name_keys(newcomers, keys), walled=True)
    insert_rows(Permit, _PERMIT, _permits(newcomers, keys), walled=True)
    relations = _relations(newcomers, keys, known)
    insert_rows(Relation, _RELATION, relations, walled=True)
    _resolve_relations(newcomers, keys, actor)
    arriving = [place for place, newcomer in enumerate(newcomers) if newcomer.arrives]
    arrivals = dict(zip(arriving, reserve_keys(Arrival, len(arriving)), strict=True))
    insert_rows(
        Arrival,
        _ARRIVAL,
        [_arrival_row(newcomers[at], arrivals[at], keys[at], households[at], now) for at in arriving],
        walled=True,
    )
    joined = (
        key
        for key, newcomer, home in zip(keys, newcomers, households, strict=True)
        if newcomer.household is not None or home in there
    )
    related = {other for _person, _place, _kind, other, _key in relations if other is not None} - set(keys)
    # Whoever joins a family that is recorded makes one of it, of which an interview may have been held already.
    tell_watchers([*joined, *related], actor)
    return [Recorded(keys[at], row[1], arrivals.get(at)) for at, row in enumerate(persons)]


def _entry(recorded: Iterable[Recorded]) -> Entry:
    references = [one.reference for one in recorded]
    return Entry(
        "arrivals.register.record",
        "arrivals.register",
        references[0],
        gettext_lazy("Personen aus dem Einwohnerregister übernommen."),
        after={"references": references},
    )


def _households(newcomers: Sequence[Newcomer], known: Known) -> list[int | None]:
    """The household of each: the one they join, the register's, the one of others of this batch, or a new one."""
    found: list[int | None] = []
    new: list[tuple[int, tuple[int, Address]]] = []
    waiting: dict[tuple[int, str], int] = {}
    for at, newcomer in enumerate(newcomers):
        residence = newcomer.event.residence
        key = (newcomer.municipality, residence.address.household_id if residence else "")
        household = newcomer.household or (known.households.get(key) if key[1] else None)
        found.append(household)
        if household is None and residence is not None and any(residence.address):
            if key[1] in ("",) or key not in waiting:
                new.append((at, (newcomer.municipality, residence.address)))
            if key[1]:
                waiting.setdefault(key, at)
    keys = dict(zip((at for at, _place in new), reserve_keys(Household, len(new)), strict=True))
    insert_rows(
        Household,
        _HOUSEHOLD,
        [household_row(keys[at], municipality, address) for at, (municipality, address) in new],
        walled=True,
    )
    for key, at in waiting.items():
        known.households[key] = keys[at]
    return [household or _joined(newcomers[at], keys.get(at), known) for at, household in enumerate(found)]


def _joined(newcomer: Newcomer, own: int | None, known: Known) -> int | None:
    residence = newcomer.event.residence
    if own is not None or residence is None or not residence.address.household_id:
        return own
    return known.households.get((newcomer.municipality, residence.address.household_id))


def household_row(key: int, municipality: int, address: Address) -> tuple[Any, ...]:
    """The row of a household: foreign postcodes may be longer than there is room for."""
    return (
        key,
        municipality,
        address.household_id,
        address.street,
        address.house_number,
        address.postcode[:10],
        address.town,
        False,
    )


def _person_row(newcomer: Newcomer, key: int, household: int | None, known: Known, now: Any) -> tuple[Any, ...]:
    identity = newcomer.event.identity
    number = ahv_digits(identity.ahv_number)
    nationality, further = nationalities(newcomer.event.nationalities)
    return (
        key,
        rules.new_reference(),
        newcomer.municipality,
        identity.family_name,
        identity.given_name,
        *birth(identity.birth),
        identity.sex,
        nationality,
        further,
        newcomer.event.language,
        "",
        "",
        "",
        household,
        identity.key,
        known.ahv_encrypted(number),
        known.ahv_index(number),
        newcomer.event.locked,
        False,
        now,
        1,
    )


def birth(told: PartialDate) -> tuple[date | None, int | None, int]:
    """Date, month and year of birth as they are stored: the month where the day is unknown alone."""
    day = told.whole()
    return day, None if day else told.month, told.year


def nationalities(told: tuple[str, ...]) -> tuple[str, str]:
    """The first nationality, and the others with spaces between."""
    return (told[0] if told else STATELESS), " ".join(dict.fromkeys(told[1:]))


def permit_row(event: MoveIn) -> PermitRow | None:
    """The permit that a move-in tells of; from its first day, else from the entry or the arrival on."""
    permit, residence = event.permit, event.residence
    if permit is None:
        return None
    since = permit.valid_from or permit.entered_on or (residence.arrived_on if residence else None) or clock.today()
    return PermitRow(category_of(permit.code), permit.code, since, permit.valid_until, permit.entered_on)


def _name_keys(newcomers: Sequence[Newcomer], keys: Sequence[int]) -> list[tuple[Any, ...]]:
    return [
        (person, newcomer.municipality, key)
        for newcomer, person in zip(newcomers, keys, strict=True)
        for key in name_keys(newcomer.event.identity.family_name, newcomer.event.identity.given_name)
    ]


def _permits(newcomers: Sequence[Newcomer], keys: Sequence[int]) -> list[tuple[Any, ...]]:
    rows = (
        (key, newcomer.municipality, permit_row(newcomer.event)) for newcomer, key in zip(newcomers, keys, strict=True)
    )
    return [(person, municipality, *permit) for person, municipality, permit in rows if permit is not None]


def _relations(newcomers: Sequence[Newcomer], keys: Sequence[int], known: Known) -> list[tuple[Any, ...]]:
    together = {
        (newcomer.municipality, newcomer.event.identity.key): key
        for newcomer, key in zip(newcomers, keys, strict=True)
        if newcomer.event.identity.key
    }
    rows = []
    for newcomer, key in zip(newcomers, keys, strict=True):
        for kind, other_key, number, _family_name, _given_name in newcomer.event.relations:
            other = together.get((newcomer.municipality, other_key))
            if other is None and (found := known.person(other_key, number, newcomer.municipality)):
                other = found.pk
            if (other is not None or other_key) and other != key:
                rows.append((key, newcomer.municipality, kind, other, other_key))
    return list(dict.fromkeys(rows))


def _resolve_relations(newcomers: Sequence[Newcomer], keys: Sequence[int], actor: Actor) -> None:
    """Whoever was named before by their key is somebody now; whose families grew by it, later rooms are told."""
    grown = []
    by_place: dict[int, dict[str, int]] = {}
    for newcomer, key in zip(newcomers, keys, strict=True):
        if newcomer.event.identity.key:
            by_place.setdefault(newcomer.municipality, {})[newcomer.event.identity.key] = key
    for municipality, named in by_place.items():
        waiting = Relation.objects.filter(municipality=municipality, other=None, other_key__among=named)
        for relation in waiting:
            relation.other_id = named[relation.other_key]
            relation.save(update_fields=["other"])
            grown.append(relation.person_id)
    tell_watchers(grown, actor)


def _arrival_row(newcomer: Newcomer, key: int, person: int, household: int | None, now: Any) -> tuple[Any, ...]:
    residence = newcomer.event.residence
    assert residence is not None, "an arrival has a residence"
    return (
        key,
        ArrivalState.OPEN.value,
        0,
        rules.new_reference(rules.ARRIVAL),
        newcomer.municipality,
        person,
        household,
        residence.arrived_on,
        residence.from_country,
        newcomer.exclusion,
        target_of(residence.arrived_on),
        "",
        newcomer.source,
        newcomer.source_key,
        now,
        False,
    )


def _moment(value: datetime) -> Any:
    """As the driver of this database takes it (SQLite stores moments as text in UTC)."""
    return Person._meta.get_field("created_at").get_db_prep_value(value, connection)
