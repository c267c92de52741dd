"""Signing in in two steps: what is between them opens nothing, and everything is proved once."""

import pytest
from django.conf import settings
from django.urls import reverse

from ankunft.foundation.access.models import Account, FailedAttempt
from ankunft.foundation.access.recovery import codes_make
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.signing_in import sessions_end_all
from ankunft.foundation.audit.models import Event
from ankunft.web.access import pending
from tests.support import people
from tests.support.clients import StrictClient
from tests.support.passkeys import SoftPasskey

pytestmark = pytest.mark.django_db
SIGNED_IN = reverse("my-day")


def password(client, account, **more):
    return client.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD, **more})


def second(client, code):
    return client.post(reverse("sign-in-factor"), {"code": code})


def key_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class TestApp:
    def test_leads_to_where_one_wanted_to_go(self, client, account, app):
        answer = password(client, account, next=reverse("search"))
        assert answer.headers["Location"] == reverse("sign-in-factor")
        answer = second(client, app.code())
        assert answer.headers["Location"] == reverse("search")
        assert client.get(SIGNED_IN).status_code == 200

    def test_a_wrong_code_says_so_and_lets_nobody_in(self, client, account, app):
        password(client, account)
        answer = second(client, "000000")
        assert answer.status_code == 422
        assert "Dieser Code stimmt nicht" in answer.content.decode()
        assert client.get(SIGNED_IN).status_code == 302

    def test_a_code_is_good_once(self, client, account, app):
        code = app.code()
        password(client, account)
        second(client, code)
        other = StrictClient()
        password(other, account)
        assert second(other, code).status_code == 422

    def test_whoever_set_one_up_is_asked_for_it_even_in_the_demonstration(self, client, account, app):
        Account.objects.update(is_demo=True)
        assert password(client, account).headers["Location"] == reverse("sign-in-factor")


class TestBetweenTheSteps:
    @pytest.mark.parametrize("name", ["my-day", "security", "password-change", "factor-setup", "app-setup", "prove"])
    def test_nothing_can_be_reached(self, client, account, app, name):
        password(client, account)
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("sign-in"))

    @pytest.mark.parametrize("name", ["sign-in-factor", "sign-in-recovery", "sign-in-factor-passkey"])
    def test_without_a_password_there_is_no_second_step(self, client, account, app, name):
        answer = client.post(reverse(name), {"code": app.code()})
        assert answer.headers["Location"] == reverse("sign-in")
        assert client.get(SIGNED_IN).status_code == 302

    def test_it_does_not_last(self, client, account, app, monkeypatch):
        password(client, account)
        now = pending.seconds_now()
        monkeypatch.setattr(pending, "seconds_now", lambda: now + pending.LASTS)
        assert second(client, app.code()).headers["Location"] == reverse("sign-in")

    def test_it_ends_with_the_account_s_sessions(self, client, account, app):
        password(client, account)
        sessions_end_all(account=account, actor=actor_of(account, "test"))
        assert second(client, app.code()).headers["Location"] == reverse("sign-in")

    def test_it_ends_with_the_account(self, client, account, app):
        password(client, account)
        Account.objects.update(is_active=False)
        assert second(client, app.code()).headers["Location"] == reverse("sign-in")

    def test_the_key_of_the_session_changes_at_every_step(self, client, account, app):
        keys = []
        client.post(reverse("sign-in-passkey-options"))
        keys.append(key_of(client))
        password(client, account)
        keys.append(key_of(client))
        second(client, app.code())
        keys.append(key_of(client))
        assert len(set(keys)) == 3
        for key in keys[:2]:
            thief = StrictClient()
            thief.cookies[settings.SESSION_COOKIE_NAME] = key
            assert thief.get(SIGNED_IN).status_code == 302
            assert second(thief, app.code(1)).headers["Location"] == reverse("sign-in")

    def test_a_key_that_somebody_else_chose_is_not_used(self, client, account):
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
        password(client, account)
        assert key_of(client) != "a" * 32


class TestRecoveryCode:
    def test_stands_in_for_a_lost_factor_and_says_how_many_are_left(self, client, account, app):
        codes = codes_make(account=account, actor=actor_of(account, "test"))
        password(client, account)
        client.post(reverse("sign-in-recovery"), {"code": codes[0]})
        assert "Es bleiben 9 Wiederherstellungscodes." in client.get(SIGNED_IN).content.decode()

    def test_is_good_once(self, client, account, app):
        codes = codes_make(account=account, actor=actor_of(account, "test"))
        for expected in (302, 422):
            browser = StrictClient()
            password(browser, account)
            assert browser.post(reverse("sign-in-recovery"), {"code": codes[0]}).status_code == expected


class TestPasskey:
    @pytest.fixture
    def passkey(self, account):
        soft = SoftPasskey()
        client = StrictClient().sign_in(account)
        options = client.post(reverse("passkey-options")).content.decode()
        answer = client.post(reverse("passkey-add"), {"credential": soft.create(options), "name": "Demo-Laptop"})
        assert "Ihre Wiederherstellungscodes" in answer.content.decode()
        return soft

    @staticmethod
    def ask(client, purpose):
        return client.post(reverse("sign-in-passkey-options"), {"purpose": purpose}).content.decode()

    def test_is_a_second_factor(self, client, account, passkey):
        password(client, account, next=reverse("search"))
        credential = passkey.get(self.ask(client, "second"))
        answer = client.post(reverse("sign-in-factor-passkey"), {"credential": credential})
        assert answer.headers["Location"] == reverse("search")
        assert client.get(SIGNED_IN).status_code == 200

    def test_signs_in_without_a_password(self, client, account, passkey):
        credential = passkey.get(self.ask(client, "alone"))
        answer = client.post(reverse("sign-in-passkey"), {"credential": credential, "next": reverse("search")})
        assert answer.headers["Location"] == reverse("search")
        assert Event.objects.latest("pk").summary.endswith("hat sich mit Passkey angemeldet.")

    def test_an_answer_is_taken_once(self, client, account, passkey):
        credential = passkey.get(self.ask(client, "alone"))
        client.post(reverse("sign-in-passkey"), {"credential": credential})
        assert StrictClient().post(reverse("sign-in-passkey"), {"credential": credential}).status_code == 422

    def test_an_answer_to_another_browser_s_challenge_is_wrong(self, client, account, passkey):
        credential = passkey.get(self.ask(StrictClient(), "alone"))
        self.ask(client, "alone")
        assert client.post(reverse("sign-in-passkey"), {"credential": credential}).status_code == 422

    def test_a_challenge_serves_one_purpose(self, client, account, passkey):
        password(client, account)
        credential = passkey.get(self.ask(client, "second"))
        assert client.post(reverse("sign-in-passkey"), {"credential": credential}).status_code == 422

    def test_unverified_it_does_not_sign_in_alone(self, client, account, passkey):
        passkey.verifies = False
        credential = passkey.get(self.ask(client, "alone"))
        assert client.post(reverse("sign-in-passkey"), {"credential": credential}).status_code == 422

    def test_of_a_closed_account_lets_nobody_in(self, client, account, passkey):
        Account.objects.update(is_active=False)
        credential = passkey.get(self.ask(client, "alone"))
        assert client.post(reverse("sign-in-passkey"), {"credential": credential}).status_code == 422

    def test_nothing_sent_is_told(self, client):
        page = client.post(reverse("sign-in-passkey")).content.decode()
        assert "keinen Passkey geliefert" in page

    def test_of_somebody_else_is_no_second_factor(self, client, account, passkey, real):
        other = real()
        password(client, other)
        credential = passkey.get(self.ask(client, "second"))
        assert client.post(reverse("sign-in-factor-passkey"), {"credential": credential}).status_code in {302, 422}
        assert client.get(SIGNED_IN).status_code == 302


class TestPauses:
    def test_after_five_wrong_passwords_the_right_one_has_to_wait(self, client, account):
        for _ in range(5):
            answer = client.post(reverse("sign-in"), {"email": account.email, "password": "falsch"})
        assert "Zu viele falsche Versuche" in answer.content.decode()
        assert password(client, account).status_code == 422
        assert Event.objects.filter(action="access.sign_in.paused", object_key=account.email).count() == 1

    def test_is_the_same_for_an_address_without_account(self, client, account):
        pages = []
        for email in (account.email, "demo-niemand@example.ch"):
            for _ in range(6):
                answer = StrictClient().post(reverse("sign-in"), {"email": email, "password": "falsch"})
            pages.append("Zu viele falsche Versuche. Versuchen Sie es in 1 Minute" in answer.content.decode())
        assert pages == [True, True]

    def test_an_address_without_account_is_not_written_down(self, client):
        client.post(reverse("sign-in"), {"email": "demo-niemand@example.ch", "password": "falsch"})
        event = Event.objects.get(action="access.sign_in.refused")
        assert "niemand" not in f"{event.object_key}{event.summary}{event.after}"

    def test_the_right_password_does_not_buy_more_guesses_at_the_code(self, client, account, app):
        for _ in range(4):
            password(client, account)
            second(client, "000000")
        password(client, account)
        second(client, "000000")
        assert password(client, account).status_code == 422

    def test_signing_in_forgets_wrong_guesses(self, client, account, app):
        password(client, account)
        second(client, "000000")
        second(client, app.code())
        assert FailedAttempt.objects.count() == 1  # that of the network address

    def test_whoever_has_signed_in_here_before_is_not_kept_out(self, client, account, app):
        password(client, account)
        second(client, app.code())
        client.post(reverse("sign-out"))
        for _ in range(6):
            StrictClient(REMOTE_ADDR="198.51.100.7").post(
                reverse("sign-in"), {"email": account.email, "password": "falsch"}
            )
        assert password(StrictClient(), account).status_code == 422
        assert password(client, account).headers["Location"] == reverse("sign-in-factor")
