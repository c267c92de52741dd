"""What a municipality owes by a day: reports, self-declarations, and what later rooms say that it owes besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ankunft.domain.roles import INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.foundation.kernel.actor import Actor

from .deadlines import escalates
from .models import Obligation

OFFICERS, LEADS = frozenset({INTEGRATION_OFFICER}), frozenset({STRATEGIC_LEAD})


@dataclass(frozen=True, slots=True)
class Owed:
    """What one municipality owes. `waits_for_signature`: it is the strategic lead's turn, and nobody else's.

    `kind` is an Obligation, or what a later room calls its own; such a one has its `label`. `source`: where it stands.
    """

    kind: str
    municipality_id: int
    bfs_number: int
    name: str
    term: str
    due_on: date
    waits_for_signature: bool = False
    label: str = ""
    source: str = "KS 5.2"

    def roles(self, stage: int) -> frozenset[str]:
        """Who is reminded: the officer, after the deadline the strategic lead too."""
        if self.waits_for_signature:
            return LEADS
        return OFFICERS | LEADS if escalates(stage) else OFFICERS

    @property
    def called(self) -> str:
        """What people call it, without its term."""
        return self.label or str(Obligation(self.kind).label)


Owing = Callable[[Actor, date], list[Owed]]
"""Everything of one sort that is asked for on a day and not handed in, of whom the actor sees; due already or not."""

_others: list[Owing] = []


def register(owing: Owing) -> None:
    """Have municipalities reminded of something else. Called once when the application starts."""
    _others.append(owing)


def owed_besides(actor: Actor, day: date) -> list[Owed]:
    """What is owed on that day besides reports and self-declarations."""
    return [one for owing in _others for one in owing(actor, day)]
