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
Codes = frozenset[str]
Belongs = Callable[[Any], Codes]
Ids = Callable[[Codes], Iterable[int]]
Visible = Callable[[Actor], QuerySet[Any]]
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True, slots=True)
class Rule:
    """One action and who may take it.

    `everywhere` names the roles that may for every record, `own` those that may for records of an organisation in
    which they hold the role, `responsible` those that may besides for records for which that organisation acts (the
    members of an association that it leads). `anyone` is everybody who is signed in. `operator` is whoever has the
    command line.

    `refusal` is what somebody without a fitting role reads, `foreign` what is read where the record is another
    organisation's: `%(name)s` in it is the record. `condition` may still refuse a record: four eyes, a purpose that is
    not given; `proviso` tells it in words. `source` is the paragraph.
    """

    action: str
    label: Text
    refusal: Text
    everywhere: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    responsible: frozenset[str] = frozenset()
    foreign: Text = ""
    anyone: bool = False
    operator: bool = False
    condition: Callable[[Actor, Any], Decision] | None = None
    proviso: Text = ""
    source: str = ""

    @property
    def roles(self) -> frozenset[str]:
        return self.everywhere | self.own | self.responsible

    @property
    def room(self) -> str:
        """The room whose rule it is: the label of its app."""
        return self.action.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Reach:
    """For which records of a model an actor may take an action: for all, or for those with these ids."""

    everything: bool
    ids: frozenset[int] = frozenset()

    def __contains__(self, pk: int) -> bool:
        return self.everything or pk in self.ids

    def within(self, records: QuerySet[Record], field: str = "pk") -> QuerySet[Record]:
        """Those of the records that are reached; `field` leads to the model of the reach."""
        return records if self.everything else records.filter(**{f"{field}__in": self.ids})


@dataclass(frozen=True, slots=True)
class _Ownership:
    belongs: Belongs
    owned: Ids | None
    entrusted: Ids | None


_rules: dict[str, Rule] = {}
_ownerships: dict[type[Model], _Ownership] = {}
_visible: dict[type[Model], Visible] = {}


def register(rules: Iterable[Rule]) -> None:
    """Make the rules of a room known; ValueError where an action has a rule already."""
    for rule in rules:
        if _rules.setdefault(rule.action, rule) is not rule:
            raise ValueError(f"{rule.action} has two rules")


def register_owner(
    model: type[Model], belongs: Belongs, *, owned: Ids | None = None, entrusted: Ids | None = None
) -> None:
    """Say to which organisations (their codes) a record of that model belongs today.

    The other way round, `owned` gives the ids of the records that belong to organisations, `entrusted` those for
    which they act without or besides owning them: what `reach` and rules with `responsible` need.
    """
    _ownerships[model] = _Ownership(belongs, owned, entrusted)


def register_visible(model: type[Model], visible: Visible) -> None:
    """Say which records of that model an actor sees."""
    _visible[model] = visible


def rules() -> list[Rule]:
    """Every rule, by action: the room's name comes first in it."""
    return [_rules[action] for action in sorted(_rules)]


def can(actor: Actor, action: str, record: Any = None) -> Decision:
    """Whether the actor may take that action, with the reason if not.

    Without a record: whether there may be any for which the actor might. KeyError if there is no such action.
    """
    rule = _rules[action]
    decision = _by_role(rule, actor, record)
    if decision and record is not None and rule.condition:
        return rule.condition(actor, record)
    return decision


def reach(actor: Actor, action: str, model: type[Model]) -> Reach:
    """For which records of that model the actor may take the action, conditions aside: `can` for lists."""
    rule = _rules[action]
    if _is_unbound(rule, actor):
        return Reach(everything=True)
    if actor.is_operator:
        return Reach(everything=False)
    ownership = _ownerships[model]
    ids: set[int] = set()
    for roles, ids_of in ((rule.own | rule.responsible, ownership.owned), (rule.responsible, ownership.entrusted)):
        if ids_of and (codes := actor.organisations(*roles)):
            ids.update(ids_of(codes))
    return Reach(everything=False, ids=frozenset(ids))


def owners(record: Any) -> Codes:
    """The codes of the organisations to which a record belongs; KeyError if its room has not said so."""
    return _ownerships[type(record)].belongs(record)


def visible_to(actor: Actor, model: type[Record]) -> QuerySet[Record]:
    """The records of that model which the actor sees; KeyError if its room has not said which."""
    return _visible[model](actor)


def governed() -> frozenset[type[Model]]:
    """The models of which it is said who sees which records."""
    return frozenset(_visible)


def _by_role(rule: Rule, actor: Actor, record: Any) -> Decision:
    if _is_unbound(rule, actor):
        return Decision.yes()
    if actor.is_operator or not actor.has_role(*rule.own, *rule.responsible):
        return Decision.no(str(rule.refusal))
    if record is None or _is_theirs(rule, actor, record):
        return Decision.yes()
    return Decision.no(str(rule.foreign or rule.refusal) % {"name": record})


def _is_unbound(rule: Rule, actor: Actor) -> bool:
    """Whether the actor may for every record, whosever it is."""
    return rule.operator if actor.is_operator else rule.anyone or actor.has_role(*rule.everywhere)


def _is_theirs(rule: Rule, actor: Actor, record: Any) -> bool:
    if not actor.organisations(*rule.own, *rule.responsible).isdisjoint(owners(record)):
        return True
    entrusted = _ownerships[type(record)].entrusted
    codes = actor.organisations(*rule.responsible)
    return entrusted is not None and bool(codes) and record.pk in set(entrusted(codes))
