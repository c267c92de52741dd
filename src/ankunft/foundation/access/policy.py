"""Who may do what, as one table that can be read, and whose records are whose.

Each room registers its rules, says to which organisations its records belong, and which of them an actor sees. The
table of all rules is what `can` decides by and what the page of rights shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

Text = str | Promise
Belongs = Callable[[Any], frozenset[str]]
Visible = Callable[[Actor], QuerySet[Any]]
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True, slots=True)
class Rule:
    """One action and who may take it.

    `everywhere` names the roles that may for every record, `own` those that may for records of an organisation in
    which they hold the role. `anyone` is everybody who is signed in. `operator` is whoever has the command line.
    `refusal` is what somebody without a fitting role reads, `foreign` what is read where the record is another
    organisation's. `condition` may still refuse: four eyes, a purpose that is not given. `source` is the paragraph.
    """

    action: str
    label: Text
    refusal: Text
    everywhere: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    foreign: Text = ""
    anyone: bool = False
    operator: bool = False
    condition: Callable[[Actor, Any], Decision] | None = None
    source: str = ""

    @property
    def roles(self) -> frozenset[str]:
        return self.everywhere | self.own


_rules: dict[str, Rule] = {}
_belongs: dict[type[Model], Belongs] = {}
_visible: dict[type[Model], Visible] = {}


def register(rules: Iterable[Rule]) -> None:
    """Make the rules of a room known; ValueError where an action has a rule already."""
    for rule in rules:
        if _rules.setdefault(rule.action, rule) is not rule:
            raise ValueError(f"{rule.action} has two rules")


def register_owner(model: type[Model], belongs: Belongs) -> None:
    """Say to which organisations (their codes) a record of that model belongs today."""
    _belongs[model] = belongs


def register_visible(model: type[Model], visible: Visible) -> None:
    """Say which records of that model an actor sees."""
    _visible[model] = visible


def rules() -> list[Rule]:
    """Every rule, by action: the room's name comes first in it."""
    return [_rules[action] for action in sorted(_rules)]


def can(actor: Actor, action: str, record: Any = None) -> Decision:
    """Whether the actor may take that action, with the reason if not.

    Without a record: whether there is any for which the actor might. KeyError if there is no such action.
    """
    rule = _rules[action]
    decision = _by_role(rule, actor, record)
    if decision and rule.condition:
        return rule.condition(actor, record)
    return decision


def _by_role(rule: Rule, actor: Actor, record: Any) -> Decision:
    if actor.is_operator:
        return Decision(rule.operator, "" if rule.operator else str(rule.refusal))
    if rule.anyone or actor.has_role(*rule.everywhere):
        return Decision.yes()
    if not actor.has_role(*rule.own):
        return Decision.no(str(rule.refusal))
    if record is None or not actor.organisations(*rule.own).isdisjoint(owners(record)):
        return Decision.yes()
    return Decision.no(str(rule.foreign or rule.refusal))


def owners(record: Any) -> frozenset[str]:
    """The codes of the organisations to which a record belongs; KeyError if its room has not said so."""
    return _belongs[type(record)](record)


def visible_to(actor: Actor, model: type[Record]) -> QuerySet[Record]:
    """The records of that model which the actor sees; KeyError if its room has not said which."""
    return _visible[model](actor)


def governed() -> frozenset[type[Model]]:
    """The models of which it is said who sees which records."""
    return frozenset(_visible)
