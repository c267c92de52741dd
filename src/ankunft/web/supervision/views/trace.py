"""The way of a payment: from the file for the bank over its lines to reports, interviews and samples."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from stdnum import iban

from ankunft.domain.settlement import selectors as settlement
from ankunft.domain.settlement.models import PayeeBalance, Run
from ankunft.domain.supervision import permissions, selectors
from ankunft.domain.supervision.selectors import TracedLine
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, visible_to
from ankunft.web.settlement.words import run_words
from ankunft.web.shell.registry import links


@require_safe
def payment_trace(request: HttpRequest, month: str, bfs_number: int) -> HttpResponse:
    """What one payee got by a run: payment and file above, every line below, each with what stands behind it."""
    can(request.actor, permissions.SEE_TRACE).require()
    run = get_object_or_404(visible_to(request.actor, Run), reference=month)
    payee = get_object_or_404(Municipality, bfs_number=bfs_number)
    lines = selectors.traced(request.actor, run, payee)
    if not lines:
        raise Http404
    payment = settlement.payments_of(run).filter(payee=payee).select_related("file").first()
    invoice = settlement.invoices_of(run).filter(payee=payee).first()
    context = {
        "run": run,
        "month": run_words(run),
        "payee": payee,
        "payment": payment,
        "iban": iban.format(payment.iban) if payment else "",
        "balance": visible_to(request.actor, PayeeBalance).filter(run=run, municipality=payee).first(),
        "invoice_url": links.url("invoice", invoice.number) if invoice else None,
        "rows": [_row(one) for one in lines],
        "total": sum(one.line.amount for one in lines),
    }
    return render(request, "supervision/trace.html", context)


def _row(traced: TracedLine) -> dict[str, object]:
    line = traced.line
    derivation = reverse("run", args=[line.run.reference])
    number = line.municipality.bfs_number
    return {
        "line": line,
        "label": line.contribution_label,
        "recorded": traced.recorded,
        "sampled": traced.sampled,
        "report_url": links.url("report", traced.report) if traced.report else None,
        "derivation_url": f"{derivation}?offen={number}#g{number}",
    }
