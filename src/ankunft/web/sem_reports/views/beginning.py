"""A report is begun: of a quarter, of a version of a plan, of a programme and year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FinancialPlan, PlanVersion, ProgrammeState, ProgrammeVersion
from ankunft.domain.funds.report_permissions import BEGIN
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.periods import Quarter
from ankunft.web.shell.form_pages import Back, form_page, form_view

from ..forms import AreasForm, BeginForm, YearlyForm


def back_to_reports() -> Back:
    """The list of reports, and what it is called."""
    return reverse("sem-reports"), _("Berichte")


@form_view
def quarterly_new(request: HttpRequest, plan: str, quarter: str) -> HttpResponse:
    """Begin the report of a quarter."""
    can(request.actor, BEGIN).require()
    found = get_object_or_404(visible_to(request.actor, FinancialPlan), code=plan)
    try:
        of = Quarter.parse(quarter)
    except ValueError as error:
        raise Http404 from error
    form = BeginForm(request.POST or None)

    def store() -> str:
        begun = services.quarterly_begin(
            plan=found, quarter=of, reason=form.cleaned_data["reason"], actor=request.actor
        )
        return reverse("sem-report", args=[begun.pk])

    return form_page(
        request,
        form,
        store,
        back=back_to_reports(),
        done=_("Der Bericht ist begonnen."),
        title=_("Quartalsbericht %(quarter)s vorbereiten") % {"quarter": of},
        subtitle=found.label,
        intro=_("Der Bericht enthält, was bis zum Ende des Quartals gebucht ist; Späteres zählt nicht."),
        button=_("Vorbereiten"),
    )


@form_view
def yearly_new(request: HttpRequest) -> HttpResponse:
    """Begin the paper by which the lead of the IIZ approves a version."""
    can(request.actor, BEGIN).require()
    form = YearlyForm(request.POST or None, versions=visible_to(request.actor, PlanVersion))

    def store() -> str:
        data = form.cleaned_data
        begun = services.yearly_begin(version=data["version"], reason=data["reason"], actor=request.actor)
        return reverse("sem-report", args=[begun.pk])

    return form_page(
        request,
        form,
        store,
        back=back_to_reports(),
        done=_("Der Bericht ist begonnen."),
        title=_("Jahresplan vorbereiten"),
        subtitle=_("Zur Genehmigung durch die IIZ-Leitung (RRB 2023/2057, Ziffer 3.3)"),
        intro="",
        button=_("Vorbereiten"),
    )


@form_view
def areas_new(request: HttpRequest) -> HttpResponse:
    """Begin the report of a programme by areas."""
    can(request.actor, BEGIN).require()
    outside = (ProgrammeState.DRAFT, ProgrammeState.WITHDRAWN)
    versions = visible_to(request.actor, ProgrammeVersion).select_related("programme").exclude(state__in=outside)
    form = AreasForm(request.POST or None, versions=versions)

    def store() -> str:
        data = form.cleaned_data
        begun = services.areas_begin(
            version=data["version"], year=data["year"], reason=data["reason"], actor=request.actor
        )
        return reverse("sem-report", args=[begun.pk])

    return form_page(
        request,
        form,
        store,
        back=back_to_reports(),
        done=_("Der Bericht ist begonnen."),
        title=_("Programm nach Förderbereichen vorbereiten"),
        subtitle="",
        intro=_(
            "Das Portal ELSI des SEM hat keine öffentliche Schnittstelle: Was hier entsteht, wird dort von Hand "
            "eingegeben."
        ),
        button=_("Vorbereiten"),
    )
