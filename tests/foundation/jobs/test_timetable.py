"""Rare chores of the worker: remembered over a start, done by one worker alone, tried again soon after a failure."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from ankunft.foundation.jobs import chores, timetable
from ankunft.foundation.jobs.chores import Chore
from ankunft.foundation.jobs.models import ChoreTurn
from ankunft.foundation.jobs.worker import Housekeeping, Pace, _housekeeping
from ankunft.foundation.kernel import clock
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done by the only chore there is, a daily one."""
    told: list[str] = []
    monkeypatch.setattr(chores, "_register", {})
    chores.register(Chore("test.daily", DAY.total_seconds(), lambda: told.append("daily")))
    return told


def due_in() -> timedelta:
    return ChoreTurn.objects.get(code="test.daily").due_at - clock.machine_now()


def pass_by(span: timedelta) -> None:
    turn = ChoreTurn.objects.get(code="test.daily")
    ChoreTurn.objects.filter(pk=turn.pk).update(due_at=turn.due_at - span)


def test_what_was_never_done_is_done_at_once_and_then_after_its_interval(done: list[str]) -> None:
    assert timetable.do_due() == ["test.daily"]
    assert timetable.do_due() == []
    pass_by(DAY - timedelta(minutes=1))
    assert timetable.do_due() == []
    pass_by(timedelta(minutes=2))
    assert timetable.do_due() == ["test.daily"]
    assert done == ["daily", "daily"]


def test_what_fails_is_tried_again_within_the_hour_and_the_others_are_done(done: list[str]) -> None:
    def failing() -> None:
        raise ValueError("Demo")

    chores.register(Chore("test.failing", DAY.total_seconds(), failing))
    assert timetable.do_due() == ["test.daily"]
    turn = ChoreTurn.objects.get(code="test.failing")
    assert clock.machine_now() < turn.due_at <= clock.machine_now() + timetable.AGAIN_AFTER


def test_a_chore_whose_worker_is_lost_is_tried_again_within_the_hour(done: list[str]) -> None:
    def killed() -> None:
        raise SystemExit

    chores.register(Chore("test.daily", DAY.total_seconds(), killed))
    with pytest.raises(SystemExit):
        timetable.do_due()
    assert timedelta(0) < due_in() <= timetable.AGAIN_AFTER


@pytest.mark.parametrize("every", [timedelta(minutes=10), timedelta(hours=1), DAY])
def test_who_looked_a_moment_earlier_does_not_take_a_turn_that_another_one_took(
    done: list[str], monkeypatch: pytest.MonkeyPatch, every: timedelta
) -> None:
    chores.register(Chore("test.daily", every.total_seconds(), lambda: done.append("daily")))
    earlier = clock.machine_now()
    time.sleep(0.01)
    assert timetable.do_due() == ["test.daily"]
    monkeypatch.setattr(clock, "machine_now", lambda: earlier)
    assert timetable.do_due() == []


def test_a_clock_that_was_wrong_does_not_put_a_chore_off_for_ever(done: list[str]) -> None:
    timetable.do_due()
    pass_by(-timedelta(days=4000))
    assert timetable.do_due() == ["test.daily"]
    assert due_in() <= DAY


def test_of_many_workers_at_once_one_does_it(done: list[str]) -> None:
    found = at_once(*[timetable.do_due] * 8, lingering=0)
    assert not [one for one in found if isinstance(one, Exception)]
    assert done == ["daily"]
    pass_by(DAY)
    at_once(*[timetable.do_due] * 8, lingering=0)
    assert done == ["daily", "daily"]


def test_a_worker_does_soon_after_its_start_what_has_waited_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    happened = threading.Event()
    monkeypatch.setattr(chores, "_register", {})
    chores.register(Chore("test.daily", DAY.total_seconds(), happened.set))
    threads = {one.name: one for one in _housekeeping(_Worker(), Pace(timetable=0.05))}  # type: ignore[arg-type]
    assert set(threads) == {"housekeeping", "timetable"}
    worker: Housekeeping = threads["timetable"]
    worker.start()
    assert happened.wait(5)
    until = time.monotonic() + 5
    while due_in() < timedelta(hours=23) and time.monotonic() < until:
        time.sleep(0.02)
    worker.stop()
    assert due_in() > timedelta(hours=23)


class _Worker:
    def beat(self) -> None:
        """No sign of life is needed here."""
