"""One report: its form, its versions, and the steps that it takes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.interviews.permissions import LIST as LIST_INTERVIEWS
from ankunft.domain.reporting import permissions, selectors, services
from ankunft.domain.reporting.rules import must_report
from ankunft.domain.reporting.services.moving import Overtaken
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.reporting.forms import Asks, ReportForm
from ankunft.web.reporting.said import asked, beside
from ankunft.web.reporting.sheet import ReportSheet, seen
from ankunft.web.reporting.steps import STEPS

UNPROCESSABLE = 422
ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, bfs_number: int, period: HalfYear) -> HttpResponse:
    """The report of a municipality for a half-year: to fill in for whoever may, to read for the others."""
    can(request.actor, permissions.SEE).require()
    municipality = _municipality(request.actor, bfs_number, period)
    sheet = ReportSheet(request.actor, municipality, period)
    if request.method != "POST":
        return _page(request, sheet, sheet.form())
    sheet.may_write.require()
    form = sheet.form(request.POST)
    assert form is not None, "who may write has a form"
    if not _saved(request.actor, sheet, form):
        return _not_saved(request, sheet, form)
    messages.success(request, _("Gespeichert. Eingereicht ist der Bericht damit noch nicht."))
    if "submit" in request.POST:
        return redirect("report-step", bfs_number, period, sheet.hand_over)
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
    about = asked(step, sheet.findings)
    asks = Asks(about, {one.code: one.title for one in sheet.sections})
    form = words.form(request.POST if posted else None, initial={"seen": seen(report)}, asks=asks)
    if posted and form.is_valid():
        try:
            words.take(report, request.actor, form)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, str(words.done))
            return redirect("report", bfs_number, period)
    context = {"sheet": sheet, "report": report, "form": form, "words": words, "step": step}
    context["findings"] = [one for one in sheet.findings if one.finding not in [asks.finding for asks in about]]
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


def _page(request: HttpRequest, sheet: ReportSheet, form: ReportForm | None, **more: Any) -> HttpResponse:
    sections = [
        {"title": section.title, "section": section, "fields": section.fields(form)}
        for section in sheet.sections
        if form
    ]
    context = {"sheet": sheet, "form": form, "form_sections": sections}
    return render(
        request, "reporting/report.html", context | more, status=UNPROCESSABLE if form and form.errors else 200
    )


def _not_saved(request: HttpRequest, sheet: ReportSheet, form: ReportForm) -> HttpResponse:
    """The form again with what was typed; where somebody else was faster, what is stored now beside it."""
    if not form.was_overtaken:
        return _page(request, sheet, form)
    fresh = ReportSheet(request.actor, sheet.municipality, sheet.period)
    form.see(seen(fresh.open))
    return _page(request, fresh, form, beside=beside(form, fresh.open))


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
    except Overtaken:
        form.overtaken()
        return False
    except Refused as refused:
        form.add_error(None, refused.reason)
        return False
    return True
