"""The states of a payment run and the moves between them (design: draft, checked, approved, released)."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.workflow.proposals import CONFIRM, PROPOSE, WITHDRAW, ProposalState, Words, proposal_moves
from ankunft.foundation.workflow.tables import Transition, TransitionTable

__all__ = ["CONFIRM", "PAYER", "PROPOSE", "RUN", "WITHDRAW"]

DRAFT, CHECKED, APPROVED, RELEASED = "draft", "checked", "approved", "released"
CALCULATE, CHECK, APPROVE, RELEASE, SEND_BACK = "calculate", "check", "approve", "release", "send_back"

LABELS = {DRAFT: _("Entwurf"), CHECKED: _("geprüft"), APPROVED: _("genehmigt"), RELEASED: _("freigegeben")}

RUN = TransitionTable(
    "settlement.run",
    LABELS,
    [
        Transition(
            CALCULATE,
            sources=frozenset({DRAFT}),
            target=DRAFT,
            doing=_("Berechnen"),
            sentence=_("Lauf berechnet."),
            roles=frozenset({COORDINATION, FINANCE_OFFICER}),
            operator=True,
        ),
        Transition(
            CHECK,
            sources=frozenset({DRAFT}),
            target=CHECKED,
            doing=_("Prüfen"),
            sentence=_("Lauf geprüft."),
            roles=frozenset({FINANCE_OFFICER}),
        ),
        Transition(
            APPROVE,
            sources=frozenset({CHECKED}),
            target=APPROVED,
            doing=_("Genehmigen"),
            sentence=_("Lauf genehmigt."),
            roles=frozenset({APPROVER}),
            other_hands=frozenset({CALCULATE, CHECK}),
        ),
        Transition(
            RELEASE,
            sources=frozenset({APPROVED}),
            target=RELEASED,
            doing=_("Freigeben"),
            sentence=_("Lauf freigegeben."),
            roles=frozenset({APPROVER}),
            other_hands=frozenset({CALCULATE, CHECK}),
        ),
        Transition(
            SEND_BACK,
            sources=frozenset({CHECKED, APPROVED}),
            target=DRAFT,
            doing=_("Zurückgeben"),
            sentence=_("Lauf zurückgegeben."),
            roles=frozenset({FINANCE_OFFICER, APPROVER}),
            needs_reason=True,
        ),
    ],
)

PAYER = TransitionTable(
    "settlement.payer",
    dict(ProposalState.choices),
    proposal_moves(
        {
            PROPOSE: Words(_("Konto vorschlagen"), _("Konto des Kantons vorgeschlagen.")),
            CONFIRM: Words(_("Konto bestätigen"), _("Konto des Kantons bestätigt.")),
            WITHDRAW: Words(_("Konto zurückziehen"), _("Vorgeschlagenes Konto des Kantons zurückgezogen.")),
        },
        {
            PROPOSE: frozenset({FINANCE_OFFICER}),
            CONFIRM: frozenset({FINANCE_OFFICER, APPROVER}),
            WITHDRAW: frozenset({FINANCE_OFFICER, APPROVER}),
        },
    ),
)
