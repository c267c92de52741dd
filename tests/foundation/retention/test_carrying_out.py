"""Execution: every record once, in small steps, with equal statistics, and again without effect."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from ankunft.foundation.access.models import Account, FailedAttempt, Invitation, Membership
from ankunft.foundation.audit.models import Event, ReadEvent
from ankunft.foundation.audit.reads import Read, record_read
from ankunft.foundation.audit.services import seal
from ankunft.foundation.audit.verification import findings
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.foundation.retention.models import DeletionList, ItemState, LegalHold
from ankunft.foundation.retention.selectors import counts_of
from ankunft.foundation.retention.services import (
    carry_out_by_itself,
    hold_set,
    item_keep,
    list_approve,
    list_carry_out,
    list_resume,
    list_review,
)
from tests.foundation.retention.making import (
    TODAY,
    approved,
    confirmed,
    empty,
    leaf_class,
    leaves,
    nothing,
    proposed,
    put,
)
from tests.support.people import SOLOTHURN, organisation
from tests.support.records.models import Leaf
from tests.support.threads import at_once

STEP = "ankunft.foundation.retention.services.carrying_out.STEP"


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


def finish(listing, who):
    list_review(listing=listing, actor=who.officer)
    list_approve(listing=listing, actor=who.lead)
    run_waiting()
    listing.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_the_job_carries_out_what_was_approved_and_leaves_a_protocol_without_names(who, monkeypatch):
    monkeypatch.setattr(STEP, 2)
    leaves(5)
    confirmed()
    listing = proposed(who.officer)
    item_keep(
        item=listing.items.select_related("deletion_list").first(), reason="Rechtsmittel hängig", actor=who.officer
    )
    listing.refresh_from_db()
    finish(listing, who)
    assert counts_of(listing) == {"planned": 0, "kept": 1, "held": 0, "spared": 0, "carried_out": 4}
    assert listing.before == listing.after == {"bfs-2601": 5}
    assert listing.batches == 2
    assert listing.started_at <= listing.finished_at
    assert list(Leaf.objects.exclude(name="").values_list("code", flat=True)) == ["B-001"]
    job = Job.objects.get()
    assert (job.state, job.outcome) == (JobState.DONE, f"Löschliste {listing}: 4 Datensätze ausgeführt, 1 nicht.")
    stored = [*Event.objects.values_list("summary", "before", "after"), *Job.objects.values_list("outcome", "details")]
    assert "Demo-Blatt" not in str(stored)


def test_carrying_out_again_does_nothing(who):
    leaves(3)
    confirmed()
    listing = approved(who)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    events = Event.objects.count()
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert set(Leaf.objects.values_list("emptied", flat=True)) == {1}
    assert Event.objects.count() == events


def test_a_list_that_is_not_approved_is_not_carried_out(who):
    leaves(1)
    confirmed()
    with pytest.raises(Refused):
        list_carry_out(listing=proposed(who.officer), actor=who.lead, progress=nothing)
    assert not Leaf.objects.filter(name="").exists()


def test_what_is_not_due_any_more_is_spared(who):
    leaves(3)
    confirmed()
    listing = approved(who)
    Leaf.objects.filter(code="B-001").update(ended_on=None)
    Leaf.objects.filter(code="B-002").update(owner="bfs-2422")
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert counts_of(listing) == {"planned": 0, "kept": 0, "held": 0, "spared": 2, "carried_out": 1}
    assert Leaf.objects.filter(name="").get().code == "B-003"


@pytest.mark.django_db(transaction=True)
def test_a_step_that_would_change_the_statistics_is_undone(who, monkeypatch):
    monkeypatch.setattr(STEP, 2)

    def removing(keys, actor):
        """Empties, but from the third leaf on removes: figures would be lost."""
        if "B-003" in keys:
            Leaf.objects.filter(code__in=keys).delete()
        empty(keys, actor)

    leaves(4)
    confirmed()
    listing = approved(who)
    put(leaf_class(carry_out=removing))
    run_waiting()
    listing.refresh_from_db()
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "Statistik wäre danach eine andere" in job.outcome
    assert (listing.state, Leaf.objects.count(), Leaf.objects.filter(name="").count()) == ("running", 4, 2)

    put(leaf_class())
    list_resume(listing=listing, actor=who.lead)
    with pytest.raises(Refused, match="schon ausgeführt"):
        list_resume(listing=listing, actor=who.lead)
    run_waiting()
    listing.refresh_from_db()
    assert (listing.state, counts_of(listing)[ItemState.CARRIED_OUT]) == ("done", 4)
    assert set(Leaf.objects.values_list("emptied", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_whoever_lost_the_role_since_the_approval_carries_nothing_out(who):
    leaves(1)
    confirmed()
    approved(who)
    account = Account.objects.get(pk=who.lead.account_id)
    Membership.objects.filter(account=account).delete()
    run_waiting()
    assert Job.objects.get().state == JobState.FAILED
    assert Leaf.objects.get().name


def test_the_protocol_of_a_list_that_is_done_does_not_change(who):
    leaves(2)
    confirmed()
    listing = approved(who)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    for change in (
        lambda: listing.items.update(reason="anders"),
        lambda: listing.items.all().delete(),
        lambda: listing.items.create(key="B-999", state=ItemState.CARRIED_OUT),
        lambda: DeletionList.objects.update(after=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_needs_no_review_goes_by_itself_when_its_period_is_over(who):
    now = clock.now()
    for days in (10, 400):
        at = now - timedelta(days=days)
        FailedAttempt.objects.create(subject="a" * 64, at=at)
        Job.objects.create(
            kind="test", state=JobState.DONE, account_label="Demo", created_at=at, finished_at=at, outcome="Demo"
        )
        Job.objects.create(kind="test", state=JobState.QUEUED, account_label="Demo", created_at=at)
        Invitation.objects.create(
            email="demo@example.ch",
            name="Demo",
            organisation=organisation("ags", "coordination"),
            role="coordination",
            valid_from=TODAY,
            token_digest=f"{days:064}",
            created_at=at,
            expires_at=at,
        )
        for number, state in enumerate((MailState.SENT, MailState.WAITING)):
            OutgoingMail.objects.create(
                reference=f"{days}-{number}", to="demo@example.ch", subject="Demo", kind="demo", state=state,
                created_at=at, not_before=at,
            )  # fmt: skip
    assert carry_out_by_itself() == {"access.attempt": 1, "access.invitation": 1, "jobs.job": 1, "mail.outgoing": 1}
    assert Job.objects.count() == 3
    assert OutgoingMail.objects.count() == 3
    event = Event.objects.get(object_key="jobs.job", action="retention.class.carried_out")
    assert (event.after["count"], event.actor_label) == (1, "Betrieb")
    assert carry_out_by_itself() == {}


def test_the_read_log_goes_by_whole_blocks_and_stays_verifiable(who):
    for day in (date(2020, 1, 1), date(2021, 1, 1), date(2026, 1, 1)):
        with clock.moved_to(day):
            record_read(who.officer, Read("test.leaf", "B-001", SOLOTHURN, "Blatt gelesen."))
            seal()
    assert carry_out_by_itself()["audit.read"] == 2
    assert ReadEvent.objects.count() == 1
    assert list(findings()) == []


def test_many_go_in_steps_and_held_ones_stay(who, monkeypatch):
    monkeypatch.setattr("ankunft.foundation.retention.services.carrying_out.CHORE_STEP", 2)
    at = clock.now() - timedelta(days=400)
    FailedAttempt.objects.bulk_create(FailedAttempt(subject="a" * 64, at=at) for _ in range(7))
    kept = FailedAttempt.objects.order_by("pk")[1]
    LegalHold.objects.create(
        record_class="access.attempt", key=str(kept.pk), reason="Vorfall", set_at=clock.now(), set_by="Demo"
    )
    assert carry_out_by_itself() == {"access.attempt": 6}
    assert FailedAttempt.objects.get() == kept


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_every_record_once(who):
    leaves(120)
    confirmed()
    listing = approved(who)
    outcomes = at_once(
        *[lambda: list_carry_out(listing=DeletionList.objects.get(pk=listing.pk), actor=who.lead, progress=nothing)] * 2
    )
    listing.refresh_from_db()
    if listing.state != "done":
        list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert set(Leaf.objects.values_list("emptied", flat=True)) == {1}
    assert counts_of(listing)[ItemState.CARRIED_OUT] == 120
    assert any(isinstance(outcome, DeletionList | Refused) for outcome in outcomes)


@pytest.mark.django_db(transaction=True)
def test_a_hold_and_a_step_do_not_pass_each_other(who):
    """Either the hold is refused, because the record is gone, or the record is there."""
    leaves(40)
    confirmed()
    listing = approved(who)
    held, _ = at_once(
        lambda: hold_set(code="test.leaf", key="B-040", reason="im letzten Augenblick", actor=who.officer),
        lambda: list_carry_out(listing=DeletionList.objects.get(pk=listing.pk), actor=who.lead, progress=nothing),
    )
    assert bool(Leaf.objects.get(code="B-040").name) == (not isinstance(held, Refused))


def test_the_operator_carries_nothing_out(who):
    leaves(1)
    confirmed()
    with pytest.raises(Refused):
        list_carry_out(listing=approved(who), actor=Actor.operator(), progress=nothing)
