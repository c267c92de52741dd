"""What `ankunft check` looks at here: whether everybody is found by the name they have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.conf import settings

from ankunft.foundation.access import wall
from ankunft.foundation.documents.ech.schemas import message_schema
from ankunft.foundation.fitness import Check, Finding, fault, ok, warning
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

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


def register_schemas() -> Iterator[Finding]:
    """Messages of registers of residents are read where the installation has the official schemas."""
    if settings.ECH_SCHEMAS is None:
        yield warning(
            "Die amtlichen Schemata der Einwohnerregister fehlen: Meldungen (eCH-0020) lassen sich nicht einlesen.",
            "Setzen Sie ANKUNFT_ECH_SCHEMAS auf den Ordner, in dem sie liegen.",
        )
        return
    try:
        message_schema()
    except Refused as refused:
        yield fault(refused.reason, "Prüfen Sie den Ordner von ANKUNFT_ECH_SCHEMAS.")
    else:
        yield ok("Meldungen der Einwohnerregister lassen sich einlesen.")


CHECKS = (Check("arrivals.names", names), Check("arrivals.schemas", register_schemas, needs_database=False))
