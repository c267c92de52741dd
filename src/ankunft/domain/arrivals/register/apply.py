"""One message and what it does to the records (decision 0053)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.documents.ech.values import Event, KeyChange, Message, Residence
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused

from ..models import Exclusion, Outcome, Person
from . import excluded
from .faults import faults_of
from .happenings import happened
from .known import Known, KnownPerson
from .newcomers import Newcomer
from .planning import exclusion_of, newcomer
from .situation import Effect, Situation


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
    effect = happened(message, person, situation)
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
