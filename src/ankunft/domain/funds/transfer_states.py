"""How money that leaves a source moves: one person proposes, another confirms (FP 2.3)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.workflow.proposals import CONFIRM, PROPOSE, WITHDRAW, ProposalState, Words, proposal_moves
from ankunft.foundation.workflow.tables import TransitionTable

__all__ = ["CONFIRM", "KEEPERS", "PROPOSE", "REFUND", "TRANSFER", "WITHDRAW"]

KEEPERS = frozenset({COORDINATION, FINANCE_OFFICER})
"""Who keeps the books of the sources."""
_CONFIRMING = frozenset({FINANCE_OFFICER, APPROVER})


def _table(object_type: str, words: Mapping[str, Words]) -> TransitionTable:
    moves = proposal_moves(
        words,
        {PROPOSE: KEEPERS, CONFIRM: _CONFIRMING, WITHDRAW: KEEPERS | _CONFIRMING},
        with_reason=frozenset({WITHDRAW}),
    )
    return TransitionTable(object_type, dict(ProposalState.choices), moves)


TRANSFER = _table(
    "funds.transfer",
    {
        PROPOSE: Words(_("Umbuchung vorschlagen"), _("Umbuchung zwischen zwei Quellen vorgeschlagen.")),
        CONFIRM: Words(_("Umbuchung bestätigen"), _("Umbuchung zwischen zwei Quellen bestätigt.")),
        WITHDRAW: Words(_("Umbuchung zurückziehen"), _("Vorgeschlagene Umbuchung zurückgezogen.")),
    },
)
REFUND = _table(
    "funds.refund",
    {
        PROPOSE: Words(_("Rückerstattung vorschlagen"), _("Rückerstattung an das SEM vorgeschlagen.")),
        CONFIRM: Words(_("Rückerstattung bestätigen"), _("Rückerstattung an das SEM bestätigt.")),
        WITHDRAW: Words(_("Rückerstattung zurückziehen"), _("Vorgeschlagene Rückerstattung zurückgezogen.")),
    },
)
