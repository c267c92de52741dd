"""Recording the accounts to which municipalities are paid: by a file of the operator, or as two people agreed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor

from ..checks import account_faults
from ..models import PaymentAccount
from ..permissions import IMPORT_ACCOUNTS
from ..readings import places
from ..rules import compact_iban
from ..values import AccountEntry, Outcome
from .dated import store
from .trail import ACCOUNT, plain, refuse, shown


def payment_accounts_record(*, entries: Sequence[AccountEntry], actor: Actor, is_demo: bool = False) -> Outcome:
    """From the first day of each entry on its municipality is paid to that account.

    Refused if one cannot be paid to. In a constant number of statements.
    """
    can(actor, IMPORT_ACCOUNTS).require()
    return accounts_store(entries, actor, is_demo)


@transaction.atomic
def accounts_store(entries: Sequence[AccountEntry], actor: Actor, is_demo: bool) -> Outcome:
    """The same for whoever was asked already whether they may."""
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
