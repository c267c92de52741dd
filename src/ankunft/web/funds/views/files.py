"""The table of a version as PDF and Excel."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ankunft.domain.funds.export import plan_pdf, plan_workbook
from ankunft.domain.funds.models import PlanVersion
from ankunft.domain.funds.selectors import working
from ankunft.web.shell.files import attachment, xlsx

from .found import version_of


@require_safe
def version_pdf(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """The table as PDF."""
    version = _readable(request, plan, edition)
    return attachment(plan_pdf(version), f"finanzplan-{plan}-{edition}.pdf", "application/pdf")


@require_safe
def version_excel(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """The table as a workbook, exact beside rounded."""
    version = _readable(request, plan, edition)
    return xlsx(plan_workbook(version), f"finanzplan-{plan}-{edition}.xlsx")


def _readable(request: HttpRequest, plan: str, edition: int) -> PlanVersion:
    """The version, if the person reads its table; else 404."""
    version = version_of(request, plan, edition)
    if not working.reads_table(request.actor, version):
        raise Http404
    return version
