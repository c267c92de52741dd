"""Population: which series there are, which one counts when, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from ankunft.foundation.kernel.dated import Dated

from ..models import PopulationFigure, PopulationPublication, PopulationSeries, SeriesChoice


class Stand(NamedTuple):
    """A reference date in a series: what one can choose to look at."""

    series_id: int
    code: str
    name: str
    reference_date: date
    provisional: bool
    source: str

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.code}:{self.reference_date.isoformat()}"


class Residents(NamedTuple):
    """People counted in a municipality."""

    residents: int
    foreign_residents: int


def stands() -> list[Stand]:
    """Every reference date for which there are figures of municipalities, the latest first."""
    published = {
        (row.series_id, row.reference_date): (row.provisional, row.source)
        for row in PopulationPublication.objects.all()
    }
    rows = (
        PopulationFigure.objects.filter(is_latest=True)
        .order_by("-reference_date", "series__code")
        .values_list("series_id", "series__code", "series__name", "reference_date")
        .distinct()
    )
    return [Stand(*row, *published.get((row[0], row[3]), (False, row[2]))) for row in rows]


def counts_of(stand: Stand) -> dict[int, Residents]:
    """The residents of each municipality (by id) as the stand counts them."""
    rows = PopulationFigure.objects.filter(
        series_id=stand.series_id, reference_date=stand.reference_date, is_latest=True
    ).values_list("municipality_id", "residents", "foreign_residents")
    return {municipality: Residents(*counts) for municipality, *counts in rows}


def choices() -> Dated[SeriesChoice]:
    """Which series counts from which reference date on."""
    return Dated((choice.reference_from, choice) for choice in SeriesChoice.objects.select_related("series"))


def series_chosen_on(days: Iterable[date]) -> dict[date, PopulationSeries | None]:
    """The series on which contributions rest for each reference date (KS 4.3.2); None where none is chosen."""
    known = choices()
    chosen = {day: known.at(day) for day in days}
    return {day: choice.series if choice else None for day, choice in chosen.items()}


def all_series() -> QuerySet[PopulationSeries]:
    """Every series with what was published of it."""
    return PopulationSeries.objects.prefetch_related("publications", "cantonal_totals")
