"""Pauses after wrong guesses: they come, they grow, they end, and nobody can make them longer for somebody else."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.access import rules
from ankunft.foundation.kernel.clock import ZURICH

START = datetime(2026, 3, 16, 8, 0, tzinfo=ZURICH)
MINUTE = timedelta(minutes=1)
moments = st.lists(
    st.integers(min_value=0, max_value=5 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds)),
    max_size=60,
).map(sorted)


def after(*minutes):
    return [START + timedelta(minutes=minute) for minute in minutes]


def test_four_wrong_guesses_make_no_pause():
    assert rules.paused_until(after(0, 1, 2, 3), rules.ACCOUNT) is None


def test_the_fifth_within_a_quarter_of_an_hour_makes_one():
    assert rules.paused_until(after(0, 1, 2, 3, 4), rules.ACCOUNT) == START + 5 * MINUTE
    assert rules.paused_until(after(0, 4, 8, 12, 16), rules.ACCOUNT) is None


@pytest.mark.parametrize(("number", "minutes"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (500, 60)])
def test_pauses_double_up_to_an_hour(number, minutes):
    assert rules.pause(number) == minutes * MINUTE


def test_a_calm_day_begins_anew():
    paused = after(0, 1, 2, 3, 4)
    day_after = paused[-1] + rules.CALM
    assert rules.paused_until([*paused, day_after], rules.ACCOUNT) == day_after + 2 * MINUTE
    assert rules.paused_until([*paused, day_after + MINUTE], rules.ACCOUNT) is None


@given(moments)
def test_no_pause_is_longer_than_an_hour_after_the_last_guess(wrong):
    until = rules.paused_until(wrong, rules.ACCOUNT)
    assert until is None or rules.FIRST_PAUSE <= until - wrong[-1] <= rules.LONGEST_PAUSE


@given(moments)
def test_one_more_wrong_guess_never_shortens_the_pause(wrong):
    until = rules.paused_until(wrong, rules.ACCOUNT)
    if until:
        more = rules.paused_until([*wrong, wrong[-1] + MINUTE], rules.ACCOUNT)
        assert more is not None
        assert more > until


@given(st.integers(min_value=1, max_value=40))
def test_whoever_guesses_whenever_it_is_allowed_gets_few_guesses_a_day(limit):
    """The attacker waits out each pause: no more than the first free guesses and two dozen in a day."""
    at, wrong = START, []
    while at < START + timedelta(days=1):
        wrong.append(at)
        until = rules.paused_until(wrong, rules.Limit(limit))
        at = max(at + timedelta(seconds=1), until or at)
    assert len(wrong) <= limit + 7 + 24


@given(moments, st.integers(min_value=2, max_value=30))
def test_a_stricter_limit_never_pauses_less(wrong, guesses):
    loose = rules.paused_until(wrong, rules.Limit(guesses))
    strict = rules.paused_until(wrong, rules.Limit(guesses - 1))
    assert loose is None or (strict is not None and strict >= loose)
