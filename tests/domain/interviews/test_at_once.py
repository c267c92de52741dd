"""Two officers at the same interview at the same moment: one is told that the other was first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from ankunft.domain.interviews import facts, services
from ankunft.domain.interviews.models import Evidence, Interview, InterviewState
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from tests.domain.reporting.making import TODAY
from tests.support.threads import at_once

from .making import again, conduct, family, held, planned, verdicts

pytestmark = pytest.mark.django_db(transaction=True)


def here(action: Callable[..., Any], **arguments: Any) -> Callable[[], Any]:
    """The action as somebody else's request does it: with the clock of this test, behind the wall."""

    def run() -> Any:
        with clock.moved_to(TODAY), wall.open_for(arguments["actor"]):
            return action(**arguments)

    return run


def refused(answers: Any) -> list[str]:
    """What was refused; anything else that was raised fails."""
    for one in answers:
        if isinstance(one, Exception) and not isinstance(one, Refused):
            raise one
    return [str(one) for one in answers if isinstance(one, Refused)]


def test_an_interview_is_held_once(town: Municipality, officer: Actor) -> None:
    interview = planned(family(town, 2), officer)
    answers = at_once(
        here(services.interview_hold, interview=again(interview), entry=conduct(notes="eine"), actor=officer),
        here(services.interview_hold, interview=again(interview), entry=conduct(notes="andere"), actor=officer),
    )
    assert len(refused(answers)) == 1
    assert again(interview).state == InterviewState.HELD
    assert Step.objects.filter(object_key=interview.reference, name="hold").count() == 1


def test_an_interview_is_changed_by_one(town: Municipality, officer: Actor) -> None:
    interview = held(family(town, 2), officer, evidence=True)
    entry = services.entry_of(interview)
    answers = at_once(
        *(
            here(
                services.interview_change,
                interview=again(interview),
                entry=entry._replace(outsourced=outsourced, notes=notes),
                actor=officer,
            )
            for outsourced, notes in ((True, "eine"), (False, "andere"))
        )
    )
    assert len(refused(answers)) == 1
    said = facts.verdicts_of([again(interview)])[interview.pk]
    assert verdicts(interview) == (said.case.value, said.interpreting.value)


def test_one_family_is_recorded_twice_at_once_and_paid_once(
    town: Municipality, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = family(town, 2)
    first, second = held(both[:1], officer), held(both[1:], officer)
    judged, said_of = Barrier(2, timeout=1), facts.verdicts_of

    def judge_together(interviews: Any) -> Any:
        said = said_of(interviews)
        with suppress(BrokenBarrierError):
            judged.wait()
        return said

    monkeypatch.setattr(facts, "verdicts_of", judge_together)
    answers = at_once(
        *(here(services.evidence_on_paper, interview=again(one), actor=officer) for one in (first, second))
    )
    monkeypatch.undo()
    assert not refused(answers)
    assert Evidence.objects.count() == 2
    interviews = [again(first), again(second)]
    said = facts.verdicts_of(interviews)
    assert [one.case_verdict for one in interviews] == [said[one.pk].case.value for one in interviews]
    assert sorted(one.case_verdict for one in interviews) == ["counts", "second"]


def test_two_appointments_for_one_arrival_are_one(town: Municipality, officer: Actor) -> None:
    (somebody,) = family(town, 1)
    answers = at_once(*(lambda: here(planned, persons=[somebody], actor=officer)() for _ in range(2)))
    assert len(refused(answers)) == 1
    assert Interview.objects.count() == 1


def test_evidence_and_taking_back_at_once(town: Municipality, officer: Actor) -> None:
    (one,) = family(town, 1)
    interview = planned([one], officer)
    services.interview_hold(interview=interview, entry=conduct(), actor=officer)
    seen = again(interview)
    answers = at_once(
        here(services.interview_undo, interview=again(seen), actor=officer),
        here(services.evidence_on_paper, interview=again(seen), actor=officer),
    )
    assert len(refused(answers)) == 1
    stored = again(interview)
    assert (stored.state, Evidence.objects.count()) in {("planned", 0), ("held", 1)}


def test_a_change_and_evidence_at_once_are_judged_together(town: Municipality, officer: Actor) -> None:
    interview = held(family(town, 2), officer)
    entry = services.entry_of(interview)._replace(outsourced=True)
    answers = at_once(
        here(services.interview_change, interview=again(interview), entry=entry, actor=officer),
        here(services.evidence_on_paper, interview=again(interview), actor=officer),
    )
    assert not refused(answers)
    assert verdicts(interview)[0] == "outsourced"


def test_another_appointment_and_the_missed_one_at_once(town: Municipality, officer: Actor) -> None:
    (one,) = family(town, 1)
    first = planned([one], officer)
    with clock.moved_to(date(2026, 12, 2)):
        services.interview_missed(interview=again(first), actor=officer)
    answers = at_once(
        here(planned, persons=[one], actor=officer),
        here(services.interview_undo, interview=again(first), actor=officer),
    )
    assert len(refused(answers)) == 1
    assert Interview.objects.filter(state=InterviewState.PLANNED).count() == 1
