"""Who is to be recorded: newcomers of whom nobody is known yet, and children of families that are."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from ankunft.foundation.documents.ech.values import Message, MoveIn, Residence
from ankunft.foundation.kernel import clock

from .. import rules
from ..models import Outcome, Person
from .ahv import ahv_digits
from .known import Known, message_key
from .newcomers import Newcomer
from .preparing import BASE_DELIVERY
from .rows import rows_of
from .situation import Effect, Situation

BIRTH = "birth"
RECENT = timedelta(days=365)
"""Whoever arrived longer before a delivery of everybody is recorded, and not invited: that is another time's task."""


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
        arrives=is_a_task(message.kind, event.residence),
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


def is_a_task(kind: str, residence: Residence | None) -> bool:
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
