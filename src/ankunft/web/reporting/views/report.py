"""One report: its form, its versions, and the steps that it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.interviews.permissions import LIST as LIST_INTERVIEWS
from ankunft.domain.reporting import permissions, selectors, services
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.reporting.rules import must_report
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.reporting.forms import ReasonForm, ReportForm, StepForm
from ankunft.web.reporting.sheet import ReportSheet, seen

UNPROCESSABLE = 422
ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, bfs_number: int, period: HalfYear) -> HttpResponse:
    """The report of a municipality for a half-year: to fill in for whoever may, to read for the others."""
    can(request.actor, permissions.SEE).require()
    municipality = _municipality(request.actor, bfs_number, period)
    sheet = ReportSheet(request.actor, municipality, period)
    if request.method != "POST":
        return render(request, "reporting/report.html", {"sheet": sheet, "form": sheet.form()})
    sheet.may_write.require()
    form = sheet.form(request.POST)
    if form is None or not _saved(request.actor, sheet, form):
        return render(request, "reporting/report.html", {"sheet": sheet, "form": form}, status=UNPROCESSABLE)
    messages.success(request, _("Gespeichert. Eingereicht ist der Bericht damit noch nicht."))
    if "submit" in request.POST:
        return redirect("report-step", bfs_number, period, "einreichen")
    return redirect("report", bfs_number, period)


@require_http_methods(["GET", "HEAD", "POST"])
def report_step(request: HttpRequest, bfs_number: int, period: HalfYear, step: str) -> HttpResponse:
    """Ask once, in words that say what will happen; then do it."""
    can(request.actor, permissions.SEE).require()
    municipality = _municipality(request.actor, bfs_number, period)
    sheet = ReportSheet(request.actor, municipality, period)
    words = STEPS.get(step)
    if words is None:
        raise Http404
    report = sheet.current if step == "korrigieren" else sheet.open
    if report is None or step not in sheet.steps_open:
        raise Refused(_("Das geht hier nicht (mehr): Der Stand ist «%(state)s».") % {"state": sheet.tag.text})
    sheet.may_take[step].require()
    posted = request.method == "POST"
    form = words.form(request.POST if posted else None, initial={"seen": seen(report)})
    if posted and form.is_valid():
        try:
            words.take(report, request.actor, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, str(words.done))
            return redirect("report", bfs_number, period)
    context = {"sheet": sheet, "report": report, "form": form, "words": words}
    return render(request, "reporting/report_step.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
def interviews_behind(request: HttpRequest, bfs_number: int, period: HalfYear, version: int) -> HttpResponse:
    """The recorded interviews on which a version rests, by reference: for those who see the interviews."""
    can(request.actor, LIST_INTERVIEWS).require()
    municipality = _municipality(request.actor, bfs_number, period)
    can(request.actor, LIST_INTERVIEWS, municipality).require()
    report = get_object_or_404(selectors.versions(municipality, period), number=version)
    page = Paginator(selectors.interviews_behind(request.actor, report), ROWS).get_page(request.GET.get("page"))
    context = {"municipality": municipality, "period": period, "report": report, "page": page}
    return render(request, "reporting/interviews.html", context)


def _municipality(actor: Actor, bfs_number: int, period: HalfYear) -> Municipality:
    """The municipality, if the actor sees its reports and it reports for the half-year; else 404."""
    municipality = get_object_or_404(selectors.municipalities_of(actor), bfs_number=bfs_number)
    if not must_report(municipality.valid_from, municipality.valid_to, period):
        raise Http404
    return municipality


def _saved(actor: Actor, sheet: ReportSheet, form: ReportForm) -> bool:
    """Save what the form says; False (with the reasons in the form) if it is wrong or refused."""
    if not form.is_valid():
        return False
    figures, remarks, report = form.figures(), form.cleaned_data["remarks"], sheet.open
    try:
        if report is None:
            services.report_open(
                municipality=sheet.municipality, period=sheet.period, actor=actor, figures=figures, remarks=remarks
            )
        else:
            services.report_save(report=report, figures=figures, remarks=remarks, version=report.version, actor=actor)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return False
    return True


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as the person meets it: what it is called, what will happen, and what happened."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[StepForm]
    take: Callable[[HalfYearReport, Actor, dict[str, Any]], object]


STEPS = {
    "einreichen": StepWords(
        gettext_lazy("Bericht einreichen"),
        gettext_lazy(
            "Mit dem Einreichen geht der Bericht an die Koordinationsstelle Integration. Bis sie ihn angenommen "
            "oder zurückgegeben hat, lässt er sich nicht mehr ändern."
        ),
        gettext_lazy("Einreichen"),
        gettext_lazy("Der Bericht ist eingereicht."),
        StepForm,
        lambda report, actor, data: services.report_submit(report=report, actor=actor, version=report.version),
    ),
    "annehmen": StepWords(
        gettext_lazy("Bericht annehmen"),
        gettext_lazy(
            "Angenommene Angaben gelten für die nächste Abrechnung und lassen sich nicht mehr ändern. "
            "Was sich später als falsch erweist, wird mit einer Korrektur berichtigt."
        ),
        gettext_lazy("Annehmen"),
        gettext_lazy("Der Bericht ist angenommen."),
        StepForm,
        lambda report, actor, data: services.report_accept(report=report, actor=actor, version=report.version),
    ),
    "zurueckgeben": StepWords(
        gettext_lazy("Bericht zurückgeben"),
        gettext_lazy("Die Gemeinde sieht die Begründung, ergänzt den Bericht und reicht ihn noch einmal ein."),
        gettext_lazy("Zurückgeben"),
        gettext_lazy("Der Bericht ist zurückgegeben."),
        ReasonForm,
        lambda report, actor, data: services.report_return(
            report=report, reason=data["reason"], actor=actor, version=report.version
        ),
    ),
    "korrigieren": StepWords(
        gettext_lazy("Korrektur erfassen"),
        gettext_lazy(
            "Es entsteht eine neue Fassung mit den bisherigen Angaben. Die angenommene Fassung gilt, bis die "
            "Korrektur eingereicht und angenommen ist; der Unterschied erscheint in der nächsten Abrechnung."
        ),
        gettext_lazy("Korrektur beginnen"),
        gettext_lazy("Die Korrektur ist begonnen. Ändern Sie nun die Angaben und reichen Sie sie ein."),
        ReasonForm,
        lambda report, actor, data: services.report_correct(report=report, reason=data["reason"], actor=actor),
    ),
    "verwerfen": StepWords(
        gettext_lazy("Korrektur verwerfen"),
        gettext_lazy("Die begonnene Korrektur wird aufgegeben. Die angenommene Fassung gilt weiter."),
        gettext_lazy("Verwerfen"),
        gettext_lazy("Die Korrektur ist verworfen."),
        StepForm,
        lambda report, actor, data: services.report_discard(report=report, actor=actor, version=report.version),
    ),
}
