"""The states of credits and of the end of a year: one person proposes, another confirms (KS 4.3.4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, FINANCE_OFFICER
from ankunft.foundation.workflow.proposals import CONFIRM, PROPOSE, WITHDRAW, ProposalState, Words, proposal_moves
from ankunft.foundation.workflow.tables import TransitionTable

__all__ = ["CONFIRM", "CREDIT", "PROPOSE", "WITHDRAW", "YEAR_END"]

_BOTH = frozenset({FINANCE_OFFICER, APPROVER})
_ROLES = {PROPOSE: frozenset({FINANCE_OFFICER}), CONFIRM: _BOTH, WITHDRAW: _BOTH}

CREDIT = TransitionTable(
    "settlement.credit",
    dict(ProposalState.choices),
    proposal_moves(
        {
            PROPOSE: Words(_("Kredit vorschlagen"), _("Kredit vorgeschlagen.")),
            CONFIRM: Words(_("Kredit bestätigen"), _("Kredit bestätigt.")),
            WITHDRAW: Words(_("Kredit zurückziehen"), _("Vorgeschlagener Kredit zurückgezogen.")),
        },
        _ROLES,
    ),
)
YEAR_END = TransitionTable(
    "settlement.year_end",
    dict(ProposalState.choices),
    proposal_moves(
        {
            PROPOSE: Words(_("Jahresabschluss vorschlagen"), _("Jahresabschluss vorgeschlagen.")),
            CONFIRM: Words(_("Jahresabschluss bestätigen"), _("Überschuss dem Projektkredit gutgeschrieben.")),
            WITHDRAW: Words(_("Jahresabschluss zurückziehen"), _("Vorgeschlagener Jahresabschluss zurückgezogen.")),
        },
        _ROLES,
    ),
)
