"""Recording the accounts to which municipalities are paid."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor

from ..checks import account_faults
from ..models import Municipality, PaymentAccount
from ..permissions import KEEP_REGISTER, RECORD_ACCOUNT
from ..readings import places
from ..rules import compact_iban
from ..values import AccountEntry, Outcome
from .trail import ACCOUNT, plain, refuse, shown

BATCH = 500
_FIELDS = AccountEntry._fields[2:]


def payment_account_set(
    *, municipality: Municipality, entry: AccountEntry, actor: Actor, is_demo: bool = False
) -> Outcome:
    """From `entry.valid_from` on the municipality is paid to this account. Refused if it cannot be."""
    can(actor, RECORD_ACCOUNT, municipality).require()
    return _record([entry._replace(municipality=municipality.pk)], actor, is_demo)


def payment_accounts_record(*, entries: Sequence[AccountEntry], actor: Actor, is_demo: bool = False) -> Outcome:
    """The same for many municipalities, in a constant number of statements."""
    can(actor, KEEP_REGISTER).require()
    return _record(entries, actor, is_demo)


@transaction.atomic
def _record(entries: Sequence[AccountEntry], actor: Actor, is_demo: bool) -> Outcome:
    known = places()
    refuse(fault for entry in entries for fault in account_faults(entry, known[entry.municipality]))
    compact = [entry._replace(iban=compact_iban(entry.iban)) for entry in entries]
    before = accounts_by_key({entry.municipality for entry in compact})
    different = [entry for entry in compact if before.get(entry[:2]) != entry]
    PaymentAccount.objects.bulk_create(
        [
            PaymentAccount(
                municipality_id=entry.municipality,
                valid_from=entry.valid_from,
                is_demo=is_demo,
                **{name: getattr(entry, name) for name in _FIELDS},
            )
            for entry in different
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["municipality", "valid_from"],
        update_fields=[*_FIELDS, "is_demo"],
    )
    record_many(
        actor,
        [_told(entry, before.get(entry[:2]), known[entry.municipality].bfs_number) for entry in different],
    )
    created = sum(1 for entry in different if entry[:2] not in before)
    return Outcome(created, len(different) - created, len(entries) - len(different))


def accounts_by_key(municipalities: set[int]) -> dict[tuple[object, ...], AccountEntry]:
    """The recorded accounts of these municipalities, by municipality id and first day."""
    rows = PaymentAccount.objects.filter(municipality_id__in=municipalities)
    entries = (
        AccountEntry(row.municipality_id, row.valid_from, *(getattr(row, name) for name in _FIELDS)) for row in rows
    )
    return {entry[:2]: entry for entry in entries}


def _told(entry: AccountEntry, before: AccountEntry | None, bfs_number: int) -> Entry:
    return Entry(
        "territory.account.set",
        ACCOUNT,
        str(bfs_number),
        f"Zahlungen ab {shown(entry.valid_from)} auf {entry.iban}, {entry.name}, {entry.postcode} {entry.town}.",
        before=plain(before._asdict().items()) if before else None,
        after=plain(entry._asdict().items()),
    )
