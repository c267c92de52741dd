"""What was signed, as it was signed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ankunft.domain.grants import selectors
from ankunft.domain.grants.models import SubmissionKind

from ..submission_presentation import submission_context
from .projects import project_of


@require_safe
def project_submission(request: HttpRequest, project: int, submission: int) -> HttpResponse:
    """The application as it was handed in that time."""
    return _page(request, project, submission, SubmissionKind.APPLICATION)


@require_safe
def project_report_submission(request: HttpRequest, project: int, submission: int) -> HttpResponse:
    """The report as it was handed in that time."""
    return _page(request, project, submission, SubmissionKind.REPORT)


def _page(request: HttpRequest, project: int, number: int, kind: SubmissionKind) -> HttpResponse:
    one = project_of(request, project)
    rows = selectors.submissions_of(request.actor, one, kind).select_related("project__municipality")
    found = get_object_or_404(rows, number=number)
    return render(request, "grants/submission.html", submission_context(found, request.actor))
