"""Who says what sources may bear, who keeps their books, who assigns and projects (FP 2.3, 2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import COORDINATION, IIZ_OFFICE
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move
from ankunft.foundation.workflow.tables import TransitionTable

from . import transfer_states as states
from .models import Movement, Refund, Transfer
from .permissions import READERS
from .transfer_states import KEEPERS, REFUND, TRANSFER

SEE_MONEY = "funds.money.see"
SET_TERMS = "funds.terms.set"
RECORD_TRANCHE = "funds.tranche.record"
BOOK = "funds.booking.record"
TAKE_COSTS = "funds.costs.take_over"
SET_COSTS = "funds.costs.set"
ASSIGN = "funds.assignment.set"
PROJECT = "funds.projection.run"

_OFFICE = frozenset({COORDINATION})
_BOOKS = _("Tranchen und Buchungen führen die Koordinationsstelle Integration und die Finanzen.")
_CONFIRMED = _("Wer vorgeschlagen hat, bestätigt nicht; höchstens, was die Quelle noch hat.")
_WITHDRAWN = _("Mit Begründung, solange sie nicht bestätigt ist.")
_OF_TRANSFERS = {
    states.PROPOSE: _("Mit Beschluss und Begründung; sie gilt erst, wenn eine zweite Person sie bestätigt hat."),
    states.CONFIRM: _CONFIRMED,
    states.WITHDRAW: _WITHDRAWN,
}
_OF_REFUNDS = {
    states.PROPOSE: _(
        "Nur Mittel des Bundes, mit dem Schreiben des SEM, vor der Frist mit Begründung; sie gilt erst, wenn eine "
        "zweite Person sie bestätigt hat."
    ),
    states.CONFIRM: _CONFIRMED,
    states.WITHDRAW: _WITHDRAWN,
}
TABLES: dict[type[Movement], TransitionTable] = {Transfer: TRANSFER, Refund: REFUND}
"""How each way in which money leaves a source moves."""


def moving(table: TransitionTable, name: str) -> str:
    """The action of whoever takes a record of that table along that transition."""
    return f"{table.object_type}.{name}"


def key_of_movement(movement: Movement) -> str:
    """Under which name the trail knows money that leaves a source."""
    return movement.reference


def _moves(table: TransitionTable, refusal: Promise, provisos: Mapping[str, Promise]) -> Iterator[Rule]:
    for move in table:
        yield Rule(
            moving(table, move.name),
            move.doing,
            refusal=refusal,
            everywhere=move.roles,
            condition=may_move(table, move.name, key_of_movement),
            proviso=provisos[move.name],
            source="FP 2.3",
        )


RULES = (
    Rule(
        SEE_MONEY,
        _("Tranchen, Buchungen und Hochrechnungen sehen"),
        refusal=_(
            "Tranchen, Buchungen und Hochrechnungen sehen die Stellen des Kantons, die Regelstrukturen und die Gremien "
            "der IIZ."
        ),
        everywhere=READERS,
        operator=True,
        source="FP 2.4",
    ),
    Rule(
        SET_TERMS,
        _("Bedingungen einer Quelle und Pauschalen je Person erfassen"),
        refusal=_("Bedingungen von Quellen erfasst die Koordinationsstelle Integration."),
        everywhere=_OFFICE,
        operator=True,
        source="FP 1, 2.3",
    ),
    Rule(
        RECORD_TRANCHE,
        _("Tranche einer Quelle erfassen"),
        refusal=_BOOKS,
        everywhere=KEEPERS,
        operator=True,
        source="Art. 58 AIG",
    ),
    Rule(
        BOOK,
        _("Aufwendungen auf eine Position buchen"),
        refusal=_BOOKS,
        everywhere=KEEPERS,
        source="FP 2.4",
    ),
    Rule(
        TAKE_COSTS,
        _("Läufe und Projektbeiträge auf ihre Positionen übernehmen"),
        refusal=_BOOKS,
        everywhere=KEEPERS,
        operator=True,
        source="FP 2.4",
    ),
    Rule(
        SET_COSTS,
        _("Bestimmen, auf welche Position Läufe und Projektbeiträge gebucht werden"),
        refusal=_("Wohin gebucht wird, bestimmt die Koordinationsstelle Integration."),
        everywhere=_OFFICE,
        source="FP 2.4",
    ),
    Rule(
        ASSIGN,
        _("Von Hand bestimmen, welche Quelle eine Position trägt"),
        refusal=_("Welche Quelle was trägt, bestimmt die Koordinationsstelle Integration."),
        everywhere=_OFFICE,
        source="FP 2.3",
    ),
    Rule(
        PROJECT,
        _("Hochrechnung eines Finanzplans rechnen"),
        refusal=_(
            "Hochrechnungen rechnen die Koordinationsstelle Integration, die Finanzen und die Geschäftsstelle IIZ."
        ),
        everywhere=KEEPERS | {IIZ_OFFICE},
        operator=True,
        source="FP 2.4, 3.4",
    ),
    *_moves(
        TRANSFER,
        _("Geld zwischen Quellen buchen die Koordinationsstelle Integration und die Finanzen um."),
        _OF_TRANSFERS,
    ),
    *_moves(
        REFUND,
        _("Was dem SEM zurückerstattet wird, halten die Koordinationsstelle Integration und die Finanzen fest."),
        _OF_REFUNDS,
    ),
)
