"""Counting wrong guesses without keeping anybody's name."""

from datetime import timedelta

import pytest

from ankunft.foundation.access import rules, throttle
from ankunft.foundation.access.models import FailedAttempt
from ankunft.foundation.jobs.chores import all_chores
from ankunft.foundation.kernel import clock
from ankunft.foundation.retention.models import LegalHold
from ankunft.foundation.retention.services import carry_out_by_itself
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def guess(limits):
    return throttle.attempt_begin(limits)


def limits(email="demo-anna@example.ch", address="192.0.2.1", device=""):
    return throttle.limits_for(email=email, address=address, device=device)


def wait(time):
    """Everything that happened is so much longer ago."""
    for attempt in FailedAttempt.objects.all():
        FailedAttempt.objects.filter(pk=attempt.pk).update(at=attempt.at - time)


def test_the_sixth_wrong_guess_is_not_looked_at_until_the_pause_is_over():
    for _ in range(5):
        guess(limits())
    with pytest.raises(throttle.Paused, match="in 1 Minute noch einmal") as paused:
        guess(limits())
    assert paused.value.minutes == 1
    assert FailedAttempt.objects.filter(subject=throttle.subject_of_account("demo-anna@example.ch")).count() == 5
    wait(timedelta(minutes=1))
    last = guess(limits())
    assert throttle.attempt_pauses(last).minutes == 2


def test_guesses_during_a_pause_do_not_make_it_longer():
    for _ in range(5):
        guess(limits())
    for _ in range(20):
        with pytest.raises(throttle.Paused):
            guess(limits())
    wait(timedelta(minutes=1))
    assert throttle.attempt_right(guess(limits())) is None


def test_a_right_guess_does_not_count():
    for _ in range(20):
        throttle.attempt_right(guess(limits()))
    assert not FailedAttempt.objects.exists()


def test_a_known_device_is_not_kept_out_by_guesses_from_elsewhere():
    for _ in range(5):
        guess(limits(address="192.0.2.1"))
    with pytest.raises(throttle.Paused):
        guess(limits(address="192.0.2.2"))
    guess(limits(address="192.0.2.2", device="1:abc"))


def test_a_known_device_has_its_own_limit():
    for _ in range(5):
        guess(limits(device="1:abc"))
    with pytest.raises(throttle.Paused):
        guess(limits(device="1:abc"))


def test_one_network_address_may_not_try_many_accounts():
    for number in range(30):
        guess(limits(email=f"demo-{number}@example.ch"))
    with pytest.raises(throttle.Paused):
        guess(limits(email="demo-30@example.ch"))
    guess(limits(email="demo-30@example.ch", address="192.0.2.2"))


def test_addresses_are_one_account_whatever_their_case_and_nothing_readable_is_kept():
    guess(limits(email=" Demo-Anna@Example.ch "))
    guess(limits(email="demo-anna@example.ch"))
    subjects = FailedAttempt.objects.values_list("subject", flat=True)
    assert len(set(subjects)) == 2
    assert not any("anna" in subject or "192.0.2" in subject for subject in subjects)


def test_of_ipv6_the_connection_counts_and_not_the_single_address():
    assert throttle.subject_of_network("2001:db8::1") == throttle.subject_of_network("2001:db8::ffff:2")
    assert throttle.subject_of_network("2001:db8::1") != throttle.subject_of_network("2001:db8:0:1::1")
    assert throttle.subject_of_network("192.0.2.1") != throttle.subject_of_network("192.0.2.2")


def test_an_unknown_network_address_is_not_shared_by_all():
    assert len(throttle.limits_for(email="demo-anna@example.ch", address="")) == 1


def test_asking_for_a_link_has_a_limit_of_its_own():
    asked = throttle.limits_for_reset(email="demo-anna@example.ch", address="")
    for _ in range(3):
        guess(asked)
    with pytest.raises(throttle.Paused):
        guess(asked)
    guess(limits())


def test_what_no_pause_depends_on_stays_as_long_as_its_class_says_and_while_it_is_held():
    guess(limits())
    wait(2 * rules.CALM + timedelta(minutes=1))
    for chore in all_chores():
        if chore.code.startswith(("access.", "retention.")):
            chore.do()
    assert FailedAttempt.objects.count() == 2
    hold = LegalHold.objects.create(record_class="access.attempt", reason="Vorfall", set_at=clock.now(), set_by="Demo")
    wait(timedelta(days=100))
    assert carry_out_by_itself() == {}
    hold.delete()
    assert carry_out_by_itself() == {"access.attempt": 2}
    assert not FailedAttempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_see_each_other():
    results = at_once(*[lambda: guess(limits())] * 12, lingering=0)
    passed = [result for result in results if isinstance(result, throttle.Attempt)]
    assert len(passed) <= 5
    assert all(isinstance(result, throttle.Attempt | throttle.Paused) for result in results)


def test_the_sentence_says_how_long(monkeypatch):
    assert "in 4 Minuten" in throttle.Paused(clock.machine_now() + timedelta(minutes=3, seconds=5)).reason


@pytest.mark.parametrize("spelling", ["demo-ſuſi@so.ch", "demo-susı@so.ch", "demo-susi@ſo.ch", "DEMO-SUSI@SO.CH"])
def test_letters_that_a_database_takes_for_the_same_do_not_give_more_guesses(spelling):
    assert throttle.subject_of_account(spelling) == throttle.subject_of_account("demo-susi@so.ch")


def test_a_known_device_is_not_kept_out_by_others_at_the_same_network_address():
    for number in range(30):
        guess(limits(email=f"demo-{number}@example.ch"))
    with pytest.raises(throttle.Paused):
        guess(limits())
    guess(limits(device="1:abc"))
