"""How an interview moves: planned, then held, missed or cancelled; each can be taken back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import InterviewState

_OFFICERS = frozenset({INTEGRATION_OFFICER})

INTERVIEW = TransitionTable(
    "interviews.interview",
    dict(InterviewState.choices),
    [
        Transition(
            name="hold",
            sources=frozenset({InterviewState.PLANNED, InterviewState.MISSED}),
            target=InterviewState.HELD,
            doing=_("Als durchgeführt festhalten"),
            sentence=_("Gespräch durchgeführt."),
            roles=_OFFICERS,
            operator=True,
        ),
        Transition(
            name="miss",
            sources=frozenset({InterviewState.PLANNED}),
            target=InterviewState.MISSED,
            doing=_("Als nicht erschienen festhalten"),
            sentence=_("Niemand ist erschienen."),
            roles=_OFFICERS,
            operator=True,
        ),
        Transition(
            name="cancel",
            sources=frozenset({InterviewState.PLANNED, InterviewState.MISSED}),
            target=InterviewState.CANCELLED,
            doing=_("Absagen"),
            sentence=_("Gespräch abgesagt; der Grund steht beim Gespräch."),
            roles=_OFFICERS,
            operator=True,
        ),
        Transition(
            name="undo",
            sources=frozenset({InterviewState.HELD, InterviewState.MISSED, InterviewState.CANCELLED}),
            target=InterviewState.PLANNED,
            doing=_("Rückgängig machen"),
            sentence=_("Rückgängig gemacht: Der Termin steht wieder."),
            roles=_OFFICERS,
            operator=True,
        ),
        # What was recorded without an appointment has none to go back to.
        Transition(
            name="withdraw",
            sources=frozenset({InterviewState.HELD}),
            target=InterviewState.CANCELLED,
            doing=_("Zurücknehmen"),
            sentence=_("Erfassung zurückgenommen: Das Gespräch hat nicht stattgefunden."),
            roles=_OFFICERS,
            operator=True,
        ),
    ],
)
