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
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention.services import carry_out_by_itself, hold_lift, hold_set, period_record
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


def unnamed(town, held_on, key):
    """An interview from a table, of which nobody knows with whom it was."""
    interview = Interview.objects.create(
        reference=f"G-UNBE-{key:04}",
        municipality=town,
        performed_by=town,
        kind="first_information",
        state="held",
        held_on=held_on,
        half_year="2025-H2",
        case_verdict="counts",
        interpreting_verdict="counts",
        language="ti",
        interpreting="partner",
        interpreting_provider="HEKS Linguadukt",
        interpreting_order="LD-1",
        led_by="A. Demo-Keller",
        source_key=f"g-{key}",
        recorded_at=clock.now(),
    )
    services.evidence_on_paper(interview=interview, where="Demo-Ordner", actor=Actor.operator())
    Interview.objects.filter(pk=interview.pk).update(case_verdict="counts", interpreting_verdict="counts")
    return interview


def test_what_was_taken_from_a_table_without_persons_goes_by_itself(town, interview):
    """Nobody leaves by whom it would go: the day of the interview begins the period."""
    old, young = unnamed(town, date(2025, 11, 21), 1), unnamed(town, date(2025, 11, 23), 2)
    period_record(
        code="interviews.unnamed",
        months=12,
        valid_from=clock.today(),
        source="Demo-Entscheid",
        actor=actor_with("coordination", "ags"),
    )
    with wall.closed():
        assert carry_out_by_itself() == {"interviews.unnamed": 1}
        assert carry_out_by_itself() == {}
    left = again(old)
    assert (left.led_by, left.language, left.interpreting_order, left.source_key) == ("", "", "", "")
    assert (left.held_on, left.half_year, left.case_verdict) == (date(2025, 11, 21), "2025-H2", "counts")
    assert left.forgotten_at is not None
    assert left.evidence.get().file_name == ""
    assert history("interviews.interview", left.reference).filter(action="interviews.interview.forget").exists()
    assert again(young).source_key == "g-2"
    assert again(interview).led_by, "with persons it goes with them"
    assert not stale(Interview.objects.filter(pk=old.pk))


def test_a_hold_on_the_municipality_keeps_it(town, officer):
    unnamed(town, date(2012, 11, 21), 1)
    coordinator = actor_with("coordination", "ags")
    period_record(
        code="interviews.unnamed", months=12, valid_from=clock.today(), source="Demo-Entscheid", actor=coordinator
    )
    hold = hold_set(organisation="bfs-2601", reason="Prüfung", actor=coordinator)
    assert carry_out_by_itself() == {}
    hold_lift(hold=hold, reason="Prüfung beendet", actor=coordinator)
    assert carry_out_by_itself() == {"interviews.unnamed": 1}
