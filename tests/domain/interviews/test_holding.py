"""Interviews that were held: recorded, put right, taken back; and that an arrival counts once."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import services as arrivals
from ankunft.domain.arrivals.models import Arrival, Household, Permit, Relation
from ankunft.domain.arrivals.values import PermitEntry
from ankunft.domain.interviews import guards, selectors, services
from ankunft.domain.interviews.content import content_of, steps_of
from ankunft.domain.interviews.models import Interpreting, Interview
from ankunft.domain.interviews.values import StepEntry
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from tests.domain.interviews.making import (
    LATER,
    PDF,
    again,
    arrived,
    conduct,
    family,
    held,
    planned,
    state_of,
    verdicts,
)

PARTNER = {"interpreting": Interpreting.PARTNER, "interpreting_order": "LD-2026-1"}


def test_a_held_interview_informs_the_family(town, officer):
    parents = family(town, 3)
    interview = planned(parents, officer, **PARTNER)
    entry = conduct(
        present=(parents[0].reference,),
        participants=2,
        topics=("german", "school"),
        needs=("language",),
        notes="Will arbeiten",
        steps=(StepEntry("Kurs anmelden", date(2026, 12, 1)),),
        follow_up_on=date(2027, 2, 1),
        language="ti",
        **PARTNER,
    )
    interview = services.interview_hold(interview=interview, entry=entry, actor=officer)
    assert (interview.state, interview.half_year, interview.participants) == ("held", "2026-H2", 2)
    assert verdicts(interview) == ("no_evidence", "no_evidence")
    assert [state_of(one) for one in parents] == ["informed"] * 3
    assert interview.taking_part.filter(was_there=True).count() == 1
    assert services.entry_of(interview)._replace(steps=()) == entry._replace(steps=())
    assert content_of(interview).notes == "Will arbeiten"
    assert [(step.text, step.due_on) for step in steps_of(interview)] == [("Kurs anmelden", date(2026, 12, 1))]
    services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    assert verdicts(interview) == ("counts", "counts")


def test_others_who_were_not_there_are_to_be_invited(town, officer):
    here, elsewhere = arrived(town), arrived(town)
    interview = planned([here, elsewhere], officer)
    services.interview_hold(interview=interview, entry=conduct(present=(here.reference,)), actor=officer)
    assert (state_of(here), state_of(elsewhere)) == ("informed", "open")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": date(2026, 11, 23)}, "in der Zukunft"),
        ({"on": date(2026, 9, 30)}, "vor dem Zuzug am 01.10.2026"),
        ({"participants": 1}, "2 bis 30"),
        ({"topics": ("cooking",)}, "Thema gibt es im Leitfaden nicht"),
        ({"needs": ("cooking",)}, "Bedarf gibt es im Leitfaden nicht"),
        ({"follow_up_on": date(2026, 11, 9)}, "vor dem Gespräch"),
        ({"steps": (StepEntry(" "),)}, "was vereinbart wurde"),
        ({"steps": (StepEntry("x", date(2026, 11, 9)),)}, "nicht vor dem Gespräch"),
        ({"steps": (StepEntry("x", None, 99),)}, "inzwischen weggenommen"),
        ({"present": ("P-0000-0000",)}, "P-0000-0000 gehört nicht"),
        ({"interpreting_order": "LD-1"}, "kein Dolmetscheinsatz"),
    ],
)
def test_what_cannot_have_been_is_refused(town, officer, changes, sentence):
    parents = family(town, 2)
    interview = planned(parents, officer)
    with pytest.raises(Refused, match=sentence):
        services.interview_hold(interview=interview, entry=conduct(**changes), actor=officer)
    assert again(interview).state == "planned"
    assert state_of(parents[0]) == "invited"


def test_an_interview_without_appointment(town, officer):
    interview = held([arrived(town)], officer, evidence=True)
    assert interview.starts_at is None
    assert verdicts(interview) == ("counts", "no_interpreter")


@pytest.mark.parametrize(
    ("who", "changes", "expected"),
    [
        ({"exclusion": "swiss", "nationality": "CH"}, {}, "swiss"),
        ({"exclusion": "within_switzerland"}, {}, "not_from_abroad"),
        ({"exclusion": "secondary_residence"}, {}, "not_main_residence"),
        ({"permit": "09"}, {}, "status_s"),
        ({"permit": "02"}, {}, "counts"),
        ({}, {"outsourced": True}, "outsourced"),
        ({}, {"led_by_responsible": False}, "counts"),
        ({}, {"kind": LATER}, "no_need"),
        ({}, {"kind": LATER, "needs": ("work",)}, None),
        ({}, {"kind": LATER, "needs": ("employment",)}, "counts"),
        ({}, {"kind": LATER, "reason": "Keine Arbeit"}, "counts"),
        ({"nationality": "CH"}, {"kind": LATER, "reason": "x"}, "swiss"),
        ({"permit": "09"}, {"kind": LATER, "reason": "x"}, "status_s"),
        ({"exclusion": "within_switzerland"}, {"kind": LATER, "reason": "x"}, "counts"),
        ({}, {"kind": LATER, "reason": "x", "led_by_responsible": False}, "not_by_responsible"),
    ],
)
def test_the_records_become_the_facts(town, officer, who, changes, expected):
    person = arrived(town, **who)
    if expected is None:
        with pytest.raises(Refused, match="Leitfaden"):
            held([person], officer, **changes)
    else:
        assert verdicts(held([person], officer, evidence=True, **changes))[0] == expected


def test_the_permit_of_the_day(town, officer):
    one = arrived(town, permit="09")
    Permit.objects.create(person=one, municipality=town, category="02", valid_from=date(2026, 11, 1))
    assert verdicts(held([one], officer, date(2026, 11, 5), evidence=True))[0] == "counts"
    other = arrived(town, permit="09")
    Permit.objects.create(person=other, municipality=town, category="02", valid_from=date(2026, 11, 6))
    assert verdicts(held([other], officer, date(2026, 11, 5), evidence=True))[0] == "status_s"


def test_a_permit_recorded_later_changes_what_is_said(town, officer):
    one = arrived(town)
    interview = held([one], officer, evidence=True)
    permit = arrivals.permit_add(person=one, entry=PermitEntry("09", date(2026, 10, 1)), actor=officer)
    assert verdicts(interview)[0] == "status_s"
    event = Event.objects.filter(action="interviews.interview.judge").latest("pk")
    assert (event.after["before"]["case_verdict"], event.after["case_verdict"]) == ("counts", "status_s")
    arrivals.permit_remove(permit=permit, reason="falsche Person", actor=officer)
    assert verdicts(interview)[0] == "counts"


def test_who_is_naturalised_later_was_a_foreigner_then(town, officer):
    one = arrived(town, nationality="ER")
    interview = held([one], officer, evidence=True, kind=LATER, reason="x")
    entry = arrivals.entry_of(one)._replace(nationality="CH")
    arrivals.person_change(person=one, entry=entry, reason="eingebürgert", actor=officer)
    services.refresh([again(interview)], officer)
    assert verdicts(interview)[0] == "counts"


def test_a_family_counts_once(town, officer):
    parents = family(town, 2)
    first = held(parents[:1], officer, evidence=True)
    second = held(parents[1:], officer, date(2026, 11, 12), evidence=True, **PARTNER)
    assert verdicts(first) == ("counts", "no_interpreter")
    assert verdicts(second) == ("second", "case_does_not_count")


def test_those_who_share_a_flat_count_each(town, officer):
    home = Household.objects.create(municipality=town)
    one = arrived(town, household=home, family_name="Demo-Kovač")
    other = arrived(town, household=home, family_name="Demo-Silva")
    interviews = [held([who], officer, evidence=True) for who in (one, other)]
    assert [verdicts(interview)[0] for interview in interviews] == ["counts", "counts"]
    relation = arrivals.relation_add(person=one, other=other, kind="spouse", actor=officer)
    assert [verdicts(interview)[0] for interview in interviews] == ["counts", "second"]
    assert Relation.objects.filter(pk=relation.pk).exists()


def test_who_followed_later_counts_again(town, officer):
    father, mother = family(town, 2)
    Arrival.objects.filter(person=mother).update(arrived_on=date(2026, 11, 3))
    assert verdicts(held([father], officer, evidence=True))[0] == "counts"
    assert verdicts(held([father, mother], officer, date(2026, 11, 20), evidence=True))[0] == "counts"


def test_the_first_that_can_be_verified_counts(town, officer):
    one = arrived(town)
    first = held([one], officer)
    second = held([one], officer, date(2026, 11, 12), evidence=True)
    assert [verdicts(interview)[0] for interview in (first, second)] == ["second", "counts"]
    services.evidence_on_paper(interview=first, actor=officer)
    assert [verdicts(interview)[0] for interview in (first, second)] == ["counts", "second"]
    evidence = first.evidence.get()
    services.evidence_remove(evidence=evidence, reason="falscher Name", actor=officer)
    assert [verdicts(interview)[0] for interview in (first, second)] == ["second", "counts"]


def test_changing(town, officer):
    parents = family(town, 2)
    interview = held(parents, officer, evidence=True, steps=(StepEntry("Kurs"), StepEntry("Arzt")))
    entry = services.entry_of(interview)
    with pytest.raises(Refused, match="nichts geändert"):
        services.interview_change(interview=interview, entry=entry, actor=officer)
    keep = entry.steps[0]._replace(text="Kurs A1")
    changed = services.interview_change(
        interview=interview, entry=entry._replace(outsourced=True, steps=(keep, StepEntry("Verein"))), actor=officer
    )
    assert verdicts(changed)[0] == "outsourced"
    assert [step.text for step in steps_of(changed)] == ["Kurs A1", "Verein"]
    assert Event.objects.filter(action="interviews.interview.change").get().after["fields"] == ["outsourced", "steps"]
    with pytest.raises(Refused, match="Inzwischen"):
        services.interview_change(interview=interview, entry=entry._replace(notes="x"), actor=officer)


def test_who_was_not_there_after_all(town, officer):
    one, other = arrived(town), arrived(town)
    interview = held([one, other], officer)
    entry = services.entry_of(interview)._replace(present=(one.reference,), participants=1)
    services.interview_change(interview=interview, entry=entry, actor=officer)
    assert (state_of(one), state_of(other)) == ("informed", "open")


def test_moving_the_day_moves_the_half_year(town, officer):
    one = arrived(town, on=date(2026, 5, 1))
    interview = held([one], officer, date(2026, 7, 1))
    assert interview.half_year == "2026-H2"
    entry = services.entry_of(interview)._replace(held_on=date(2026, 6, 30))
    assert services.interview_change(interview=interview, entry=entry, actor=officer).half_year == "2026-H1"


def test_taking_back_what_was_held(town, officer):
    one = arrived(town)
    interview = planned([one], officer)
    services.interview_hold(interview=interview, entry=conduct(), actor=officer)
    second = held([one], officer, date(2026, 11, 20), evidence=True)
    services.evidence_on_paper(interview=interview, actor=officer)
    assert verdicts(second)[0] == "second"
    with pytest.raises(Refused, match="zuerst den Beleg"):
        services.interview_undo(interview=interview, actor=officer)
    services.evidence_remove(evidence=interview.evidence.get(), reason="x", actor=officer)
    services.interview_undo(interview=again(interview), actor=officer)
    assert (again(interview).state, again(interview).held_on, again(interview).case_verdict) == ("planned", None, "")
    assert verdicts(second)[0] == "counts"
    assert state_of(one) == "informed"
    services.evidence_remove(evidence=second.evidence.get(), reason="x", actor=officer)
    with pytest.raises(Refused, match="warum"):
        services.interview_undo(interview=again(second), actor=officer)
    services.interview_undo(interview=again(second), reason="doppelt erfasst", actor=officer)
    assert again(second).state == "cancelled"
    # The appointment of the first one stands.
    assert state_of(one) == "invited"
    with pytest.raises(Refused, match="hatte keinen Termin"):
        services.interview_undo(interview=again(second), actor=officer)


def test_taking_back_opens_the_arrival(town, officer):
    one, other = arrived(town), arrived(town)
    interview = planned([one], officer)
    services.interview_hold(interview=interview, entry=conduct(), actor=officer)
    services.interview_undo(interview=interview, actor=officer)
    assert state_of(one) == "invited"
    services.interview_undo(interview=held([other], officer), reason="verwechselt", actor=officer)
    assert state_of(other) == "open"


def test_what_is_settled_is_not_changed_silently(town, officer, monkeypatch):
    one = arrived(town)
    interview = held([one], officer)
    sentence = "Der Bericht für 2026-H2 ist angenommen."
    monkeypatch.setattr(guards, "_guards", [lambda _place, half_year: sentence if half_year == "2026-H2" else ""])
    entry = services.entry_of(interview)._replace(outsourced=True)
    with pytest.raises(Refused, match="Begründen Sie"):
        services.interview_change(interview=interview, entry=entry, actor=officer)
    with pytest.raises(Refused, match="ist angenommen"):
        services.interview_undo(interview=interview, actor=officer)
    changed = services.interview_change(
        interview=interview, entry=entry, reason="Die Beratungsstelle führte es", actor=officer
    )
    change = content_of(changed).changes[0]
    assert (change.why, change.fields, change.by) == ("Die Beratungsstelle führte es", ("outsourced",), officer.label)


def test_steps_and_follow_up_are_done(town, officer):
    interview = held([arrived(town)], officer, steps=(StepEntry("Kurs"),), follow_up_on=date(2026, 12, 1))
    services.step_done(step=interview.steps.get(), actor=officer)
    assert interview.steps.get().done_on == clock.today()
    services.step_done(step=interview.steps.get(), done=False, actor=officer)
    assert interview.steps.get().done_on is None
    services.follow_up_done(interview=interview, actor=officer)
    with pytest.raises(Refused, match="keine Wiedervorlage"):
        services.follow_up_done(interview=again(interview), actor=officer)


def test_the_page_says_beforehand_what_will_be_said(town, officer):
    parents = family(town, 2)
    entry = conduct(**PARTNER)
    said = selectors.preview_without_appointment(persons=parents, kind="first_information", entry=entry)
    assert said[0].verdict == "no_evidence"
    other = held(parents, officer, date(2026, 11, 3))
    interview = planned(parents, officer)
    said = selectors.preview(interview=interview, entry=entry)
    assert [(one.subject, one.tone, one.paragraph) for one in said] == [
        ("case", "warning", "6"),
        ("interpreting", "warning", "6"),
    ]
    assert said[0].sentence == "Die unterschriebene Bestätigung fehlt."
    services.evidence_on_paper(interview=other, actor=officer)
    said = selectors.preview(interview=interview, entry=entry)
    assert (said[0].verdict, said[0].tone, said[0].paragraph) == ("second", "neutral", "4.3.2")
    assert selectors.preview(interview=other, entry=services.entry_of(other))[0].counts
    said = selectors.preview_without_appointment(persons=[arrived(town)], kind="integration", entry=conduct())
    assert (said[0].verdict, said[0].mend) == ("no_need", "Bedarf festhalten")


def test_what_is_previewed_is_what_is_stored(town, officer):
    for number, changes in enumerate(({}, {"outsourced": True}, {"needs": ("health",)}, PARTNER)):
        for kind in ("first_information", "integration"):
            one = arrived(town, permit="09" if number == 3 else "")
            said = selectors.preview_without_appointment(persons=[one], kind=kind, entry=conduct(**changes))
            interview = held([one], officer, kind=kind, **changes)
            assert said[0].verdict == interview.case_verdict


def test_judging_many_costs_what_judging_one_costs(town, officer, django_assert_max_num_queries):
    interviews = [held([one], officer, evidence=True) for one in family(town, 1) + [arrived(town) for _ in range(12)]]
    with django_assert_max_num_queries(8):
        selectors.facts_of(interviews[0])
    with django_assert_max_num_queries(8):
        services.refresh(Interview.objects.filter(pk__in=[one.pk for one in interviews]), officer)
