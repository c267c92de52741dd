"""Who decides what becomes of a payment that came back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move
from ankunft.foundation.workflow.tables import Transition

from . import outcome_states as states

_LABELS = {
    states.PROPOSE: _("Vorschlagen, was mit einer zurückgekommenen Zahlung geschieht"),
    states.CONFIRM: _("Bestätigen, dass noch einmal bezahlt oder eine Zahlung aufgegeben wird"),
    states.WITHDRAW: _("Vorschlag zu einer zurückgekommenen Zahlung zurückziehen"),
    states.RESUME: _("Aufgegebene Zahlung wieder aufnehmen"),
}
_PROVISOS = {
    states.PROPOSE: _("Bezahlt wird erst, wenn eine zweite Person es bestätigt hat."),
    states.CONFIRM: _("Wer es vorgeschlagen hat, bestätigt es nicht; das Konto muss noch dasselbe sein."),
    states.WITHDRAW: _("Was bestätigt ist, wird nicht zurückgezogen."),
    states.RESUME: _("Mit Begründung. Was noch einmal bezahlt ist, bleibt es."),
}


def deciding(name: str) -> str:
    """The action of whoever takes a proposal about a returned payment along that transition."""
    return f"settlement.returned.{name}"


def _rule_of(move: Transition) -> Rule:
    return Rule(
        deciding(move.name),
        _LABELS[move.name],
        refusal=_("Über zurückgekommene Zahlungen entscheiden die Finanzen."),
        everywhere=move.roles,
        condition=may_move(states.RETURNED, move.name),
        proviso=_PROVISOS[move.name],
        source="KS 4.5.2",
    )


RULES = tuple(_rule_of(move) for move in states.RETURNED)
