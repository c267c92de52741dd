"""What services and selectors both read of a plan."""

from __future__ import annotations

from .models import FinancialPlan, PlanVersion, Position, PositionInput


def leaves_of(plan: FinancialPlan) -> list[Position]:
    """The positions that have figures of their own, in the order of the plan: those with nothing below them."""
    positions = list(Position.objects.filter(plan=plan).select_related("structure"))
    above = {position.parent_id for position in positions}
    return [position for position in positions if position.pk not in above]


def newest_inputs(version: PlanVersion) -> dict[int, PositionInput]:
    """By position the input that counts, with its amounts: two statements, however many there are."""
    inputs = PositionInput.objects.filter(version=version).order_by("position", "number")
    return {one.position_id: one for one in inputs.select_related("structure").prefetch_related("amounts")}
