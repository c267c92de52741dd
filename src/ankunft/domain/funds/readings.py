"""What services and selectors both read of a plan."""

from __future__ import annotations

from django.db.models import Prefetch, Subquery

from ankunft.domain.roles import IIZ, IIZ_OFFICE, OFFICE_OF_ROLE
from ankunft.foundation.access.models import Organisation

from .models import AskedBody, FinancialPlan, PlanVersion, Position, PositionInput, Statement


def leaves_of(plan: FinancialPlan) -> list[Position]:
    """The positions that have figures of their own, in the order of the plan: those with nothing below them."""
    positions = list(Position.objects.filter(plan=plan).select_related("structure"))
    above = {position.parent_id for position in positions}
    return [position for position in positions if position.pk not in above]


def newest_inputs(version: PlanVersion) -> dict[int, PositionInput]:
    """By position the input that counts, with its amounts: two statements, however many there are."""
    inputs = PositionInput.objects.filter(version=version).order_by("position", "number")
    return {one.position_id: one for one in inputs.select_related("structure").prefetch_related("amounts")}


def bodies_of_iiz() -> list[Organisation]:
    """The bodies of the IIZ that can be asked for statements: not its office, which asks them."""
    return list(Organisation.objects.filter(kind=IIZ).exclude(code=OFFICE_OF_ROLE[IIZ_OFFICE]).order_by("code"))


def asked_last(version: PlanVersion) -> list[AskedBody]:
    """Whom the last consultation asked, each with its statements, the newest first: two statements."""
    newest = Prefetch("statements", Statement.objects.order_by("-number"))
    asked = AskedBody.objects.filter(version=version).select_related("body").prefetch_related(newest)
    last = asked.order_by("-round").values("round")[:1]
    return list(asked.filter(round=Subquery(last)).order_by("pk"))
