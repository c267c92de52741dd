"""What is booked of measures of the programme: on the positions that are theirs, by source and year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear

from ..models import Booking, FundingSource, ProgrammeGoal, ProgrammeMeasure


def actual_of_measures(goals: Iterable[ProgrammeGoal], last_year: int) -> dict[int, dict[tuple[str, int], int]]:
    """By measure what is booked on its position until the end of that year. One statement."""
    by_position = {measure.position_id: measure.pk for measure in _measures(goals) if measure.position_id}
    found: dict[int, dict[tuple[str, int], int]] = {}
    rows = _booked(last_year).filter(position__in=by_position.keys())
    for position, source, year, amount in rows.values_list("position", "source__code", "of_year").annotate(
        sum=Sum("amount")
    ):
        found.setdefault(by_position[position], {})[source, year] = amount
    return found


def spent_elsewhere(
    goals: Iterable[ProgrammeGoal], sources: Sequence[FundingSource], last_year: int
) -> dict[tuple[str, int], int]:
    """What these sources bore of positions that belong to no measure. One statement."""
    positions = [measure.position_id for measure in _measures(goals) if measure.position_id]
    rows = _booked(last_year).filter(source__in=sources).exclude(position__in=positions)
    sums = rows.values_list("source__code", "of_year").annotate(sum=Sum("amount"))
    return {(source, year): amount for source, year, amount in sums}


def _booked(last_year: int) -> QuerySet[Any]:
    return Booking.objects.filter(booked_on__year__lte=last_year).order_by().annotate(of_year=ExtractYear("booked_on"))


def _measures(goals: Iterable[ProgrammeGoal]) -> list[ProgrammeMeasure]:
    return [measure for goal in goals for measure in goal.measures.all()]
