"""Informing somebody for whom start.integration is not (KS 3.2 footnote 1), from the list of those excluded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.ech.values import MoveIn
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn

from ..models import Arrival, Outcome, RegisterMessage, Source
from ..permissions import RECORD
from .ahv import ahv_digits
from .content import move_in_of, opened
from .intake import TURN
from .known import Known
from .newcomers import Newcomer, newcomers_record
from .rows import rows_of


def told_of(message: RegisterMessage) -> MoveIn | None:
    """Who moved in, as an excluded message told it; None once its content is gone, or where it told something else."""
    try:
        return move_in_of(opened(message))
    except ValueError:
        return None


@transaction.atomic
def nonetheless_take_in(*, message: RegisterMessage, actor: Actor) -> Arrival:
    """Record the person of an excluded message with their arrival; it keeps the reason why it is not subsidised.

    Refused where it was done already, where the content of the message is gone, and where the person is recorded.
    """
    if message.municipality is None:
        raise Refused(_("Diese Meldung nennt keine Gemeinde."))
    can(actor, RECORD, message.municipality).require()
    in_turn(TURN)
    event = told_of(message)
    if message.outcome != Outcome.EXCLUDED or event is None or event.residence is None:
        raise Refused(_("Diese Meldung lässt sich nicht mehr übernehmen. Erfassen Sie die Person von Hand."))
    known = Known(frozenset({message.municipality_id}) if message.municipality_id else None)
    known.look_up_persons({event.identity.key} - {""}, {ahv_digits(event.identity.ahv_number)} - {""})
    if known.person(event.identity.key, event.identity.ahv_number, message.municipality_id):
        raise Refused(_("Diese Person ist schon erfasst. Erfassen Sie den Zuzug bei ihr."))
    source = Source.TABLE if message.sender_id.startswith("table:") else Source.REGISTER
    taken = Arrival.objects.filter(municipality=message.municipality, source_key=message.message_id).exists()
    newcomer = Newcomer(
        rows_of(event, known.number(event.identity.ahv_number)),
        message.municipality.pk,
        arrives=True,
        source=source,
        source_key="" if taken else message.message_id,
        exclusion=message.exclusion,
    )
    if event.residence.address.household_id:
        known.look_up_households({event.residence.address.household_id}, {message.municipality.pk})
    recorded = newcomers_record(newcomers=[newcomer], known=known, actor=actor)[0]
    changed = RegisterMessage.objects.filter(pk=message.pk, outcome=Outcome.EXCLUDED).update(
        outcome=Outcome.APPLIED, person=recorded.person, arrival=recorded.arrival, person_digest=""
    )
    if not changed:
        raise Refused(_("Inzwischen hat jemand anders diese Meldung übernommen."))
    assert recorded.arrival is not None, "there is a residence"
    return Arrival.objects.select_related("person", "municipality", "household").get(pk=recorded.arrival)
