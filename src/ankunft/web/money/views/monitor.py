"""A plan in use: planned, booked and projected side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ankunft.foundation.kernel import clock

from ..monitor_pages import monitor_context
from .found import version_of


@require_safe
def monitor(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """Position by position, for a year or for all of them."""
    version = version_of(request, plan, edition)
    context = monitor_context(version, request.actor, request.GET.get("jahr", ""), clock.today().year)
    return render(request, "money/monitor.html", context)
