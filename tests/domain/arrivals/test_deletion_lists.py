"""Persons on a deletion list, from the departure to the protocol: each step behind the wall of whoever takes it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import Event
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention import selectors
from ankunft.foundation.retention.models import DeletionList, ItemState
from ankunft.foundation.retention.selectors import held_keys
from ankunft.foundation.retention.services import (
    hold_set,
    list_approve,
    list_propose,
    list_review,
    period_record,
)
from tests.domain.arrivals.making import person
from tests.domain.reporting.making import in_association
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db(transaction=True)

CODE = "arrivals.person"
LEFT = date(2027, 2, 1)
LATER = date(2037, 2, 2)
"""Ten years and a day after they left."""


@pytest.fixture
def lead(town: Municipality) -> Actor:
    return actor_with("strategic_lead", "bfs-2601")


def left(of: Municipality, **values: object) -> Person:
    one = person(of, **values)
    with clock.moved_to(LEFT):
        services.person_leave(person=one, on=LEFT, actor=Actor.operator())
    return one


def carried_out(officer: Actor, lead: Actor, organisation: str = "bfs-2601") -> DeletionList:
    """Propose, review, approve and work off, each behind its own wall."""
    with wall.open_for(officer):
        listing = list_propose(code=CODE, organisation=organisation, actor=officer)
        list_review(listing=listing, actor=officer)
    with wall.open_for(lead):
        list_approve(listing=listing, actor=lead)
    run_waiting()
    listing.refresh_from_db()
    return listing


def confirmed(actor: Actor) -> None:
    period_record(code=CODE, months=120, valid_from=clock.today(), source="Demo-Entscheid", actor=actor)


def test_who_has_left_is_made_anonymous_and_still_counted(
    town: Municipality, olten: Municipality, officer: Actor, lead: Actor, coordinator: Actor
) -> None:
    gone, held = left(town, family_name="Demo-Fort"), left(town, family_name="Demo-Gesperrt")
    person(town, family_name="Demo-Bleibt")
    left(olten, family_name="Demo-Anderswo")
    with clock.moved_to(LATER):
        confirmed(coordinator)
        with wall.open_for(officer):
            hold_set(code=CODE, key=held.reference, reason="Rechtsmittel hängig", actor=officer)
        listing = carried_out(officer, lead)
    job = Job.objects.get()
    assert (job.state, listing.state) == (JobState.DONE, "done"), job.outcome
    assert selectors.counts_of(listing)[ItemState.CARRIED_OUT] == 1
    assert selectors.counts_of(listing)[ItemState.HELD] == 1
    assert listing.before == listing.after
    with wall.open_for(Actor.operator()):
        assert set(Person.objects.values_list("family_name", flat=True)) == {
            "",
            "Demo-Gesperrt",
            "Demo-Bleibt",
            "Demo-Anderswo",
        }
        assert Person.objects.get(pk=gone.pk).anonymised_at
    assert "Demo-Fort" not in str(list(Event.objects.values_list("summary", "before", "after", "reason")))


def test_a_foreign_reference_is_held_by_nobody_else(olten: Municipality, officer: Actor, coordinator: Actor) -> None:
    other = left(olten)
    for actor in (officer, coordinator):
        with wall.open_for(actor), pytest.raises(Refused):
            hold_set(code=CODE, key=other.reference, reason="von aussen", actor=officer)


def test_the_lead_of_an_association_has_a_list_for_each_member(
    town: Municipality, olten: Municipality, officer: Actor, lead: Actor, coordinator: Actor
) -> None:
    in_association(town, olten)
    left(town)
    left(olten)
    with clock.moved_to(LATER):
        confirmed(coordinator)
        with wall.open_for(officer):
            assert [(code, count) for _one, code, count in selectors.due_of(officer)] == [
                ("bfs-2581", 1),
                ("bfs-2601", 1),
            ]
        listing = carried_out(officer, lead, "bfs-2581")
    assert selectors.counts_of(listing)[ItemState.CARRIED_OUT] == 1
    with wall.open_for(Actor.operator()):
        assert Person.objects.exclude(anonymised_at=None).get().municipality == olten


def test_the_canton_and_the_lead_hold_a_person_whom_they_do_not_see(
    town: Municipality, lead: Actor, coordinator: Actor
) -> None:
    one = person(town)
    for actor in (coordinator, lead):
        with wall.open_for(actor):
            hold = hold_set(code=CODE, key=one.reference, reason="Rechtsmittel hängig", actor=actor)
            assert hold.organisation == "bfs-2601"
            for wrong in ("P-0000-0000", "x'; --", "Müller, {1}"):
                with pytest.raises(Refused, match="gibt es nicht"):
                    hold_set(code=CODE, key=wrong, reason="x", actor=actor)
            assert connection.vendor != "postgresql" or not Person.objects.exists()


def test_a_person_is_held_where_nobody_signs_in(olten: Municipality, coordinator: Actor) -> None:
    one = person(olten)
    hold_set(code=CODE, key=one.reference, reason="Rechtsmittel hängig", actor=coordinator)
    assert held_keys(CODE, "bfs-2581", [one.reference]) == {one.reference}
