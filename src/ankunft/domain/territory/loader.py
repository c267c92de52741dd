"""Reference data of the canton: municipalities, population by named series, social regions, offices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from ankunft.domain import roles
from ankunft.foundation.access.services import organisations_ensure
from ankunft.foundation.documents.tabular import (
    Column,
    Row,
    day,
    integer,
    one_of,
    optional,
    read_table,
    text,
    yes_no,
)
from ankunft.foundation.kernel.actor import Actor

from . import services
from .imports import MUNICIPALITY_COLUMNS, POPULATION_COLUMNS
from .models import PopulationSeries
from .readings import places
from .values import CantonalTotalEntry, FigureEntry, MunicipalityEntry, Outcome, PublicationEntry, RegionEntry

OFFICES = (
    ("ags", "Amt für Gesellschaft und Soziales", roles.CANTON),
    ("finanzen", "Amt für Finanzen", roles.CANTON),
    ("finanzkontrolle", "Kantonale Finanzkontrolle", roles.CANTON),
    ("iiz", "Geschäftsstelle IIZ", roles.IIZ),
    ("iiz-leitung", "IIZ-Leitung", roles.IIZ),
    ("iiz-ekg", "IIZ-Entwicklungs- und Koordinationsgremium", roles.IIZ),
    ("awa", "Amt für Wirtschaft und Arbeit", roles.STRUCTURE),
    ("betrieb", "Betrieb der Plattform", roles.OPERATIONS),
)
FIGURE_FILES = {"bfs_statpop": "population_bfs_statpop.csv", "bfs_derived": "population_bfs_derived.csv"}

_series = one_of("bfs_statpop", "bfs_derived", "canton_so")


@transaction.atomic
def load_territory(actor: Actor) -> Outcome:
    """Load everything in `data/` that belongs to the territory. Loading again changes nothing."""
    organisations_ensure(OFFICES, actor=actor)
    outcomes = [
        services.municipalities_record(
            entries=[MunicipalityEntry(**row.values) for row in _rows("municipalities.csv", MUNICIPALITY_COLUMNS)],
            actor=actor,
        )
    ]
    numbers = {place.bfs_number: place.id for place in places().values()}
    series = _define_series(actor)
    outcomes += _record_population(series, numbers, actor)
    outcomes += _record_regions(numbers, actor)
    return Outcome(*(sum(counts) for counts in zip(*outcomes, strict=True)))


def _define_series(actor: Actor) -> dict[str, PopulationSeries]:
    rows = _rows("population_series.csv", [Column("code", text), Column("name", text), Column("source", text)])
    return {row.values["code"]: services.series_define(**row.values, actor=actor) for row in rows}


def _record_population(series: dict[str, PopulationSeries], numbers: dict[int, int], actor: Actor) -> list[Outcome]:
    outcomes = []
    for code, file in FIGURE_FILES.items():
        figures = [
            FigureEntry(
                numbers[row.values["bfs_number"]],
                row.values["reference_date"],
                row.values["residents"],
                row.values["foreign_residents"],
            )
            for row in _rows(file, POPULATION_COLUMNS)
        ]
        outcomes.append(services.population_record(series=series[code], figures=figures, actor=actor))
    choice_columns = [Column("reference_from", day), Column("series", _series), Column("reason", text)]
    for row in _rows("population_choices.csv", choice_columns):
        values = row.values | {"series": series[row.values["series"]]}
        services.series_choose(**values, actor=actor)
    return outcomes + _record_publications(series, actor)


def _record_publications(series: dict[str, PopulationSeries], actor: Actor) -> list[Outcome]:
    publications = _rows(
        "population_publications.csv",
        [
            Column("series", _series),
            Column("reference_date", day),
            Column("provisional", yes_no),
            Column("source", text),
        ],
    )
    totals = _rows(
        "cantonal_totals.csv",
        [
            Column("series", _series),
            Column("reference_date", day),
            Column("residents", optional(integer)),
            Column("foreign_residents", optional(integer)),
            Column("source", text),
            Column("note", optional(text)),
        ],
    )
    outcomes = []
    for code, one in series.items():
        stated = [PublicationEntry(**values) for values in _of(code, publications)]
        published = [CantonalTotalEntry(**(values | {"note": values["note"] or ""})) for values in _of(code, totals)]
        outcomes.append(services.publications_record(series=one, publications=stated, actor=actor))
        outcomes.append(services.cantonal_totals_record(series=one, totals=published, actor=actor))
    return outcomes


def _record_regions(numbers: dict[int, int], actor: Actor) -> list[Outcome]:
    regions = _rows(
        "social_regions.csv",
        [
            Column("number", integer),
            Column("name", text),
            Column("form", optional(text)),
            Column("source", text),
        ],
    )
    memberships = _rows(
        "social_region_memberships.csv",
        [
            Column("bfs_number", integer),
            Column("valid_from", day),
            Column("region_number", integer),
            Column("note", text),
        ],
    )
    return [
        services.social_regions_record(
            regions=[
                (row.values["number"], row.values["name"], row.values["form"] or "", row.values["source"])
                for row in regions
            ],
            actor=actor,
        ),
        services.social_region_memberships_record(
            entries=[
                RegionEntry(
                    numbers[row.values["bfs_number"]],
                    row.values["valid_from"],
                    row.values["region_number"],
                    row.values["note"],
                )
                for row in memberships
            ],
            actor=actor,
        ),
    ]


def _rows(file: str, columns: Sequence[Column]) -> list[Row]:
    return read_table(Path(settings.DATA) / file, columns)


def _of(code: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The values of the rows of one series."""
    return [
        {name: value for name, value in row.values.items() if name != "series"}
        for row in rows
        if row.values["series"] == code
    ]
