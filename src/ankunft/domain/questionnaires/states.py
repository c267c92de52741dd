"""How a sheet moves: filled in and signed off by the municipality, accepted or returned by the canton."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import COORDINATION, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import SheetState

WRITE = "write"
"""The step of whoever answered questions: not a change of state, but hands that neither sign off nor accept."""

_OFFICERS = frozenset({INTEGRATION_OFFICER})
_LEADS = frozenset({STRATEGIC_LEAD})

SHEET = TransitionTable(
    "questionnaires.sheet",
    dict(SheetState.choices),
    [
        Transition(
            name="present",
            sources=frozenset({SheetState.DRAFT, SheetState.RETURNED}),
            target=SheetState.PRESENTED,
            doing=_("Vorlegen"),
            sentence=_("Zur Unterzeichnung vorgelegt."),
            roles=_OFFICERS,
        ),
        Transition(
            name="sign_off",
            sources=frozenset({SheetState.PRESENTED}),
            target=SheetState.SIGNED_OFF,
            doing=_("Unterzeichnen"),
            sentence=_("Durch die strategische Leitung unterzeichnet."),
            roles=_LEADS,
            other_hands=frozenset({WRITE, "present"}),
        ),
        Transition(
            name="take_back",
            sources=frozenset({SheetState.PRESENTED, SheetState.SIGNED_OFF}),
            target=SheetState.DRAFT,
            doing=_("Zurücknehmen"),
            sentence=_("Zur Überarbeitung zurückgenommen."),
            roles=_OFFICERS | _LEADS,
            needs_reason=True,
        ),
        Transition(
            name="submit",
            sources=frozenset({SheetState.SIGNED_OFF}),
            target=SheetState.SUBMITTED,
            doing=_("Einreichen"),
            sentence=_("Beim Kanton eingereicht."),
            roles=_OFFICERS | _LEADS,
        ),
        Transition(
            name="accept",
            sources=frozenset({SheetState.SUBMITTED}),
            target=SheetState.ACCEPTED,
            doing=_("Annehmen"),
            sentence=_("Angenommen."),
            roles=frozenset({COORDINATION}),
            other_hands=frozenset({WRITE, "present", "sign_off", "submit"}),
        ),
        Transition(
            name="return",
            sources=frozenset({SheetState.SUBMITTED}),
            target=SheetState.RETURNED,
            doing=_("Zurückgeben"),
            sentence=_("Mit Begründung zurückgegeben."),
            roles=frozenset({COORDINATION}),
            needs_reason=True,
        ),
        Transition(
            name="discard",
            sources=frozenset({SheetState.DRAFT, SheetState.RETURNED}),
            target=SheetState.DISCARDED,
            doing=_("Verwerfen"),
            sentence=_("Fassung verworfen."),
            roles=_OFFICERS,
        ),
        # Only in bulk (services/bulk.py): what was filled in elsewhere and is taken over by the operator.
        Transition(
            name="import",
            sources=frozenset({SheetState.DRAFT}),
            target=SheetState.ACCEPTED,
            doing=_("Importieren"),
            sentence=_("Ausgefüllter Fragebogen übernommen: eingereicht und durch den Betrieb angenommen."),
            operator=True,
        ),
    ],
)
