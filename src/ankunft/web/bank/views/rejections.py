"""A rejection that the bank told by telephone or letter: recorded by hand, and taken back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.bank.permissions import SEE_BANK
from ankunft.domain.settlement import selectors, services
from ankunft.domain.settlement.outcome_permissions import REJECT_PAYMENT
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.shell.form_pages import form_page, form_view

from ..forms import RejectionForm, UndoForm


@form_view
def rejection_new(request: HttpRequest) -> HttpResponse:
    """Record that the bank does not execute a payment."""
    can(request.actor, REJECT_PAYMENT).require()
    form = RejectionForm(request.POST or None, initial={"rejected_on": clock.today()})

    def store() -> str:
        rejection = services.payment_reject(actor=request.actor, **form.cleaned_data)
        return reverse("bank-return", args=[rejection.pk])

    return form_page(
        request,
        form,
        store,
        back=(reverse("bank-returns"), _("Zurückgekommene und zurückgewiesene Zahlungen")),
        done=_("Zurückweisung erfasst. Was geschieht, wird vorgeschlagen und von einer anderen Person bestätigt."),
        title=_("Zurückweisung erfassen"),
        intro=_(
            "Nur wenn die Bank keine Datei dazu liefert. Wer es erfasst, bestätigt nicht, dass noch einmal bezahlt "
            "wird."
        ),
        button=_("Erfassen"),
    )


@form_view
def rejection_undo(request: HttpRequest, returned: int) -> HttpResponse:
    """What was recorded by hand was a mistake."""
    can(request.actor, REJECT_PAYMENT).require()
    can(request.actor, SEE_BANK).require()
    one = get_object_or_404(selectors.returns_for(request.actor), pk=returned)
    if one.by_hand_of is None:
        raise Http404
    form = UndoForm(request.POST or None)

    def store() -> str:
        services.payment_reject_undo(rejection=one, actor=request.actor, **form.cleaned_data)
        return reverse("bank-returns")

    return form_page(
        request,
        form,
        store,
        back=(reverse("bank-return", args=[one.pk]), _("Zahlung %(reference)s") % {"reference": one.payment.reference}),
        done=_("Zurückgenommen. Die Zahlung ist wieder der Bank aufgetragen."),
        title=_("Zurückweisung zurücknehmen"),
        subtitle=one.payment.reference,
        intro=_("Die Zahlung ist danach wieder der Bank aufgetragen."),
        button=_("Zurücknehmen"),
    )
