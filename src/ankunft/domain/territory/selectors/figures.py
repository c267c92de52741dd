"""Population: which series counts on which reference date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ankunft.foundation.kernel.dated import Dated

from ..models import PopulationSeries, SeriesChoice


def series_chosen_on(days: Iterable[date]) -> dict[date, PopulationSeries | None]:
    """The series on which contributions rest for each reference date (KS 4.3.2); None where none is chosen."""
    choices = Dated((choice.reference_from, choice.series) for choice in SeriesChoice.objects.select_related("series"))
    return {day: choices.at(day) for day in days}
