"""The register of municipalities from a file."""

from __future__ import annotations

from pathlib import Path

from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Column, Row, Table, day, integer, optional, scan_table, text_up_to
from ankunft.foundation.kernel.actor import Actor

from ..checks import municipality_faults
from ..permissions import KEEP_REGISTER
from ..selectors import register_entries
from ..services import municipalities_record
from ..values import MunicipalityEntry
from .rows import Once, note, result, stored_unless

MUNICIPALITY_COLUMNS = (
    Column("bfs_number", integer),
    Column("name", text_up_to(100)),
    Column("district", text_up_to(60)),
    Column("valid_from", day),
    Column("valid_to", optional(day)),
    Column("successor_bfs_number", optional(integer)),
)


def import_municipalities(*, path: Path, actor: Actor, dry_run: bool = False) -> ImportResult:
    """Import municipalities (columns: `MUNICIPALITY_COLUMNS`); TableRefused with every problem of the file.

    Municipalities that the file does not name stay as they are. With `dry_run` nothing is stored.
    """
    can(actor, KEEP_REGISTER).require()
    table = scan_table(path, MUNICIPALITY_COLUMNS)
    entries = _entries(table)
    after = register_entries() | {entry.bfs_number: entry for _, entry in entries}
    for row, entry in entries:
        note(table, row, municipality_faults(entry, after))
    table.finish()
    with stored_unless(dry_run):
        outcome = municipalities_record(entries=[entry for _, entry in entries], actor=actor)
    return result(table, outcome)


def _entries(table: Table) -> list[tuple[Row, MunicipalityEntry]]:
    once = Once(table, "bfs_number")
    return [
        (row, MunicipalityEntry(**row.values))
        for row in table.complete_rows()
        if once.is_first(row, row.values["bfs_number"])
    ]
