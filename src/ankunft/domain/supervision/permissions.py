"""Who draws samples, who answers, who inspects and who closes (KS 6)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import AUDITOR, CANTONAL, INTEGRATION_OFFICER
from ankunft.domain.settlement.ruling_permissions import ruling_move
from ankunft.domain.settlement.ruling_states import PREPARING, RECLAIM
from ankunft.domain.settlement.ruling_states import PROPOSE as PROPOSE_RECLAIM
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import may_move

from . import states
from .models import SampleItem, SampleState
from .states import SAMPLE

SEE = "supervision.sample.see"
SEE_TRACE = "supervision.payment.see"
ANSWER = "supervision.request.answer"
LOOK = "supervision.evidence.see"
RECLAIM_ITEM = "supervision.reclaim.propose"

__all__ = ["ANSWER", "ANSWERING", "LOOK", "RECLAIM_ITEM", "RULES", "SEE", "SEE_TRACE", "moving", "proposes_reclaims"]

ANSWERING = frozenset({INTEGRATION_OFFICER})

_REFUSAL = _("Stichproben ziehen und prüfen die Stellen des Kantons.")
_PROVISOS = {
    states.DRAW: _("Was gezogen ist, bleibt sichtbar: mit Startwert, Umfang und Prüfsumme."),
    states.REQUEST: _("Mit einer Frist."),
    states.JUDGE: _("Wenn die Gemeinde geantwortet hat oder die Frist vorbei ist."),
    states.INSPECT: _("Wenn jedes Gespräch eine Feststellung hat."),
    states.CLOSE: _("Wer geprüft hat, schliesst nicht ab."),
    states.SEND_BACK: _("Mit Begründung."),
    states.DROP: _("Nur, solange keine Belege verlangt sind."),
}


def moving(name: str) -> str:
    """The action of whoever takes a sample along that transition."""
    return f"{SAMPLE.object_type}.{name}"


def proposes_reclaims() -> str:
    """The action of the settlement without which no reclaim comes of a finding."""
    return ruling_move(RECLAIM, PROPOSE_RECLAIM)


def _while_it_runs(actor: Actor, item: SampleItem) -> Decision:
    """Evidence is opened from the request to the close; afterwards by auditors alone."""
    state = item.sample.state
    if state in (SampleState.REQUESTED, SampleState.INSPECTED):
        return Decision.yes()
    if state == SampleState.CLOSED and actor.has_role(AUDITOR):
        return Decision.yes()
    if state == SampleState.CLOSED:
        return Decision.no(str(_("Die Stichprobe ist abgeschlossen: Ihre Belege öffnet nur noch die Revision.")))
    return Decision.no(str(_("Belege werden erst geöffnet, wenn sie bei der Gemeinde verlangt sind.")))


RULES = (
    Rule(
        SEE,
        _("Stichproben sehen"),
        refusal=_REFUSAL,
        everywhere=CANTONAL,
        operator=True,
        source="KS 6",
    ),
    *(
        Rule(
            moving(move.name),
            move.doing,
            refusal=_REFUSAL,
            everywhere=move.roles,
            condition=may_move(SAMPLE, move.name),
            proviso=_PROVISOS[move.name],
            source="KS 6",
        )
        for move in SAMPLE
    ),
    Rule(
        LOOK,
        _("Belege von Gesprächen einer Stichprobe ansehen"),
        refusal=_("Belege sieht die Gemeinde, und der Kanton nur in einer Stichprobe."),
        everywhere=CANTONAL,
        condition=_while_it_runs,
        proviso=_("Solange die Stichprobe läuft, die Revision auch danach. Jedes Ansehen wird festgehalten."),
        source="KS 6",
    ),
    Rule(
        RECLAIM_ITEM,
        _("Aus einer Feststellung eine Rückforderung vorschlagen"),
        refusal=_("Rückforderungen schlagen die Koordinationsstelle und die Finanzen vor."),
        everywhere=PREPARING,
        source="KS 4.7, 6",
    ),
    Rule(
        ANSWER,
        _("Auf eine Stichprobe antworten"),
        refusal=_("Auf Stichproben antworten die Integrationsbeauftragten der Gemeinde."),
        foreign=_("Dafür ist eine andere Gemeinde zuständig."),
        responsible=ANSWERING,
        source="KS 6",
    ),
    Rule(
        SEE_TRACE,
        _("Von einer Zahlung bis zu den Gesprächen nachsehen"),
        refusal=_("Den Weg einer Zahlung sehen die Stellen des Kantons. Ihre Beiträge finden Sie unter «Beiträge»."),
        everywhere=CANTONAL,
        operator=True,
        source="KS 6",
    ),
)
