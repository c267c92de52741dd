"""Deletion lists: what is proposed, who decides, and that two people do."""

from datetime import date

import pytest

from ankunft.foundation.access import policy
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.services import role_grant
from ankunft.foundation.audit.models import Event
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention import registry
from ankunft.foundation.retention.models import DeletionList, ItemState, Period
from ankunft.foundation.retention.selectors import counts_of, is_confirmed, limit_of, months_of
from ankunft.foundation.retention.services import (
    item_keep,
    item_plan,
    list_approve,
    list_carry_out,
    list_drop,
    list_review,
    list_send_back,
    load_periods,
    period_record,
)
from tests.foundation.retention.making import LEAF, TODAY, approved, confirmed, leaf_class, leaves, nothing, proposed
from tests.support.people import ALWAYS, BALSTHAL, SOLOTHURN, account_with, actor_with, organisation
from tests.support.threads import at_once


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


def test_a_list_holds_what_is_due_of_one_organisation_and_no_name(who):
    leaves(3)
    leaves(2, BALSTHAL, prefix="C")
    leaves(1, ended_on=date(2025, 1, 1), prefix="D")
    leaves(1, ended_on=None, prefix="E")
    listing = proposed(who.officer)
    assert list(listing.items.values_list("key", flat=True)) == ["B-001", "B-002", "B-003"]
    assert "Demo-Blatt" not in "".join(str(event.after) + event.summary for event in Event.objects.all())


def test_the_last_day_of_the_period_counts(who):
    leaves(1, ended_on=date(2016, 3, 30))
    leaves(1, ended_on=date(2016, 3, 31), prefix="C")
    assert list(proposed(who.officer).items.values_list("key", flat=True)) == ["B-001"]


def test_nothing_due_and_a_second_open_list_are_refused(who):
    with pytest.raises(Refused, match="nichts fällig"):
        proposed(who.officer)
    leaves(1)
    proposed(who.officer)
    with pytest.raises(Refused, match="schon eine offene"):
        proposed(who.officer)


@pytest.mark.parametrize("person", ["lead", "coordination", "stranger"])
def test_only_the_officer_of_the_organisation_proposes(who, person):
    leaves(1)
    with pytest.raises(Forbidden):
        proposed(getattr(who, person))


def test_a_single_record_is_kept_back_with_a_reason_and_put_back(who):
    leaves(2)
    confirmed()
    listing = proposed(who.officer)
    item = listing.items.get(key="B-001")
    with pytest.raises(Refused, match="warum"):
        item_keep(item=item, reason=" ", actor=who.officer)
    item_keep(item=item, reason="Rechtsmittel hängig", actor=who.officer)
    item.refresh_from_db()
    assert (item.state, item.reason) == (ItemState.KEPT, "Rechtsmittel hängig")
    item_plan(item=item, actor=who.officer)
    item.refresh_from_db()
    assert (item.state, item.reason) == (ItemState.PLANNED, "")
    listing.refresh_from_db()
    list_review(listing=listing, actor=who.officer)
    item = listing.items.get(key="B-002")
    with pytest.raises(Refused, match="inzwischen geändert"):
        item_keep(item=item, reason="zu spät", actor=who.officer)


def test_whoever_saw_an_older_list_decides_nothing(who):
    leaves(2)
    listing = proposed(who.officer)
    first, second = listing.items.select_related("deletion_list")
    item_keep(item=first, reason="bleibt", actor=who.officer)
    with pytest.raises(Refused, match="inzwischen geändert"):
        item_keep(item=second, reason="bleibt auch", actor=who.officer)


def test_a_list_on_which_nothing_is_planned_is_not_reviewed_but_dropped(who):
    leaves(1)
    listing = proposed(who.officer)
    item_keep(item=listing.items.select_related("deletion_list").get(), reason="bleibt", actor=who.officer)
    listing.refresh_from_db()
    with pytest.raises(Refused, match="nichts mehr vorgesehen"):
        list_review(listing=listing, actor=who.officer)
    list_drop(listing=listing, actor=who.officer, reason="leer")
    assert listing.state == "dropped"
    assert proposed(who.officer).pk != listing.pk


def test_a_mere_proposal_of_a_period_deletes_nothing(who):
    leaves(1)
    listing = proposed(who.officer)
    list_review(listing=listing, actor=who.officer)
    with pytest.raises(Refused, match="erst ein Vorschlag"):
        list_approve(listing=listing, actor=who.lead)
    assert not Job.objects.exists()


def test_the_officer_does_not_approve_and_the_lead_does_not_review(who):
    leaves(1)
    confirmed()
    listing = proposed(who.officer)
    with pytest.raises(Forbidden):
        list_review(listing=listing, actor=who.lead)
    list_review(listing=listing, actor=who.officer)
    with pytest.raises(Forbidden):
        list_approve(listing=listing, actor=who.officer)
    list_approve(listing=listing, actor=who.lead)
    assert (listing.state, Job.objects.get().pk) == ("approved", listing.job)


def test_four_eyes_hold_for_one_person_with_both_roles(who):
    account = account_with("integration_officer", SOLOTHURN)
    role_grant(
        account=account,
        organisation=organisation(SOLOTHURN),
        role="strategic_lead",
        actor=Actor.operator(),
        valid_from=ALWAYS,
    )
    both = actor_of(account, "test")
    leaves(1)
    confirmed()
    listing = proposed(both)
    list_review(listing=listing, actor=both)
    with pytest.raises(Forbidden, match="andere Person"):
        list_approve(listing=listing, actor=both)
    list_send_back(listing=listing, actor=who.lead, reason="bitte noch einmal prüfen")
    list_review(listing=listing, actor=who.officer)
    with pytest.raises(Forbidden, match="andere Person"):
        list_approve(listing=listing, actor=both)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_the_same_moment_ask_for_one_execution(who):
    leaves(1)
    confirmed()
    listing = proposed(who.officer)
    list_review(listing=listing, actor=who.officer)
    second = actor_with("strategic_lead", SOLOTHURN)
    outcomes = at_once(
        *(
            lambda actor=actor: list_approve(listing=DeletionList.objects.get(pk=listing.pk), actor=actor)
            for actor in (who.lead, second)
        )
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert Job.objects.count() == 1


def test_strangers_see_no_list_and_the_auditor_sees_all(who):
    leaves(1)
    listing = proposed(who.officer)
    seen = {
        name: policy.visible_to(actor, DeletionList).filter(pk=listing.pk).exists()
        for name, actor in {
            "officer": who.officer,
            "lead": who.lead,
            "stranger": who.stranger,
            "coordination": who.coordination,
            "auditor": actor_with("auditor"),
            "administrator": actor_with("administrator", "betrieb"),
        }.items()
    }
    assert seen == {
        "officer": True,
        "lead": True,
        "stranger": False,
        "coordination": False,
        "auditor": True,
        "administrator": False,
    }


def test_a_longer_period_spares_and_a_shorter_one_adds_nothing(who):
    leaves(1)
    confirmed(120)
    listing = approved(who)
    period_record(code=LEAF, months=1200, valid_from=TODAY, source="Demo-Entscheid 2", actor=who.coordination)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert counts_of(listing)[ItemState.SPARED] == 1


def test_the_canton_records_a_period_with_its_source(who):
    period_record(code=LEAF, months=60, valid_from=TODAY, source="RRB 2026/Demo", actor=who.coordination)
    assert (months_of(leaf_class(), TODAY), is_confirmed(LEAF, TODAY)) == (60, True)
    assert limit_of(leaf_class(), TODAY) == date(2021, 3, 30)
    event = Event.objects.get(action="retention.period.recorded")
    assert event.after == {"months": 60, "valid_from": "2026-03-31", "source": "RRB 2026/Demo"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source": "  "}, "Quelle"),
        ({"months": 0}, "zwischen 1 und"),
        ({"months": 1201}, "zwischen 1 und"),
        ({"valid_from": date(2026, 3, 30)}, "frühestens ab heute"),
        ({"code": "test.unknown"}, "gibt es nicht"),
    ],
)
def test_what_is_no_period_is_refused(who, change, reason):
    values = {"code": LEAF, "months": 60, "valid_from": TODAY, "source": "Demo", "actor": who.coordination} | change
    with pytest.raises(Refused, match=reason):
        period_record(**values)
    assert not Period.objects.exists()


@pytest.mark.parametrize("person", ["officer", "lead"])
def test_a_municipality_sets_no_period(who, person):
    with pytest.raises(Forbidden):
        period_record(code=LEAF, months=60, valid_from=TODAY, source="Demo", actor=getattr(who, person))


def test_the_proposals_of_the_product_are_no_decisions_and_load_once(db):
    assert load_periods(Actor.operator()) > 0
    assert load_periods(Actor.operator()) == 0
    assert not Period.objects.filter(confirmed=True).exists()
    assert all("Vorschlag" in period.source for period in Period.objects.all())
    proposed = dict(Period.objects.values_list("record_class", "months"))
    registered = {one.code: one.default_months for one in registry.all_classes() if one.code != LEAF}
    assert {**proposed, **registered} == proposed
