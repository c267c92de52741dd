"""Passwords: what is a good one, what a new one ends, and links that replace a forgotten one."""

from datetime import timedelta

import pytest

from ankunft.foundation.access import passwords
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.signing_in import sessions_end_all
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.support import people

GOOD = "regenschirm und tinte"
pytestmark = pytest.mark.django_db


@pytest.fixture
def account(db):
    return people.account_with("coordination")


def problems(password, email="anna.muster@so.example", name="Annabelle Mustermann"):
    return " ".join(passwords.password_problems(password, email=email, name=name))


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("kurz", "mindestens 12 Zeichen"),
        ("password1234", "allgemein bekannt"),
        ("anna.muster@so.example", "gleicht der E-Mail-Adresse"),
        ("annabellemustermann", "gleicht der E-Mail-Adresse oder dem Namen"),
        ("x" * 201, "höchstens 200 Zeichen"),
    ],
)
def test_says_what_is_wrong_with_it(password, sentence):
    assert sentence in problems(password)


def test_a_good_one_has_no_problems():
    assert problems(GOOD) == ""
    assert problems(passwords.password_make()) == ""


def test_a_bad_one_is_not_set(account):
    with pytest.raises(Refused, match="mindestens 12"):
        passwords.password_set(account=account, password="kurz", actor=actor_of(account, "web"))
    assert account.check_password(people.PASSWORD)


def test_a_new_one_ends_every_session_and_is_told_without_being_told(account):
    before = account.get_session_auth_hash()
    passwords.password_set(account=account, password=GOOD, actor=actor_of(account, "web"))
    account.refresh_from_db()
    assert account.check_password(GOOD)
    assert account.get_session_auth_hash() != before
    assert account.sessions_epoch == 1
    event = Event.objects.latest("pk")
    assert event.action == "access.password.changed"
    assert GOOD not in f"{event.summary}{event.before}{event.after}{event.reason}"
    assert account.password not in f"{event.before}{event.after}"


def test_one_that_somebody_else_gave_is_temporary(account):
    passwords.password_set(account=account, password=GOOD, actor=Actor.operator(), temporary=True)
    assert account.password_is_temporary
    assert Event.objects.latest("pk").action == "access.password.reset"
    passwords.password_set(account=account, password=f"{GOOD}!", actor=actor_of(account, "web"))
    assert not account.password_is_temporary


class TestLinks:
    def test_lead_to_their_account_until_the_password_is_new(self, account):
        link = passwords.reset_token(account)
        assert passwords.account_of_reset(*link) == account
        passwords.password_set(account=account, password=GOOD, actor=actor_of(account, "web"))
        assert passwords.account_of_reset(*link) is None

    def test_end_with_the_sessions(self, account):
        link = passwords.reset_token(account)
        sessions_end_all(account=account, actor=actor_of(account, "web"))
        assert passwords.account_of_reset(*link) is None

    def test_are_good_for_an_hour(self, account, monkeypatch):
        link = passwords.reset_token(account)
        tokens = passwords._reset_tokens
        monkeypatch.setattr(tokens, "_now", lambda: clock.machine_now().replace(tzinfo=None) + timedelta(minutes=61))
        assert passwords.account_of_reset(*link) is None

    def test_of_a_closed_account_lead_nowhere(self, account):
        link = passwords.reset_token(account)
        account.is_active = False
        account.save()
        assert passwords.account_of_reset(*link) is None

    @pytest.mark.parametrize("key", ["", "MQ", "%%%", "x" * 300, "AAAA", "LTE"])
    def test_with_a_wrong_part_lead_nowhere(self, account, key):
        assert passwords.account_of_reset(key, passwords.reset_token(account)[1] + "x") is None
        assert passwords.account_of_reset(key, "wrong") is None
