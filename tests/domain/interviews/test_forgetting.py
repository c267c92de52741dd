"""What is left of interviews once the people are anonymous: that they were held, and that they counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import TestCase

from ankunft.domain.arrivals import retention
from ankunft.domain.arrivals import services as arrivals
from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews import services
from ankunft.domain.interviews.models import AgreedStep, Evidence, Interview, Need, Topic
from ankunft.domain.interviews.services.verdicts import stale
from ankunft.domain.interviews.values import StepEntry
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.interviews.making import PDF, again, family, held, verdicts
from tests.support.people import actor_with


@pytest.fixture
def parents(town):
    return family(town, 2, permit="02")


@pytest.fixture
def interview(parents, officer):
    interview = held(
        parents,
        officer,
        topics=("german",),
        needs=("language",),
        notes="Demo-Wort",
        steps=(StepEntry("Kurs"),),
        interpreting="partner",
        interpreting_provider="HEKS Linguadukt",
        interpreting_order="LD-1",
    )
    services.evidence_add(interview=interview, file_name="Demo-Haddad.pdf", content=PDF, actor=officer)
    return interview


def leave(persons, officer):
    for one in persons:
        arrivals.person_leave(
            person=Person.objects.select_related("municipality").get(pk=one.pk), on=date(2026, 11, 15), actor=officer
        )


def anonymise(persons, actor):
    with wall.open_for(actor), TestCase.captureOnCommitCallbacks(execute=True):
        retention.carry_out([one.reference for one in persons], actor)


def test_with_the_last_of_the_family(interview, parents, officer, files):
    lead = actor_with("strategic_lead", "bfs-2601")
    leave(parents, officer)
    anonymise(parents[:1], lead)
    assert again(interview).content
    assert Topic.objects.exists()
    assert stale([again(interview)]) == []
    anonymise(parents[1:], lead)
    left = again(interview)
    assert (left.content, left.led_by, left.place, left.interpreting_order) == ("", "", "", "")
    assert not any(model.objects.exists() for model in (Topic, Need, AgreedStep))
    evidence = Evidence.objects.get()
    assert (evidence.stored_as, evidence.file_name) == ("", "")
    assert len(evidence.sha256) == 64
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_what_was_counted_stays_counted(interview, parents, officer):
    assert verdicts(interview) == ("counts", "counts")
    leave(parents, officer)
    anonymise(parents, Actor.operator())
    left = again(interview)
    services.refresh([left], officer)
    services.refresh_persons([one.pk for one in parents], officer)
    assert (verdicts(left), left.half_year, left.kind) == (("counts", "counts"), "2026-H2", "first_information")
    assert stale(Interview.objects.all()) == []
    for refused in (
        lambda: services.interview_change(interview=left, entry=services.entry_of(left), actor=officer),
        lambda: services.interview_undo(interview=left, reason="x", actor=officer),
        lambda: services.evidence_on_paper(interview=left, actor=officer),
    ):
        with pytest.raises(Refused):
            refused()
