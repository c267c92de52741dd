"""The states of a sample and the moves between them: drawn, requested, inspected, closed by other hands."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, AUDITOR, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import SampleState

DRAW, REQUEST, JUDGE, INSPECT, CLOSE = "draw", "request", "judge", "inspect", "close"
SEND_BACK, DROP = "send_back", "drop"

WORKING = frozenset({COORDINATION, FINANCE_OFFICER, AUDITOR})
CLOSING = WORKING | {APPROVER}

DRAWN, REQUESTED, INSPECTED = SampleState.DRAWN, SampleState.REQUESTED, SampleState.INSPECTED

SAMPLE = TransitionTable(
    "supervision.sample",
    dict(SampleState.choices),
    [
        Transition(
            DRAW,
            sources=frozenset({DRAWN}),
            target=DRAWN,
            doing=_("Stichprobe ziehen"),
            sentence=_("Stichprobe gezogen."),
            roles=WORKING,
        ),
        Transition(
            REQUEST,
            sources=frozenset({DRAWN}),
            target=REQUESTED,
            doing=_("Belege verlangen"),
            sentence=_("Belege bei den Gemeinden verlangt."),
            roles=WORKING,
        ),
        # A step for each finding: hands that may not close.
        Transition(
            JUDGE,
            sources=frozenset({REQUESTED}),
            target=REQUESTED,
            doing=_("Gespräch prüfen"),
            sentence=_("Feststellung zu einem Gespräch der Stichprobe."),
            roles=WORKING,
        ),
        Transition(
            INSPECT,
            sources=frozenset({REQUESTED}),
            target=INSPECTED,
            doing=_("Prüfung beenden"),
            sentence=_("Prüfung der Stichprobe beendet."),
            roles=WORKING,
        ),
        Transition(
            CLOSE,
            sources=frozenset({INSPECTED}),
            target=SampleState.CLOSED,
            doing=_("Stichprobe abschliessen"),
            sentence=_("Stichprobe abgeschlossen."),
            roles=CLOSING,
            other_hands=frozenset({JUDGE, INSPECT}),
        ),
        Transition(
            SEND_BACK,
            sources=frozenset({INSPECTED}),
            target=REQUESTED,
            doing=_("Prüfung zurückgeben"),
            sentence=_("Prüfung der Stichprobe zurückgegeben."),
            roles=CLOSING,
            needs_reason=True,
        ),
        Transition(
            DROP,
            sources=frozenset({DRAWN}),
            target=SampleState.DROPPED,
            doing=_("Stichprobe verwerfen"),
            sentence=_("Stichprobe verworfen; sie bleibt sichtbar."),
            roles=WORKING,
            needs_reason=True,
        ),
    ],
)
