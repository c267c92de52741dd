"""The states of credits and of the end of a year: one person proposes, another confirms (KS 4.3.4)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, FINANCE_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import CreditState

PROPOSE, CONFIRM, WITHDRAW = "propose", "confirm", "withdraw"
Words = tuple[str | Promise, str | Promise]


def _table(object_type: str, propose: Words, confirm: Words, withdraw: Words) -> TransitionTable:
    both = frozenset({FINANCE_OFFICER, APPROVER})
    open_only = frozenset({CreditState.PROPOSED})
    return TransitionTable(
        object_type,
        dict(CreditState.choices),
        [
            # The step of whoever enters it: no change of state, but hands that may not confirm.
            Transition(PROPOSE, open_only, CreditState.PROPOSED, *propose, roles=frozenset({FINANCE_OFFICER})),
            Transition(
                CONFIRM, open_only, CreditState.CONFIRMED, *confirm, roles=both, other_hands=frozenset({PROPOSE})
            ),
            Transition(WITHDRAW, open_only, CreditState.WITHDRAWN, *withdraw, roles=both),
        ],
    )


CREDIT = _table(
    "settlement.credit",
    (_("Kredit vorschlagen"), _("Kredit vorgeschlagen.")),
    (_("Kredit bestätigen"), _("Kredit bestätigt.")),
    (_("Kredit zurückziehen"), _("Vorgeschlagener Kredit zurückgezogen.")),
)
YEAR_END = _table(
    "settlement.year_end",
    (_("Jahresabschluss vorschlagen"), _("Jahresabschluss vorgeschlagen.")),
    (_("Jahresabschluss bestätigen"), _("Überschuss dem Projektkredit gutgeschrieben.")),
    (_("Jahresabschluss zurückziehen"), _("Vorgeschlagener Jahresabschluss zurückgezogen.")),
)
