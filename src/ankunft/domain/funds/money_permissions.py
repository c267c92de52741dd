"""Who says what sources may bear, who keeps their books, who assigns and projects (FP 2.3, 2.4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import COORDINATION, IIZ_OFFICE
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move

from . import transfer_states as states
from .models import Transfer
from .permissions import READERS
from .transfer_states import KEEPERS, TRANSFER

SEE_MONEY = "funds.money.see"
SET_TERMS = "funds.terms.set"
RECORD_TRANCHE = "funds.tranche.record"
BOOK = "funds.booking.record"
SET_COSTS = "funds.costs.set"
ASSIGN = "funds.assignment.set"
PROJECT = "funds.projection.run"

_OFFICE = frozenset({COORDINATION})
_BOOKS = _("Tranchen und Buchungen führen die Koordinationsstelle Integration und die Finanzen.")
_PROVISOS = {
    states.PROPOSE: _("Mit Beschluss und Begründung; sie gilt erst, wenn eine zweite Person sie bestätigt hat."),
    states.CONFIRM: _("Wer vorgeschlagen hat, bestätigt nicht; höchstens, was die Quelle noch hat."),
    states.WITHDRAW: _("Mit Begründung, solange sie nicht bestätigt ist."),
}


def moving_transfer(name: str) -> str:
    """The action of whoever takes a transfer along that transition."""
    return f"{TRANSFER.object_type}.{name}"


def key_of_transfer(transfer: Transfer) -> str:
    """Under which name the trail knows a transfer."""
    return transfer.reference


RULES = (
    Rule(
        SEE_MONEY,
        _("Tranchen, Buchungen und Hochrechnungen sehen"),
        refusal=_("Tranchen, Buchungen und Hochrechnungen sehen die Stellen des Kantons und die Gremien der IIZ."),
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
    *(
        Rule(
            moving_transfer(move.name),
            move.doing,
            refusal=_("Geld zwischen Quellen buchen die Koordinationsstelle Integration und die Finanzen um."),
            everywhere=move.roles,
            condition=may_move(TRANSFER, move.name, key_of_transfer),
            proviso=_PROVISOS[move.name],
            source="FP 2.3",
        )
        for move in TRANSFER
    ),
)
