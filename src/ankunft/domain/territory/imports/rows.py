"""What all these imports share: municipalities by number, rows that come twice, faults at their place, dry runs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Row, Table

from ..readings import places
from ..rules import Place, Places
from ..values import AccountEntry, AddressEntry, Fault, Outcome

Entry = TypeVar("Entry", AccountEntry, AddressEntry)


class Numbers:
    """Finds municipalities by the BFS numbers of a file, noting those that do not exist."""

    def __init__(self, table: Table, known: Places) -> None:
        self.table = table
        self.by_number = {place.bfs_number: place for place in known.values()}

    def place(self, row: Row, column: str = "bfs_number") -> Place | None:
        """The municipality named in that column; None where there is none (noted) or where it cannot be read."""
        if column not in row.values:
            return None
        number = row.values[column]
        place = self.by_number.get(number)
        if place is None:
            message = _("Eine Gemeinde mit der BFS-Nummer %(number)d gibt es nicht.")
            self.table.problem(row, column, message % {"number": number})
        return place


class Once:
    """Notes rows whose key came before."""

    def __init__(self, table: Table, column: str) -> None:
        self.table, self.column = table, column
        self._lines: dict[Hashable, int] = {}

    def is_first(self, row: Row, key: Hashable) -> bool:
        first = self._lines.setdefault(key, row.line)
        if first != row.line:
            message = _("Doppelte Zeile: dieselbe Angabe steht schon in Zeile %(line)d.")
            self.table.problem(row, self.column, message % {"line": first})
        return first == row.line


def note(table: Table, row: Row, faults: Iterable[Fault]) -> None:
    """Note faults of an entry at the row that brought it."""
    for fault in faults:
        table.problem(row, fault.column, fault.message)


def dated_entries(
    table: Table,
    kind: type[Entry],
    faults: Callable[[Entry, Place], Iterable[Fault]],
    value_faults: Callable[[dict[str, str]], Iterable[Fault]],
) -> list[Entry]:
    """The rows as entries by municipality and first day; what is wrong is noted, also of rows that lack something."""
    numbers, once = Numbers(table, places()), Once(table, "bfs_number")
    entries = []
    for row in table.rows:
        place = numbers.place(row)
        values = {name: row.values[name] or "" for name in kind._fields[2:] if name in row.values}
        if row.complete and place is not None:
            entry = kind(place.id, row.values["valid_from"], **values)
            note(table, row, faults(entry, place))
            if once.is_first(row, entry[:2]):
                entries.append(entry)
        else:
            note(table, row, value_faults(values))
    return entries


@contextmanager
def stored_unless(dry_run: bool) -> Iterator[None]:
    """One transaction; with `dry_run` everything is done and then undone."""
    with transaction.atomic():
        yield
        if dry_run:
            transaction.set_rollback(True)


def result(table: Table, outcome: Outcome, warnings: Iterable[str] = ()) -> ImportResult:
    """The outcome of a file in which every row is one entry."""
    return ImportResult(len(table.rows), outcome.created, outcome.changed, outcome.unchanged, list(warnings))
