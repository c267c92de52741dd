"""Recording who holds which function in a municipality (KS 3.4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import format_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor

from ..checks import contact_faults
from ..models import Contact, ContactFunction, Municipality
from ..permissions import KEEP_REGISTER, RECORD_CONTACTS
from ..readings import places
from ..values import ContactEntry, Outcome
from .trail import CONTACT, plain, refuse, shown

BATCH = 500
_FIELDS = ContactEntry._fields[3:]


def contact_set(*, municipality: Municipality, entry: ContactEntry, actor: Actor, is_demo: bool = False) -> Outcome:
    """From `entry.valid_from` on this person holds the function. Refused if nobody could reach them."""
    can(actor, RECORD_CONTACTS, municipality).require()
    return _record([entry._replace(municipality=municipality.pk)], actor, is_demo)


def contacts_record(*, entries: Sequence[ContactEntry], actor: Actor, is_demo: bool = False) -> Outcome:
    """The same for many municipalities, in a constant number of statements."""
    can(actor, KEEP_REGISTER).require()
    return _record(entries, actor, is_demo)


@transaction.atomic
def _record(entries: Sequence[ContactEntry], actor: Actor, is_demo: bool) -> Outcome:
    refuse(fault for entry in entries for fault in contact_faults(entry))
    before = _known({entry.municipality for entry in entries})
    different = [entry for entry in entries if before.get(entry[:3]) != entry]
    Contact.objects.bulk_create(
        [
            Contact(
                municipality_id=entry.municipality,
                function=entry.function,
                valid_from=entry.valid_from,
                is_demo=is_demo,
                **{name: getattr(entry, name) for name in _FIELDS},
            )
            for entry in different
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["municipality", "function", "valid_from"],
        update_fields=[*_FIELDS, "is_demo"],
    )
    numbers = {key: place.bfs_number for key, place in places().items()}
    record_many(actor, [_told(entry, before.get(entry[:3]), numbers[entry.municipality]) for entry in different])
    created = sum(1 for entry in different if entry[:3] not in before)
    return Outcome(created, len(different) - created, len(entries) - len(different))


def _known(municipalities: set[int]) -> dict[tuple[object, ...], ContactEntry]:
    rows = Contact.objects.filter(municipality_id__in=municipalities)
    entries = (
        ContactEntry(*(getattr(row, name) for name in ("municipality_id", *ContactEntry._fields[1:]))) for row in rows
    )
    return {entry[:3]: entry for entry in entries}


def _told(entry: ContactEntry, before: ContactEntry | None, bfs_number: int) -> Entry:
    function = ContactFunction(entry.function)
    return Entry(
        "territory.contact.set",
        CONTACT,
        str(bfs_number),
        format_lazy("{}: ab {} {}.", function.label, shown(entry.valid_from), entry.name or "niemand"),
        before=plain(before._asdict().items()) if before else None,
        after=plain(entry._asdict().items()),
    )
