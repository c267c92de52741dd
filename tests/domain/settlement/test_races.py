"""Two people at the same moment, and a process that dies in the middle: nobody is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from ankunft.domain.settlement import services, states
from ankunft.domain.settlement.models import Line, Run
from ankunft.domain.settlement.selectors import run_as_data
from ankunft.domain.settlement.services import run_approve, run_calculate, run_check, run_release
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, canton, office, reported
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Run the actions in threads that start together; what each was refused with (empty: done)."""
    barrier = Barrier(len(actions))
    outcomes = [""] * len(actions)

    def act(index: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait()
            action()
        except Refused as refusal:
            outcomes[index] = refusal.reason
        finally:
            connection.close()

    threads = [Thread(target=act, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


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
    assert sorted(map(bool, outcomes)) == [False, True]
    assert Run.objects.get(pk=run.pk).state == states.RELEASED


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
    assert sorted(map(bool, outcomes)) == [False, True]
    released = Line.objects.filter(run__state=states.RELEASED)
    assert sum(line.amount for line in released) == 600_00


def test_two_calculations_at_the_same_moment_leave_one_set_of_lines() -> None:
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 1, 0, 0)
    run_calculate(month=MARCH, actor=Actor.operator())
    at_once(*[lambda: run_calculate(month=MARCH, actor=Actor.operator())] * 3)
    assert Line.objects.count() == 2


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@pytest.mark.parametrize("point", range(12))
def test_killed_at_any_statement_of_a_calculation_nothing_is_half_done(point: int) -> None:
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 1, 0, 0)
    before = run_as_data(run_calculate(month=MARCH, actor=Actor.operator()))
    reported(olten, WINTER, 5, 1, 0, 0, number=2)
    _killed_at_write(point, lambda: run_calculate(month=MARCH, actor=Actor.operator()))
    after = run_as_data(Run.objects.get())
    again = run_as_data(run_calculate(month=MARCH, actor=Actor.operator()))
    assert after in (before, again)
    assert again["total"] == "1160.00"


@pytest.mark.parametrize("point", range(6))
def test_killed_at_any_statement_of_a_release_it_is_released_once_or_not(point: int) -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 3, 1, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    lines = run_as_data(run)["lines"]
    _killed_at_write(point, lambda: services.run_release(run=run, actor=people.approver))
    run = Run.objects.get()
    if run.state != states.RELEASED:
        assert run.state == states.APPROVED
        services.run_release(run=run, actor=people.approver)
    assert run_as_data(run)["lines"] == lines
    assert run_as_data(run_calculate(month=SEPTEMBER, actor=people.coordination))["lines"] == []


def _killed_at_write(point: int, action: Callable[[], object]) -> None:
    """Do something, and die just before the write statement with that number (0: the first)."""
    writes = 0

    def watch(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        nonlocal writes
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            if writes == point:
                raise Killed
            writes += 1
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(watch):
            action()
    except Killed:
        assert not transaction.get_connection().in_atomic_block
