"""Recording many who are not known yet: persons, households, permits, relations and arrivals in a few statements.

Also a single one is recorded here, so that there is one way of doing it. The rows are given their keys beforehand and
name each other by them. The trail gets one event for all, which names the references (decision 0053).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any, NamedTuple

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.bulk import insert_rows, reserve_keys
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .. import rules
from ..models import Arrival, ArrivalState, Household, NameKey, Permit, Person, Relation
from ..services.arrivals import target_of
from ..services.duplicates import duplicates_seek
from ..services.watchers import tell_watchers
from .known import Known, KnownPerson
from .rows import HOUSEHOLD, PERMIT, PERSON, Rows

ATTEMPTS = 3
FEW = 20
"""So many are compared at once with those who are known; who may be one among more is looked for by the daily chore."""
_OPEN = ArrivalState.OPEN.value

_PERSON = (
    "id", "reference", "municipality", *PERSON, "interpreter_need", "phone", "email", "household", "register_key",
    "ahv_number_encrypted", "ahv_index", "data_lock", "is_demo", "created_at", "version",
)  # fmt: skip
_NAME_KEY = ("person", "municipality", "key")
_HOUSEHOLD = ("id", "municipality", *HOUSEHOLD, "is_demo")
_PERMIT = ("person", "municipality", *PERMIT)
_RELATION = ("person", "municipality", "kind", "other", "other_key")
_ARRIVAL = (
    "id", "state", "version", "reference", "municipality", "person", "household", "arrived_on", "from_country",
    "exclusion", "target_on", "waived_reason", "source", "source_key", "recorded_at", "is_demo",
)  # fmt: skip


class Newcomer(NamedTuple):
    """Somebody to record: what is stored of them, for which municipality, and whether there is an arrival to record.

    `household` is the one they join, where it is known; else there is a new one. `exclusion` is the reason why
    start.integration is not for them, where they are informed nonetheless.
    """

    rows: Rows
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
        except DatabaseError as error:
            known.households = dict(households)
            # References are drawn at random: two of a trillion may be the same one, then others are drawn.
            if attempt == ATTEMPTS or not isinstance(error, IntegrityError):
                raise
    for newcomer, one in zip(newcomers, recorded, strict=True):
        person = KnownPerson(one.person, newcomer.municipality, is_present=True)
        known.add(newcomer.rows.key, newcomer.rows.digest, person)
    if len(recorded) <= FEW:
        duplicates_seek(persons=Person.objects.filter(pk__in=[one.person for one in recorded]))
    return recorded


def _stored(newcomers: Sequence[Newcomer], known: Known, actor: Actor) -> list[Recorded]:
    now = _moment(clock.now())
    there = set(known.households.values())
    households = _households(newcomers, known)
    keys = reserve_keys(Person, len(newcomers))
    references = rules.new_references(len(newcomers))
    persons = list(map(_person_row, newcomers, keys, references, households, repeat(now)))
    insert_rows(Person, _PERSON, persons, walled=True)
    insert_rows(NameKey, _NAME_KEY, _name_keys(newcomers, keys), walled=True)
    insert_rows(Permit, _PERMIT, _permits(newcomers, keys), walled=True)
    relations = _relations(newcomers, keys, known)
    insert_rows(Relation, _RELATION, relations, walled=True)
    _resolve_relations(newcomers, keys, actor)
    arriving = [place for place, newcomer in enumerate(newcomers) if newcomer.arrives]
    arrivals = dict(zip(arriving, reserve_keys(Arrival, len(arriving)), strict=True))
    insert_rows(Arrival, _ARRIVAL, _arrivals(newcomers, arrivals, keys, households, now), walled=True)
    joined = (
        key
        for key, newcomer, home in zip(keys, newcomers, households, strict=True)
        if newcomer.household is not None or home in there
    )
    related = {other for _person, _place, _kind, other, _key in relations if other is not None} - set(keys)
    # Whoever joins a family that is recorded makes one of it, of which an interview may have been held already.
    tell_watchers([*joined, *related], actor)
    named = zip(keys, references, strict=True)
    return [Recorded(key, reference, arrivals.get(at)) for at, (key, reference) in enumerate(named)]


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
    new: list[tuple[int, int, tuple[str, ...]]] = []
    waiting: dict[tuple[int, str], int] = {}
    for at, newcomer in enumerate(newcomers):
        cells = newcomer.rows.household
        key = (newcomer.municipality, cells[0] if cells else "")
        household = newcomer.household or (known.households.get(key) if key[1] else None)
        found.append(household)
        if household is None and cells:
            if not key[1] or key not in waiting:
                new.append((at, newcomer.municipality, cells))
            if key[1]:
                waiting.setdefault(key, at)
    keys = dict(zip((at for at, *_place in new), reserve_keys(Household, len(new)), strict=True))
    rows = [(keys[at], municipality, *cells, False) for at, municipality, cells in new]
    insert_rows(Household, _HOUSEHOLD, rows, walled=True)
    for key, at in waiting.items():
        known.households[key] = keys[at]
    return [household or _joined(newcomers[at], keys.get(at), known) for at, household in enumerate(found)]


def _joined(newcomer: Newcomer, own: int | None, known: Known) -> int | None:
    cells = newcomer.rows.household
    if own is not None or not cells or not cells[0]:
        return own
    return known.households.get((newcomer.municipality, cells[0]))


def _person_row(newcomer: Newcomer, key: int, reference: str, household: int | None, now: Any) -> tuple[Any, ...]:
    rows = newcomer.rows
    return (
        key,
        reference,
        newcomer.municipality,
        *rows.person,
        "",
        "",
        "",
        household,
        rows.key,
        rows.number,
        rows.digest,
        rows.locked,
        False,
        now,
        1,
    )


def _name_keys(newcomers: Sequence[Newcomer], keys: Sequence[int]) -> list[tuple[Any, ...]]:
    return [
        (person, newcomer.municipality, key)
        for newcomer, person in zip(newcomers, keys, strict=True)
        for key in newcomer.rows.names
    ]


def _permits(newcomers: Sequence[Newcomer], keys: Sequence[int]) -> list[tuple[Any, ...]]:
    return [
        (key, newcomer.municipality, *newcomer.rows.permit)
        for newcomer, key in zip(newcomers, keys, strict=True)
        if newcomer.rows.permit
    ]


def _relations(newcomers: Sequence[Newcomer], keys: Sequence[int], known: Known) -> list[tuple[Any, ...]]:
    together = {
        (newcomer.municipality, newcomer.rows.key): key
        for newcomer, key in zip(newcomers, keys, strict=True)
        if newcomer.rows.key
    }
    rows = []
    for newcomer, key in zip(newcomers, keys, strict=True):
        for kind, other_key, digest in newcomer.rows.relations:
            other = together.get((newcomer.municipality, other_key))
            if other is None and (found := known.person_by(other_key, digest, newcomer.municipality)):
                other = found.pk
            if (other is not None or other_key) and other != key:
                rows.append((key, newcomer.municipality, kind, other, other_key))
    return list(dict.fromkeys(rows))


def _resolve_relations(newcomers: Sequence[Newcomer], keys: Sequence[int], actor: Actor) -> None:
    """Whoever was named before by their key is somebody now; whose families grew by it, later rooms are told."""
    grown = []
    by_place: dict[int, dict[str, int]] = {}
    for newcomer, key in zip(newcomers, keys, strict=True):
        if newcomer.rows.key:
            by_place.setdefault(newcomer.municipality, {})[newcomer.rows.key] = key
    for municipality, named in by_place.items():
        waiting = Relation.objects.filter(municipality=municipality, other=None, other_key__among=named)
        for relation in waiting:
            relation.other_id = named[relation.other_key]
            relation.save(update_fields=["other"])
            grown.append(relation.person_id)
    tell_watchers(grown, actor)


def _arrivals(
    newcomers: Sequence[Newcomer],
    arrivals: dict[int, int],
    persons: Sequence[int],
    households: Sequence[int | None],
    now: Any,
) -> list[tuple[Any, ...]]:
    targets: dict[str, str] = {}
    rows = []
    for (at, key), reference in zip(arrivals.items(), rules.new_references(len(arrivals), rules.ARRIVAL), strict=True):
        newcomer = newcomers[at]
        day = newcomer.rows.arrived_on
        if day not in targets:
            targets[day] = target_of(date.fromisoformat(day)).isoformat()
        rows.append(
            (
                key,
                _OPEN,
                0,
                reference,
                newcomer.municipality,
                persons[at],
                households[at],
                day,
                newcomer.rows.from_country,
                newcomer.exclusion,
                targets[day],
                "",
                newcomer.source,
                newcomer.source_key,
                now,
                False,
            )
        )
    return rows


def _moment(value: datetime) -> Any:
    """As the driver of this database takes it (SQLite stores moments as text in UTC)."""
    return Person._meta.get_field("created_at").get_db_prep_value(value, connection)
