"""The states of a payment run and the moves between them (design: draft, checked, approved, released)."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import PayerState

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

PROPOSE, CONFIRM, WITHDRAW = "propose", "confirm", "withdraw"

PAYER = TransitionTable(
    "settlement.payer",
    dict(PayerState.choices),
    [
        # The step of whoever enters it: no change of state, but hands that may not confirm.
        Transition(
            PROPOSE,
            sources=frozenset({PayerState.PROPOSED}),
            target=PayerState.PROPOSED,
            doing=_("Konto vorschlagen"),
            sentence=_("Konto des Kantons vorgeschlagen."),
            roles=frozenset({FINANCE_OFFICER}),
        ),
        Transition(
            CONFIRM,
            sources=frozenset({PayerState.PROPOSED}),
            target=PayerState.CONFIRMED,
            doing=_("Konto bestätigen"),
            sentence=_("Konto des Kantons bestätigt."),
            roles=frozenset({FINANCE_OFFICER, APPROVER}),
            other_hands=frozenset({PROPOSE}),
        ),
        Transition(
            WITHDRAW,
            sources=frozenset({PayerState.PROPOSED}),
            target=PayerState.WITHDRAWN,
            doing=_("Konto zurückziehen"),
            sentence=_("Vorgeschlagenes Konto des Kantons zurückgezogen."),
            roles=frozenset({FINANCE_OFFICER, APPROVER}),
        ),
    ],
)
