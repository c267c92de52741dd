"""The clock: one source of time, which can be moved."""

from datetime import date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from ankunft.foundation.kernel import clock


def test_now_is_aware_and_in_zurich():
    assert clock.now().tzinfo == ZoneInfo("Europe/Zurich")
    assert abs(clock.now() - datetime.now(ZoneInfo("UTC"))) < timedelta(seconds=5)


def test_is_moved_within_the_block_only():
    before = clock.today()
    with clock.moved_to(date(2026, 3, 1)):
        assert clock.today() == clock.now().date() == date(2026, 3, 1)
        with clock.moved_to(date(2018, 9, 30)):
            assert clock.today() == date(2018, 9, 30)
        assert clock.today() == date(2026, 3, 1)
    assert clock.today() == before


def test_comes_back_after_an_error():
    before = clock.today()
    with pytest.raises(RuntimeError), clock.moved_to(date(2026, 3, 1)):
        raise RuntimeError
    assert clock.today() == before


def test_another_thread_keeps_its_own_time():
    seen = []
    with clock.moved_to(date(2018, 1, 1)):
        thread = Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen[0] > date(2018, 1, 1)


def test_the_fixture_moves_the_clock(on_day):
    on_day(date(2025, 9, 30))
    assert clock.today() == date(2025, 9, 30)
    on_day(date(2026, 3, 31))
    assert clock.today() == date(2026, 3, 31)


def test_the_machine_s_own_time_is_not_moved() -> None:
    before = clock.machine_now()
    with clock.moved_to(date(2030, 1, 1)):
        assert clock.now() - before > timedelta(days=300)
        assert clock.machine_now() - before < timedelta(days=1)
