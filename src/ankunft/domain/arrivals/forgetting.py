"""What goes with a person who is made anonymous: everything that could tell who it was, in this room and later ones."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth, TruncYear

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .models import (
    Arrival,
    Duplicate,
    Household,
    NameKey,
    Permit,
    Person,
    PersonAccess,
    PersonChange,
    RegisterDelivery,
    RegisterMessage,
    Relation,
    SpokenLanguage,
)

RECORD_CLASS = "arrivals.person"
"""The class of persons among those that retention knows."""

Forget = Callable[[Collection[int], Actor], None]
_rooms: list[Forget] = []


def register_forgetting(forget: Forget) -> None:
    """Let a later room forget what it holds of persons (record ids), in the same transaction.

    It is told before anything goes here. Called once when the application starts.
    """
    if forget not in _rooms:
        _rooms.append(forget)


def with_merged(persons: dict[int, str]) -> dict[int, str]:
    """These persons (reference by record id) and everybody who turned out to be one of them, who left when they did."""
    found, latest = dict(persons), dict(persons)
    while latest:
        merged = Person.objects.filter(merged_into__in=latest).exclude(pk__in=found)
        latest = dict(merged.values_list("pk", "reference"))
        left = Person.objects.filter(pk=OuterRef("merged_into")).values("left_year")[:1]
        Person.objects.filter(pk__in=latest, left_year=None).update(left_year=Subquery(left))
        found |= latest
    return found


def forget(persons: Collection[int], actor: Actor) -> None:
    """Forget the parts of these persons.

    Of permits are left category and year, of arrivals month, country and state: what is counted. What was written as
    reason goes, and a household in which nobody is left.
    """
    for room in _rooms:
        room(persons, actor)
    homes = _homes_of(persons)
    PersonChange.objects.filter(person__in=persons).delete()
    accesses = PersonAccess.objects.filter(person__in=persons)
    accesses.filter(ended_at=None).update(ended_at=clock.now())
    accesses.update(reason="", consent_note="", legal_basis="", objection="")
    NameKey.objects.filter(person__in=persons).delete()
    SpokenLanguage.objects.filter(person__in=persons).delete()
    _forget_messages(persons)
    Relation.objects.filter(Q(person__in=persons) | Q(other__in=persons)).delete()
    named = Person.objects.filter(pk__in=persons, municipality=OuterRef("municipality"))
    named = named.filter(register_key=OuterRef("other_key")).exclude(register_key="")
    Relation.objects.filter(Exists(named)).delete()
    Duplicate.objects.filter(Q(person__in=persons) | Q(other__in=persons)).delete()
    _coarsen(persons)
    Person.objects.filter(pk__in=persons).update(household=None)
    Household.objects.filter(pk__in=homes, persons=None, arrivals=None).delete()


def _forget_messages(persons: Collection[int]) -> None:
    """The messages go; of a file that brought nothing else goes its name, which somebody may have made of theirs."""
    messages = RegisterMessage.objects.filter(person__in=persons)
    deliveries = set(messages.values_list("delivery", flat=True))
    messages.delete()
    others = RegisterMessage.objects.exclude(person=None).filter(delivery=OuterRef("pk"))
    RegisterDelivery.objects.filter(~Exists(others), pk__in=deliveries).update(file_name="")


def _homes_of(persons: Collection[int]) -> set[int]:
    """Where they lived, and where they lived when they arrived."""
    now = Person.objects.filter(pk__in=persons, household__isnull=False).values_list("household", flat=True)
    then = Arrival.objects.filter(person__in=persons, household__isnull=False).values_list("household", flat=True)
    return {home for homes in (now, then) for home in homes if home is not None}


def _coarsen(persons: Collection[int]) -> None:
    permits = Permit.objects.filter(person__in=persons)
    # A year can hold one day only, so that of several permits in it the last one is left.
    later = Permit.objects.filter(
        person=OuterRef("person"), valid_from__year=OuterRef("valid_from__year"), valid_from__gt=OuterRef("valid_from")
    )
    permits.filter(pk__in=list(permits.filter(Exists(later)).values_list("pk", flat=True))).delete()
    permits.update(valid_from=TruncYear("valid_from"), valid_until=None, entered_on=None)
    Arrival.objects.filter(person__in=persons).update(
        arrived_on=TruncMonth("arrived_on"),
        target_on=TruncMonth("target_on"),
        household=None,
        source_key="",
        waived_reason="",
    )
