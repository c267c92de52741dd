"""Self-declarations from a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ankunft.domain.reporting import permissions
from ankunft.domain.reporting.intake import KnownDeclaration, decide_declaration
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.reporting.services.bulk import declarations_take_in
from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Column, day, integer, optional, scan_table, year, yes_no
from ankunft.foundation.kernel.actor import Actor

from .rows import Reading

DECLARATION_COLUMNS = (
    Column("bfs_number", integer),
    Column("year", year),
    Column("submitted_on", optional(day)),
    Column("officer_named", yes_no),
    Column("tasks_organised", yes_no),
)


def import_declarations(*, path: Path, actor: Actor, dry_run: bool = False, name: str = "") -> ImportResult:
    """Import self-declarations (columns: `DECLARATION_COLUMNS`); TableRefused with every problem of the file.

    Another declaration for the same year gets the next number and replaces the earlier one. Municipalities declare
    themselves by the questionnaire, which their strategic lead signs off: files are the canton's and the operator's.
    A refusal calls the file `name`, where it is stored under another one.
    """
    can(actor, permissions.RECORD_DECLARATION).require()
    table = scan_table(path, DECLARATION_COLUMNS, name=name)
    reading = Reading(table, actor)
    rows = reading.declaration_rows()
    known = _known_declarations({row.year.year for row in rows})
    decided = (decide_declaration(row, known.get((row.municipality_id, row.year.year))) for row in rows)
    intakes = [intake for intake in decided if intake is not None]
    table.finish()
    if not dry_run and intakes:
        declarations_take_in(intakes=intakes, actor=actor)
    created = sum(1 for intake in intakes if intake.number == 1)
    return ImportResult(
        read=len(rows), created=created, changed=len(intakes) - created, unchanged=len(rows) - len(intakes)
    )


def _known_declarations(years: Iterable[int]) -> dict[tuple[int, int], KnownDeclaration]:
    rows = (
        SelfDeclaration.objects.filter(year__in=sorted(years))
        .order_by("number")
        .values_list("municipality_id", "year", "number", "submitted_on", "officer_named", "tasks_organised")
    )
    return {row[:2]: KnownDeclaration._make(row[2:]) for row in rows}
