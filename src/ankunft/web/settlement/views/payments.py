"""What goes to the bank: the payments of a run, their file, and the account of the canton that they come from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from stdnum import iban, iso11649

from ankunft.domain.settlement import permissions, selectors, services, states
from ankunft.domain.settlement.models import PayerAccount, Run, RunStatement
from ankunft.domain.settlement.outcome_words import standing_words
from ankunft.domain.settlement.rules import numbered
from ankunft.domain.settlement.selectors.outcomes import Outcome
from ankunft.domain.settlement.statements import statement_of
from ankunft.domain.territory.rules import address_lines
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_page
from ankunft.web.shell.registry import links

from ..forms import PayerForm
from ..words import PROPOSAL_KINDS, STANDING_KINDS, run_words

XML, JSON = "application/xml", "application/json"
PAYER_STEPS = {"bestaetigen": services.payer_confirm, "zurueckziehen": services.payer_withdraw}


@require_safe
def payments(request: HttpRequest, month: str) -> HttpResponse:
    """Every payment of a run with the account it goes to, and the file that tells the bank."""
    run = _run(request, month)
    rows = [_payment_row(outcome, month) for outcome in selectors.outcomes_of(selectors.payments_of(run))]
    waiting = selectors.papers_waiting(run)
    context = {
        "run": run,
        "month": run_words(run),
        "state": states.LABELS[run.state],
        "rows": rows,
        "invoices": [(invoice, iso11649.format(invoice.reference)) for invoice in selectors.invoices_of(run)],
        "files": [(file, iban.format(file.iban)) for file in selectors.payment_files_of(run)],
        "statement": RunStatement.objects.filter(run=run).first(),
        "payer": selectors.payer_of(run),
        "total": sum(row["payment"].amount for row in rows if row["payment"].replaces_id is None),
        "waits": waiting.payments or waiting.invoices,
        "may_make": (waiting.payments or waiting.invoices)
        and run.state == states.RELEASED
        and bool(can(request.actor, permissions.MAKE_FILE)),
    }
    return render(request, "settlement/payments.html", context)


@require_safe
def payment_file(request: HttpRequest, month: str, file_number: int = 1) -> HttpResponse:
    """A file as it went to the bank, byte for byte."""
    run = _run(request, month)
    name = numbered(f"zahlungen-{run.reference}", file_number)
    return attachment(selectors.payment_file_for(run, file_number), f"{name}.xml", XML)


@require_safe
def statement(request: HttpRequest, month: str) -> HttpResponse:
    """What the run said when it was released, byte for byte."""
    run = _run(request, month)
    return attachment(statement_of(run), f"abrechnung-{run.reference}.json", JSON)


@require_POST
def payment_file_start(request: HttpRequest, month: str) -> HttpResponse:
    """Write file and invoices of a run that was released before the canton had an account."""
    run = _run(request, month)
    services.papers_make(run=run, actor=request.actor)
    messages.success(request, _("Erstellt ist, was dieser Lauf an Zahlungsdatei und Rechnungen braucht."))
    return redirect("run-payments", month)


@require_safe
def payer(request: HttpRequest) -> HttpResponse:
    """From which account the canton pays since when, and what is proposed."""
    can(request.actor, permissions.SEE_PAYMENTS).require()
    current = selectors.payer_on(clock.today())
    context = {
        "rows": [_payer_row(request, account) for account in selectors.payer_accounts(request.actor)],
        "current": current,
        "current_iban": iban.format(current.iban) if current else "",
        "may_propose": bool(can(request.actor, permissions.paying(states.PROPOSE))),
    }
    return render(request, "settlement/payer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def payer_new(request: HttpRequest) -> HttpResponse:
    """Propose the account from which the canton pays from a day on."""
    can(request.actor, permissions.paying(states.PROPOSE)).require()
    form = PayerForm(request.POST or None, initial={"valid_from": clock.today()})

    def store() -> None:
        valid_from = form.cleaned_data["valid_from"]
        services.payer_propose(holder=form.holder(), valid_from=valid_from, actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=(reverse("payer"), _("Konto des Kantons")),
        done=_("Das Konto ist vorgeschlagen. Eine zweite Person bestätigt es."),
        title=_("Konto vorschlagen"),
        intro=_("Von diesem Konto zahlt der Kanton, sobald eine zweite Person es bestätigt hat."),
        button=_("Vorschlagen"),
    )


@require_POST
def payer_step(request: HttpRequest, account: int, step: str) -> HttpResponse:
    """Confirm a proposed account, or withdraw it."""
    can(request.actor, permissions.SEE_PAYMENTS).require()
    found = get_object_or_404(visible_to(request.actor, PayerAccount), pk=account)
    if step not in PAYER_STEPS:
        raise Http404
    PAYER_STEPS[step](account=found, actor=request.actor)
    done = (
        _("Das Konto ist bestätigt.") if found.state == ProposalState.CONFIRMED else _("Das Konto ist zurückgezogen.")
    )
    messages.success(request, done)
    return redirect("payer")


def _payment_row(outcome: Outcome, month: str) -> dict[str, Any]:
    """A payment with how it stands, and where that is said: its return, or the way down to interviews."""
    payment = outcome.payment
    return {
        "payment": payment,
        "iban": iban.format(payment.iban),
        "trace_url": links.url("payment", f"{month}/{payment.payee.bfs_number}"),
        "standing": standing_words(outcome),
        "kind": STANDING_KINDS[outcome.standing],
        "return_url": links.url("payment-return", str(outcome.returned.pk)) if outcome.returned else None,
    }


def _payer_row(request: HttpRequest, account: PayerAccount) -> dict[str, object]:
    is_open = account.state == ProposalState.PROPOSED
    confirming = can(request.actor, permissions.paying(states.CONFIRM), account) if is_open else None
    return {
        "account": account,
        "iban": iban.format(account.iban),
        "label": states.PAYER.labels[account.state],
        "kind": PROPOSAL_KINDS[account.state],
        "address": ", ".join(address_lines(account.street, account.house_number, account.postcode, account.town)),
        "is_open": is_open,
        "may_confirm": bool(confirming),
        "why_not": confirming.reason if confirming is not None and not confirming else "",
        "may_withdraw": is_open and bool(can(request.actor, permissions.paying(states.WITHDRAW), account)),
    }


def _run(request: HttpRequest, month: str) -> Run:
    can(request.actor, permissions.SEE_PAYMENTS).require()
    return get_object_or_404(visible_to(request.actor, Run), reference=month)
