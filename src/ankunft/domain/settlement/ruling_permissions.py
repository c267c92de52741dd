"""Who sees, proposes and decides what is reclaimed from municipalities or refused to them (KS 4.7)."""

from __future__ import annotations

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move
from ankunft.foundation.workflow.tables import TransitionTable

from . import ruling_states as states

SEE_RULINGS = "settlement.ruling.see"
SOURCE = "KS 4.7"

_REFUSAL = _("Über Rückforderungen und Verweigerungen entscheidet der Kanton.")
_PROVISOS = {
    states.PROPOSE: _("Sie gilt erst, wenn eine zweite Person sie entschieden hat."),
    states.DECIDE: _("Wer vorgeschlagen hat, entscheidet nicht."),
    states.CONTEST: _("Solange sie offen ist, wird nichts verrechnet und nichts Verweigertes ausbezahlt."),
    states.UPHOLD: _("Wer vorgeschlagen oder die Einsprache erfasst hat, entscheidet nicht über sie."),
    states.LOWER: _("Wer vorgeschlagen oder die Einsprache erfasst hat, entscheidet nicht über sie."),
    states.DISMISS: _("Wer vorgeschlagen oder die Einsprache erfasst hat, entscheidet nicht über sie."),
    states.FINALISE: _("Keine Einsprache ist offen; wer vorgeschlagen hat, stellt es nicht fest."),
    states.LIFT: _("Wer vorgeschlagen hat, hebt nicht auf."),
    states.WITHDRAW: _("Nur, solange nicht entschieden ist."),
}


def ruling_move(table: TransitionTable, name: str) -> str:
    """The action of whoever takes a reclaim or a refusal along that transition."""
    return f"{table.object_type}.{name}"


RULES = (
    Rule(
        SEE_RULINGS,
        _("Rückforderungen und Verweigerungen sehen"),
        refusal=_("Rückforderungen und Verweigerungen sehen der Kanton und die Gemeinden."),
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        proviso=_("Die Gemeinden sehen, was entschieden ist."),
        source=SOURCE,
    ),
    *(
        Rule(
            ruling_move(table, move.name),
            move.doing,
            refusal=_REFUSAL,
            everywhere=move.roles,
            condition=may_move(table, move.name, attrgetter("reference")),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for table in (states.RECLAIM, states.REFUSAL)
        for move in table
    ),
)
