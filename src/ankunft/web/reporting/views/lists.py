"""All reports of a half-year, and what is missing over all half-years."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.reporting import permissions, selectors
from ankunft.domain.reporting.export import outstanding_workbook, overview_workbook
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.reporting.listing import Outstanding, Overview
from ankunft.web.reporting.missing import remind_of
from ankunft.web.shell.files import xlsx

ROWS = 150


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every municipality that must report for a half-year, with the state of its report; what is late comes first."""
    can(request.actor, permissions.SEE).require()
    overview = Overview(request.actor, request.GET, clock.today())
    page = Paginator(overview.rows, ROWS).get_page(request.GET.get("page"))
    context = {"overview": overview, "page": page, "may_import": bool(can(request.actor, permissions.IMPORT))}
    return render(request, "reporting/reports.html", context)


@require_safe
def report_list_excel(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, filtered as on the page."""
    can(request.actor, permissions.SEE).require()
    overview = Overview(request.actor, request.GET, clock.today())
    content = overview_workbook(overview.period, [row.standing for row in overview.rows])
    return xlsx(content, f"berichte-{overview.period}.xlsx")


@require_safe
def outstanding_list(request: HttpRequest) -> HttpResponse:
    """What is due and not handed in, over all half-years and years."""
    can(request.actor, permissions.SEE).require()
    outstanding = Outstanding(request.actor, request.GET, clock.today())
    page = Paginator(outstanding.reports, ROWS).get_page(request.GET.get("page"))
    return render(request, "reporting/outstanding.html", {"outstanding": outstanding, "page": page})


@require_safe
def outstanding_excel(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    can(request.actor, permissions.SEE).require()
    today = clock.today()
    content = outstanding_workbook(
        selectors.outstanding(request.actor, today), selectors.declarations_outstanding(request.actor, today)
    )
    return xlsx(content, f"fehlend-{today}.xlsx")


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind of what was ticked, or of everything that is overdue: in the background, on a page that shows how far."""
    can(request.actor, permissions.REMIND).require()
    outstanding = Outstanding(request.actor, QueryDict(), clock.today())
    return remind_of(request, outstanding.everything, "reports-outstanding")
