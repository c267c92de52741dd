"""What each kind of event does to somebody who is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ankunft.foundation.documents.ech.values import (
    Correction,
    DataLock,
    Death,
    Event,
    KeyChange,
    Message,
    Move,
    MoveIn,
    MoveOut,
    NameChange,
    NationalityChange,
    Other,
    PermitChange,
)
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import Arrival, ArrivalState, Outcome, Person
from . import effects
from .ahv import ahv_digits
from .known import KnownPerson, message_key
from .planning import is_a_task
from .situation import Effect, Situation


def happened(message: Message, person: Person, situation: Situation) -> Effect:
    """The effect of a message about that person."""
    event: Event = message.event
    if isinstance(event, MoveIn):
        return _move_in(event, person, message, situation)
    if isinstance(event, Correction):
        return _correction(event, person, situation)
    return effect_of(_CHANGES[type(event)](event, person, message, situation))


def effect_of(changed: effects.Changed, arrival: Arrival | None = None) -> Effect:
    """Applied where something is otherwise than before."""
    outcome = Outcome.APPLIED if changed or arrival else Outcome.NOTED
    return Effect(outcome, arrival=arrival.pk if arrival else None, changed=changed)


def _move_in(event: MoveIn, person: Person, message: Message, situation: Situation) -> Effect:
    actor = situation.actor
    if person.left_on is not None and (event.left_on or event.died_on):
        return effect_of({})
    away_since = person.left_on
    changed = effects.returned(person, actor)
    changed |= whole_person(event, person, situation)
    residence = event.residence
    arrival = None
    if residence is not None and is_a_task(message.kind, residence):
        key = message_key(message)[1]
        # Asked by itself: they may live in another municipality than the message names.
        taken = Arrival.objects.filter(municipality=person.municipality_id, source_key=key).exists()
        before = set(person.arrivals.values_list("pk", flat=True))
        source_key = "" if taken else key
        arrival = effects.arrived(person, residence, situation.source, source_key, actor, away_since=away_since)
        if arrival is not None and arrival.pk in before and not changed:
            return Effect(Outcome.NOTED, arrival=arrival.pk)
    return effect_of(changed, arrival)


def whole_person(event: MoveIn, person: Person, situation: Situation) -> effects.Changed:
    """Everything that a move-in tells of somebody who is recorded, but the arrival."""
    actor = situation.actor
    residence = event.residence
    changed = effects.entered(person, effects.told_by(event, person), actor)
    if event.locked and not person.data_lock:
        changed |= effects.locked(person, True, actor)
    if residence is not None:
        changed |= effects.moved(person, residence.address, actor)
    if event.permit is not None:
        changed |= effects.permitted(person, event.permit, residence.arrived_on if residence else None, actor)
    return changed | effects.related(person, event.relations, situation.known, actor)


def _key(event: KeyChange, person: Person, message: Message, situation: Situation) -> effects.Changed:
    changed = effects.entered(person, {"register_key": event.new_key}, situation.actor)
    situation.known.add(event.new_key, "", KnownPerson(person.pk, person.municipality_id, person.left_on is None))
    return changed


def _name(event: NameChange, person: Person, message: Message, situation: Situation) -> effects.Changed:
    names = {"family_name": event.family_name, "given_name": event.given_name}
    return effects.entered(person, {name: text for name, text in names.items() if text}, situation.actor)


def _correction(event: Correction, person: Person, situation: Situation) -> Effect:
    """What was told before was wrong: only the fields named are meant, and an empty one takes away."""
    actor = situation.actor
    changed = effects.entered(person, _told_entry(event, person), actor)
    if "locked" in event.told:
        changed |= effects.locked(person, event.locked, actor)
    if "contact" in event.told and event.contact is not None:
        changed |= effects.moved(person, event.contact, actor)
    if "permit" in event.told and event.permit is not None:
        changed |= effects.permitted(person, event.permit, None, actor)
    if "died_on" in event.told:
        changed |= _died(person, event.died_on, actor)
    kinds = {"parents": ("mother", "father", "foster_parent"), "spouse": ("spouse", "partner")}
    for told, named in kinds.items():
        if told in event.told:
            effects.unrelated(person, named, actor)
    changed |= effects.related(person, event.relations, situation.known, actor)
    arrival = _arrival_to_correct(person) if {"residence", "nationalities"} & set(event.told) else None
    if arrival is not None:
        kind = effects.residence_kind_of(arrival)
        if event.residence is not None and "residence" in event.told:
            changed |= effects.moved(person, event.residence.address, actor)
            changed |= effects.arrival_corrected(arrival, event.residence, actor)
            kind = event.residence.kind
        changed |= effects.reconsidered(arrival, kind, actor)
    return effect_of(changed)._replace(arrival=arrival.pk if arrival else None)


def _told_entry(event: Correction, person: Person) -> dict[str, Any]:
    given: dict[str, Callable[[], dict[str, Any]]] = {
        "key": lambda: {"register_key": event.key} if event.key else {},
        "ahv_number": lambda: {"ahv_number": ahv_digits(event.ahv_number)},
        "family_name": lambda: {"family_name": event.family_name} if event.family_name else {},
        "given_name": lambda: {"given_name": event.given_name},
        "nationalities": lambda: effects.nationals(event.nationalities),
        "birth": lambda: effects.born(event.birth) if event.birth else {},
        "sex": lambda: {"sex": event.sex},
        "language": lambda: {"language": event.language} if event.language and not person.language else {},
    }
    values: dict[str, Any] = {}
    for name in event.told:
        if name in given:
            values |= given[name]()
    return values


def _died(person: Person, on: date | None, actor: Actor) -> effects.Changed:
    if on is None:
        return effects.returned(person, actor)
    return effects.left(person, min(on, clock.today()), actor)


def _arrival_to_correct(person: Person) -> Arrival | None:
    """The latest one; of those recalled only one of somebody who was taken to be outside."""
    known = person.arrivals.exclude(state=ArrivalState.RECALLED, exclusion="")
    return known.select_related("person").order_by("-arrived_on", "-pk").first()


_CHANGES: dict[type, Callable[[Any, Person, Message, Situation], effects.Changed]] = {
    Move: lambda event, person, _message, to: effects.moved(person, event.address, to.actor),
    MoveOut: lambda event, person, _message, to: effects.left(person, event.left_on, to.actor),
    Death: lambda event, person, _message, to: _died(person, event.on, to.actor),
    NameChange: _name,
    PermitChange: lambda event, person, message, to: effects.permitted(
        person, event.permit, message.header.event_on, to.actor
    ),
    NationalityChange: lambda event, person, _message, to: effects.entered(
        person, effects.nationals(event.nationalities), to.actor
    ),
    DataLock: lambda event, person, _message, to: effects.locked(person, event.locked, to.actor),
    KeyChange: _key,
    Other: lambda event, person, _message, to: effects.related(person, event.relations, to.known, to.actor),
}
