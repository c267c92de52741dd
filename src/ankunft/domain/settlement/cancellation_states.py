"""The moves of a proposed cancellation: one person proposes, another confirms (KS 4.7)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, FINANCE_OFFICER
from ankunft.foundation.workflow.proposals import CONFIRM, PROPOSE, WITHDRAW, ProposalState, Words, proposal_moves
from ankunft.foundation.workflow.tables import TransitionTable

__all__ = ["CANCELLATION", "CONFIRM", "PROPOSE", "WITHDRAW"]

CANCELLATION = TransitionTable(
    "settlement.cancellation",
    dict(ProposalState.choices),
    proposal_moves(
        {
            PROPOSE: Words(_("Stornierung vorschlagen"), _("Stornierung einer Rechnung vorgeschlagen.")),
            CONFIRM: Words(_("Stornierung bestätigen"), _("Stornierung einer Rechnung bestätigt.")),
            WITHDRAW: Words(_("Stornierung zurückziehen"), _("Vorgeschlagene Stornierung zurückgezogen.")),
        },
        {
            PROPOSE: frozenset({FINANCE_OFFICER}),
            CONFIRM: frozenset({FINANCE_OFFICER, APPROVER}),
            WITHDRAW: frozenset({FINANCE_OFFICER, APPROVER}),
        },
    ),
)
