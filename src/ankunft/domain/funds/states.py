"""How a version of a plan moves: inputs, consolidation, consultation, decision, and the next one (FP 1, 3.3)."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import BODY_MEMBER, COORDINATION, IIZ_OFFICE
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import OPEN_STATES, VersionState

CONSOLIDATE, REOPEN = "consolidate", "reopen"
CONSULT, CLOSE_CONSULTATION = "consult", "close_consultation"
ADOPT, SUPERSEDE, WITHDRAW, TAKE_OVER = "adopt", "supersede", "withdraw", "take_over"

OFFICE, IIZ, DECIDING = frozenset({COORDINATION}), frozenset({IIZ_OFFICE}), frozenset({BODY_MEMBER})

VERSION = TransitionTable(
    "funds.version",
    dict(VersionState.choices),
    [
        Transition(
            CONSOLIDATE,
            sources=frozenset({VersionState.INPUTS}),
            target=VersionState.CONSOLIDATED,
            doing=_("Finanzplan konsolidieren"),
            sentence=_("Finanzplan konsolidiert: Die Eingaben sind zusammengeführt."),
            roles=OFFICE,
        ),
        Transition(
            REOPEN,
            sources=frozenset({VersionState.CONSOLIDATED, VersionState.CONSULTATION, VersionState.CONSULTED}),
            target=VersionState.INPUTS,
            doing=_("Eingaben wieder öffnen"),
            sentence=_("Finanzplan wieder für Eingaben geöffnet."),
            roles=OFFICE,
            needs_reason=True,
        ),
        Transition(
            CONSULT,
            sources=frozenset({VersionState.CONSOLIDATED}),
            target=VersionState.CONSULTATION,
            doing=_("Stellungnahmen einholen"),
            sentence=_("Gremien der IIZ zur Stellungnahme zum Finanzplan eingeladen."),
            roles=IIZ,
        ),
        Transition(
            CLOSE_CONSULTATION,
            sources=frozenset({VersionState.CONSULTATION}),
            target=VersionState.CONSULTED,
            doing=_("Konsultation abschliessen"),
            sentence=_("Konsultation zum Finanzplan abgeschlossen."),
            roles=IIZ,
        ),
        Transition(
            ADOPT,
            sources=frozenset({VersionState.CONSULTED}),
            target=VersionState.ADOPTED,
            doing=_("Finanzplan beschliessen"),
            sentence=_("Finanzplan beschlossen."),
            roles=DECIDING,
            other_hands=frozenset({CONSOLIDATE, CONSULT, CLOSE_CONSULTATION}),
        ),
        # A plan that was made and decided before Ankunft: the operator takes it over as the decision says it.
        Transition(
            TAKE_OVER,
            sources=frozenset({VersionState.INPUTS}),
            target=VersionState.ADOPTED,
            doing=_("Beschlossenen Finanzplan übernehmen"),
            sentence=_("Beschlossenen Finanzplan aus der Zeit vor Ankunft übernommen."),
            operator=True,
        ),
        # What the next decision does with the version before it.
        Transition(
            SUPERSEDE,
            sources=frozenset({VersionState.ADOPTED}),
            target=VersionState.SUPERSEDED,
            doing=_("Finanzplan ablösen"),
            sentence=_("Finanzplan durch eine neue Fassung abgelöst."),
            roles=DECIDING,
            operator=True,
        ),
        Transition(
            WITHDRAW,
            sources=frozenset(OPEN_STATES),
            target=VersionState.WITHDRAWN,
            doing=_("Fassung zurückziehen"),
            sentence=_("Fassung des Finanzplans zurückgezogen."),
            roles=OFFICE,
            needs_reason=True,
        ),
    ],
)
