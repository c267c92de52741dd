"""Definitions and tariffs of schemes: one person proposes, another confirms."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.workflow.proposals import CONFIRM, PROPOSE, WITHDRAW, ProposalState, Words, proposal_moves
from ankunft.foundation.workflow.tables import TransitionTable

__all__ = ["CONFIRM", "DEFINITION", "PROPOSE", "TARIFF", "WITHDRAW"]

_PREPARING = frozenset({COORDINATION, FINANCE_OFFICER})
_CONFIRMING = frozenset({COORDINATION, APPROVER})
_ROLES = {PROPOSE: _PREPARING, CONFIRM: _CONFIRMING, WITHDRAW: _PREPARING | _CONFIRMING}


def _table(object_type: str, words: dict[str, Words]) -> TransitionTable:
    """Definitions that come with the product are proposed by the operator: people of the canton confirm them."""
    moves = [replace(move, operator=move.name == PROPOSE) for move in proposal_moves(words, _ROLES)]
    return TransitionTable(object_type, dict(ProposalState.choices), moves)


DEFINITION = _table(
    "schemes.definition",
    {
        PROPOSE: Words(_("Programm vorschlagen"), _("Programm vorgeschlagen.")),
        CONFIRM: Words(_("Programm bestätigen"), _("Programm bestätigt.")),
        WITHDRAW: Words(_("Programm zurückziehen"), _("Vorgeschlagenes Programm zurückgezogen.")),
    },
)
TARIFF = _table(
    "schemes.tariff",
    {
        PROPOSE: Words(_("Tarif vorschlagen"), _("Tarif vorgeschlagen.")),
        CONFIRM: Words(_("Tarif bestätigen"), _("Tarif bestätigt.")),
        WITHDRAW: Words(_("Tarif zurückziehen"), _("Vorgeschlagener Tarif zurückgezogen.")),
    },
)
