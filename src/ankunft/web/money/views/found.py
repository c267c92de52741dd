"""The source, plan, booking that an address names, for whoever sees it; else 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ankunft.domain.funds.models import FundingSource, PlanVersion
from ankunft.domain.funds.money_permissions import SEE_MONEY
from ankunft.domain.funds.selectors.working import reads_table
from ankunft.foundation.access.policy import can, visible_to
from ankunft.web.shell.form_pages import Back


def source_of(request: HttpRequest, source: str) -> FundingSource:
    """The source with that code."""
    can(request.actor, SEE_MONEY).require()
    return get_object_or_404(visible_to(request.actor, FundingSource), code=source)


def version_of(request: HttpRequest, plan: str, edition: int) -> PlanVersion:
    """The version of the plan with that number, if the person reads what it plans."""
    can(request.actor, SEE_MONEY).require()
    versions = visible_to(request.actor, PlanVersion).select_related("plan__source")
    found = get_object_or_404(versions, plan__code=plan, number=edition)
    if not reads_table(request.actor, found):
        raise Http404
    return found


def back_to_source(source: FundingSource) -> Back:
    """The page of the source, and what it is called."""
    return reverse("funding-source", args=[source.code]), source.label
