"""How the report about a project moves: written and signed by the municipality, accepted or returned by the canton."""

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import ReportState
from .states import DECLINE, LEAD, OFFER, OFFICE, OFFICER, RETURN, SIGN, TAKE_BACK, WRITE

ACCEPT = "accept"

REPORT = TransitionTable(
    "grants.report",
    dict(ReportState.choices),
    [
        # Whoever changes what waits to be signed takes it back to work: signed is only what was seen.
        Transition(
            WRITE,
            sources=frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.OFFERED}),
            target=ReportState.DRAFT,
            doing=_("Schlussbericht erfassen"),
            sentence=_("Schlussbericht erfasst."),
            roles=OFFICER,
        ),
        Transition(
            OFFER,
            sources=frozenset({ReportState.DRAFT}),
            target=ReportState.OFFERED,
            doing=_("Schlussbericht zur Unterzeichnung geben"),
            sentence=_("Schlussbericht zur Unterzeichnung gegeben."),
            roles=OFFICER,
        ),
        Transition(
            DECLINE,
            sources=frozenset({ReportState.OFFERED}),
            target=ReportState.RETURNED,
            doing=_("Schlussbericht nachbessern lassen"),
            sentence=_("Schlussbericht nicht unterzeichnet: zum Nachbessern zurückgegeben."),
            roles=LEAD,
            needs_reason=True,
        ),
        Transition(
            SIGN,
            sources=frozenset({ReportState.OFFERED}),
            target=ReportState.SUBMITTED,
            doing=_("Schlussbericht unterzeichnen"),
            sentence=_("Schlussbericht unterzeichnet und eingereicht."),
            roles=LEAD,
            other_hands=frozenset({WRITE, OFFER}),
        ),
        Transition(
            TAKE_BACK,
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.DRAFT,
            doing=_("Schlussbericht zurückholen"),
            sentence=_("Eingereichter Schlussbericht zurückgeholt: Die Unterschrift gilt nicht mehr."),
            roles=OFFICER | LEAD,
            needs_reason=True,
        ),
        Transition(
            RETURN,
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.RETURNED,
            doing=_("Schlussbericht zurückgeben"),
            sentence=_("Schlussbericht zurückgegeben."),
            roles=OFFICE,
            needs_reason=True,
        ),
        Transition(
            ACCEPT,
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.ACCEPTED,
            doing=_("Schlussbericht annehmen und abrechnen"),
            sentence=_("Schlussbericht angenommen."),
            roles=OFFICE,
            other_hands=frozenset({WRITE, OFFER, SIGN}),
        ),
    ],
)
