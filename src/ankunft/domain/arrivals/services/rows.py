"""Writing the row of a person, whoever does it: nobody overwrites what somebody else wrote meanwhile."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

from ..models import Person
from .name_keys import name_keys_write


def updated(person: Person, columns: dict[str, Any]) -> Person:
    """Write the columns if the person is still as it was in view, and give what is stored now.

    What the person is found by follows a change of name.
    """
    try:
        with transaction.atomic():
            rows = Person.objects.filter(pk=person.pk, version=person.version)
            if not rows.update(**columns, version=F("version") + 1):
                raise Refused(_("Inzwischen hat jemand anders diese Person bearbeitet. Bitte neu laden und prüfen."))
    except IntegrityError as error:
        raise meanwhile() from error
    stored = Person.objects.select_related("municipality").get(pk=person.pk)
    if not columns.keys().isdisjoint(("family_name", "given_name")):
        name_keys_write(stored)
    return stored


def meanwhile() -> Refused:
    """What is said where the database found the same person first."""
    return Refused(_("Inzwischen hat jemand anders dieselbe Person erfasst. Bitte neu laden und prüfen."))


def require_known(person: Person) -> None:
    """Refused once a person is anonymous, or was merged into another one."""
    if person.anonymised_at is not None:
        raise Refused(_("Diese Person ist anonymisiert. Es gibt nichts mehr zu bearbeiten."))
    if person.merged_into_id is not None:
        raise Refused(_("Diese Person wurde mit einer anderen zusammengeführt. Bearbeiten Sie jene."))
