"""Transition tables as data: from, to, who, and whose hands must be other hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision


@dataclass(frozen=True, slots=True)
class Transition:
    """A move from one of `sources` to `target`.

    `roles` may make it (the operator only where `operator` says so); nobody may make it who took one
    of the steps named in `other_hands` on the same record before. `sentence` tells the trail what
    happened, `doing` the person what they tried.
    """

    name: str
    sources: frozenset[str]
    target: str
    doing: str | Promise
    sentence: str | Promise
    roles: frozenset[str] = frozenset()
    operator: bool = False
    other_hands: frozenset[str] = frozenset()
    needs_reason: bool = False


class TransitionTable:
    """All moves of one kind of record, with the names of its states."""

    def __init__(
        self, object_type: str, labels: Mapping[str, str | Promise], transitions: Iterable[Transition]
    ) -> None:
        self.object_type = object_type
        self.labels = labels
        self._transitions = {transition.name: transition for transition in transitions}

    def __getitem__(self, name: str) -> Transition:
        return self._transitions[name]

    def __iter__(self) -> Iterator[Transition]:
        return iter(self._transitions.values())

    def decide(self, *, name: str, state: str, actor: Actor, hands: dict[str, set[int]]) -> Decision:
        """Whether the actor may make this move now; `hands` are the accounts behind each earlier step."""
        transition = self[name]
        doing = {"doing": transition.doing}
        if state not in transition.sources:
            return Decision.no(
                _("%(doing)s geht nicht: Der Stand ist «%(state)s».") % (doing | {"state": self.labels[state]})
            )
        if actor.is_operator and transition.operator:
            return Decision.yes()
        if actor.is_operator or actor.account_id is None:
            # Whose hands those without account are can never be told: four eyes would not see them again.
            return Decision.no(_("%(doing)s kann nur eine Person mit Konto.") % doing)
        if not actor.has_role(*transition.roles):
            return Decision.no(_("%(doing)s gehört nicht zu Ihrer Rolle.") % doing)
        for step in sorted(transition.other_hands):
            if actor.account_id in hands.get(step, set()):
                return Decision.no(_("%(doing)s muss eine andere Person: Sie haben hier schon mitgewirkt.") % doing)
        return Decision.yes()
