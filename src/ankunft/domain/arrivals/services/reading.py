"""What the read log is told before anything about persons is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.reads import Read, record_read
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel.actor import Actor

from .. import permissions
from ..models import Person
from ..permissions import officer_municipalities
from ..selectors import open_access
from .trail import PERSON

PERSON_LIST = "arrivals.person_list"


def person_read(*, person: Person, what: str | Promise, actor: Actor, reason: str = "") -> None:
    """Somebody sees something of a person; where an access lets them, its purpose and reason are noted with it."""
    access = open_access(actor, person)
    record_read(
        actor,
        Read(
            PERSON,
            person.reference,
            organisation_code(person.municipality.bfs_number),
            what,
            purpose=str(access.get_purpose_display()) if access else "",
            reason=access.reason if access else reason,
        ),
    )


def list_read(*, persons: Iterable[Person], what: str | Promise, actor: Actor) -> None:
    """Somebody sees several persons at once: one entry for each municipality, with how many. None for nobody.

    Whom the actor sees by an access alone is noted one by one, with its purpose: those were opened one by one.
    """
    own = officer_municipalities(actor)
    counts: Counter[Municipality] = Counter()
    for person in persons:
        if person.municipality_id in own:
            counts[person.municipality] += 1
        else:
            person_read(person=person, what=what, actor=actor)
    for municipality, count in counts.items():
        code = organisation_code(municipality.bfs_number)
        told = format_lazy(gettext_lazy("{}: {} Personen"), what, count)
        record_read(actor, Read(PERSON_LIST, code, code, told))


def ahv_number_read(*, person: Person, actor: Actor) -> str:
    """The AHV number in clear, for an authority that needs it (AHVG 153d): a reading of its own. Empty if unknown."""
    can(actor, permissions.SEE_AHV, person).require()
    person_read(person=person, what=gettext_lazy("AHV-Nummer im Klartext"), actor=actor)
    return decrypt(person.ahv_number_encrypted) if person.ahv_number_encrypted else ""
