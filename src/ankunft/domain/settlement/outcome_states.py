"""The moves of what shall become of a payment that came back."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, FINANCE_OFFICER
from ankunft.foundation.workflow.proposals import CONFIRM, PROPOSE, WITHDRAW, ProposalState, Words, proposal_moves
from ankunft.foundation.workflow.tables import Transition, TransitionTable

__all__ = ["CONFIRM", "FINANCE", "PROPOSE", "RESUME", "RETURNED", "WITHDRAW"]

RESUME = "resume"
FINANCE = frozenset({FINANCE_OFFICER, APPROVER})

RETURNED = TransitionTable(
    "settlement.returned",
    dict(ProposalState.choices),
    [
        *proposal_moves(
            {
                PROPOSE: Words(_("Vorschlagen"), _("Vorgeschlagen, was mit der zurückgekommenen Zahlung geschieht.")),
                CONFIRM: Words(_("Bestätigen"), _("Bestätigt, was mit der zurückgekommenen Zahlung geschieht.")),
                WITHDRAW: Words(_("Zurückziehen"), _("Vorschlag zur zurückgekommenen Zahlung zurückgezogen.")),
            },
            {PROPOSE: FINANCE, CONFIRM: frozenset({APPROVER}), WITHDRAW: FINANCE},
        ),
        Transition(
            RESUME,
            sources=frozenset({ProposalState.CONFIRMED}),
            target=ProposalState.WITHDRAWN,
            doing=_("Wieder aufnehmen"),
            sentence=_("Aufgegebene Zahlung wieder aufgenommen."),
            roles=FINANCE,
            needs_reason=True,
        ),
    ],
)
