"""The first persons who fit what somebody types, while it is typed: a few of however many.

Names are found by their keys (`names`): how a key begins is found by an index, on PostgreSQL behind the wall too, since
its comparison lets nothing through. What begins in the middle of a name is looked for among the persons given alone.
"""

from __future__ import annotations

from django.db.models import QuerySet

from ankunft.foundation.kernel.actor import Actor

from .models import Person
from .names import TOP, folded
from .selectors import found, found_by_number


def first_found(persons: QuerySet[Person], text: str, limit: int, *, actor: Actor) -> list[Person]:
    """The first of them, at once: whose family name begins so, then whose given name does, then all others.

    Each step is taken only where the one before has not filled the list.
    """
    if (exact := found_by_number(persons, text, actor=actor)) is not None:
        return list(exact[:limit])
    if not (key := folded(text)):
        return []
    hits: list[Person] = []
    for column in ("family_key", "given_key"):
        begins = persons.filter(**{f"{column}__gte": key, f"{column}__lt": key + TOP})
        hits += _more(begins.order_by(column, "pk"), hits, limit)
        if len(hits) == limit:
            return hits
    return hits + _more(found(persons, text, actor=actor).order_by("family_key", "pk"), hits, limit)


def _more(persons: QuerySet[Person], known: list[Person], limit: int) -> list[Person]:
    if known:
        persons = persons.exclude(pk__in=[person.pk for person in known])
    return list(persons[: limit - len(known)])
