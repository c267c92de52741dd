"""What services and selectors both read of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Prefetch, QuerySet, Subquery

from ankunft.domain.roles import IIZ, IIZ_OFFICE, OFFICE_OF_ROLE
from ankunft.foundation.access.models import Organisation

from .models import AskedBody, FinancialPlan, PlannedPosition, PlanVersion, Position, PositionInput, Statement


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
    return list(_asked(version).filter(round=Subquery(_last_round(version))))


def asked_before(version: PlanVersion) -> list[AskedBody]:
    """Whom the consultations before the last one asked, the later ones first, as `asked_last`: of other figures."""
    return list(_asked(version).filter(round__lt=Subquery(_last_round(version))))


def _asked(version: PlanVersion) -> QuerySet[AskedBody]:
    newest = Prefetch("statements", Statement.objects.order_by("-number"))
    asked = AskedBody.objects.filter(version=version).select_related("body").prefetch_related(newest)
    return asked.order_by("-round", "pk")


def _last_round(version: PlanVersion) -> QuerySet[AskedBody, int]:
    return AskedBody.objects.filter(version=version).order_by("-round").values_list("round", flat=True)[:1]


def lacking(versions: Iterable[PlanVersion]) -> dict[int, list[Position]]:
    """By version the positions without input and without anything planned otherwise: three statements for all."""
    by_plan = {version.plan_id: version.pk for version in versions}
    positions = list(Position.objects.filter(plan__in=by_plan).select_related("structure").order_by("plan", "number"))
    above = {one.parent_id for one in positions}
    numbers = list(by_plan.values())
    there = set(PositionInput.objects.filter(version__in=numbers).values_list("version_id", "position_id"))
    there |= set(
        PlannedPosition.objects.filter(version__in=numbers).exclude(reason="").values_list("version_id", "position_id")
    )
    found: dict[int, list[Position]] = {number: [] for number in numbers}
    for one in positions:
        version = by_plan[one.plan_id]
        if one.pk not in above and (version, one.pk) not in there:
            found[version].append(one)
    return found


def to_look_at(versions: Iterable[PlanVersion]) -> dict[int, list[Position]]:
    """By version the positions whose figures were given before inputs were asked for anew: one statement for all."""
    asked_at = {version.pk: version.opened_at for version in versions}
    newest = (
        PositionInput.objects.filter(version__in=list(asked_at))
        .order_by("version", "position", "-number")
        .select_related("position__structure")
    )
    found: dict[int, list[Position]] = {number: [] for number in asked_at}
    for (version, _position), given in groupby(newest, key=lambda one: (one.version_id, one.position_id)):
        last = next(given)
        if last.given_at < asked_at[version]:
            found[version].append(last.position)
    return found
