"""The page of the trail, its head as a file, and the demand to verify it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ankunft.domain import oversight
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit import heads
from ankunft.foundation.audit.attested import VERIFIED
from ankunft.foundation.audit.journals import JOURNALS
from ankunft.foundation.audit.models import Event
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel import clock
from ankunft.web.shell.kept import keep, kept

from . import jobs
from .listing import FILTERS, Listing, rows

ROWS = 50
FILTERED = "trail_filter"


@require_http_methods(["GET", "HEAD", "POST"])
def trail(request: HttpRequest) -> HttpResponse:
    """Every change to money and configuration, with the head of the chains and the last verification.

    What it is filtered by may name somebody: it is posted and kept with the session, encrypted (decision 0051).
    """
    can(request.actor, oversight.SEE_TRAIL).require()
    if request.method == "POST":
        words = {} if "leeren" in request.POST else {name: request.POST.get(name, "") for name in FILTERS}
        keep(request, FILTERED, words)
        return redirect("trail")
    listing = Listing(request.actor, kept(request, FILTERED))
    page = Paginator(listing.events, ROWS).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "rows": rows(page.object_list),
        "heads": [(journal.label, heads.position(journal)) for journal in JOURNALS],
        "verified": Event.objects.filter(action=VERIFIED).order_by("-pk").first(),
    }
    return render(request, "audit/trail.html", context)


@require_safe
def trail_head(request: HttpRequest) -> HttpResponse:
    """The heads as a text to deposit elsewhere; `ankunft audit verify --head` proves it, so it is always German."""
    can(request.actor, oversight.VERIFY).require()
    with translation.override("de-ch"):
        text = heads.as_text()
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kopf-der-spur-{clock.today()}.txt"'
    return response


@require_POST
def trail_verify(request: HttpRequest) -> HttpResponse:
    """Have both chains verified; the page of the job shows how far it is."""
    can(request.actor, oversight.VERIFY).require()
    job = job_enqueue(kind=jobs.VERIFY, parameters={}, actor=request.actor)
    return redirect("job", pk=job.pk)
