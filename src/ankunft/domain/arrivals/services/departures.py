"""Whoever has left or died is not to be invited any more."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import Arrival, ArrivalState, Person
from .arrivals import arrival_waive
from .watchers import tell_watchers


def invitations_end(person: Person, on: date, actor: Actor) -> list[str]:
    """In the transaction in which the departure is recorded: the references of those arrivals that are waived by it."""
    waived = []
    if on <= clock.today():
        reason = _("Weggezogen oder gestorben am %(day)s.") % {"day": f"{on:%d.%m.%Y}"}
        waiting = Arrival.objects.filter(person=person, state__in=[ArrivalState.OPEN, ArrivalState.INVITED])
        for arrival in waiting.filter(arrived_on__lte=on).order_by("pk"):
            arrival_waive(arrival=arrival, reason=reason, actor=actor)
            waived.append(arrival.reference)
    tell_watchers([person.pk], actor)
    return waived
