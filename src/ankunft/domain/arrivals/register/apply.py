"""One message and what it does to the records (decision 0053)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

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
    Residence,
)
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import rules
from ..models import Arrival, ArrivalState, Exclusion, Outcome, Person, Source
from . import effects, excluded
from .ahv import ahv_digits
from .faults import faults_of
from .known import Known, KnownPerson, message_key
from .newcomers import Newcomer
from .places import Municipalities
from .rows import rows_of

BASE_DELIVERY = "baseDelivery"
BIRTH = "birth"
RECENT = timedelta(days=365)
"""Whoever arrived longer before a delivery of everybody is recorded, and not invited: that is another time's task."""


class Effect(NamedTuple):
    """What was made of a message: see `RegisterMessage`."""

    outcome: Outcome
    municipality: int | None = None
    person: int | None = None
    arrival: int | None = None
    exclusion: str = ""
    changed: effects.Changed = {}
    hints: tuple[str, ...] = ()


class Situation(NamedTuple):
    """For whom messages are taken in, and what is known."""

    actor: Actor
    municipalities: Municipalities
    known: Known
    source: str = Source.REGISTER


def planned(message: Message, situation: Situation) -> Newcomer | Effect | None:
    """Somebody to record, or an effect without a write; None where the message is about somebody who is known."""
    event = message.event
    if not isinstance(event, MoveIn):
        return None
    if event.residence is None:
        return _born_here(event, situation)
    place, hint = situation.municipalities.find(event.residence.bfs_number)
    known = situation.known.person(event.identity.key, event.identity.ahv_number, place.id)
    if known is not None:
        return None
    hints = (hint,) if hint else ()
    if exclusion := exclusion_of(event):
        return Effect(Outcome.EXCLUDED, place.id, exclusion=exclusion, hints=hints)
    if event.left_on or event.died_on:
        return Effect(Outcome.NOTED, place.id, hints=hints)
    if message.kind == BIRTH:
        return _born_here(event, situation)
    return newcomer(message, event, place.id, situation, hints)


def newcomer(
    message: Message, event: MoveIn, municipality: int, situation: Situation, hints: tuple[str, ...] = ()
) -> Newcomer:
    """Somebody to record, with what tells where they join."""
    if event.identity.ahv_number and not ahv_digits(event.identity.ahv_number):
        hints = (*hints, _("Die AHV-Nummer stimmt nicht (Prüfziffer); die Person ist ohne sie erfasst."))
    key = message_key(message)[1]
    taken = (municipality, key) in situation.known.source_keys
    return Newcomer(
        rows_of(event, situation.known.number(event.identity.ahv_number)),
        municipality,
        arrives=_is_a_task(message.kind, event.residence),
        source=situation.source,
        source_key="" if taken else key,
        household=_joined(event, municipality, situation.known),
        hints=hints,
    )


def exclusion_of(event: MoveIn) -> str:
    """Why start.integration is not for them; empty if it is (KS 3.2 no. 2)."""
    if event.residence is None:
        return ""
    return rules.exclusion(event.nationalities, event.residence.from_country, event.residence.kind)


def applied(message: Message, situation: Situation) -> Effect | Newcomer:
    """The effect of a message about somebody who is known; without effect where nobody is.

    What is told of somebody who is listed as excluded may bring them in.
    """
    event = message.event
    municipality, hints = _place_of(event, situation)
    found = _found(event, municipality, situation.known)
    if found is None:
        return _excluded(message, municipality, situation) or Effect(Outcome.NOTED, municipality, hints=hints)
    person = _current(found.pk)
    effect = _EFFECTS[type(event)](message, person, situation)
    return effect._replace(municipality=person.municipality_id, person=person.pk, hints=(*hints, *effect.hints))


def _current(key: int) -> Person:
    """The person as stored now, kept from others until the chunk is done; after a merger the one who stayed."""
    rows = Person.objects.select_related("municipality", "household").select_for_update(of=("self",))
    person = rows.get(pk=key)
    while person.merged_into_id is not None:
        person = rows.get(pk=person.merged_into_id)
    return person


def _place_of(event: Event, situation: Situation) -> tuple[int | None, tuple[str, ...]]:
    residence: Residence | None = getattr(event, "residence", None)
    number = residence.bfs_number if residence else getattr(event, "bfs_number", None)
    if not number:
        return None, ()
    place, hint = situation.municipalities.find(number)
    return place.id, ((hint,) if hint else ())


def _found(event: Event, municipality: int | None, known: Known) -> KnownPerson | None:
    if isinstance(event, KeyChange):
        return known.person(event.key, event.ahv_number, municipality)
    identity = event.identity
    return known.person(identity.key, identity.ahv_number, municipality) if identity else None


def _excluded(message: Message, municipality: int | None, situation: Situation) -> Effect | Newcomer | None:
    """What a message does to somebody who is listed as excluded; None if nobody is, or nothing changes for them."""
    listed = excluded.listed(message.event, municipality, situation.municipalities.own)
    after = excluded.amended(message.event, listed) if listed is not None else None
    if listed is None or listed.municipality_id is None or after is None:
        return None
    if faults := faults_of(after, clock.today()):
        raise Refused(" ".join(faults))
    if reason := exclusion_of(after):
        excluded.keep(listed, after, reason)
        hint = _("Die Angaben einer Person, für die start.integration nicht ist, sind berichtigt.")
        return Effect(Outcome.NOTED, listed.municipality_id, hints=(hint,))
    excluded.release(listed)
    hint = _("Die Person war ausgeschlossen («%(reason)s»); nach der Berichtigung ist sie einzuladen.")
    hints = (hint % {"reason": Exclusion(listed.exclusion).label},)
    return newcomer(message._replace(kind=listed.kind), after, listed.municipality_id, situation, hints)


def _effect(changed: effects.Changed, arrival: Arrival | None = None) -> Effect:
    outcome = Outcome.APPLIED if changed or arrival else Outcome.NOTED
    return Effect(outcome, arrival=arrival.pk if arrival else None, changed=changed)


def _move_in(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, MoveIn)
    actor = situation.actor
    if person.left_on is not None and (event.left_on or event.died_on):
        return _effect({})
    away_since = person.left_on
    changed = effects.returned(person, actor)
    changed |= whole_person(event, person, situation)
    residence = event.residence
    arrival = None
    if residence is not None and _is_a_task(message.kind, residence):
        key = message_key(message)[1]
        taken = (person.municipality_id, key) in situation.known.source_keys
        before = set(person.arrivals.values_list("pk", flat=True))
        source_key = "" if taken else key
        arrival = effects.arrived(person, residence, situation.source, source_key, actor, away_since=away_since)
        if arrival is not None and arrival.pk in before and not changed:
            return Effect(Outcome.NOTED, arrival=arrival.pk)
    return _effect(changed, arrival)


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


def _move(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, Move)
    return _effect(effects.moved(person, event.address, situation.actor))


def _move_out(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, MoveOut)
    return _effect(effects.left(person, event.left_on, situation.actor))


def _death(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, Death)
    return _effect(effects.left(person, min(event.on, clock.today()), situation.actor))


def _name(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, NameChange)
    names = {"family_name": event.family_name, "given_name": event.given_name}
    return _effect(effects.entered(person, {name: text for name, text in names.items() if text}, situation.actor))


def _permit(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, PermitChange)
    return _effect(effects.permitted(person, event.permit, message.header.event_on, situation.actor))


def _nationality(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, NationalityChange)
    return _effect(effects.entered(person, effects.nationals(event.nationalities), situation.actor))


def _lock(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, DataLock)
    return _effect(effects.locked(person, event.locked, situation.actor))


def _key(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, KeyChange)
    changed = effects.entered(person, {"register_key": event.new_key}, situation.actor)
    situation.known.add(event.new_key, "", KnownPerson(person.pk, person.municipality_id, person.left_on is None))
    return _effect(changed)


def _other(message: Message, person: Person, situation: Situation) -> Effect:
    event = message.event
    assert isinstance(event, Other)
    return _effect(effects.related(person, event.relations, situation.known, situation.actor))


def _correction(message: Message, person: Person, situation: Situation) -> Effect:
    """What was told before was wrong: only the fields named are meant, and an empty one takes away."""
    event, actor = message.event, situation.actor
    assert isinstance(event, Correction)
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
    return _effect(changed)._replace(arrival=arrival.pk if arrival else None)


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


def _is_a_task(kind: str, residence: Residence | None) -> bool:
    """Whether somebody is to be invited: whoever is born here did not arrive."""
    if residence is None or kind == BIRTH:
        return False
    return kind != BASE_DELIVERY or residence.arrived_on >= clock.today() - RECENT


def _born_here(event: MoveIn, situation: Situation) -> Newcomer | Effect | None:
    """A child belongs to the family of a recorded parent; of others nothing is needed here."""
    municipality = None
    if event.residence is not None:
        municipality = situation.municipalities.find(event.residence.bfs_number)[0].id
    if situation.known.person(event.identity.key, event.identity.ahv_number, municipality):
        return None
    found = (situation.known.person(one.key, one.ahv_number, municipality) for one in event.relations)
    parent = next((one for one in found if one is not None and one.is_present), None)
    if parent is None or rules.SWITZERLAND in event.nationalities:
        return Effect(Outcome.NOTED, municipality or (parent.municipality if parent else None))
    household = Person.objects.filter(pk=parent.pk).values_list("household_id", flat=True).first()
    rows = rows_of(event, situation.known.number(event.identity.ahv_number))
    return Newcomer(rows, parent.municipality, arrives=False, source=situation.source, household=household)


def _joined(event: MoveIn, municipality: int, known: Known) -> int | None:
    """The household of a recorded relative at the same address, where the register gives households no key."""
    address = event.residence.address if event.residence else None
    if address is None or address.household_id or not address.street:
        return None
    found = (known.person(one.key, one.ahv_number, municipality) for one in event.relations)
    relatives = [one.pk for one in found if one is not None]
    if not relatives:
        return None
    living = Person.objects.filter(
        pk__in=relatives,
        household__street=address.street,
        household__house_number=address.house_number,
        household__postcode=address.postcode[:10],
    )
    return living.values_list("household_id", flat=True).first()


_EFFECTS: dict[type, Callable[[Message, Person, Situation], Effect]] = {
    MoveIn: _move_in,
    Move: _move,
    MoveOut: _move_out,
    Death: _death,
    NameChange: _name,
    PermitChange: _permit,
    NationalityChange: _nationality,
    DataLock: _lock,
    KeyChange: _key,
    Correction: _correction,
    Other: _other,
}
