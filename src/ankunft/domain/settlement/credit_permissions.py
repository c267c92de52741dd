"""Who sees and keeps the credits of the years (KS 4.3.4)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import hands_on
from ankunft.foundation.workflow.tables import TransitionTable

from . import credit_states as states
from .models.credits import OfCredit

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


def _fits(table: TransitionTable, name: str) -> Callable[[Actor, OfCredit], Decision]:
    def decide(actor: Actor, one: OfCredit) -> Decision:
        hands = hands_on(table.object_type, str(one.pk))
        return table.decide(name=name, state=one.state, actor=actor, hands=hands)

    return decide


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
            condition=_fits(table, move.name),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for table in (states.CREDIT, states.YEAR_END)
        for move in table
    ),
)
