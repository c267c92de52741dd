"""The plan, version or position that an address names, for whoever sees it; else 404."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.funds import permissions
from ankunft.domain.funds.models import FinancialPlan, PlanVersion, Position
from ankunft.foundation.access.policy import can, visible_to
from ankunft.web.shell.form_pages import Back


def plan_of(request: HttpRequest, plan: str) -> FinancialPlan:
    """The plan with that code."""
    can(request.actor, permissions.SEE).require()
    return get_object_or_404(visible_to(request.actor, FinancialPlan).select_related("source"), code=plan)


def version_of(request: HttpRequest, plan: str, edition: int) -> PlanVersion:
    """The version of the plan with that number."""
    can(request.actor, permissions.SEE).require()
    versions = visible_to(request.actor, PlanVersion).select_related("plan__source", "supersedes__plan")
    return get_object_or_404(versions, plan__code=plan, number=edition)


def position_of(request: HttpRequest, plan: FinancialPlan, code: str) -> Position:
    """The position of the plan with that code."""
    positions = visible_to(request.actor, Position).select_related("structure", "plan", "parent")
    return get_object_or_404(positions, plan=plan, code=code)


def back_to_plan(plan: FinancialPlan) -> Back:
    """The page of the plan, and what it is called."""
    return reverse("plan", args=[plan.code]), plan.label


def back_to_coverage(plan: FinancialPlan, edition: int) -> Back:
    """The coverage of the version with that number, and what it is called."""
    return reverse("plan-coverage", args=[plan.code, edition]), _("Deckung")


def back_to_version(version: PlanVersion) -> Back:
    """The page of the version, and what it is called."""
    return reverse("plan-version", args=[version.plan.code, version.number]), named(version)


def back_to_inputs(version: PlanVersion) -> Back:
    """The inputs of the version, and what they are called."""
    label = _("Eingaben %(version)s") % {"version": version.reference}
    return reverse("plan-inputs", args=[version.plan.code, version.number]), label


def named(version: PlanVersion) -> str:
    """What a version is called below its plan."""
    return _("%(plan)s, Fassung %(number)d") % {"plan": version.plan.label, "number": version.number}
