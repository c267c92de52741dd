"""The first persons who fit what somebody types: a few of however many, at once.

Names are found by their keys (`names`): how a key begins is found by an index, on PostgreSQL behind the wall too, since
its comparison lets nothing through. What begins in the middle of a name is looked for among the actor's persons alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from ankunft.foundation.kernel.actor import Actor

from .models import Person
from .names import TOP, folded
from .permissions import officer_municipalities
from .selectors import found, found_by_number

_COLUMNS = (
    "pk", "reference", "family_name", "given_name", "data_lock", "municipality_id", "municipality__bfs_number",
    "municipality__name",
)  # fmt: skip
_FROM, _TO = "\x01", "\x02"


class Place(NamedTuple):
    """The municipality of a hit."""

    bfs_number: int
    name: str


class FoundPerson(NamedTuple):
    """A hit: what tells one person from another in a list of them."""

    pk: int
    reference: str
    family_name: str
    given_name: str
    data_lock: bool
    municipality_id: int
    municipality: Place


def first_found(actor: Actor, text: str, limit: int) -> list[FoundPerson]:
    """Those of the officer's municipalities whose family name begins so, then whose given name does, then all others.

    Each step is taken only where the one before has not filled the list. Whoever was merged is found as who they are.
    """
    if not (own := officer_municipalities(actor)):
        return []
    if any(sign.isdigit() for sign in text):
        numbered = found_by_number(_known(own), text, actor=actor)
        if numbered is not None:
            return [_hit(row) for row in numbered.values_list(*_COLUMNS)[:limit]]
    if not (key := folded(text)):
        return []
    hits = _beginning("family_key", own, key, limit)
    if len(hits) < limit:
        hits += _others(_beginning("given_key", own, key, limit), hits)
    if len(hits) < limit:
        rest = found(_known(own), text, actor=actor).exclude(pk__in=[hit.pk for hit in hits])
        # In no order: the database stops as soon as it has enough, and does not read whoever comes after.
        hits += [_hit(row) for row in rest.order_by().values_list(*_COLUMNS)[: limit - len(hits)]]
    return hits[:limit]


def _known(own: frozenset[int]) -> QuerySet[Person]:
    return Person.objects.filter(municipality__in=own, anonymised_at=None, merged_into=None)


def _others(more: list[FoundPerson], hits: list[FoundPerson]) -> list[FoundPerson]:
    known = {hit.pk for hit in hits}
    return [hit for hit in more if hit.pk not in known]


def _beginning(column: str, own: frozenset[int], key: str, limit: int) -> list[FoundPerson]:
    """Whose key begins so, in its order, by the index alone."""
    statement, marks = _prepared(connection.vendor, column, len(own), limit)
    values: dict[Any, Any] = {-1 - place: pk for place, pk in enumerate(own)} | {_FROM: key, _TO: key + TOP}
    with connection.cursor() as cursor:
        cursor.execute(statement, [values[mark] for mark in marks])
        return [_hit(row) for row in cursor.fetchall()]


@lru_cache(maxsize=64)
def _prepared(_vendor: str, column: str, count: int, limit: int) -> tuple[str, tuple[Any, ...]]:
    """The statement for so many municipalities, and which of its values stands where.

    Making it takes many times longer than the database does to answer it.
    """
    own = frozenset(-1 - place for place in range(count))
    begins = _known(own).filter(**{f"{column}__gte": _FROM, f"{column}__lt": _TO}).order_by(column, "pk")
    rows = begins.values_list(*_COLUMNS)[:limit]
    statement, marks = rows.query.get_compiler(connection=connection).as_sql()
    return statement, tuple(marks)


def _hit(row: tuple[Any, ...]) -> FoundPerson:
    pk, reference, family_name, given_name, data_lock, municipality, bfs_number, name = row
    return FoundPerson(pk, reference, family_name, given_name, bool(data_lock), municipality, Place(bfs_number, name))
