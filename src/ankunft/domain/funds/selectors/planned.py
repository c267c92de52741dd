"""What a version plans for each position: stored, or as long as it is not put together, what would be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..models import PlannedAmount, PlannedPosition, PlanVersion, Position, VersionState
from ..readings import newest_inputs

UNFINISHED = (VersionState.INPUTS, VersionState.WITHDRAWN)
"""Not all that would be planned is stored: inputs are open, or the version may have been given up while they were."""


class Planned(NamedTuple):
    """What is planned for a position, with its amounts (Rappen by year). Not stored where it is only what would be."""

    planned: PlannedPosition
    amounts: dict[int, int]


def planned_of(version: PlanVersion) -> dict[int, Planned]:
    """By position, in the order of the plan. As many statements for one position as for many."""
    stored = list(
        PlannedPosition.objects.filter(version=version)
        .select_related("position__structure", "input__structure")
        .order_by("position__number")
    )
    rows = _would_be(version, stored) if version.state in UNFINISHED else stored
    amounts = _stored_amounts(rows)
    return {
        one.position_id: Planned(one, _given_amounts(one) if one.pk is None else amounts.get(one.pk, {}))
        for one in rows
    }


def by_year(planned: Mapping[int, Planned]) -> dict[int, dict[int, int]]:
    """The same amounts by year, then by position."""
    found: dict[int, dict[int, int]] = {}
    for position, one in planned.items():
        for year, amount in one.amounts.items():
            found.setdefault(year, {})[position] = amount
    return found


def _would_be(version: PlanVersion, stored: list[PlannedPosition]) -> list[PlannedPosition]:
    """What is planned otherwise, else the newest input."""
    otherwise = {one.position_id: one for one in stored if one.reason}
    given = newest_inputs(version)
    positions = Position.objects.select_related("structure").in_bulk({*given, *otherwise})
    return [
        otherwise.get(position.pk)
        or PlannedPosition(
            version=version, position=position, input=given[position.pk], is_quantified=given[position.pk].is_quantified
        )
        for position in sorted(positions.values(), key=lambda position: position.number)
    ]


def _stored_amounts(rows: list[PlannedPosition]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for amount in PlannedAmount.objects.filter(planned__in=[one.pk for one in rows if one.pk is not None]):
        found.setdefault(amount.planned_id, {})[amount.year] = amount.amount
    return found


def _given_amounts(one: PlannedPosition) -> dict[int, int]:
    return {amount.year: amount.amount for amount in one.input.amounts.all()} if one.input else {}
