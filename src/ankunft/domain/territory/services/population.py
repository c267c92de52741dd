"""Recording population figures of municipalities by series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..checks import population_faults
from ..models import PopulationFigure, PopulationSeries
from ..permissions import KEEP_REGISTER
from ..readings import places
from ..values import FigureEntry, Outcome
from .trail import MUNICIPALITY, counted, refuse, shown

BATCH = 500

Key = tuple[int, date]
Latest = Mapping[Key, PopulationFigure]


@transaction.atomic
def population_record(
    *, series: PopulationSeries, figures: Sequence[FigureEntry], actor: Actor, reason: str = ""
) -> Outcome:
    """Record figures in a series. A corrected figure becomes the next number; what it replaces stays as it was.

    The number of statements does not grow with the figures. Refused if one cannot be right.
    """
    can(actor, KEEP_REGISTER).require()
    known = places()
    latest = latest_figures(series, {entry.reference_date for entry in figures})
    holders = holders_by_day(latest, figures)
    refuse(fault for entry in figures for fault in population_faults(entry, known, holders[entry.reference_date]))
    new = [entry for entry in figures if _key(entry) not in latest]
    corrected = [entry for entry in figures if _key(entry) in latest and entry[2:] != _counts(latest[_key(entry)])]
    _store(series, new, corrected, latest)
    record_many(
        actor,
        [
            _told(entry, series, known[entry.municipality].bfs_number, latest.get(_key(entry)), reason)
            for entry in (*new, *corrected)
        ],
    )
    return Outcome(len(new), len(corrected), len(figures) - len(new) - len(corrected))


def latest_figures(series: PopulationSeries, days: Collection[date]) -> dict[Key, PopulationFigure]:
    """The figures that count in the series on these days, by municipality id and day."""
    rows = PopulationFigure.objects.filter(series=series, reference_date__in=days, is_latest=True)
    return {(row.municipality_id, row.reference_date): row for row in rows}


def holders_by_day(latest: Latest, figures: Sequence[FigureEntry]) -> dict[date, set[int]]:
    """The municipalities (by id) that have a figure on each day: in the series already, or among the new ones."""
    holders: dict[date, set[int]] = defaultdict(set)
    for municipality, day in (*latest, *map(_key, figures)):
        holders[day].add(municipality)
    return holders


def _store(
    series: PopulationSeries, new: Sequence[FigureEntry], corrected: Sequence[FigureEntry], latest: Latest
) -> None:
    outdated = [latest[_key(entry)] for entry in corrected]
    for figure in outdated:
        figure.is_latest = False
    PopulationFigure.objects.bulk_update(outdated, ["is_latest"], batch_size=BATCH)
    now = clock.now()
    PopulationFigure.objects.bulk_create(
        [
            PopulationFigure(
                series=series,
                municipality_id=entry.municipality,
                reference_date=entry.reference_date,
                number=latest[_key(entry)].number + 1 if _key(entry) in latest else 1,
                residents=entry.residents,
                foreign_residents=entry.foreign_residents,
                recorded_at=now,
            )
            for entry in (*new, *corrected)
        ],
        batch_size=BATCH,
    )


def _told(
    entry: FigureEntry, series: PopulationSeries, bfs_number: int, before: PopulationFigure | None, reason: str
) -> Entry:
    figures = f"{counted(entry.residents)}, davon {counted(entry.foreign_residents)} ausländisch"
    summary = f"Wohnbevölkerung am {shown(entry.reference_date)} ({series.name}): {figures}."
    if before is not None:
        summary += f" Vorher {counted(before.residents)}, davon {counted(before.foreign_residents)} ausländisch."
    stated = {"series": series.code, "reference_date": entry.reference_date.isoformat()}
    return Entry(
        "territory.population.corrected" if before else "territory.population.recorded",
        MUNICIPALITY,
        str(bfs_number),
        summary,
        before=stated | _as_data(*_counts(before)) if before else None,
        after=stated | _as_data(entry.residents, entry.foreign_residents),
        reason=reason,
    )


def _key(entry: FigureEntry) -> Key:
    return entry.municipality, entry.reference_date


def _counts(figure: PopulationFigure) -> tuple[int, int]:
    return figure.residents, figure.foreign_residents


def _as_data(residents: int, foreign_residents: int) -> dict[str, int]:
    return {"residents": residents, "foreign_residents": foreign_residents}
