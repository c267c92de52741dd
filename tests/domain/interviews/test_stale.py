"""Whoever acts on what they saw a moment ago: nothing is judged by it, and nothing stands twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ankunft.domain.interviews import services
from ankunft.domain.interviews.models import Evidence, Interview, InterviewState
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.reporting.making import TODAY

from .making import LATER, again, appointment, arrived, conduct, family, held, planned, state_of, verdicts

AFTER = date(2026, 12, 2)


def missed(interview: Interview, officer: Actor) -> Interview:
    with clock.moved_to(AFTER):
        services.interview_missed(interview=again(interview), actor=officer)
    return again(interview)


def test_evidence_is_judged_with_what_is_recorded_by_then(town: Municipality, officer: Actor) -> None:
    seen = held([arrived(town)], officer)
    entry = services.entry_of(seen)._replace(outsourced=True)
    services.interview_change(interview=again(seen), entry=entry, actor=officer)
    services.evidence_on_paper(interview=seen, actor=officer)
    assert verdicts(seen)[0] == "outsourced"


def test_evidence_comes_too_late_for_what_was_taken_back(town: Municipality, officer: Actor) -> None:
    interview = planned([arrived(town)], officer)
    seen = services.interview_hold(interview=interview, entry=conduct(), actor=officer)
    services.interview_undo(interview=again(seen), actor=officer)
    with pytest.raises(Refused, match="durchgeführt wurde"):
        services.evidence_on_paper(interview=seen, actor=officer)
    assert (again(seen).state, Evidence.objects.count()) == ("planned", 0)


def test_what_was_missed_is_not_planned_again_beside_another_one(town: Municipality, officer: Actor) -> None:
    one = arrived(town)
    first = missed(planned([one], officer), officer)
    second = services.interview_invite_again(interview=first, entry=appointment(date(2026, 12, 8)), actor=officer)
    services.interview_cancel(interview=second, reason="verreist", actor=officer)
    third = planned([one], officer, date(2026, 12, 9))
    with pytest.raises(Refused, match=f"schon ein Termin vereinbart: {third.reference}"):
        services.interview_undo(interview=again(first), actor=officer)
    assert again(first).state == "missed"
    services.interview_cancel(interview=third, reason="verreist", actor=officer)
    services.interview_undo(interview=again(first), actor=officer)
    assert (again(first).state, state_of(one)) == ("planned", "invited")


def test_what_was_held_is_not_planned_again_beside_another_one(town: Municipality, officer: Actor) -> None:
    one = arrived(town)
    first = planned([one], officer)
    services.interview_hold(interview=first, entry=conduct(), actor=officer)
    further = planned([one], officer, date(2026, 12, 9))
    with pytest.raises(Refused, match=f"schon ein Termin vereinbart: {further.reference}"):
        services.interview_undo(interview=again(first), actor=officer)
    assert (again(first).state, state_of(one)) == ("held", "informed")


def test_who_called_the_second_one_off_can_take_that_back(town: Municipality, officer: Actor) -> None:
    one = arrived(town)
    first = missed(planned([one], officer), officer)
    second = services.interview_invite_again(interview=first, entry=appointment(date(2026, 12, 8)), actor=officer)
    services.interview_cancel(interview=second, reason="verreist", actor=officer)
    services.interview_undo(interview=again(second), actor=officer)
    services.interview_move(interview=again(second), entry=appointment(date(2026, 12, 9)), actor=officer)
    assert (services.invitation_number(again(second)), state_of(one)) == (2, "invited")


def test_seven_of_whom_one_is_swiss_are_one_interview(town: Municipality, officer: Actor) -> None:
    six = family(town, 6)
    swiss = arrived(town, household=six[0].household, family_name="Demo-Haddad", exclusion="swiss", nationality="CH")
    alone = held([swiss], officer, date(2026, 11, 3), evidence=True)
    assert verdicts(alone)[0] == "swiss"
    together = held([*six, swiss], officer, evidence=True)
    assert verdicts(together)[0] == "counts", "the guest took nothing away"
    assert again(together).participants == 7
    second = held(six[:2], officer, date(2026, 11, 12), evidence=True)
    assert verdicts(second)[0] == "second"
    assert {state_of(one) for one in six} == {"informed"}


@pytest.mark.parametrize("kind", ["first_information", LATER])
def test_another_provider_is_not_the_partner(town: Municipality, officer: Actor, kind: Any) -> None:
    ordered = {"interpreting": "partner", "interpreting_order": "A-1", "interpreting_provider": "Demo-Dolmetschdienst"}
    one = arrived(town)
    with pytest.raises(Refused, match="HEKS Linguadukt"):
        held([one], officer, kind=kind, needs=("language",), **ordered)
    interview = held(
        [one], officer, kind=kind, evidence=True, needs=("language",), **ordered | {"interpreting": "other"}
    )
    assert verdicts(interview) == ("counts", "not_by_partner")
    assert Interview.objects.filter(state=InterviewState.HELD).count() == 1
    assert clock.today() == TODAY
