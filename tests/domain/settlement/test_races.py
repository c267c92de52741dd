"""Two people at the same moment, and a process that dies in the middle: nobody is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction

from ankunft.domain.settlement import states
from ankunft.domain.settlement.models import Line, Reclaim, ReclaimObjection, Run, YearEnd
from ankunft.domain.settlement.selectors import credit_standing, run_as_data
from ankunft.domain.settlement.services import run_approve, run_calculate, run_check, run_release
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import MARCH, SEPTEMBER, SPRING, WINTER, canton, office, released, reported
from tests.domain.settlement.test_credits import credit, ended
from tests.domain.settlement.test_rulings import contested, decided
from tests.support.people import actor_with
from tests.support.threads import at_once, one_was_refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_approvers_release_at_the_same_moment_and_one_succeeds() -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 0, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    second = actor_with("approver")
    outcomes = at_once(
        lambda: run_release(run=Run.objects.get(pk=run.pk), actor=people.approver),
        lambda: run_release(run=Run.objects.get(pk=run.pk), actor=second),
    )
    assert one_was_refused(outcomes)
    assert Run.objects.get(pk=run.pk).state == states.RELEASED


def test_two_propose_the_end_of_the_same_year_and_one_is_told() -> None:
    people = office()
    (olten,) = canton("Olten")
    credit(people, 5000)
    reported(olten, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    released(SEPTEMBER, people)
    other = replace(people, finance=actor_with("finance_officer"))
    outcomes = at_once(*(lambda who=who: ended(who) and None for who in (people, other)))
    assert one_was_refused(outcomes)
    assert YearEnd.objects.get().surplus == 2600_00


def test_two_runs_with_the_same_claim_released_at_the_same_moment() -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 0, 0, 0)
    runs = [run_calculate(month=month, actor=people.coordination) for month in (SEPTEMBER, MARCH)]
    for run in runs:
        run_check(run=run, actor=people.finance)
        run_approve(run=run, actor=people.approver)
    outcomes = at_once(
        *(lambda key=run.pk: run_release(run=Run.objects.get(pk=key), actor=people.approver) for run in runs)
    )
    assert one_was_refused(outcomes)
    released = Line.objects.filter(run__state=states.RELEASED)
    assert sum(line.amount for line in released) == 600_00


def test_two_runs_on_the_same_rest_of_a_credit_released_at_the_same_moment() -> None:
    people = office()
    olten, trimbach = canton("Olten", "Trimbach")
    credit(people, 1000)
    reported(olten, WINTER, 3, 0, 0, 0)
    reported(trimbach, SPRING, 3, 0, 0, 0)
    runs = [run_calculate(month=month, actor=people.coordination) for month in (MARCH, SEPTEMBER)]
    for run in runs:
        run_check(run=run, actor=people.finance)
        run_approve(run=run, actor=people.approver)
    outcomes = at_once(
        *(lambda key=run.pk: run_release(run=Run.objects.get(pk=key), actor=people.approver) for run in runs)
    )
    assert one_was_refused(outcomes)
    (refusal,) = [one for one in outcomes if isinstance(one, Refused)]
    assert "Es fehlen CHF 200.00" in refusal.reason
    assert (credit_standing(2025).paid, credit_standing(2025).committed) == (600_00, 600_00)


def test_an_objection_and_the_release_that_nets_the_reclaim_at_the_same_moment() -> None:
    """Either the release was first, and what it netted stays until that is decided; or it is refused."""
    people = office()
    (olten,) = canton("Olten")
    reclaim = decided(people, olten)
    reported(olten, WINTER, 3, 0, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    released, raised = at_once(
        lambda: run_release(run=Run.objects.get(pk=run.pk), actor=people.approver),
        lambda: contested(people, Reclaim.objects.get(pk=reclaim.pk)),
    )
    assert isinstance(raised, ReclaimObjection)
    assert Reclaim.objects.get().state == "contested"
    run.refresh_from_db()
    if released is None:
        assert run.state == states.RELEASED
        settled = [(reclaim.reference, -400_00)]
    else:
        assert isinstance(released, Refused)
        assert reclaim.reference in released.reason
        assert run.state == states.APPROVED
        settled = []
    taken = Line.objects.filter(run__state=states.RELEASED, contribution="reclaim").values_list("period", "amount")
    assert list(taken) == settled
    later = run_as_data(run_calculate(month=SEPTEMBER, actor=Actor.operator()))
    assert "reclaim" not in {line["contribution"] for line in later["lines"]}, (
        "contested: neither netted nor given back"
    )


def test_two_calculations_at_the_same_moment_leave_one_set_of_lines() -> None:
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 1, 0, 0)
    run_calculate(month=MARCH, actor=Actor.operator())
    at_once(*[lambda: run_calculate(month=MARCH, actor=Actor.operator())] * 3)
    assert Line.objects.count() == 2


class Killed(BaseException):
    """The process is gone: nothing catches it."""


READING = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
CALCULATION_WRITES = 9
RELEASE_WRITES = 7


@pytest.fixture
def changed() -> Callable[[], object]:
    """Calculating a run anew after a report has changed it."""
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 1, 0, 0)
    run_calculate(month=MARCH, actor=Actor.operator())
    reported(olten, WINTER, 5, 1, 0, 0, number=2)
    return lambda: run_calculate(month=MARCH, actor=Actor.operator())


@pytest.fixture
def approved() -> Callable[[], object]:
    """Releasing a run that is approved."""
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 1, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    return lambda: run_release(run=Run.objects.get(), actor=people.approver)


def test_all_writes_of_a_calculation_are_tried(changed: Callable[[], object]) -> None:
    assert len(_writes_of(changed)) == CALCULATION_WRITES


def test_all_writes_of_a_release_are_tried(approved: Callable[[], object]) -> None:
    assert len(_writes_of(approved)) == RELEASE_WRITES


@pytest.mark.parametrize("point", range(CALCULATION_WRITES))
def test_killed_at_any_statement_of_a_calculation_nothing_is_half_done(
    changed: Callable[[], object], point: int
) -> None:
    before = run_as_data(Run.objects.get())
    _killed_at_write(point, changed)
    after = run_as_data(Run.objects.get())
    changed()
    again = run_as_data(Run.objects.get())
    assert after in (before, again)
    assert again["total"] == "1160.00"


@pytest.mark.parametrize("point", range(RELEASE_WRITES))
def test_killed_at_any_statement_of_a_release_it_is_released_once_or_not(
    approved: Callable[[], object], point: int
) -> None:
    lines = run_as_data(Run.objects.get())["lines"]
    _killed_at_write(point, approved)
    run = Run.objects.get()
    if run.state != states.RELEASED:
        assert run.state == states.APPROVED
        approved()
    assert run_as_data(run)["lines"] == lines
    assert run_as_data(run_calculate(month=SEPTEMBER, actor=Actor.operator()))["lines"] == []


def _writes_of(action: Callable[[], object]) -> list[str]:
    """Do something, undisturbed; its write statements."""
    return _watched(action, None)


def _killed_at_write(point: int, action: Callable[[], object]) -> None:
    """Do something, and die just before the write statement with that number (0: the first)."""
    with pytest.raises(Killed):
        _watched(action, point)
    assert not transaction.get_connection().in_atomic_block


def _watched(action: Callable[[], object], point: int | None) -> list[str]:
    writes: list[str] = []

    def watch(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if not sql.lstrip().upper().startswith(READING):
            if len(writes) == point:
                raise Killed
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        action()
    return writes
