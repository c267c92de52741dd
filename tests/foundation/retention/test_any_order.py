"""Whatever is tried by whomever in whatever order: nothing held goes, and nothing that one person decided alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention.models import DeletionItem, DeletionList, LegalHold
from ankunft.foundation.retention.selectors import held_keys
from ankunft.foundation.retention.services import (
    hold_lift,
    hold_set,
    item_keep,
    item_plan,
    list_approve,
    list_carry_out,
    list_drop,
    list_propose,
    list_review,
    list_send_back,
)
from ankunft.foundation.workflow.models import Step
from tests.foundation.retention.making import LEAF, confirmed, leaves, nothing
from tests.support.people import SOLOTHURN, actor_with
from tests.support.records.models import Leaf

pytestmark = pytest.mark.django_db

COUNT = 3


def last() -> DeletionList:
    listing = DeletionList.objects.first()
    if listing is None:
        raise Refused("there is none yet")
    return listing


def item() -> DeletionItem:
    return DeletionItem.objects.select_related("deletion_list").filter(deletion_list=last()).order_by("key")[0]


def hold() -> LegalHold:
    held = LegalHold.objects.filter(lifted_at=None).first()
    if held is None:
        raise Refused("there is none")
    return held


Act = Callable[[Actor], object]
ACTS: dict[str, Act] = {
    "propose": lambda actor: list_propose(code=LEAF, organisation=SOLOTHURN, actor=actor),
    "keep": lambda actor: item_keep(item=item(), reason="bleibt", actor=actor),
    "plan": lambda actor: item_plan(item=item(), actor=actor),
    "review": lambda actor: list_review(listing=last(), actor=actor),
    "approve": lambda actor: list_approve(listing=last(), actor=actor),
    "send back": lambda actor: list_send_back(listing=last(), actor=actor, reason="zurück"),
    "drop": lambda actor: list_drop(listing=last(), actor=actor, reason="weg"),
    "carry out": lambda actor: list_carry_out(listing=last(), actor=actor, progress=nothing),
    "hold one": lambda actor: hold_set(code=LEAF, key="B-002", reason="bleibt", actor=actor),
    "hold all": lambda actor: hold_set(code=LEAF, organisation=SOLOTHURN, reason="bleibt", actor=actor),
    "lift": lambda actor: hold_lift(hold=hold(), reason="vorbei", actor=actor),
}
WHO = ("officer", "lead", "coordination", "stranger")
# Mostly on the way to the end, so that many examples get there.
STEPS = st.lists(
    st.one_of(
        st.sampled_from([("propose", "officer"), ("review", "officer"), ("approve", "lead"), ("carry out", "lead")]),
        st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(WHO)),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_is_tried(steps: list[tuple[str, str]], people: dict[str, Actor]) -> None:
    with transaction.atomic():
        for act, who in steps:
            gone = set(Leaf.objects.filter(name="").values_list("code", flat=True))
            held = held_keys(LEAF, SOLOTHURN, ["B-001", "B-002", "B-003"])
            try:
                with transaction.atomic():
                    ACTS[act](people[who])
            except Refused:
                pass
            newly = set(Leaf.objects.filter(name="").values_list("code", flat=True)) - gone
            assert not newly & held
            if newly:
                assert (act, who) == ("carry out", "lead")
                hands = dict(Step.objects.filter(object_key=last().number).values_list("name", "account_id"))
                assert hands["review"] != hands["approve"]
        assert max(Leaf.objects.values_list("emptied", flat=True)) <= 1
        assert Leaf.objects.count() == COUNT
        transaction.set_rollback(True)


@pytest.fixture
def people(db: None) -> dict[str, Actor]:
    leaves(COUNT)
    confirmed()
    return {
        "officer": actor_with("integration_officer", SOLOTHURN),
        "lead": actor_with("strategic_lead", SOLOTHURN),
        "coordination": actor_with("coordination"),
        "stranger": actor_with("strategic_lead", "bfs-2422"),
    }
