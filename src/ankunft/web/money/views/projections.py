"""How long the money of a plan lasts: projections as they are kept, and a new one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.funds.money_permissions import PROJECT
from ankunft.foundation.access.policy import can

from ..projection_jobs import projection_ask
from ..projection_pages import projection_context
from .found import version_of


@require_safe
def projection(request: HttpRequest, plan: str, edition: int, projection: int | None = None) -> HttpResponse:
    """The newest projection of a version, or an earlier one."""
    version = version_of(request, plan, edition)
    context = projection_context(version, request.actor, projection)
    if context is None:
        raise Http404
    return render(request, "money/projection.html", context)


@require_POST
def projection_run(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """Have it calculated anew from what is known now, and see how far it is."""
    can(request.actor, PROJECT).require()
    version = version_of(request, plan, edition)
    return redirect("job", projection_ask(version=version, actor=request.actor).pk)
