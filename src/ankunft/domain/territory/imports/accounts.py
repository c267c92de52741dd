"""Payment accounts of municipalities from a file."""

from __future__ import annotations

from pathlib import Path

from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Column, day, integer, optional, scan_table, text
from ankunft.foundation.kernel.actor import Actor

from ..checks import account_faults, account_value_faults
from ..permissions import KEEP_REGISTER
from ..readings import places
from ..services import payment_accounts_record
from ..values import AccountEntry
from .rows import Numbers, Once, note, result, stored_unless

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

_VALUES = AccountEntry._fields[2:]


def import_accounts(*, path: Path, actor: Actor, dry_run: bool = False) -> ImportResult:
    """Import payment accounts (columns: `ACCOUNT_COLUMNS`); TableRefused with every problem of the file.

    An account is known by municipality and first day; a later one does not touch those before it.
    """
    can(actor, KEEP_REGISTER).require()
    table = scan_table(path, ACCOUNT_COLUMNS)
    known = places()
    numbers, once = Numbers(table, known), Once(table, "bfs_number")
    entries = []
    for row in table.rows:
        place = numbers.place(row)
        values = {name: row.values[name] or "" for name in _VALUES if name in row.values}
        if row.complete and place is not None:
            entry = AccountEntry(place.id, row.values["valid_from"], **values)
            note(table, row, account_faults(entry, place))
            if once.is_first(row, entry[:2]):
                entries.append(entry)
        else:
            note(table, row, account_value_faults(values))
    table.finish()
    with stored_unless(dry_run):
        outcome = payment_accounts_record(entries=entries, actor=actor)
    return result(table, outcome)
