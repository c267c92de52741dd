"""How well a person speaks which languages: noted with the day, so that progress can be seen."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..checks.spoken import language_faults
from ..models import Person, SpokenLanguage
from ..permissions import RECORD
from ..values import LanguageEntry
from .rows import require_known
from .trail import kept, told


@transaction.atomic
def language_add(*, person: Person, entry: LanguageEntry, actor: Actor) -> SpokenLanguage:
    """The person knew a language so well on that day; what was noted for the same day is put right by it.

    Refused where the entry has faults, and where it is noted already.
    """
    can(actor, RECORD, person).require()
    require_known(person)
    if faults := language_faults(entry):
        raise Refused(" ".join(fault.message for fault in faults))
    known = SpokenLanguage.objects.filter(person=person, language=entry.language, as_of=entry.as_of).first()
    before = language_entry_of(known) if known else None
    if before == entry:
        raise Refused(_("Das ist schon erfasst."))
    spoken, _created = SpokenLanguage.objects.update_or_create(
        person=person,
        language=entry.language,
        as_of=entry.as_of,
        defaults={"municipality_id": person.municipality_id, "oral": entry.oral, "written": entry.written},
    )
    kept(actor, person, {"spoken": (before, entry)}, "")
    told(actor, person.reference, "arrivals.person.language", gettext_lazy("Sprache erfasst."), fields=["spoken"])
    return spoken


@transaction.atomic
def language_remove(*, spoken: SpokenLanguage, actor: Actor) -> None:
    """What was noted of a language was a mistake."""
    person = spoken.person
    can(actor, RECORD, person).require()
    require_known(person)
    before = language_entry_of(spoken)
    spoken.delete()
    kept(actor, person, {"spoken": (before, None)}, "")
    told(actor, person.reference, "arrivals.person.language", gettext_lazy("Sprache entfernt."), fields=["spoken"])


def language_entry_of(spoken: SpokenLanguage) -> LanguageEntry:
    """A note of a language as it was entered."""
    return LanguageEntry(spoken.language, spoken.as_of, spoken.oral, spoken.written)
