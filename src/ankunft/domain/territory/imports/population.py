"""Population figures from a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Column, Row, Table, day, integer, scan_table
from ankunft.foundation.kernel.actor import Actor

from ..checks import later_boundaries, population_faults
from ..models import PopulationSeries
from ..permissions import KEEP_REGISTER
from ..readings import places
from ..rules import Places
from ..selectors import series_chosen_on
from ..services import population_record, series_choose, series_define
from ..services.population import holders_by_day, latest_figures
from ..values import FigureEntry, Outcome
from .rows import Numbers, Once, note, result, stored_unless

POPULATION_COLUMNS = (
    Column("bfs_number", integer),
    Column("reference_date", day),
    Column("residents", integer),
    Column("foreign_residents", integer),
)

Entries = list[tuple[Row, FigureEntry]]


def import_population(*, path: Path, actor: Actor, dry_run: bool = False) -> ImportResult:
    """Import population figures (columns: `POPULATION_COLUMNS`); TableRefused with every problem of the file.

    Each figure goes into the series that is chosen for its reference date (KS 4.3.2). Where none is
    chosen: into the only series there is, or into a new one if there is none, which is chosen by that.
    """
    can(actor, KEEP_REGISTER).require()
    table = scan_table(path, POPULATION_COLUMNS)
    known = places()
    entries = _entries(table, known)
    with stored_unless(dry_run):
        by_series = _by_series(table, entries, actor)
        for series, rows in by_series.items():
            _note_faults(table, series, rows, known)
        table.finish()
        outcomes = [
            population_record(
                series=series,
                figures=[entry for _, entry in rows],
                actor=actor,
                reason=f"Import der Datei «{path.name}»",
            )
            for series, rows in by_series.items()
        ]
    total = Outcome(*(sum(counts) for counts in zip(*outcomes, strict=True)))
    return result(table, total, _warnings(entries, known))


def _entries(table: Table, known: Places) -> Entries:
    numbers, once = Numbers(table, known), Once(table, "bfs_number")
    entries = []
    for row in table.rows:
        place = numbers.place(row)
        if place is not None and row.complete and once.is_first(row, (place.id, row.values["reference_date"])):
            entries.append(
                (
                    row,
                    FigureEntry(
                        place.id,
                        row.values["reference_date"],
                        row.values["residents"],
                        row.values["foreign_residents"],
                    ),
                )
            )
    return entries


def _by_series(table: Table, entries: Entries, actor: Actor) -> dict[PopulationSeries, Entries]:
    chosen = series_chosen_on({entry.reference_date for _, entry in entries})
    without = sorted(day for day, series in chosen.items() if series is None)
    fallback = _only_series(without, actor) if without else None
    by_series: dict[PopulationSeries, Entries] = {}
    for row, entry in entries:
        series = chosen[entry.reference_date] or fallback
        if series is None:
            table.problem(
                row,
                "reference_date",
                _("Für diesen Stichtag ist keine Bevölkerungsreihe gewählt. Bitte zuerst eine wählen."),
            )
        else:
            by_series.setdefault(series, []).append((row, entry))
    return by_series


def _only_series(days: Sequence[date], actor: Actor) -> PopulationSeries | None:
    """The only series there is, made if there is none, and from now on chosen; None if there are several."""
    existing = list(PopulationSeries.objects.all()[:2])
    if len(existing) > 1:
        return None
    series = (
        existing[0]
        if existing
        else series_define(
            code="imported",
            name="Importierte Bevölkerungszahlen",
            source="Datei ohne Angabe der Quelle",
            actor=actor,
        )
    )
    series_choose(reference_from=days[0], series=series, reason="Einzige Reihe beim Import", actor=actor)
    return series


def _note_faults(table: Table, series: PopulationSeries, entries: Entries, known: Places) -> None:
    figures = [entry for _, entry in entries]
    latest = latest_figures(series, {entry.reference_date for entry in figures})
    holders = holders_by_day(latest, figures)
    for row, entry in entries:
        note(table, row, population_faults(entry, known, holders[entry.reference_date]))


def _warnings(entries: Entries, known: Places) -> list[str]:
    return [
        _("Zeile %(line)d: %(name)s besteht erst seit %(since)s; die Zahl gilt für das heutige Gebiet.")
        % {
            "line": row.line,
            "name": known[entry.municipality].name,
            "since": f"{known[entry.municipality].valid_from:%d.%m.%Y}",
        }
        for row, entry in entries
        if later_boundaries(entry, known)
    ]
