"""Invoices to municipalities (KS 4.7): the list, one invoice, giving one up, and when anybody is reminded."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.settlement import cancellation_states as states
from ankunft.domain.settlement import selectors, services
from ankunft.domain.settlement.invoice_permissions import (
    REINSTATE,
    REMIND,
    SEE_INVOICES,
    SET_REMINDER_TERMS,
    cancelling,
)
from ankunft.domain.settlement.models import Invoice, InvoiceCancellation, ReminderTerms
from ankunft.domain.settlement.permissions import SEE_PAYMENTS
from ankunft.domain.settlement.reminder_rules import OUR_TERMS
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.list_pages import list_page

from ..invoice_forms import GiveUpForm, TermsForm
from ..invoice_list import INVOICES, TO_REMIND, found
from ..invoice_presentation import invoice_context

CANCELLATION_STEPS = {
    "bestaetigen": services.invoice_cancel_confirm,
    "zurueckziehen": services.invoice_cancel_withdraw,
}


@form_view
def invoices(request: HttpRequest) -> HttpResponse:
    """The invoices that the person sees: overdue ones first, with what is open in all."""
    can(request.actor, SEE_INVOICES).require()
    seen = selectors.invoices_for(request.actor)
    cantonal = bool(can(request.actor, SEE_PAYMENTS))
    return list_page(
        request,
        INVOICES,
        seen,
        found=found,
        template="settlement/invoices.html",
        standing=selectors.owed_standing(visible_to(request.actor, Invoice)),
        to_remind=len(selectors.reminders_due(clock.today())) if cantonal else 0,
        to_remind_choice=TO_REMIND,
        cantonal=cantonal,
        may_remind=bool(can(request.actor, REMIND)),
    )


@require_safe
def invoice(request: HttpRequest, invoice: str) -> HttpResponse:
    """One invoice: where its amount comes from, what is booked, who was reminded, its letters and its history."""
    return render(request, "settlement/invoice.html", invoice_context(_invoice(request, invoice), request.actor))


@form_view
def invoice_cancel(request: HttpRequest, invoice: str) -> HttpResponse:
    """Propose that the canton gives up what the invoice asks."""
    can(request.actor, cancelling(states.PROPOSE)).require()
    one = _invoice(request, invoice)
    form = GiveUpForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.invoice_cancel_propose(invoice=one, actor=request.actor, **form.cleaned_data) and None,
        back=(reverse("invoice", args=[one.number]), one.number),
        done=_("Die Stornierung ist vorgeschlagen. Eine zweite Person bestätigt sie."),
        title=_("Stornierung vorschlagen"),
        subtitle=f"{one.number}, {one.payee.name}",
        intro=_(
            "Nur wo der Kanton auf den Betrag verzichtet: Er wird danach mit keiner Auszahlung mehr verrechnet. War "
            "ein Bericht falsch oder fällt eine Rückforderung weg, wird nicht storniert: Die Differenz rechnet der "
            "nächste Lauf ab und verrechnet sie mit der Rechnung."
        ),
        button=_("Vorschlagen"),
    )


@require_POST
def cancellation_step(request: HttpRequest, cancellation: int, step: str) -> HttpResponse:
    """Confirm that an invoice is given up, or withdraw the proposal."""
    can(request.actor, SEE_PAYMENTS).require()
    one = get_object_or_404(visible_to(request.actor, InvoiceCancellation).select_related("invoice"), pk=cancellation)
    if step not in CANCELLATION_STEPS:
        raise Http404
    CANCELLATION_STEPS[step](cancellation=one, actor=request.actor)
    is_confirmed = one.state == ProposalState.CONFIRMED
    done = _("Die Rechnung ist storniert.") if is_confirmed else _("Der Vorschlag ist zurückgezogen.")
    messages.success(request, done)
    return redirect("invoice", one.invoice.number)


@form_view
def invoice_reinstate(request: HttpRequest, invoice: str) -> HttpResponse:
    """Take a cancellation back: the amount is owed again."""
    can(request.actor, REINSTATE).require()
    one = _invoice(request, invoice)
    form = GiveUpForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.invoice_reinstate(invoice=one, actor=request.actor, **form.cleaned_data),
        back=(reverse("invoice", args=[one.number]), one.number),
        done=_("Die Rechnung ist wieder offen."),
        title=_("Stornierung zurücknehmen"),
        subtitle=f"{one.number}, {one.payee.name}",
        intro=_("Der Betrag ist wieder geschuldet und wird mit der nächsten Auszahlung verrechnet."),
        button=_("Zurücknehmen"),
    )


@require_safe
def reminder_terms(request: HttpRequest) -> HttpResponse:
    """After how many days anybody is reminded, since when."""
    can(request.actor, SEE_PAYMENTS).require()
    context = {
        "rows": visible_to(request.actor, ReminderTerms),
        "current": selectors.reminder_terms_on(clock.today()),
        "ours": OUR_TERMS,
        "may_set": bool(can(request.actor, SET_REMINDER_TERMS)),
    }
    return render(request, "settlement/reminder_terms.html", context)


@form_view
def reminder_terms_new(request: HttpRequest) -> HttpResponse:
    """Enter after how many days anybody is reminded, from a day on."""
    can(request.actor, SET_REMINDER_TERMS).require()
    current = selectors.reminder_terms_on(clock.today())
    initial = {"valid_from": clock.today(), "first_after": current.first_after, "second_after": current.second_after}
    form = TermsForm(request.POST or None, initial=initial)
    return form_page(
        request,
        form,
        lambda: services.reminder_terms_set(actor=request.actor, **form.cleaned_data) and None,
        back=(reverse("reminder-terms"), _("Fristen der Erinnerungen")),
        done=_("Die Fristen sind erfasst."),
        title=_("Fristen erfassen"),
        intro=_(
            "Kein Dokument nennt diese Fristen. Das Kreisschreiben nennt nur die 30 Tage bis zur Zahlung (KS 4.7)."
        ),
    )


def _invoice(request: HttpRequest, number: str) -> Invoice:
    can(request.actor, SEE_INVOICES).require()
    return get_object_or_404(visible_to(request.actor, Invoice).select_related("payee", "run"), number=number)
