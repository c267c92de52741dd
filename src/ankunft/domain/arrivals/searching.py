"""The first persons who fit what somebody types: a few of however many, at once.

Each word of a name begins a key of its own (`NameKey`), so whoever's name has a word that begins so lies in one stretch
of one index, in the order in which it is shown. Letters are compared by a comparison that lets nothing through, so
PostgreSQL uses the index before the wall's policy; a pattern (LIKE) it would not.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor

from .models import NameKey, Person
from .names import TOP, sought
from .permissions import officer_municipalities
from .selectors import found_by_number, known_in

_COLUMNS = (
    "pk", "reference", "family_name", "given_name", "data_lock", "municipality_id", "municipality__bfs_number",
    "municipality__name",
)  # fmt: skip


_KEYS, _PERSON, _TOWN = (model._meta.db_table for model in (NameKey, Person, Municipality))
# Keys are read from the index alone, and cut to so many before anybody's own row is read. The names of tables are the
# program's own; all that somebody typed is a parameter.
_STRETCH = (
    f"SELECT key, person_id FROM {_KEYS} WHERE {{place}} AND key >= %s AND key < %s{{beside}} "  # noqa: S608
    "ORDER BY key, person_id LIMIT %s"
)
_HITS = (
    "SELECT p.id, p.reference, p.family_name, p.given_name, p.data_lock, p.municipality_id, m.bfs_number, m.name "  # noqa: S608
    f"FROM ({_STRETCH}) AS found JOIN {_PERSON} p ON p.id = found.person_id "
    f"JOIN {_TOWN} m ON m.id = p.municipality_id ORDER BY found.key, found.person_id"
)


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
    """Those of the officer's municipalities of whose name a word begins so, by the alphabet of these words.

    Of several words: whose name has them one after the other, then those of whose name each begins some word. Whoever
    was merged is found as who they are.
    """
    if not (own := officer_municipalities(actor)):
        return []
    if any(sign.isdigit() for sign in text):
        numbered = found_by_number(known_in(own), text, actor=actor)
        if numbered is not None:
            return [_hit(row) for row in numbered.values_list(*_COLUMNS)[:limit]]
    if (what := sought(text)) is None:
        return []
    hits = _of_stretch(own, what.phrase, (), limit, {})
    if what.others and len(hits) < limit:
        hits = _of_stretch(own, what.word, what.others, limit, hits)
    return list(hits)[:limit]


def _of_stretch(
    own: frozenset[int], begins: str, others: tuple[str, ...], limit: int, hits: dict[FoundPerson, None]
) -> dict[FoundPerson, None]:
    """The hits, and so many more of those of whom a key begins so and has a word each that begins as the others."""
    place, places = _places(own)
    # Folded words are letters and digits alone: nothing in them means something in a pattern.
    values = [places, begins, begins + TOP, *(f"% {other}%" for other in others)]
    statement = _HITS.format(place=place, beside=" AND key LIKE %s" * len(others))
    rows = limit + len(hits)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, rows])
            found = cursor.fetchall()
        hits |= dict.fromkeys(map(_hit, found))
        if len(hits) >= limit or len(found) < rows:
            return hits
        # Somebody has two words that begin so, and was read twice.
        rows *= 4


def _places(own: frozenset[int]) -> tuple[str, Any]:
    """Which municipalities. One is asked for by itself: then the index has the order already."""
    if len(own) == 1:
        return "municipality_id = %s", next(iter(own))
    if connection.vendor == "postgresql":
        return "municipality_id = ANY(%s)", list(own)
    return "municipality_id IN (SELECT value FROM json_each(%s))", str(list(own))


def _hit(row: tuple[Any, ...]) -> FoundPerson:
    pk, reference, family_name, given_name, data_lock, municipality, bfs_number, name = row
    return FoundPerson(pk, reference, family_name, given_name, bool(data_lock), municipality, Place(bfs_number, name))
