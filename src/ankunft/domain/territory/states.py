"""The moves of a change of a municipality's account: proposed by those who know it, confirmed by those who pay."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER, MUNICIPAL_FINANCE
from ankunft.foundation.workflow.proposals import (
    CONFIRM,
    PROPOSE,
    REFUSE,
    WITHDRAW,
    ProposalState,
    Words,
    proposal_moves,
)
from ankunft.foundation.workflow.tables import TransitionTable

__all__ = ["ACCOUNT_CHANGE", "CONFIRM", "PROPOSE", "REFUSE", "WITHDRAW"]

_KEEP = frozenset({COORDINATION, INTEGRATION_OFFICER, MUNICIPAL_FINANCE})
_PAY = frozenset({FINANCE_OFFICER, APPROVER})

ACCOUNT_CHANGE = TransitionTable(
    "territory.account_change",
    dict(ProposalState.choices),
    proposal_moves(
        {
            PROPOSE: Words(_("Konto vorschlagen"), _("Konto der Gemeinde vorgeschlagen.")),
            CONFIRM: Words(_("Konto bestätigen"), _("Konto der Gemeinde bestätigt.")),
            WITHDRAW: Words(_("Konto zurückziehen"), _("Vorgeschlagenes Konto der Gemeinde zurückgezogen.")),
            REFUSE: Words(_("Konto ablehnen"), _("Vorgeschlagenes Konto der Gemeinde abgelehnt.")),
        },
        {PROPOSE: _KEEP, CONFIRM: _PAY, WITHDRAW: _KEEP, REFUSE: _PAY},
        # The reason of a confirmation is how it was made sure that the account is the municipality's.
        with_reason=frozenset({CONFIRM, REFUSE}),
    ),
)
