"""How a transfer between sources moves: one person proposes, another confirms (FP 2.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.workflow.proposals import CONFIRM, PROPOSE, WITHDRAW, ProposalState, Words, proposal_moves
from ankunft.foundation.workflow.tables import TransitionTable

__all__ = ["CONFIRM", "KEEPERS", "PROPOSE", "TRANSFER", "WITHDRAW"]

KEEPERS = frozenset({COORDINATION, FINANCE_OFFICER})
"""Who keeps the books of the sources."""
_CONFIRMING = frozenset({FINANCE_OFFICER, APPROVER})

TRANSFER = TransitionTable(
    "funds.transfer",
    dict(ProposalState.choices),
    proposal_moves(
        {
            PROPOSE: Words(_("Umbuchung vorschlagen"), _("Umbuchung zwischen zwei Quellen vorgeschlagen.")),
            CONFIRM: Words(_("Umbuchung bestätigen"), _("Umbuchung zwischen zwei Quellen bestätigt.")),
            WITHDRAW: Words(_("Umbuchung zurückziehen"), _("Vorgeschlagene Umbuchung zurückgezogen.")),
        },
        {PROPOSE: KEEPERS, CONFIRM: _CONFIRMING, WITHDRAW: KEEPERS | _CONFIRMING},
        with_reason=frozenset({WITHDRAW}),
    ),
)
