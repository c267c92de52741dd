"""Several families invited at once, each to an appointment of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.arrivals.models import Person
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Interview, Kind
from ..values import AppointmentEntry
from .planning import interview_plan


class FamilyEntry(NamedTuple):
    """A family, what it is called in a refusal (a reference, no name), and its appointment."""

    called: str
    persons: Sequence[Person]
    appointment: AppointmentEntry


@transaction.atomic
def interviews_plan(*, families: Sequence[FamilyEntry], actor: Actor) -> list[Interview]:
    """First-information interviews with these families: all of them, or none and a refusal that says with whom not."""
    if not families:
        raise Refused(_("Niemand von den Ausgewählten ist einzuladen."))
    planned = []
    for one in families:
        try:
            planned.append(
                interview_plan(persons=one.persons, kind=Kind.FIRST_INFORMATION, entry=one.appointment, actor=actor)
            )
        except Refused as refusal:
            reason = {"called": one.called, "reason": refusal.reason}
            raise type(refusal)(_("%(called)s: %(reason)s") % reason) from refusal
    return planned
