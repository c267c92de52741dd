"""Who needs somebody who interprets, said of several persons at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import InterpreterNeed, Person, PersonChange
from ..permissions import RECORD
from .trail import PERSON, change_of


@transaction.atomic
def interpreter_need_set(*, persons: Sequence[Person], need: str, actor: Actor) -> int:
    """Say of these persons whether interpreting is needed; returns of how many that was something new.

    Refused where one of them is not the actor's, or is anonymous; then nothing is changed of any.
    """
    if need not in InterpreterNeed.values:
        raise Refused(_("Sagen Sie, ob Dolmetschen nötig ist."))
    for person in persons:
        can(actor, RECORD, person).require()
        if person.anonymised_at is not None:
            raise Refused(_("Diese Person ist anonymisiert. Es gibt nichts mehr zu bearbeiten."))
    different = [person for person in persons if person.interpreter_need != need]
    rows = Person.objects.filter(pk__in=[person.pk for person in different])
    rows.update(interpreter_need=need, version=F("version") + 1)
    PersonChange.objects.bulk_create(
        [change_of(actor, person, {"interpreter_need": (person.interpreter_need, need)}, "") for person in different]
    )
    summary = gettext_lazy("Angaben geändert.")
    after = {"fields": ["interpreter_need"]}
    record_many(
        actor, [Entry("arrivals.person.change", PERSON, person.reference, summary, after=after) for person in different]
    )
    return len(different)
