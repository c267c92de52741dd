"""Who sees schemes, and who defines them and their tariffs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move
from ankunft.foundation.workflow.tables import TransitionTable

from . import states

SEE_SCHEMES = "schemes.scheme.see"
SOURCE = "KS 2, 4.3.3"

_PROVISOS = {
    states.PROPOSE: _("Es gilt erst, wenn eine zweite Person es bestätigt hat."),
    states.CONFIRM: _("Wer vorgeschlagen hat, bestätigt nicht."),
    states.WITHDRAW: _("Nur, solange nicht bestätigt ist."),
}


def defining(table: TransitionTable, name: str) -> str:
    """The action of whoever takes a definition or a tariff along that transition."""
    return f"{table.object_type}.{name}"


RULES = (
    Rule(
        SEE_SCHEMES,
        _("Programme mit ihren Beiträgen, Voraussetzungen und Tarifen sehen"),
        refusal=_("Bitte melden Sie sich an."),
        anyone=True,
        operator=True,
        proviso=_("Was erst vorgeschlagen ist, sieht nur der Kanton."),
        source=SOURCE,
    ),
    *(
        Rule(
            defining(table, move.name),
            move.doing,
            refusal=_("Programme und ihre Tarife führt der Kanton."),
            everywhere=move.roles,
            operator=move.operator,
            condition=may_move(table, move.name),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for table in (states.DEFINITION, states.TARIFF)
        for move in table
    ),
)
