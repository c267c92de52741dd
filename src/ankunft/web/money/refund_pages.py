"""Refunds as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ankunft.domain.funds import transfer_states as states
from ankunft.domain.funds.models import FundingSource, Refund
from ankunft.domain.funds.money_permissions import moving
from ankunft.domain.funds.selectors.money import refunds_for
from ankunft.domain.funds.selectors.refunds import refundable
from ankunft.domain.funds.transfer_states import REFUND
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor

from .words import MOVEMENT_KINDS


class RefundRow(NamedTuple):
    """A refund in a list; `taken` is below zero where it left the source, as plans show it."""

    one: Refund
    label: Promise | str
    kind: str
    taken: int


def way(refund: Refund) -> str:
    """From where to where it went."""
    if refund.reverses_id is None:
        return _("%(source)s → SEM") % {"source": refund.source.label}
    return _("SEM → %(source)s") % {"source": refund.source.label}


def refund_rows(refunds: Iterable[Refund]) -> list[RefundRow]:
    """Refunds with the words of their state, and their sign."""
    return [
        RefundRow(
            one,
            REFUND.labels[one.state],
            MOVEMENT_KINDS[one.state],
            one.amount if one.reverses_id is not None else -one.amount,
        )
        for one in refunds
    ]


def of_source(source: FundingSource, actor: Actor) -> dict[str, Any]:
    """What went back of a source, and whether the person may propose that more did."""
    may_propose = bool(can(actor, moving(REFUND, states.PROPOSE)))
    return {
        "refunds": refund_rows(refunds_for(actor, source)),
        "may_refund": may_propose and (refundable(source, actor) or 0) > 0,
    }
