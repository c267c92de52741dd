"""Recording where municipalities are written to."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor

from ..checks import address_faults
from ..models import Municipality, PostalAddress
from ..permissions import KEEP_REGISTER, RECORD_ADDRESS
from ..readings import places
from ..rules import address_lines
from ..values import AddressEntry, Outcome
from .dated import store
from .trail import ADDRESS, plain, refuse, shown


def postal_address_set(
    *, municipality: Municipality, entry: AddressEntry, actor: Actor, is_demo: bool = False
) -> Outcome:
    """From `entry.valid_from` on this is the postal address of the municipality. Refused if it has faults."""
    can(actor, RECORD_ADDRESS, municipality).require()
    return _record([entry._replace(municipality=municipality.pk)], actor, is_demo)


def postal_addresses_record(*, entries: Sequence[AddressEntry], actor: Actor, is_demo: bool = False) -> Outcome:
    """The same for many municipalities, in a constant number of statements."""
    can(actor, KEEP_REGISTER).require()
    return _record(entries, actor, is_demo)


@transaction.atomic
def _record(entries: Sequence[AddressEntry], actor: Actor, is_demo: bool) -> Outcome:
    known = places()
    refuse(fault for entry in entries for fault in address_faults(entry, known[entry.municipality]))
    stored = store(PostalAddress, entries, keys=2, is_demo=is_demo)
    record_many(
        actor, [_told(entry, before, known[entry.municipality].bfs_number) for entry, before in stored.different]
    )
    return stored.outcome


def _told(entry: AddressEntry, before: AddressEntry | None, bfs_number: int) -> Entry:
    return Entry(
        "territory.address.set",
        ADDRESS,
        str(bfs_number),
        f"Postadresse ab {shown(entry.valid_from)}: {', '.join(address_lines(*entry[2:]))}.",
        before=plain(before._asdict().items()) if before else None,
        after=plain(entry._asdict().items()),
    )
