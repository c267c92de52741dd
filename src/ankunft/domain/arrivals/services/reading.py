"""What the read log is told before anything about persons is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.reads import Read, record_read, record_reads
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel.actor import Actor

from .. import permissions
from ..models import Person, PersonAccess
from ..permissions import officer_municipalities
from ..searching import FoundPerson
from ..selectors import open_access, open_accesses
from .trail import PERSON

PERSON_LIST = "arrivals.person_list"


def person_read(*, person: Person, what: str | Promise, actor: Actor, reason: str = "", purpose: str = "") -> None:
    """Somebody sees something of a person; where an access lets them, its purpose and reason are noted with it.

    `purpose` and `reason` are those of whoever sees it without one.
    """
    record_read(actor, _read(person, what, open_access(actor, person), reason, purpose))


def list_read(*, persons: Iterable[Person | FoundPerson], what: str | Promise, actor: Actor) -> None:
    """Somebody sees several persons at once: one entry for each municipality, with how many. None for nobody.

    Whom the actor sees by an access alone is noted one by one, with its purpose: those were opened one by one.
    """
    own = officer_municipalities(actor)
    shown = list(persons)
    counts = Counter(person.municipality.bfs_number for person in shown if person.municipality_id in own)
    others = [person for person in shown if person.municipality_id not in own]
    # The latest of a person comes last and stays.
    asked = [person.pk for person in others]
    found = open_accesses(actor).filter(person__in=asked).order_by("pk") if others else []
    locked = {person.pk for person in others if person.data_lock}
    accesses = {access.person_id: access for access in found if access.legal_basis or access.person_id not in locked}
    record_reads(
        actor,
        [
            *(_of_several(bfs_number, count, what) for bfs_number, count in counts.items()),
            *(_read(person, what, accesses.get(person.pk)) for person in others),
        ],
    )


def _of_several(bfs_number: int, count: int, what: str | Promise) -> Read:
    code = organisation_code(bfs_number)
    return Read(PERSON_LIST, code, code, format_lazy(gettext_lazy("{}: {} Personen"), what, count))


def _read(
    person: Person | FoundPerson, what: str | Promise, access: PersonAccess | None, reason: str = "", purpose: str = ""
) -> Read:
    return Read(
        PERSON,
        person.reference,
        organisation_code(person.municipality.bfs_number),
        what,
        purpose=str(access.get_purpose_display()) if access else purpose,
        reason=access.reason if access else reason,
    )


def ahv_number_read(*, person: Person, actor: Actor) -> str:
    """The AHV number in clear, for an authority that needs it (AHVG 153d): a reading of its own. Empty if unknown."""
    can(actor, permissions.SEE_AHV, person).require()
    person_read(person=person, what=gettext_lazy("AHV-Nummer im Klartext"), actor=actor)
    return decrypt(person.ahv_number_encrypted) if person.ahv_number_encrypted else ""
