"""The list of one's own jobs, the page of a job, and the part of it that renews itself.

Whoever is signed in may look at their own jobs; those of others do not exist for them (404).
"""

from __future__ import annotations

import mimetypes

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.jobs import results
from ankunft.foundation.jobs.models import Job
from ankunft.web.access.middleware import unattended
from ankunft.web.shell.files import attachment

ROWS = 25


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """The jobs the person asked for, latest first."""
    page = Paginator(visible_to(request.actor, Job), ROWS).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page})


@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: how far it is, and what came of it."""
    job = get_object_or_404(visible_to(request.actor, Job), pk=pk)
    return render(request, "jobs/job.html", {"job": job, "has_file": results.is_there(job)})


@unattended
@require_safe
def job_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks for itself every second until the job is finished."""
    job = get_object_or_404(visible_to(request.actor, Job), pk=pk)
    return render(request, "jobs/state.html", {"job": job, "has_file": results.is_there(job)})


@require_safe
def job_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What the job made, as a file, as long as it is there and the person may see what is in it."""
    job = get_object_or_404(visible_to(request.actor, Job), pk=pk)
    if not job.result_name:
        raise Http404
    content = results.fetch(job=job, actor=request.actor)
    name = results.name_of(job)
    return attachment(content, name, mimetypes.guess_type(name)[0] or "application/octet-stream")
