"""A version: its table figure by figure, its way, its steps, and how it differs from another."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ankunft.domain.funds.permissions import moving
from ankunft.domain.funds.selectors import comparing, working
from ankunft.foundation.access.policy import can
from ankunft.web.shell.form_pages import form_view
from ankunft.web.shell.step_pages import step_page

from ..comparison import comparison_context
from ..presentation import FRANCS, version_context
from ..words import VERSION_STEPS
from .found import back_to_version, named, version_of


@require_safe
def version(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """What is planned, figure by figure. Whoever is not asked yet sees their own inputs."""
    one = version_of(request, plan, edition)
    if not working.reads_table(request.actor, one):
        return redirect("plan-inputs", plan, edition)
    in_francs = request.GET.get("einheit") == FRANCS
    context = version_context(one, request.actor, in_francs=in_francs, opened=request.GET.get("offen", ""))
    return render(request, "funds/version.html", context)


@require_safe
def comparison(request: HttpRequest, plan: str, edition: int, other: int) -> HttpResponse:
    """What the version plans otherwise than another one, and why."""
    new, old = version_of(request, plan, edition), version_of(request, plan, other)
    if new == old or not all(working.reads_table(request.actor, one) for one in (new, old)):
        raise Http404
    old, new = sorted((old, new), key=lambda one: one.number)
    context = comparison_context(comparing.compared(old, new))
    return render(request, "funds/comparison.html", context)


@form_view
def version_step(request: HttpRequest, plan: str, edition: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if step not in VERSION_STEPS:
        raise Http404
    words = VERSION_STEPS[step]
    can(request.actor, moving(words.name)).require()
    one = version_of(request, plan, edition)
    can(request.actor, moving(words.name), one).require()
    return step_page(request, words, one, taken_as="version", back=back_to_version(one), subtitle=named(one))
