"""How a version of the integration programme moves: written, submitted, agreed (KIP3 2.3, 3.2, 3.3)."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, IIZ_OFFICE
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import ON_ITS_WAY, ProgrammeState

WRITE, SUBMIT, AGREE = "write", "submit", "agree"
SUPERSEDE, CLOSE, WITHDRAW = "supersede", "close", "withdraw"

OFFICE = frozenset({COORDINATION})
"""The integration delegate submits the programme (KIP3 3.2)."""
RECORDING = frozenset({COORDINATION, APPROVER, IIZ_OFFICE})
"""Who records that the government approved the agreement, with other hands."""

PROGRAMME = TransitionTable(
    "funds.programme",
    dict(ProgrammeState.choices),
    [
        Transition(
            WRITE,
            sources=frozenset({ProgrammeState.DRAFT}),
            target=ProgrammeState.DRAFT,
            doing=_("Integrationsprogramm erfassen"),
            sentence=_("Integrationsprogramm erfasst."),
            roles=OFFICE,
        ),
        Transition(
            SUBMIT,
            sources=frozenset({ProgrammeState.DRAFT}),
            target=ProgrammeState.SUBMITTED,
            doing=_("Programmeingabe festhalten"),
            sentence=_("Integrationsprogramm beim SEM eingereicht."),
            roles=OFFICE,
        ),
        Transition(
            AGREE,
            sources=frozenset({ProgrammeState.SUBMITTED}),
            target=ProgrammeState.AGREED,
            doing=_("Programmvereinbarung festhalten"),
            sentence=_("Programmvereinbarung abgeschlossen."),
            roles=RECORDING,
            other_hands=frozenset({WRITE, SUBMIT}),
        ),
        # What the agreement on the next version does with the one before it.
        Transition(
            SUPERSEDE,
            sources=frozenset({ProgrammeState.AGREED}),
            target=ProgrammeState.SUPERSEDED,
            doing=_("Fassung des Programms ablösen"),
            sentence=_("Fassung des Integrationsprogramms durch eine neue Vereinbarung abgelöst."),
            roles=RECORDING,
        ),
        Transition(
            CLOSE,
            sources=frozenset({ProgrammeState.AGREED}),
            target=ProgrammeState.CLOSED,
            doing=_("Integrationsprogramm abschliessen"),
            sentence=_("Integrationsprogramm abgeschlossen."),
            roles=OFFICE,
        ),
        Transition(
            WITHDRAW,
            sources=frozenset(ON_ITS_WAY),
            target=ProgrammeState.WITHDRAWN,
            doing=_("Fassung des Programms zurückziehen"),
            sentence=_("Fassung des Integrationsprogramms zurückgezogen."),
            roles=OFFICE,
            needs_reason=True,
        ),
    ],
)
