"""How a version of a half-year report moves: prepared, signed, then accepted or returned by the canton."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import COORDINATION, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import ReportState

WRITE = "write"
"""The step of whoever entered figures: not a change of state, but hands that may neither sign nor accept."""
OFFER, SIGN, SUBMIT = "offer", "sign", "submit"

REPORT = TransitionTable(
    "reporting.report",
    dict(ReportState.choices),
    [
        # From a file also over what waits to be signed: it then says what the file says.
        Transition(
            name=OFFER,
            sources=frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.OFFERED}),
            target=ReportState.OFFERED,
            doing=_("Zur Unterzeichnung geben"),
            sentence=_("Bericht zur Unterzeichnung gegeben."),
            roles=frozenset({INTEGRATION_OFFICER}),
        ),
        Transition(
            name=SIGN,
            sources=frozenset({ReportState.OFFERED}),
            target=ReportState.SUBMITTED,
            doing=_("Unterzeichnen"),
            sentence=_("Bericht unterzeichnet und eingereicht."),
            roles=frozenset({STRATEGIC_LEAD}),
            other_hands=frozenset({WRITE, OFFER}),
        ),
        Transition(
            name="decline",
            sources=frozenset({ReportState.OFFERED}),
            target=ReportState.RETURNED,
            doing=_("Nachbessern lassen"),
            sentence=_("Bericht nicht unterzeichnet: zum Nachbessern zurückgegeben."),
            roles=frozenset({STRATEGIC_LEAD}),
            needs_reason=True,
        ),
        # Who changes figures that wait to be signed takes them back: signed is only what was seen.
        Transition(
            name="change",
            sources=frozenset({ReportState.OFFERED}),
            target=ReportState.DRAFT,
            doing=_("Ändern"),
            sentence=_("Bericht geändert, bevor er unterzeichnet war: wieder in Arbeit."),
            roles=frozenset({INTEGRATION_OFFICER, COORDINATION}),
        ),
        Transition(
            name="withdraw",
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.DRAFT,
            doing=_("Zurückholen"),
            sentence=_("Eingereichten Bericht zurückgeholt: Die Unterschrift gilt nicht mehr."),
            roles=frozenset({INTEGRATION_OFFICER, STRATEGIC_LEAD}),
            needs_reason=True,
        ),
        # What has come on paper, signed there: a correction that the canton enters itself, or reports in its file.
        Transition(
            name=SUBMIT,
            sources=frozenset({ReportState.DRAFT, ReportState.OFFERED, ReportState.RETURNED}),
            target=ReportState.SUBMITTED,
            doing=_("Einreichen"),
            sentence=_("Bericht eingereicht, wie er der Koordinationsstelle vorliegt."),
            roles=frozenset({COORDINATION}),
        ),
        Transition(
            name="accept",
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.ACCEPTED,
            doing=_("Annehmen"),
            sentence=_("Bericht angenommen."),
            roles=frozenset({COORDINATION}),
            other_hands=frozenset({WRITE, OFFER, SIGN, SUBMIT}),
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
            sources=frozenset({ReportState.DRAFT, ReportState.OFFERED, ReportState.RETURNED}),
            target=ReportState.DISCARDED,
            doing=_("Verwerfen"),
            sentence=_("Korrektur verworfen."),
            roles=frozenset({INTEGRATION_OFFICER, COORDINATION}),
        ),
        # Only in bulk (services/bulk.py): a report on paper or in a file that the operator takes over.
        Transition(
            name="import",
            sources=frozenset({ReportState.DRAFT, ReportState.OFFERED, ReportState.RETURNED, ReportState.SUBMITTED}),
            target=ReportState.ACCEPTED,
            doing=_("Importieren"),
            sentence=_("Bericht importiert: eingereicht und durch den Betrieb angenommen."),
            operator=True,
        ),
    ],
)
