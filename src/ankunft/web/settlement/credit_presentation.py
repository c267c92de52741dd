"""The credit of a year as pages show it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.settlement import credit_states as states
from ankunft.domain.settlement import selectors
from ankunft.domain.settlement.credit_permissions import crediting
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.models.credits import OfCredit
from ankunft.domain.settlement.states import RELEASED
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.tables import TransitionTable

from .words import PROPOSAL_KINDS


def credit_notice(run: Run) -> dict[str, Any]:
    """What the page of an open run says of the credit of its year: that none is recorded, or that it is not enough."""
    if run.state == RELEASED:
        return {}
    standing = selectors.credit_standing(run.month.year, scheme=run.scheme, besides=run)
    year = f"{run.month.year} «{run.title}»" if run.title else run.month.year
    if standing.granted is None:
        words, kind = (
            _("Für %(year)s ist kein Kredit bestätigt: Die Freigabe prüft ihn nicht.") % {"year": year},
            "warning",
        )
    elif excess := standing.exceeded_by(selectors.payments_in(run)):
        words = _("Der Kredit %(year)s reicht nicht: Es fehlen %(excess)s. So wird der Lauf nicht freigegeben.")
        words, kind = words % {"year": year, "excess": Money(excess)}, "bad"
    else:
        return {}
    return {"credit_words": words, "credit_kind": kind, "credit_url": reverse("credits")}


def moves_of(one: OfCredit, table: TransitionTable, actor: Actor) -> dict[str, Any]:
    """What may be done with a proposal, and why not."""
    is_open = one.state == ProposalState.PROPOSED
    confirming = can(actor, crediting(table, states.CONFIRM), one) if is_open else None
    waits = confirming is not None and not confirming and can(actor, crediting(table, states.CONFIRM))
    return {
        "one": one,
        "state": table.labels[one.state],
        "kind": PROPOSAL_KINDS[one.state],
        "may_confirm": bool(confirming),
        "why_not": confirming.reason if waits and confirming is not None else "",
        "may_withdraw": is_open and bool(can(actor, crediting(table, states.WITHDRAW), one)),
    }
