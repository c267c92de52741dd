"""The first persons who fit what somebody types: a few of however many, at once.

Each word of a name begins a key of its own (`NameKey`), so whoever's name has a word that begins so lies in one stretch
of one index, in the order in which it is shown. Letters are compared by a comparison that lets nothing through, so
PostgreSQL uses the index before the wall's policy; a pattern (LIKE) it would not.
"""

from __future__ import annotations

import re
from functools import cache, partial
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


# A reference may be of letters alone, but for its strokes.
_MAY_BE_A_NUMBER = re.compile(r"[-\d]")
_KEYS, _PERSON, _TOWN = (model._meta.db_table for model in (NameKey, Person, Municipality))
# Keys are read from the index alone, and cut to so many before anybody's own row is read. The names of tables are the
# program's own; all that somebody typed is a parameter.
_STRETCH = (
    f"SELECT {{rank}} AS rank, key, person_id FROM {_KEYS} "  # noqa: S608
    "WHERE {place} AND key >= %({word})s AND key < %({word}_end)s{beside} ORDER BY key, person_id LIMIT %(rows)s{but}"
)
_HITS = (
    "SELECT p.id, p.reference, p.family_name, p.given_name, p.data_lock, p.municipality_id, m.bfs_number, m.name "  # noqa: S608
    f"FROM ({{found}}) AS found JOIN {_PERSON} p ON p.id = found.person_id "
    f"JOIN {_TOWN} m ON m.id = p.municipality_id ORDER BY found.rank, found.key, found.person_id"
)
# PostgreSQL is asked both at once: to ask it, and to let it plan, takes longer than the answer. Of who has the words
# apart it looks for as many as are missing of those who have them together. SQLite is asked one after the other.
_TOGETHER_THEN_APART = "WITH together AS ({together}) {hits}"
_BOTH = "SELECT rank, key, person_id FROM together UNION ALL SELECT rank, key, person_id FROM ({apart}) AS apart"
_NOT_AGAIN = " AND person_id NOT IN (SELECT person_id FROM together)"
_STILL_MISSING = " - (SELECT count(*) FROM together)"


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
    if _MAY_BE_A_NUMBER.search(text):
        numbered = found_by_number(known_in(own), text, actor=actor)
        if numbered is not None:
            return [_hit(row) for row in numbered.values_list(*_COLUMNS)[:limit]]
    if (what := sought(text)) is None:
        return []
    place, values = _places(own)
    values |= {"phrase": what.phrase, "phrase_end": what.phrase + TOP}
    if what.others:
        # Folded words are letters and digits alone: nothing in them means something in a pattern.
        others = {f"other{number}": f"% {other}%" for number, other in enumerate(what.others)}
        values |= {"word": what.word, "word_end": what.word + TOP, **others}
    hits: dict[FoundPerson, None] = {}
    for statement in _statements(place, len(what.others), at_once=connection.vendor == "postgresql"):
        if len(hits) < limit:
            hits = _read(statement, values, limit, hits)
    return list(hits)[:limit]


def _read(statement: str, values: dict[str, Any], limit: int, hits: dict[FoundPerson, None]) -> dict[FoundPerson, None]:
    """The hits, and so many more that there are enough, if there are."""
    rows = limit + len(hits)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, values | {"rows": rows})
            found = cursor.fetchall()
        hits |= dict.fromkeys(map(_hit, found))
        if len(hits) >= limit or len(found) < rows:
            return hits
        # Somebody has two words that begin so, and was read twice.
        rows *= 4


@cache
def _statements(place: str, others: int, *, at_once: bool) -> tuple[str, ...]:
    """For those of whose name a word begins so; of several words, then for those who have so many others besides.

    There are few of these statements, and they are put together once.
    """
    together = _STRETCH.format(rank=0, place=place, word="phrase", beside="", but="")
    if not others:
        return (_HITS.format(found=together),)
    beside = "".join(f" AND key LIKE %(other{number})s" for number in range(others))
    apart = partial(_STRETCH.format, rank=1, place=place, word="word")
    if not at_once:
        return tuple(_HITS.format(found=one) for one in (together, apart(beside=beside, but="")))
    missing = apart(beside=beside + _NOT_AGAIN, but=_STILL_MISSING)
    return (_TOGETHER_THEN_APART.format(together=together, hits=_HITS.format(found=_BOTH.format(apart=missing))),)


def _places(own: frozenset[int]) -> tuple[str, dict[str, Any]]:
    """Which municipalities. One is asked for by itself: then the index has the order already."""
    if len(own) == 1:
        return "municipality_id = %(places)s", {"places": next(iter(own))}
    if connection.vendor == "postgresql":
        return "municipality_id = ANY(%(places)s)", {"places": list(own)}
    return "municipality_id IN (SELECT value FROM json_each(%(places)s))", {"places": str(list(own))}


def _hit(row: tuple[Any, ...]) -> FoundPerson:
    pk, reference, family_name, given_name, data_lock, municipality, bfs_number, name = row
    return FoundPerson(pk, reference, family_name, given_name, bool(data_lock), municipality, Place(bfs_number, name))
