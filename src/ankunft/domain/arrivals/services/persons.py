"""Recording persons, changing them, locking their data, and that they have left."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can
from ankunft.foundation.encryption import blind_index, decrypt, encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import rules
from ..checks import person_faults
from ..models import Person
from ..permissions import LOCK, RECORD
from ..selectors import AHV_INDEX
from ..values import PersonEntry
from .departures import invitations_end
from .duplicates import duplicates_seek
from .name_keys import name_keys_write
from .relations import relations_found
from .rows import meanwhile, require_known, updated
from .trail import kept, told
from .watchers import tell_watchers

OTHERS_REST_ON = frozenset({"nationality", "further_nationalities", "birth_date", "family_name", "register_key"})
LIKENESS_RESTS_ON = frozenset(
    {"family_name", "given_name", "birth_date", "birth_year", "birth_month", "ahv_number", "register_key"}
)
ATTEMPTS = 3


@transaction.atomic
def person_record(*, municipality: Municipality, entry: PersonEntry, actor: Actor, is_demo: bool = False) -> Person:
    """Record a person in a municipality.

    Refused with every sentence where the entry has faults, where somebody with that AHV number or register key lives
    there already, and where the municipality was merged into another one.
    """
    can(actor, RECORD, municipality).require()
    if municipality.valid_to is not None and municipality.valid_to < clock.today():
        raise Refused(
            _("%(name)s gibt es nicht mehr. Erfassen Sie die Person in der Gemeinde, in der sie aufgegangen ist.")
            % {"name": municipality.name}
        )
    entry = _checked(entry)
    _refuse_if_known(municipality.pk, entry)
    person = _stored(
        Person(municipality=municipality, is_demo=is_demo, created_at=clock.now(), **_columns(entry)),
    )
    name_keys_write(person)
    told(actor, person.reference, "arrivals.person.record", gettext_lazy("Person erfasst."), fields=_filled(entry))
    relations_found(person)
    duplicates_seek(persons=[person])
    return person


@transaction.atomic
def person_change(*, person: Person, entry: PersonEntry, reason: str, actor: Actor) -> Person:
    """Put right or complete what is known of a person; `person.version` is what was in view.

    Refused where the entry has faults, where nothing would change, where somebody else changed the person meanwhile,
    and once the person is anonymous.
    """
    can(actor, RECORD, person).require()
    require_known(person)
    entry = _checked(entry)
    before = entry_of(person)
    if before == entry:
        raise Refused(_("Es wurde nichts geändert."))
    if person.left_on is None:
        _refuse_if_known(person.municipality_id, entry, but=person)
    changed = {
        name: (getattr(before, name), getattr(entry, name))
        for name in PersonEntry._fields
        if getattr(before, name) != getattr(entry, name)
    }
    person = updated(person, _columns(entry))
    kept(actor, person, changed, reason)
    told(actor, person.reference, "arrivals.person.change", gettext_lazy("Angaben geändert."), fields=sorted(changed))
    if changed.keys() & OTHERS_REST_ON:
        relations_found(person)
        tell_watchers([person.pk], actor)
    if changed.keys() & LIKENESS_RESTS_ON:
        duplicates_seek(persons=[person])
    return person


@transaction.atomic
def person_lock(*, person: Person, reason: str, actor: Actor) -> Person:
    """Lock the data of a person: from now on only the officers of the municipality see more than that there is one."""
    return _set_lock(person, True, reason, actor)


@transaction.atomic
def person_unlock(*, person: Person, reason: str, actor: Actor) -> Person:
    """Lift the lock on the data of a person."""
    return _set_lock(person, False, reason, actor)


@transaction.atomic
def person_leave(*, person: Person, on: date, actor: Actor) -> Person:
    """The person has left the municipality, or died, on that day: the period of retention begins.

    Refused for a day in the future or before the year of birth, and where it is said already.
    """
    can(actor, RECORD, person).require()
    require_known(person)
    if person.left_on is not None:
        raise Refused(_("Für diese Person ist der Wegzug schon erfasst."))
    if on > clock.today():
        raise Refused(_("Der Tag liegt in der Zukunft. Erfassen Sie den Wegzug, wenn er geschehen ist."))
    if person.birth_year is not None and on.year < person.birth_year:
        raise Refused(_("Der Tag liegt vor der Geburt. Prüfen Sie das Jahr."))
    person = updated(person, {"left_on": on, "left_year": on.year})
    kept(actor, person, {"left_on": (None, on)}, "")
    told(actor, person.reference, "arrivals.person.leave", gettext_lazy("Wegzug erfasst."), fields=["left_on"])
    invitations_end(person, on, actor)
    return person


def entry_of(person: Person) -> PersonEntry:
    """What is known of the person, as it was entered; the AHV number in clear."""
    number = decrypt(person.ahv_number_encrypted) if person.ahv_number_encrypted else ""
    further = tuple(person.further_nationalities.split())
    plain = {name: getattr(person, name) for name in PersonEntry._fields if name != "ahv_number"}
    return PersonEntry(**{**plain, "ahv_number": number, "further_nationalities": further})


def _set_lock(person: Person, locked: bool, reason: str, actor: Actor) -> Person:
    can(actor, LOCK, person).require()
    require_known(person)
    if person.data_lock == locked:
        raise Refused(_("Die Daten sind schon gesperrt.") if locked else _("Die Daten sind nicht gesperrt."))
    person = updated(person, {"data_lock": locked})
    kept(actor, person, {"data_lock": (not locked, locked)}, reason)
    summary = gettext_lazy("Datensperre gesetzt.") if locked else gettext_lazy("Datensperre aufgehoben.")
    told(
        actor,
        person.reference,
        f"arrivals.person.{'lock' if locked else 'unlock'}",
        summary,
        fields=["data_lock"],
    )
    return person


def _checked(entry: PersonEntry) -> PersonEntry:
    if faults := person_faults(entry):
        raise Refused(" ".join(fault.message for fault in faults))
    number = rules.ahv_number(entry.ahv_number) if entry.ahv_number else ""
    year = entry.birth_date.year if entry.birth_date else entry.birth_year
    return entry._replace(
        family_name=" ".join(entry.family_name.split()),
        given_name=" ".join(entry.given_name.split()),
        ahv_number=number,
        birth_year=year,
        birth_month=None if entry.birth_date else entry.birth_month,
        phone=" ".join(entry.phone.split()),
        email=entry.email.strip(),
    )


def _columns(entry: PersonEntry) -> dict[str, Any]:
    columns = entry._asdict()
    number = columns.pop("ahv_number")
    columns["further_nationalities"] = " ".join(entry.further_nationalities)
    columns["ahv_number_encrypted"] = encrypt(number) if number else ""
    columns["ahv_index"] = blind_index(number, purpose=AHV_INDEX) if number else ""
    return columns


def _filled(entry: PersonEntry) -> list[str]:
    return sorted(name for name, value in entry._asdict().items() if value)


def _refuse_if_known(municipality: int, entry: PersonEntry, *, but: Person | None = None) -> None:
    present = Person.objects.filter(municipality=municipality, left_on=None, merged_into=None)
    if but:
        present = present.exclude(pk=but.pk)
    if entry.ahv_number:
        index = blind_index(entry.ahv_number, purpose=AHV_INDEX)
        if other := present.filter(ahv_index=index).first():
            raise Refused(
                _("Mit dieser AHV-Nummer ist in der Gemeinde schon jemand erfasst: %(reference)s.")
                % {"reference": other.reference}
            )
    if entry.register_key and (other := present.filter(register_key=entry.register_key).first()):
        raise Refused(
            _("Mit diesem Schlüssel des Einwohnerregisters ist in der Gemeinde schon jemand erfasst: %(reference)s.")
            % {"reference": other.reference}
        )


def _stored(person: Person) -> Person:
    """With a reference that nobody has: two of a trillion drawn at random may be the same one."""
    for _attempt in range(ATTEMPTS):
        person.reference = rules.new_reference()
        try:
            with transaction.atomic():
                person.save(force_insert=True)
            return person
        except IntegrityError as error:
            # Who has the reference may be behind the wall; nothing but that somebody has it is told.
            with wall.also(reference=[person.reference]):
                if not Person.objects.filter(reference=person.reference).exists():
                    raise meanwhile() from error
    raise Refused(_("Die Person konnte nicht gespeichert werden. Versuchen Sie es noch einmal."))
