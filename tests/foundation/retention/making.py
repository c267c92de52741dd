"""Leaves with a period, the people who handle them, and lists in every state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention import registry
from ankunft.foundation.retention.models import DeletionList, Period
from ankunft.foundation.retention.registry import ANONYMISE, Described, RecordClass
from ankunft.foundation.retention.services import list_approve, list_propose, list_review
from tests.support.people import BALSTHAL, SOLOTHURN, actor_with, organisation
from tests.support.records.models import Leaf

LEAF = "test.leaf"
TODAY = date(2026, 3, 31)
LONG_AGO = date(2010, 5, 17)


def due(limit: date, owner: str) -> QuerySet[Leaf]:
    leaves = Leaf.objects.filter(ended_on__lte=limit).exclude(name="")
    return leaves.filter(owner=owner) if owner else leaves


def empty(keys: Collection[str], actor: Actor) -> None:
    Leaf.objects.filter(code__in=list(keys)).exclude(name="").update(name="", emptied=F("emptied") + 1)


def describe(keys: Collection[str]) -> Mapping[str, Described]:
    return {leaf.code: Described(leaf.name, leaf.ended_on) for leaf in Leaf.objects.filter(code__in=list(keys))}


def owner(key: str) -> str | None:
    return Leaf.objects.filter(code=key).exclude(name="").values_list("owner", flat=True).first()


def statistics(owner: str) -> dict[str, int]:
    rows = Leaf.objects.filter(owner=owner).values("owner").annotate(count=Count("pk")).order_by("owner")
    return {row["owner"]: row["count"] for row in rows}


def leaf_class(**other: Any) -> RecordClass:
    """The class of leaves; `other` replaces what a test wants otherwise."""
    values: dict[str, Any] = {
        "code": LEAF,
        "label": "Blätter",
        "begins": "Am Tag, an dem das Blatt endet.",
        "source": "Vorschlag",
        "default_months": 120,
        "action": ANONYMISE,
        "key": "code",
        "due": due,
        "carry_out": empty,
        "needs_review": True,
        "owner": owner,
        "describe": describe,
        "statistics": statistics,
    }
    return RecordClass(**values | other)


def put(one: RecordClass) -> None:
    """Register the class, in place of what has its code."""
    registry._classes[one.code] = one


@dataclass(frozen=True)
class People:
    """Who handles the leaves of Solothurn, and others."""

    officer: Actor
    lead: Actor
    coordination: Actor
    stranger: Actor


def people() -> People:
    return People(
        officer=actor_with("integration_officer", SOLOTHURN),
        lead=actor_with("strategic_lead", SOLOTHURN),
        coordination=actor_with("coordination"),
        stranger=actor_with("integration_officer", BALSTHAL),
    )


def leaves(count: int, at: str = SOLOTHURN, *, ended_on: date | None = LONG_AGO, prefix: str = "B") -> list[Leaf]:
    """So many leaves called `B-001` … of an organisation."""
    if not Organisation.objects.filter(code=at).exists():
        organisation(at)
    return Leaf.objects.bulk_create(
        Leaf(code=f"{prefix}-{number:03}", owner=at, name=f"Demo-Blatt {number}", ended_on=ended_on)
        for number in range(1, count + 1)
    )


def confirmed(months: int = 120, since: date = date(2020, 1, 1)) -> Period:
    """A period that an authority has set."""
    return Period.objects.create(
        record_class=LEAF,
        months=months,
        valid_from=since,
        confirmed=True,
        source="Demo-Entscheid",
        recorded_at=clock.now(),
        recorded_by="Demo",
    )


def proposed(by: Actor, at: str = SOLOTHURN) -> DeletionList:
    return list_propose(code=LEAF, organisation=at, actor=by)


def approved(who: People) -> DeletionList:
    """A list of Solothurn that is approved; its job waits."""
    listing = proposed(who.officer)
    list_review(listing=listing, actor=who.officer)
    list_approve(listing=listing, actor=who.lead)
    return listing


def nothing(done: int, total: int) -> None:
    """Progress that nobody watches."""
