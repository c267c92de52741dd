"""How the first information of somebody who arrived moves: invited, informed, or why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import ArrivalState

_OFFICERS = frozenset({INTEGRATION_OFFICER})

ARRIVAL = TransitionTable(
    "arrivals.arrival",
    dict(ArrivalState.choices),
    [
        Transition(
            name="invite",
            sources=frozenset({ArrivalState.OPEN}),
            target=ArrivalState.INVITED,
            doing=_("Einladen"),
            sentence=_("Zum Gespräch eingeladen."),
            roles=_OFFICERS,
            operator=True,
        ),
        Transition(
            name="inform",
            sources=frozenset({ArrivalState.OPEN, ArrivalState.INVITED, ArrivalState.WAIVED}),
            target=ArrivalState.INFORMED,
            doing=_("Als informiert festhalten"),
            sentence=_("Gespräch durchgeführt."),
            roles=_OFFICERS,
            operator=True,
        ),
        # The appointment was cancelled, or what was recorded of an interview is taken back.
        Transition(
            name="reopen",
            sources=frozenset({ArrivalState.INVITED, ArrivalState.INFORMED}),
            target=ArrivalState.OPEN,
            doing=_("Wieder öffnen"),
            sentence=_("Wieder offen: Es gibt keinen Termin mehr."),
            roles=_OFFICERS,
            operator=True,
        ),
        # The interview was not held after all; its appointment stands.
        Transition(
            name="reinvite",
            sources=frozenset({ArrivalState.INFORMED}),
            target=ArrivalState.INVITED,
            doing=_("Wieder auf eingeladen setzen"),
            sentence=_("Wieder eingeladen: Das Gespräch hat nicht stattgefunden."),
            roles=_OFFICERS,
            operator=True,
        ),
        Transition(
            name="waive",
            sources=frozenset({ArrivalState.OPEN, ArrivalState.INVITED}),
            target=ArrivalState.WAIVED,
            doing=_("Auf das Gespräch verzichten"),
            sentence=_("Kein Gespräch; der Grund steht beim Zuzug."),
            roles=_OFFICERS,
            # Where the register tells that somebody has left before they could be invited.
            operator=True,
        ),
        # The register recalls its message, or the entry was a mistake. Whoever was informed has arrived.
        Transition(
            name="recall",
            sources=frozenset({ArrivalState.OPEN, ArrivalState.INVITED, ArrivalState.WAIVED}),
            target=ArrivalState.RECALLED,
            doing=_("Zuzug widerrufen"),
            sentence=_("Zuzug widerrufen."),
            roles=_OFFICERS,
            operator=True,
        ),
        # Taking back «waive» and «recall», to where it was before.
        Transition(
            name="resume",
            sources=frozenset({ArrivalState.WAIVED, ArrivalState.RECALLED}),
            target=ArrivalState.OPEN,
            doing=_("Rückgängig machen"),
            sentence=_("Rückgängig gemacht: wieder einzuladen."),
            roles=_OFFICERS,
            operator=True,
        ),
        Transition(
            name="resume_invited",
            sources=frozenset({ArrivalState.WAIVED, ArrivalState.RECALLED}),
            target=ArrivalState.INVITED,
            doing=_("Rückgängig machen"),
            sentence=_("Rückgängig gemacht: wieder eingeladen."),
            roles=_OFFICERS,
            operator=True,
        ),
    ],
)
