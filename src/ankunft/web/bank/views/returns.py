"""Payments that came back: what shall become of them, proposed by one person and confirmed by another."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from stdnum import iban

from ankunft.domain.bank.models import StatusWord
from ankunft.domain.bank.permissions import SEE_BANK
from ankunft.domain.settlement import outcome_states as states
from ankunft.domain.settlement import selectors, services
from ankunft.domain.settlement.models import DecisionKind, PaymentReturn, ReturnDecision
from ankunft.domain.settlement.outcome_permissions import REJECT_PAYMENT, deciding
from ankunft.domain.settlement.outcome_rules import Standing
from ankunft.domain.settlement.outcome_words import standing_words
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.documents.iso20022.return_reasons import reason_words
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.web.settlement.words import PROPOSAL_KINDS, STANDING_KINDS, payer_words
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.list_pages import list_page

from ..forms import DecisionForm, ReasonForm, StepForm
from ..listings import RETURNS
from ..words import RETURN_SERVICES, RETURN_STEPS


@form_view
def returns(request: HttpRequest) -> HttpResponse:
    """Every payment that came back or was rejected, latest first."""
    can(request.actor, SEE_BANK).require()
    return list_page(
        request,
        RETURNS,
        selectors.returns_for(request.actor),
        template="bank/returns.html",
        may_reject=bool(can(request.actor, REJECT_PAYMENT)),
    )


@require_safe
def returned_page(request: HttpRequest, returned: int) -> HttpResponse:
    """One payment that came back: why, what is proposed, and what became of it."""
    one = _returned(request, returned)
    outcome = selectors.outcomes_of([one.payment])[0]
    is_open = outcome.standing is Standing.RETURNED
    context = {
        "one": one,
        "outcome": outcome,
        "iban": iban.format(one.payment.iban),
        "paid_url": payer_words(one.payment.run, one.payment.origin)[1],
        "reason": reason_words(one.code),
        "standing": standing_words(outcome),
        "standing_kind": STANDING_KINDS[outcome.standing],
        "decisions": [_decision(request, decision) for decision in selectors.decisions_of(one)],
        "may_propose": is_open and bool(can(request.actor, deciding(states.PROPOSE))),
        "may_undo": is_open and one.by_hand_of is not None and bool(can(request.actor, REJECT_PAYMENT)),
        "word": StatusWord.objects.filter(rejection=one).first(),
        "history": history("settlement.payment", one.payment.reference)[:50],
    }
    return render(request, "bank/return.html", context)


@form_view
def return_new(request: HttpRequest, returned: int) -> HttpResponse:
    """Propose that it be paid again, or given up."""
    can(request.actor, deciding(states.PROPOSE)).require()
    one = _returned(request, returned)
    form = DecisionForm(request.POST or None, initial={"kind": DecisionKind.AGAIN})

    def store() -> None:
        kind = DecisionKind(form.cleaned_data["kind"])
        services.return_propose(returned=one, kind=kind, reason=form.cleaned_data["reason"], actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=(reverse("bank-return", args=[one.pk]), _("Zahlung %(reference)s") % {"reference": one.payment.reference}),
        done=_("Vorgeschlagen. Eine zweite Person bestätigt."),
        title=_("Vorschlagen, was geschieht"),
        intro=_(
            "Noch einmal bezahlt wird auf das Konto, das heute in Kraft ist. Hat die Gemeinde ein neues, wird es "
            "zuerst bei der Gemeinde erfasst und bestätigt."
        ),
        button=_("Vorschlagen"),
    )


@form_view
def return_step(request: HttpRequest, decision: int, step: str) -> HttpResponse:
    """Confirm a proposal with other hands, withdraw it, or take up again what was given up."""
    name = RETURN_STEPS.get(step)
    if name is None:
        raise Http404
    can(request.actor, deciding(name)).require()
    one = get_object_or_404(visible_to(request.actor, ReturnDecision), pk=decision)
    can(request.actor, deciding(name), one).require()
    form = (ReasonForm if name == states.RESUME else StepForm)(request.POST or None, initial={"seen": one.version})

    def store() -> None:
        values = dict(form.cleaned_data)
        # The step is taken on the version that was on the page: the move itself refuses any other.
        one.version = values.pop("seen")
        RETURN_SERVICES[name](decision=one, actor=request.actor, **values)

    payment = one.payment_return.payment
    again = one.kind == DecisionKind.AGAIN
    intros = {
        states.CONFIRM: _(
            "Es entsteht eine neue Zahlung in einer eigenen Zahlungsdatei; die erste bleibt, wie sie ist."
        )
        if again
        else _("Die Zahlung gilt als erledigt und wird nicht mehr bezahlt."),
        states.WITHDRAW: _("Danach kann etwas anderes vorgeschlagen werden."),
        states.RESUME: _("Danach kann vorgeschlagen werden, dass noch einmal bezahlt wird."),
    }
    return form_page(
        request,
        form,
        store,
        back=(
            reverse("bank-return", args=[one.payment_return_id]),
            _("Zahlung %(reference)s") % {"reference": payment.reference},
        ),
        done=_("Erledigt."),
        title=str(states.RETURNED[name].doing),
        subtitle=f"{one.kind_label} · {payment.reference}",
        intro=intros[name],
        button=str(states.RETURNED[name].doing),
    )


def _returned(request: HttpRequest, key: int) -> PaymentReturn:
    can(request.actor, SEE_BANK).require()
    return get_object_or_404(selectors.returns_for(request.actor), pk=key)


def _decision(request: HttpRequest, one: ReturnDecision) -> dict[str, object]:
    is_open = one.state == ProposalState.PROPOSED
    confirming = can(request.actor, deciding(states.CONFIRM), one) if is_open else None
    may = {slug for slug, name in RETURN_STEPS.items() if can(request.actor, deciding(name), one)}
    if one.kind == DecisionKind.AGAIN:
        may.discard("aufnehmen")
    return {
        "decision": one,
        "iban": iban.format(one.iban) if one.iban else "",
        "kind": PROPOSAL_KINDS[one.state],
        "steps": [(slug, str(states.RETURNED[name].doing)) for slug, name in RETURN_STEPS.items() if slug in may],
        "why_not": confirming.reason if confirming is not None and not confirming else "",
    }
