"""Interviews behind both walls: each officer those of the own municipalities, nobody else any."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.interviews import selectors, services
from ankunft.domain.interviews.models import (
    AgreedStep,
    Evidence,
    Interview,
    Invitation,
    Need,
    Participant,
    Topic,
)
from ankunft.domain.interviews.values import StepEntry
from ankunft.foundation.access import policy, wall
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from tests.domain.interviews.making import LATER, PDF, appointment, arrived, conduct, held, planned
from tests.domain.reporting.making import in_association
from tests.support.people import actor_with

ALL = (Interview, Participant, Topic, Need, AgreedStep, Invitation, Evidence)
OTHERS = ("coordination", "auditor", "administrator", "finance_officer", "approver", "case_worker", "provider_staff")


@pytest.fixture
def there(town, olten, officer, stranger):
    """An interview of which there is everything, in each municipality."""
    interviews = []
    for place, actor in ((town, officer), (olten, stranger)):
        planned_one = planned([arrived(place)], actor, kind=LATER)
        services.invitation_made(interview=planned_one, language="ti", sha256="0" * 64, actor=actor)
        entry = {"topics": ("german",), "needs": ("health",), "steps": (StepEntry("x"),)}
        interview = held([arrived(place)], actor, **entry)
        services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=actor)
        interviews.append(interview)
    return interviews


def test_the_first_wall(there, officer, stranger):
    for model in ALL:
        everything = model._default_manager.count()
        assert policy.visible_to(officer, model).count() == policy.visible_to(stranger, model).count()
        assert policy.visible_to(officer, model).count() == everything / 2
        assert selectors.parts_visible_to(Actor.operator(), model).count() == everything
        for role in OTHERS:
            assert not policy.visible_to(actor_with(role), model).exists()


@pytest.mark.usefixtures("there")
def test_the_lead_sees_the_members(town, olten, officer):
    in_association(town, olten)
    assert selectors.visible_to(officer).count() == 4


def test_nothing_is_done_to_what_is_foreign(there, stranger, town):
    interview = there[0]
    person = arrived(town)
    entry = conduct()
    for forbidden in (
        lambda actor: services.interview_plan(persons=[person], kind="integration", entry=appointment(), actor=actor),
        lambda actor: services.interview_record(persons=[person], kind="integration", entry=entry, actor=actor),
        lambda actor: services.interview_change(interview=interview, entry=entry, actor=actor),
        lambda actor: services.interview_undo(interview=interview, reason="x", actor=actor),
        lambda actor: services.interview_move(interview=interview, entry=appointment(), actor=actor),
        lambda actor: services.interview_cancel(interview=interview, reason="x", actor=actor),
        lambda actor: services.interview_missed(interview=interview, actor=actor),
        lambda actor: services.interview_hold(interview=interview, entry=entry, actor=actor),
        lambda actor: services.invitation_made(interview=interview, language="", sha256="", actor=actor),
        lambda actor: services.step_done(step=interview.steps.get(), actor=actor),
        lambda actor: services.follow_up_done(interview=interview, actor=actor),
        lambda actor: services.evidence_on_paper(interview=interview, actor=actor),
        lambda actor: services.evidence_remove(evidence=interview.evidence.get(), reason="x", actor=actor),
    ):
        for actor in (stranger, actor_with("coordination"), actor_with("strategic_lead", "bfs-2601")):
            with pytest.raises(Forbidden):
                forbidden(actor)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security")
def test_the_second_wall(there, officer, stranger):
    counts = {model: model._default_manager.count() for model in ALL}
    for actor in (officer, stranger):
        with wall.open_for(actor):
            assert {model: model._default_manager.count() for model in ALL} == {
                model: count / 2 for model, count in counts.items()
            }
    with wall.closed():
        assert not any(model._default_manager.exists() for model in ALL)
    with wall.open_for(officer):
        foreign = there[1].pk
        assert Interview.objects.filter(pk=foreign).update(place="x") == 0
        statement = f"UPDATE interviews_interview SET municipality_id = {there[1].municipality_id}"
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{statement} WHERE id = {there[0].pk}")
