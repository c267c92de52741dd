"""How a version of a half-year report moves: handed in by the municipality, accepted or returned by the canton."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import COORDINATION, INTEGRATION_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import ReportState

WRITE = "write"
"""The step of whoever entered figures: not a change of state, but hands that may not accept."""

REPORT = TransitionTable(
    "reporting.report",
    dict(ReportState.choices),
    [
        Transition(
            name="submit",
            sources=frozenset({ReportState.DRAFT, ReportState.RETURNED}),
            target=ReportState.SUBMITTED,
            doing=_("Einreichen"),
            sentence=_("Bericht eingereicht."),
            roles=frozenset({INTEGRATION_OFFICER, COORDINATION}),
        ),
        Transition(
            name="accept",
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.ACCEPTED,
            doing=_("Annehmen"),
            sentence=_("Bericht angenommen."),
            roles=frozenset({COORDINATION}),
            other_hands=frozenset({WRITE, "submit"}),
        ),
        Transition(
            name="return",
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.RETURNED,
            doing=_("Zurückgeben"),
            sentence=_("Bericht zurückgegeben."),
            roles=frozenset({COORDINATION}),
            needs_reason=True,
        ),
        Transition(
            name="discard",
            sources=frozenset({ReportState.DRAFT, ReportState.RETURNED}),
            target=ReportState.DISCARDED,
            doing=_("Verwerfen"),
            sentence=_("Korrektur verworfen."),
            roles=frozenset({INTEGRATION_OFFICER, COORDINATION}),
        ),
        # Only in bulk (services/bulk.py): a report on paper or in a file that the operator takes over.
        Transition(
            name="import",
            sources=frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.SUBMITTED}),
            target=ReportState.ACCEPTED,
            doing=_("Importieren"),
            sentence=_("Bericht importiert: eingereicht und durch den Betrieb angenommen."),
            operator=True,
        ),
    ],
)
