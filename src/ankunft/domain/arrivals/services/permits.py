"""The permits that a person has had: each holds from a day on, until the next one begins."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import rules
from ..checks.permit import permit_faults
from ..models import Permit, Person
from ..permissions import RECORD
from ..values import PermitEntry
from .rows import require_known
from .trail import kept, told
from .watchers import tell_watchers


@transaction.atomic
def permit_add(*, person: Person, entry: PermitEntry, reason: str = "", actor: Actor) -> Permit:
    """The person has this permit from its day on. One that begins on the same day is put right by it.

    What was recorded before stays in the history. Refused where the entry has faults, and where it is recorded already.
    """
    can(actor, RECORD, person).require()
    require_known(person)
    born = rules.earliest_birth(person.birth_date, person.birth_year, person.birth_month)
    if faults := permit_faults(entry, born):
        raise Refused(" ".join(fault.message for fault in faults))
    known = Permit.objects.filter(person=person, valid_from=entry.valid_from).first()
    before = permit_entry_of(known) if known else None
    if before == entry:
        raise Refused(_("Dieser Ausweis ist schon erfasst."))
    permit, _created = Permit.objects.update_or_create(
        person=person,
        valid_from=entry.valid_from,
        defaults={
            "municipality_id": person.municipality_id,
            "category": entry.category,
            "code": entry.code,
            "valid_until": entry.valid_until,
            "entered_on": entry.entered_on,
        },
    )
    kept(actor, person, {"permit": (before, entry)}, reason)
    told(actor, person.reference, "arrivals.person.permit", gettext_lazy("Ausweis erfasst."), fields=["permit"])
    tell_watchers([person.pk], actor)
    return permit


@transaction.atomic
def permit_remove(*, permit: Permit, reason: str, actor: Actor) -> None:
    """The person never had this permit: it was recorded by mistake. Refused without a reason."""
    person = permit.person
    can(actor, RECORD, person).require()
    require_known(person)
    if not reason.strip():
        raise Refused(_("Geben Sie an, warum der Eintrag nicht stimmt."))
    before = permit_entry_of(permit)
    permit.delete()
    kept(actor, person, {"permit": (before, None)}, reason)
    told(actor, person.reference, "arrivals.person.permit", gettext_lazy("Ausweis entfernt."), fields=["permit"])
    tell_watchers([person.pk], actor)


def permit_entry_of(permit: Permit) -> PermitEntry:
    """A permit as it was entered."""
    return PermitEntry(permit.category, permit.valid_from, permit.valid_until, permit.entered_on, permit.code)
