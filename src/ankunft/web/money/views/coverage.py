"""Which source bears which position: found, by hand, uncovered."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.funds import services
from ankunft.domain.funds.models import PlanVersion
from ankunft.domain.funds.money_permissions import ASSIGN
from ankunft.domain.funds.selectors.money import assignments_for
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.form_pages import Back, form_page, form_view

from ..booking_forms import AssignForm, ReasonForm
from ..coverage_pages import coverage_context
from .found import version_of


@require_safe
def coverage(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """Who bears what by position and year, and why."""
    version = version_of(request, plan, edition)
    return render(
        request, "money/coverage.html", coverage_context(version, request.actor, request.GET.get("stand", ""))
    )


@form_view
def assignment_new(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """Say by hand which source bears a position in a year."""
    can(request.actor, ASSIGN).require()
    version = version_of(request, plan, edition)
    form = AssignForm(request.POST or None, version=version, actor=request.actor)

    def store() -> None:
        services.assignment_set(actor=request.actor, **form.cleaned_data)

    return form_page(
        request,
        form,
        store,
        back=_back(version),
        done=_("Die Zuweisung gilt. Alles andere ist neu verteilt."),
        title=_("Von Hand zuweisen"),
        subtitle=version.plan.label,
        intro=_(
            "Die Quelle trägt damit diesen Betrag, der Rest wird neu verteilt. Zweck, Zielgruppe, Jahre und Fristen "
            "der Quelle gelten auch hier. Null nimmt eine frühere Zuweisung zurück."
        ),
        button=_("Zuweisen"),
    )


@form_view
def assignment_drop(request: HttpRequest, plan: str, edition: int, assignment: int) -> HttpResponse:
    """Take back what was said by hand."""
    can(request.actor, ASSIGN).require()
    version = version_of(request, plan, edition)
    one = next((row for row in assignments_for(version.plan, request.actor) if row.pk == assignment), None)
    if one is None:
        raise Http404
    form = ReasonForm(request.POST or None)

    def store() -> None:
        services.assignment_set(
            position=one.position,
            source=one.source,
            year=one.year,
            amount=0,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
        )

    return form_page(
        request,
        form,
        store,
        back=_back(version),
        done=_("Die Zuweisung ist zurückgenommen."),
        title=_("Zuweisung zurücknehmen"),
        subtitle=f"{one.position.label} {one.year}",
        intro=_("%(source)s trägt dann nicht mehr von Hand bestimmt %(amount)s; wer trägt, wird wieder gerechnet.")
        % {"source": one.source.label, "amount": Money(one.amount)},
        button=_("Zurücknehmen"),
    )


def _back(version: PlanVersion) -> Back:
    return reverse("plan-coverage", args=[version.plan.code, version.number]), _("Deckung")
