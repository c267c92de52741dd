"""Messages about earlier messages: corrections (eCH-0058 action 4) and recalls (action 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.documents.ech.values import Message, MoveIn
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Arrival, ArrivalState, Outcome, Permit, Person, RegisterMessage
from ..services.arrivals import arrival_recall
from ..services.permits import permit_remove
from . import content as contents
from . import effects
from .apply import applied
from .happenings import whole_person
from .known import key_of
from .newcomers import Newcomer
from .planning import exclusion_of as exclusion_told
from .planning import newcomer, planned
from .situation import Effect, Situation

RESTORED = frozenset(
    {"family_name", "given_name", "sex", "nationality", "further_nationalities", "birth_date", "birth_month",
     "birth_year", "language", "register_key"}
)  # fmt: skip


def earlier(message: Message, situation: Situation) -> RegisterMessage | None:
    """The message to which this one goes back: the one it names, else an earlier one under the same id.

    Only among those of the municipalities for which messages are taken in; of several that of the one it names.
    """
    header = message.header
    sender, key = key_of(header, header.reference_message_id or header.message_id, message.index)
    known = RegisterMessage.objects.filter(sender_id=sender, message_id=key)
    if (own := situation.municipalities.own) is not None:
        known = known.filter(municipality__in=own)
    named = situation.municipalities.named_in(message)
    return min(known, key=lambda one: one.municipality_id != named, default=None)


def corrected(message: Message, situation: Situation) -> Effect | Newcomer:
    """A message that takes the place of an earlier one. Refused where nobody knows that one."""
    before = earlier(message, situation)
    if before is None:
        if message.header.reference_message_id or planned(message, situation) is not None:
            raise Refused(_("Die Meldung berichtigt eine Meldung, die hier nicht bekannt ist."))
        return applied(message, situation)
    if not isinstance(message.event, MoveIn):
        return applied(message, situation)
    return _move_in_corrected(message, message.event, before, situation)


def differs(message: Message, situation: Situation) -> bool:
    """Whether an earlier message of the same key told something else."""
    before = earlier(message, situation)
    return before is not None and contents.opened(before).get(contents.EVENT) != contents.as_opened(message.event)


def replaced(message: Message, situation: Situation) -> Effect | Newcomer:
    """A row of a table that was put right takes the place of the earlier one of the same key."""
    result = corrected(message, situation)
    before = earlier(message, situation)
    if before is not None:
        before.delete()
    return result


def _move_in_corrected(
    message: Message, event: MoveIn, before: RegisterMessage, situation: Situation
) -> Effect | Newcomer:
    if event.residence is None:
        return applied(message, situation)
    place, hint = situation.municipalities.find(event.residence.bfs_number)
    hints = (hint,) if hint else ()
    exclusion = exclusion_told(event)
    person = _person_of(before)
    if person is None:
        _without_effect(before)
        if exclusion:
            return Effect(Outcome.EXCLUDED, place.id, exclusion=exclusion, hints=hints)
        known = situation.known.person(event.identity.key, event.identity.ahv_number, place.id)
        return newcomer(message, event, place.id, situation, hints) if known is None else applied(message, situation)
    if place.id != person.municipality_id:
        raise Refused(_("Die Berichtigung nennt eine andere Gemeinde. Widerrufen Sie die Meldung und melden Sie neu."))
    changed = effects.returned(person, situation.actor) | whole_person(event, person, situation)
    arrival = before.arrival
    if arrival is not None:
        changed |= _arrival_corrected(arrival, event, situation.actor)
    outcome = Outcome.APPLIED if changed else Outcome.NOTED
    return Effect(outcome, place.id, person.pk, arrival.pk if arrival else None, changed=changed, hints=hints)


def _arrival_corrected(arrival: Arrival, event: MoveIn, actor: Actor) -> effects.Changed:
    assert event.residence is not None
    arrival.refresh_from_db()
    changed = effects.arrival_corrected(arrival, event.residence, actor)
    return changed | effects.reconsidered(arrival, event.residence.kind, actor)


def recalled(message: Message, situation: Situation) -> Effect:
    """What an earlier message told has not happened. Refused where nobody knows it, or where an interview was held."""
    before = earlier(message, situation)
    if before is None:
        raise Refused(_("Die Meldung widerruft eine Meldung, die hier nicht bekannt ist."))
    person = _person_of(before)
    changed: effects.Changed = {}
    if before.arrival is not None and before.outcome == Outcome.APPLIED:
        changed |= _arrival_recalled(before.arrival, situation.actor)
    if person is not None and before.outcome == Outcome.APPLIED:
        changed |= _restored(before, person, situation.actor)
    _without_effect(before)
    outcome = Outcome.APPLIED if changed else Outcome.NOTED
    arrival = before.arrival_id
    return Effect(outcome, before.municipality_id, person.pk if person else None, arrival, changed=changed)


def _arrival_recalled(arrival: Arrival, actor: Actor) -> effects.Changed:
    if arrival.state == ArrivalState.RECALLED:
        return {}
    if arrival.state == ArrivalState.INFORMED:
        raise Refused(
            _("Der Zuzug %(reference)s wird nicht widerrufen: Das Gespräch hat stattgefunden.")
            % {"reference": arrival.reference}
        )
    arrival_recall(arrival=arrival, actor=actor)
    return {"recalled": (None, arrival.reference)}


def _restored(before: RegisterMessage, person: Person, actor: Actor) -> effects.Changed:
    """Put back what the message changed, where it has not been changed since; whoever came by it alone has left."""
    told = contents.opened(before).get(contents.CHANGED, {})
    if not told and before.arrival_id is not None:
        others = person.arrivals.exclude(state=ArrivalState.RECALLED)
        return {} if others.exists() else effects.left(person, clock.today(), actor)
    changed: effects.Changed = {}
    if "left_on" in told and person.left_on is not None and contents.as_opened(person.left_on) == told["left_on"][1]:
        back = told["left_on"][0]
        changed |= effects.returned(person, actor) if back is None else effects.left(person, _day(back), actor)
        effects.resumed(told.get("waived", [None, []])[1], actor)
    if "data_lock" in told and person.data_lock == told["data_lock"][1]:
        changed |= effects.locked(person, told["data_lock"][0], actor)
    if "permit" in told and told["permit"][0] is None:
        changed |= _permit_gone(person, told["permit"][1], actor)
    values = {name: _value(name, both[0]) for name, both in told.items() if name in RESTORED}
    now = {name: contents.as_opened(getattr(person, name)) for name in values}
    still = {
        name: value
        for name, value in values.items()
        if now[name] == (" ".join(told[name][1]) if name == "further_nationalities" else told[name][1])
    }
    return changed | effects.entered(person, still, actor) if still else changed


def _permit_gone(person: Person, told: dict[str, Any], actor: Actor) -> effects.Changed:
    same = Permit.objects.filter(person=person, valid_from=_day(told["valid_from"]), code=told.get("code", ""))
    if (permit := same.first()) is None:
        return {}
    permit_remove(permit=permit, reason=_("Das Einwohnerregister hat die Meldung widerrufen."), actor=actor)
    return {"permit": (told, None)}


def _value(name: str, plain: Any) -> Any:
    if name == "birth_date":
        return _day(plain) if plain else None
    return tuple(plain) if name == "further_nationalities" else plain


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _person_of(message: RegisterMessage) -> Person | None:
    person = message.person
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    return None if person is None or person.anonymised_at is not None else person


def _without_effect(message: RegisterMessage) -> None:
    """From now on it is one without effect: it is on no list of those excluded, which alone needed its content."""
    kept = message.content if message.person_id else ""
    RegisterMessage.objects.filter(pk=message.pk).update(
        outcome=Outcome.NOTED, exclusion="", content=kept, person_digest=""
    )
