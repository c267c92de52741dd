"""Who sees and keeps the credits of the years (KS 4.3.4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move
from ankunft.foundation.workflow.tables import TransitionTable

from . import credit_states as states

SEE_CREDITS = "settlement.credit.see"
SOURCE = "KS 4.3.4"

_PROVISOS = {
    states.PROPOSE: _("Er gilt erst, wenn eine zweite Person ihn bestätigt hat."),
    states.CONFIRM: _("Wer vorgeschlagen hat, bestätigt nicht."),
    states.WITHDRAW: _("Nur, solange nicht bestätigt ist."),
}


def crediting(table: TransitionTable, name: str) -> str:
    """The action of whoever takes a credit or the end of a year along that transition."""
    return f"{table.object_type}.{name}"


RULES = (
    Rule(
        SEE_CREDITS,
        _("Kredite und Jahresabschlüsse sehen"),
        refusal=_("Kredite sieht nur der Kanton."),
        everywhere=CANTONAL,
        operator=True,
        source=SOURCE,
    ),
    *(
        Rule(
            crediting(table, move.name),
            move.doing,
            refusal=_("Kredite und Jahresabschlüsse führen die Finanzen."),
            everywhere=move.roles,
            condition=may_move(table, move.name),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for table in (states.CREDIT, states.YEAR_END)
        for move in table
    ),
)
