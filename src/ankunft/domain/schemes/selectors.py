"""What people see of schemes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.selectors import taken_by

from . import states
from .content import scheme_of
from .models import SchemeDefinition, SchemeTariff
from .permissions import defining
from .values import Scheme


@dataclass(frozen=True, slots=True)
class Version:
    """A definition as it is kept, and what it says."""

    record: SchemeDefinition
    scheme: Scheme


def schemes_for(actor: Actor) -> list[Version]:
    """Of every scheme the definition in force today, else the latest one, that the actor sees; by key."""
    by_key: dict[str, list[Version]] = {}
    for record in visible_to(actor, SchemeDefinition).exclude(state=ProposalState.WITHDRAWN).order_by("key"):
        by_key.setdefault(record.key, []).append(Version(record, scheme_of(record.definition)))
    return [in_force(versions) for versions in by_key.values()]


def versions_of(actor: Actor, key: str) -> list[Version]:
    """Every definition of the scheme that the actor sees, latest first."""
    records = visible_to(actor, SchemeDefinition).filter(key=key).order_by("-valid_from", "-pk")
    return [Version(record, scheme_of(record.definition)) for record in records]


def in_force(versions: list[Version]) -> Version:
    """The confirmed one that holds today; else the first confirmed to come; else the latest that is proposed."""
    confirmed = [one for one in versions if one.record.state == ProposalState.CONFIRMED]
    begun = [one for one in confirmed if one.record.valid_from <= clock.today()]
    if begun:
        return max(begun, key=lambda one: one.record.valid_from)
    return min(confirmed, key=lambda one: one.record.valid_from, default=max(versions, key=lambda one: one.record.pk))


def tariffs_for(actor: Actor, key: str) -> QuerySet[SchemeTariff]:
    """Every tariff of the scheme's contributions that the actor sees, by contribution, latest first."""
    rows = visible_to(actor, SchemeTariff).filter(contribution__startswith=f"{key}.")
    return rows.order_by("contribution", "-valid_from", "-pk")


def definitions_waiting(actor: Actor) -> list[SchemeDefinition]:
    """Definitions that the actor may confirm: somebody else proposed them."""
    if not can(actor, defining(states.DEFINITION, states.CONFIRM)):
        return []
    own = taken_by(states.DEFINITION.object_type, states.PROPOSE, actor.account_id)
    rows = visible_to(actor, SchemeDefinition).filter(state=ProposalState.PROPOSED)
    return [one for one in rows if str(one.pk) not in own]


def tariffs_waiting(actor: Actor) -> list[SchemeTariff]:
    """Tariffs that the actor may confirm: somebody else proposed them."""
    if not can(actor, defining(states.TARIFF, states.CONFIRM)):
        return []
    own = taken_by(states.TARIFF.object_type, states.PROPOSE, actor.account_id)
    rows = visible_to(actor, SchemeTariff).filter(state=ProposalState.PROPOSED)
    return [one for one in rows if str(one.pk) not in own]
