"""Handing in many reports or self-declarations as a file, and the empty tables to fill in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.reporting import permissions
from ankunft.domain.reporting.export import import_template as template_workbook
from ankunft.foundation.access.policy import can
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.reporting.forms import DECLARATIONS, REPORTS, ImportForm
from ankunft.web.reporting.jobs import IMPORT
from ankunft.web.shell.files import xlsx

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and checked in the background, on a page that shows how far it is."""
    can(request.actor, permissions.IMPORT).require()
    what = request.GET.get("was", REPORTS)
    posted = request.method == "POST"
    theirs = bool(can(request.actor, permissions.RECORD_DECLARATION))
    form = (
        ImportForm(request.POST, request.FILES, declarations=theirs)
        if posted
        else ImportForm(initial={"what": what}, declarations=theirs)
    )
    if posted and form.is_valid():
        try:
            job = job_enqueue(
                kind=IMPORT,
                parameters={"what": form.cleaned_data["what"]},
                actor=request.actor,
                file=form.cleaned_data["file"],
            )
        except Refused as refused:
            form.add_error("file", refused.reason)
        else:
            return redirect("job", job.pk)
    context = {"form": form, "by_canton": bool(can(request.actor, permissions.DATE))}
    return render(request, "reporting/import.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
def import_template(request: HttpRequest, what: str) -> HttpResponse:
    """An empty workbook with the columns of an import."""
    can(request.actor, permissions.IMPORT).require()
    if what not in (REPORTS, DECLARATIONS):
        raise Http404
    return xlsx(template_workbook(declarations=what == DECLARATIONS), f"vorlage-{what}.xlsx")
