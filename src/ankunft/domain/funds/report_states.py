"""How a report moves: prepared, signed off by other hands, sent (FP 2.4, 3.2)."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import ReportState

WRITE, SIGN_OFF, SUBMIT, DISCARD = "write", "sign_off", "submit", "discard"

OFFICE = frozenset({COORDINATION})
SIGNING = frozenset({COORDINATION, APPROVER})
"""The office answers for the report; another of its people signs it, or who approves at the finances."""

REPORT = TransitionTable(
    "funds.report",
    dict(ReportState.choices),
    [
        Transition(
            WRITE,
            sources=frozenset({ReportState.DRAFT}),
            target=ReportState.DRAFT,
            doing=_("Bericht vorbereiten"),
            sentence=_("Bericht über die Mittelverwendung vorbereitet."),
            roles=OFFICE,
        ),
        Transition(
            SIGN_OFF,
            sources=frozenset({ReportState.DRAFT}),
            target=ReportState.SIGNED_OFF,
            doing=_("Bericht unterzeichnen"),
            sentence=_("Bericht über die Mittelverwendung unterzeichnet; seine Dateien sind aufbewahrt."),
            roles=SIGNING,
            other_hands=frozenset({WRITE}),
        ),
        Transition(
            SUBMIT,
            sources=frozenset({ReportState.SIGNED_OFF}),
            target=ReportState.SUBMITTED,
            doing=_("Übermittlung festhalten"),
            sentence=_("Bericht über die Mittelverwendung übermittelt."),
            roles=OFFICE,
        ),
        Transition(
            DISCARD,
            sources=frozenset({ReportState.DRAFT}),
            target=ReportState.DISCARDED,
            doing=_("Bericht verwerfen"),
            sentence=_("Bericht über die Mittelverwendung verworfen."),
            roles=OFFICE,
            needs_reason=True,
        ),
    ],
)
