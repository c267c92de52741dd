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
from .dated import store
from .trail import CONTACT, plain, refuse, shown


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
    stored = store(Contact, entries, keys=3, is_demo=is_demo)
    numbers = {key: place.bfs_number for key, place in places().items()}
    record_many(actor, [_told(entry, before, numbers[entry.municipality]) for entry, before in stored.different])
    return stored.outcome


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
