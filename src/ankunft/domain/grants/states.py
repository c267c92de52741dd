"""How a project moves: prepared and signed by the municipality, assessed by two, decided by another (KS 4.3.4).

How its report moves stands in `report_states`.
"""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import InstalmentState, ProjectState

WRITE, OFFER, DECLINE, SIGN, TAKE_BACK, ABANDON = "write", "offer", "decline", "sign", "take_back", "abandon"
RETURN, FIND_COMPLETE, ASSESS, ASSESS_LAST = "return", "find_complete", "assess", "assess_last"
GRANT, REJECT, AGREE = "grant", "reject", "agree"
REPORT, REOPEN, CLOSE = "report", "reopen", "close"
PROPOSE, SEND_BACK, RELEASE, LOWER, LAPSE = "propose", "send_back", "release", "lower", "lapse"

OFFICER, LEAD = frozenset({INTEGRATION_OFFICER}), frozenset({STRATEGIC_LEAD})
OFFICE, DECIDING = frozenset({COORDINATION}), frozenset({APPROVER})
FINANCE = frozenset({FINANCE_OFFICER})

OF_THE_MUNICIPALITY = frozenset({WRITE, OFFER, SIGN})
OF_THE_OFFICE = frozenset({FIND_COMPLETE, ASSESS, ASSESS_LAST})

PROJECT = TransitionTable(
    "grants.project",
    dict(ProjectState.choices),
    [
        # Whoever changes what waits to be signed takes it back to work: signed is only what was seen.
        Transition(
            WRITE,
            sources=frozenset({ProjectState.DRAFT, ProjectState.RETURNED, ProjectState.OFFERED}),
            target=ProjectState.DRAFT,
            doing=_("Projektgesuch erfassen"),
            sentence=_("Projektgesuch erfasst."),
            roles=OFFICER,
        ),
        Transition(
            OFFER,
            sources=frozenset({ProjectState.DRAFT}),
            target=ProjectState.OFFERED,
            doing=_("Projektgesuch zur Unterzeichnung geben"),
            sentence=_("Projektgesuch zur Unterzeichnung gegeben."),
            roles=OFFICER,
        ),
        Transition(
            DECLINE,
            sources=frozenset({ProjectState.OFFERED}),
            target=ProjectState.RETURNED,
            doing=_("Projektgesuch nachbessern lassen"),
            sentence=_("Projektgesuch nicht unterzeichnet: zum Nachbessern zurückgegeben."),
            roles=LEAD,
            needs_reason=True,
        ),
        Transition(
            SIGN,
            sources=frozenset({ProjectState.OFFERED}),
            target=ProjectState.SUBMITTED,
            doing=_("Projektgesuch unterzeichnen"),
            sentence=_("Projektgesuch unterzeichnet und eingereicht."),
            roles=LEAD,
            other_hands=frozenset({WRITE, OFFER}),
        ),
        Transition(
            TAKE_BACK,
            sources=frozenset({ProjectState.SUBMITTED}),
            target=ProjectState.DRAFT,
            doing=_("Projektgesuch zurückholen"),
            sentence=_("Eingereichtes Projektgesuch zurückgeholt: Die Unterschrift gilt nicht mehr."),
            roles=OFFICER | LEAD,
            needs_reason=True,
        ),
        Transition(
            RETURN,
            sources=frozenset({ProjectState.SUBMITTED}),
            target=ProjectState.RETURNED,
            doing=_("Projektgesuch zurückgeben"),
            sentence=_("Projektgesuch als unvollständig zurückgegeben."),
            roles=OFFICE,
            needs_reason=True,
        ),
        Transition(
            FIND_COMPLETE,
            sources=frozenset({ProjectState.SUBMITTED}),
            target=ProjectState.COMPLETE,
            doing=_("Vollständigkeit bestätigen"),
            sentence=_("Projektgesuch ist vollständig; es wird beurteilt."),
            roles=OFFICE,
            other_hands=OF_THE_MUNICIPALITY,
        ),
        Transition(
            ASSESS,
            sources=frozenset({ProjectState.COMPLETE}),
            target=ProjectState.COMPLETE,
            doing=_("Projektgesuch beurteilen"),
            sentence=_("Erste Beurteilung des Projektgesuchs abgegeben."),
            roles=OFFICE,
            other_hands=OF_THE_MUNICIPALITY | {ASSESS},
        ),
        Transition(
            ASSESS_LAST,
            sources=frozenset({ProjectState.COMPLETE}),
            target=ProjectState.ASSESSED,
            doing=_("Projektgesuch als zweite Person beurteilen"),
            sentence=_("Zweite Beurteilung des Projektgesuchs abgegeben."),
            roles=OFFICE,
            other_hands=OF_THE_MUNICIPALITY | {ASSESS},
        ),
        Transition(
            GRANT,
            sources=frozenset({ProjectState.ASSESSED}),
            target=ProjectState.GRANTED,
            doing=_("Projektbeitrag bewilligen"),
            sentence=_("Projektbeitrag bewilligt."),
            roles=DECIDING,
            other_hands=OF_THE_MUNICIPALITY | OF_THE_OFFICE,
        ),
        Transition(
            REJECT,
            sources=frozenset({ProjectState.ASSESSED}),
            target=ProjectState.REJECTED,
            doing=_("Projektgesuch ablehnen"),
            sentence=_("Projektgesuch abgelehnt."),
            roles=DECIDING,
            other_hands=OF_THE_MUNICIPALITY | OF_THE_OFFICE,
            needs_reason=True,
        ),
        Transition(
            AGREE,
            sources=frozenset({ProjectState.GRANTED}),
            target=ProjectState.RUNNING,
            doing=_("Vereinbarung festhalten"),
            sentence=_("Vereinbarung abgeschlossen: Das Projekt läuft."),
            roles=OFFICE,
        ),
        # The three moves that the report takes the project along with (`report_states`).
        Transition(
            REPORT,
            sources=frozenset({ProjectState.RUNNING}),
            target=ProjectState.REPORTED,
            doing=_("Über das Projekt berichten"),
            sentence=_("Über das Projekt ist berichtet."),
            roles=LEAD,
        ),
        Transition(
            REOPEN,
            sources=frozenset({ProjectState.REPORTED}),
            target=ProjectState.RUNNING,
            doing=_("Bericht über das Projekt zurückgeben oder zurückholen"),
            sentence=_("Der Bericht über das Projekt ist wieder in Arbeit."),
            roles=OFFICER | LEAD | OFFICE,
            needs_reason=True,
        ),
        Transition(
            CLOSE,
            sources=frozenset({ProjectState.REPORTED}),
            target=ProjectState.CLOSED,
            doing=_("Projekt abrechnen"),
            sentence=_("Projekt abgerechnet."),
            roles=OFFICE,
            other_hands=OF_THE_MUNICIPALITY,
        ),
        Transition(
            ABANDON,
            sources=frozenset(
                {
                    ProjectState.DRAFT,
                    ProjectState.OFFERED,
                    ProjectState.RETURNED,
                    ProjectState.SUBMITTED,
                    ProjectState.COMPLETE,
                    ProjectState.ASSESSED,
                    ProjectState.GRANTED,
                }
            ),
            target=ProjectState.ABANDONED,
            doing=_("Projektgesuch zurückziehen"),
            sentence=_("Projektgesuch endgültig zurückgezogen."),
            roles=OFFICER | LEAD,
            needs_reason=True,
        ),
    ],
)

INSTALMENT = TransitionTable(
    "grants.instalment",
    dict(InstalmentState.choices),
    [
        Transition(
            PROPOSE,
            sources=frozenset({InstalmentState.PLANNED}),
            target=InstalmentState.PROPOSED,
            doing=_("Rate zur Freigabe vorschlagen"),
            sentence=_("Rate eines Projektbeitrags zur Freigabe vorgeschlagen."),
            roles=FINANCE,
        ),
        Transition(
            SEND_BACK,
            sources=frozenset({InstalmentState.PROPOSED}),
            target=InstalmentState.PLANNED,
            doing=_("Rate zurückgeben"),
            sentence=_("Rate eines Projektbeitrags nicht freigegeben."),
            roles=FINANCE | DECIDING,
            needs_reason=True,
        ),
        Transition(
            RELEASE,
            sources=frozenset({InstalmentState.PROPOSED}),
            target=InstalmentState.PAID,
            doing=_("Rate freigeben"),
            sentence=_("Rate eines Projektbeitrags freigegeben und ausbezahlt."),
            roles=DECIDING,
            other_hands=frozenset({PROPOSE}),
        ),
        # What the closing account leaves of an instalment that is not paid: some of it, or nothing.
        Transition(
            LOWER,
            sources=frozenset({InstalmentState.PLANNED}),
            target=InstalmentState.PLANNED,
            doing=_("Rate kürzen"),
            sentence=_("Rate eines Projektbeitrags durch die Schlussabrechnung gekürzt."),
            roles=OFFICE,
        ),
        Transition(
            LAPSE,
            sources=frozenset({InstalmentState.PLANNED}),
            target=InstalmentState.LAPSED,
            doing=_("Rate entfallen lassen"),
            sentence=_("Rate eines Projektbeitrags entfällt durch die Schlussabrechnung."),
            roles=OFFICE,
        ),
    ],
)
