"""Payment accounts of municipalities from a file."""

from __future__ import annotations

from pathlib import Path

from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Column, day, integer, optional, scan_table, text
from ankunft.foundation.kernel.actor import Actor

from ..checks import account_faults, account_value_faults
from ..permissions import IMPORT_ACCOUNTS
from ..services import payment_accounts_record
from ..values import AccountEntry
from .rows import dated_entries, result, stored_unless

ACCOUNT_COLUMNS = (
    Column("bfs_number", integer),
    Column("iban", text),
    Column("name", text),
    Column("street", text),
    Column("house_number", optional(text)),
    Column("postcode", text),
    Column("town", text),
    Column("valid_from", day),
)


def import_accounts(*, path: Path, actor: Actor, dry_run: bool = False) -> ImportResult:
    """Import payment accounts (columns: `ACCOUNT_COLUMNS`); TableRefused with every problem of the file.

    An account is known by municipality and first day; a later one does not touch those before it.
    """
    can(actor, IMPORT_ACCOUNTS).require()
    table = scan_table(path, ACCOUNT_COLUMNS)
    entries = dated_entries(table, AccountEntry, account_faults, account_value_faults)
    table.finish()
    with stored_unless(dry_run):
        outcome = payment_accounts_record(entries=entries, actor=actor)
    return result(table, outcome)
