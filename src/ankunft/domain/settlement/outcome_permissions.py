"""Who decides what becomes of a payment that came back."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import may_move
from ankunft.foundation.workflow.tables import Transition

from . import outcome_states as states
from .models import ReturnDecision

REJECT_PAYMENT = "settlement.payment.reject"

_LABELS = {
    states.PROPOSE: _("Vorschlagen, was mit einer zurückgekommenen Zahlung geschieht"),
    states.CONFIRM: _("Bestätigen, dass noch einmal bezahlt oder eine Zahlung aufgegeben wird"),
    states.WITHDRAW: _("Vorschlag zu einer zurückgekommenen Zahlung zurückziehen"),
    states.RESUME: _("Aufgegebene Zahlung wieder aufnehmen"),
}
_PROVISOS = {
    states.PROPOSE: _("Bezahlt wird erst, wenn eine zweite Person es bestätigt hat."),
    states.CONFIRM: _(
        "Wer es vorgeschlagen oder die Zurückweisung von Hand erfasst hat, bestätigt es nicht; das Konto muss noch "
        "dasselbe sein."
    ),
    states.WITHDRAW: _("Was bestätigt ist, wird nicht zurückgezogen."),
    states.RESUME: _("Mit Begründung. Was noch einmal bezahlt ist, bleibt es."),
}


def deciding(name: str) -> str:
    """The action of whoever takes a proposal about a returned payment along that transition."""
    return f"settlement.returned.{name}"


def _may_confirm(actor: Actor, decision: ReturnDecision) -> Decision:
    """Who said by hand that the bank does not pay does not let it be paid again either."""
    if decision.payment_return.by_hand_of is not None and decision.payment_return.by_hand_of == actor.account_id:
        return Decision.no(gettext("Sie haben die Zurückweisung erfasst. Eine andere Person bestätigt, was geschieht."))
    return may_move(states.RETURNED, states.CONFIRM)(actor, decision)


def _rule_of(move: Transition) -> Rule:
    return Rule(
        deciding(move.name),
        _LABELS[move.name],
        refusal=_("Über zurückgekommene Zahlungen entscheiden die Finanzen."),
        everywhere=move.roles,
        condition=_may_confirm if move.name == states.CONFIRM else may_move(states.RETURNED, move.name),
        proviso=_PROVISOS[move.name],
        source="KS 4.5.2",
    )


RULES = (
    *(_rule_of(move) for move in states.RETURNED),
    Rule(
        REJECT_PAYMENT,
        _("Von Hand erfassen, dass die Bank eine Zahlung zurückgewiesen hat"),
        refusal=_("Was die Bank zu Zahlungen sagt, erfassen die Finanzen."),
        everywhere=states.FINANCE,
        source="KS 4.5.2",
    ),
)
