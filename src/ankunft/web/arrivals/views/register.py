"""What comes in from registers of residents and tables: upload, result, what was refused, who was excluded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.arrivals import deliveries, permissions, services
from ankunft.domain.arrivals.countries import country_name
from ankunft.domain.arrivals.imports import ARRIVAL_COLUMNS
from ankunft.domain.arrivals.models import Exclusion, RegisterDelivery, RegisterMessage
from ankunft.domain.arrivals.register.nonetheless import nonetheless_take_in, told_of
from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.spreadsheet import Sheet, workbook
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.arrivals.addresses import DELIVERY, arrival_address
from ankunft.web.arrivals.register_forms import TakeInForm
from ankunft.web.arrivals.register_jobs import TAKE_IN
from ankunft.web.shell.components import Chip
from ankunft.web.shell.files import xlsx
from ankunft.web.shell.form_pages import form_view

ON_A_PAGE = 50
REFUSED, EXCLUDED = "zurueckgewiesen", "ausgenommen"
MOST_REFUSALS = 20_000


@form_view
def register_page(request: HttpRequest) -> HttpResponse:
    """Hand in a file, and what came in before."""
    can(request.actor, permissions.RECORD).require()
    posted = request.method == "POST"
    form = TakeInForm(request.POST, request.FILES) if posted else TakeInForm()
    if posted and form.is_valid():
        try:
            job = job_enqueue(kind=TAKE_IN, parameters={}, actor=request.actor, file=form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", refused.reason)
        else:
            return redirect("job", job.pk)
    page = Paginator(deliveries.deliveries_of(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    counts = deliveries.counts_of(request.actor, list(page.object_list))
    context = {
        "form": form,
        "page": page,
        "rows": [(delivery, counts[delivery.pk]) for delivery in page.object_list],
        "reads_messages": bool(settings.ECH_SCHEMAS),
    }
    return render(request, "arrivals/register.html", context, status=422 if form.errors else 200)


@require_safe
def register_template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the columns of a table of arrivals."""
    can(request.actor, permissions.RECORD).require()
    sheet = Sheet(_("Zuzüge"), [column.name for column in ARRIVAL_COLUMNS], [])
    return xlsx(workbook([sheet]), "vorlage-zuzuege.xlsx")


@dataclass(frozen=True, slots=True)
class Outside:
    """Somebody for whom start.integration is not, as a row; without names once the content of the message is gone."""

    message: RegisterMessage
    name: str
    nationalities: str
    arrived_on: Any
    country: str
    reason: str


@require_safe
def delivery_page(request: HttpRequest, delivery: int) -> HttpResponse:
    """What was made of a delivery: counts, what was refused and why, and for whom start.integration is not."""
    one = _delivery(request, delivery)
    counts = deliveries.counts_of(request.actor, [one])[one.pk]
    asked = request.GET.get("zeigen", "")
    shows_excluded = asked == EXCLUDED or (asked != REFUSED and not counts.refused and bool(counts.excluded))
    rows = (deliveries.excluded_of if shows_excluded else deliveries.refusals_of)(request.actor, one)
    page: Page[Any] = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    outside: list[Outside] = []
    if shows_excluded:
        what = gettext_lazy("Liste «nicht start.integration»")
        services.messages_read(messages=page.object_list, what=what, actor=request.actor)
        outside = [_outside(message) for message in page.object_list]
    context = {
        "delivery": one,
        "counts": counts,
        "page": page,
        "shows_excluded": shows_excluded,
        "outside": outside,
        "chips": [
            Chip(_("Zurückgewiesen"), f"?zeigen={REFUSED}", not shows_excluded, counts.refused),
            Chip(_("Nicht start.integration"), f"?zeigen={EXCLUDED}", shows_excluded, counts.excluded),
        ],
    }
    return render(request, "arrivals/delivery.html", context)


@require_safe
def delivery_refusals(request: HttpRequest, delivery: int) -> HttpResponse:
    """What was refused, for whoever puts it right."""
    one = _delivery(request, delivery)
    refusals = deliveries.refusals_of(request.actor, one)[:MOST_REFUSALS]
    rows = [(refusal.place, refusal.message_id, refusal.reason) for refusal in refusals]
    sheet = Sheet(_("Zurückgewiesen"), [_("Ort"), _("Meldung"), _("Grund")], rows, widths=(50, 38, 90))
    return xlsx(workbook([sheet]), f"zurueckgewiesen-{one.pk}.xlsx")


@require_POST
def message_nonetheless(request: HttpRequest, delivery: int, message: int) -> HttpResponse:
    """Inform somebody for whom start.integration is not: recorded with their arrival, not subsidised."""
    one = _delivery(request, delivery)
    told = get_object_or_404(deliveries.excluded_of(request.actor, one), pk=message)
    arrival = nonetheless_take_in(message=told, actor=request.actor)
    messages.success(request, _("Aufgenommen. Das Gespräch mit dieser Person wird nicht bezahlt."))
    return redirect(f"{arrival_address(arrival)}?{DELIVERY}={one.pk}")


def _delivery(request: HttpRequest, pk: int) -> RegisterDelivery:
    can(request.actor, permissions.RECORD).require()
    return get_object_or_404(deliveries.deliveries_of(request.actor), pk=pk)


def _outside(message: RegisterMessage) -> Outside:
    told = told_of(message)
    reason = str(Exclusion(message.exclusion).label) if message.exclusion else ""
    if told is None:
        return Outside(message, "", "", message.event_on, "", reason)
    residence = told.residence
    return Outside(
        message,
        f"{told.identity.family_name} {told.identity.given_name}".strip(),
        ", ".join(country_name(code) for code in told.nationalities),
        residence.arrived_on if residence else message.event_on,
        country_name(residence.from_country) if residence and residence.from_country else "",
        reason,
    )
