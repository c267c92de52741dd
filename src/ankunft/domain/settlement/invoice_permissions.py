"""Who sees invoices, reminds of them and gives them up (KS 4.7)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, CANTONAL, FINANCE_OFFICER, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move

from . import cancellation_states as states
from .cancellation_states import CANCELLATION

SEE_INVOICES = "settlement.invoice.see"
REMIND = "settlement.invoice.remind"
REINSTATE = "settlement.invoice.reinstate"
SET_REMINDER_TERMS = "settlement.reminder_terms.set"
SOURCE = "KS 4.7"

_REFUSAL = _("Rechnungen führen die Finanzen.")
_PROVISOS = {
    states.PROPOSE: _("Sie gilt erst, wenn eine zweite Person sie bestätigt hat."),
    states.CONFIRM: _("Wer vorgeschlagen hat, bestätigt nicht; gebucht darf noch nichts sein."),
    states.WITHDRAW: _("Nur, solange nicht bestätigt ist."),
}


def cancelling(name: str) -> str:
    """The action of whoever takes a proposed cancellation along that transition."""
    return f"{CANCELLATION.object_type}.{name}"


RULES = (
    Rule(
        SEE_INVOICES,
        _("Rechnungen an Gemeinden sehen"),
        refusal=_("Rechnungen sehen der Kanton und die Gemeinde, an die sie gestellt sind."),
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        source=SOURCE,
    ),
    Rule(
        REMIND,
        _("An unbezahlte Rechnungen erinnern"),
        refusal=_("An Rechnungen erinnern die Finanzen."),
        everywhere=frozenset({FINANCE_OFFICER}),
        source=SOURCE,
    ),
    Rule(
        SET_REMINDER_TERMS,
        _("Fristen der Erinnerungen erfassen"),
        refusal=_REFUSAL,
        everywhere=frozenset({FINANCE_OFFICER}),
        source=SOURCE,
    ),
    *(
        Rule(
            cancelling(move.name),
            move.doing,
            refusal=_REFUSAL,
            everywhere=move.roles,
            condition=may_move(CANCELLATION, move.name),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for move in CANCELLATION
    ),
    Rule(
        REINSTATE,
        _("Stornierung einer Rechnung zurücknehmen"),
        refusal=_REFUSAL,
        everywhere=frozenset({FINANCE_OFFICER, APPROVER}),
        source=SOURCE,
    ),
)
