"""Writing by what somebody is found: whoever writes a name writes its keys, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import NameKey, Person
from ..names import name_keys


def name_keys_write(person: Person) -> None:
    """The person is found by the name they have now, and by no other one."""
    name_keys_forget([person.pk])
    NameKey.objects.bulk_create(
        NameKey(person=person, municipality_id=person.municipality_id, key=key)
        for key in name_keys(person.family_name, person.given_name)
    )


def name_keys_forget(persons: Iterable[int]) -> None:
    """These persons (record ids) are found no more."""
    NameKey.objects.filter(person__in=list(persons)).delete()
