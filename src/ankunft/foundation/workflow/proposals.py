"""What one person proposes and another confirms: the states and moves that every such record has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .tables import Transition

PROPOSE, CONFIRM, WITHDRAW, REFUSE = "propose", "confirm", "withdraw", "refuse"


class ProposalState(models.TextChoices):
    """What is proposed has its effect once a second person has confirmed it."""

    PROPOSED = "proposed", _("vorgeschlagen")
    CONFIRMED = "confirmed", _("bestätigt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    REFUSED = "refused", _("abgelehnt")


UNREFUSED = (ProposalState.PROPOSED, ProposalState.CONFIRMED, ProposalState.WITHDRAWN)
"""The states of a proposal that nobody refuses: whoever does not confirm it has it withdrawn."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a move is told: to the person who tries it, and to the trail."""

    doing: str | Promise
    sentence: str | Promise


_TARGETS = {
    # The step of whoever enters it: no change of state, but hands that may not confirm.
    PROPOSE: ProposalState.PROPOSED,
    CONFIRM: ProposalState.CONFIRMED,
    WITHDRAW: ProposalState.WITHDRAWN,
    REFUSE: ProposalState.REFUSED,
}


def proposal_moves(
    words: Mapping[str, Words], roles: Mapping[str, frozenset[str]], *, with_reason: frozenset[str] = frozenset()
) -> list[Transition]:
    """The moves that `words` tells, each by whom `roles` names; those of `with_reason` need one.

    Whoever proposed neither confirms nor refuses.
    """
    return [
        Transition(
            name,
            sources=frozenset({ProposalState.PROPOSED}),
            target=_TARGETS[name],
            doing=told.doing,
            sentence=told.sentence,
            roles=roles[name],
            other_hands=frozenset({PROPOSE}) if name in (CONFIRM, REFUSE) else frozenset(),
            needs_reason=name in with_reason,
        )
        for name, told in words.items()
    ]
