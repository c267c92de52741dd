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
from .dated import store
from .trail import ACCOUNT, plain, refuse, shown


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
    stored = store(PaymentAccount, compact, keys=2, is_demo=is_demo)
    record_many(
        actor, [_told(entry, before, known[entry.municipality].bfs_number) for entry, before in stored.different]
    )
    return stored.outcome


def _told(entry: AccountEntry, before: AccountEntry | None, bfs_number: int) -> Entry:
    return Entry(
        "territory.account.set",
        ACCOUNT,
        str(bfs_number),
        f"Zahlungen ab {shown(entry.valid_from)} auf {entry.iban}, {entry.name}, {entry.postcode} {entry.town}.",
        before=plain(before._asdict().items()) if before else None,
        after=plain(entry._asdict().items()),
    )
