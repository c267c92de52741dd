"""What `ankunft check` looks at here: whether everybody is found by the name they have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ankunft.foundation.access import wall
from ankunft.foundation.fitness import Check, Finding, fault, ok
from ankunft.foundation.kernel.actor import Actor

from .models import Person
from .names import name_keys

PACE = 5000
"""How many rows are held at a time, so that memory stays flat."""
MOST = 10
_PERSON = ("pk", "reference", "municipality_id", "family_name", "given_name", "anonymised_at", "merged_into_id")


def names() -> Iterator[Finding]:
    """The keys of names are those of the names: who is known is found where they live by each word, nobody else is."""
    named, count = [], 0
    with wall.open_for(Actor.operator()):
        for reference in _found_otherwise():
            count += 1
            if count <= MOST:
                named.append(reference)
    if not count:
        yield ok("Alle Personen werden unter dem Namen gefunden, den sie tragen.")
        return
    further = f" und {count - MOST} weitere" if count > MOST else ""
    yield fault(
        f"Bei {count} Personen stimmen die Suchschlüssel nicht mit dem Namen überein: {', '.join(named)}{further}.",
        "Jede Änderung an den Angaben einer Person schreibt ihre Suchschlüssel neu; sonst melden Sie es der "
        "Betriebsstelle.",
    )


def _found_otherwise() -> Iterator[str]:
    """The references of those whose keys are not what their name gives.

    Persons and keys come by one statement: what somebody writes meanwhile is seen with both, or with neither.
    """
    rows = Person.objects.order_by("pk").values_list(*_PERSON, "name_keys__municipality_id", "name_keys__key")
    for person, found in groupby(rows.iterator(chunk_size=PACE), key=lambda row: row[: len(_PERSON)]):
        _pk, reference, municipality, family_name, given_name, anonymised_at, merged_into = person
        is_known = anonymised_at is None and merged_into is None
        due = [(municipality, key) for key in name_keys(family_name, given_name)] if is_known else []
        if sorted(due) != sorted(row[len(_PERSON) :] for row in found if row[-1] is not None):
            yield reference


CHECKS = (Check("arrivals.names", names),)
