"""Signing in by the independent provider: into the linked account only, begun and ended in the same browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from joserfc.jwk import ECKey

from ankunft.foundation.access import identities
from ankunft.foundation.access.models import Account, ExternalIdentity, FailedAttempt
from ankunft.foundation.access.openid import provider as learned
from ankunft.foundation.access.openid.tokens import Identity
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.access.sessions import METHOD, SECOND_FACTOR
from tests.support import people, threads
from tests.support.clients import StrictClient
from tests.support.openid.forging import by_public_key, in_token_answer, signed, unsigned, with_signature_of_genuine

NO_ANSWER = "AGOV antwortet im Moment nicht richtig."
NOT_CONFIRMED = "Die Antwort von AGOV liess sich nicht bestätigen und wurde abgelehnt."
NOT_BEGUN = "Diese Anmeldung über AGOV wurde nicht in diesem Browser begonnen oder ist abgelaufen."
GIVEN_UP = "Die Anmeldung bei AGOV wurde abgebrochen."
UNKNOWN = "Diese Anmeldung bei AGOV ist hier mit keinem Konto verbunden."

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return people.account_with("coordination")


@pytest.fixture
def linked(account, provider):
    return link(account, provider, "anna")


def link(account, provider, subject):
    identity = Identity(provider.issuer, subject, has_second_factor=False)
    identities.identity_link(account=account, identity=identity, actor=Actor.operator())
    return account


def begin(client, **fields):
    response = client.post(reverse("openid-begin"), fields)
    assert response.status_code == 302, response.content
    return response.headers["Location"]


def come_back(client, returned):
    """What the browser does with the address to which the provider sends it."""
    page = client.get(returned)
    assert page.status_code == 200
    fields = dict(
        re.findall(r'<input type="hidden" name="(state|code|iss|error)" value="([^"]*)"', page.content.decode())
    )
    return client.post(reverse("openid-return"), fields)


def sign_in(client, provider, *, following=None, **visit):
    return come_back(client, provider.visit(begin(client, **(following or {})), **visit))


def refused(client, response, sentence):
    """Nobody is signed in, and the sentence stands on the page to which the answer leads."""
    assert response.status_code == 302
    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    text = page.content.decode()
    assert sentence in text
    assert "Anmelden" in text
    assert "_auth_user_id" not in client.session
    return text


def actions():
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


class TestSignIn:
    def test_leads_into_the_linked_account(self, client, linked, provider):
        before = client.session.session_key
        response = sign_in(client, provider)
        assert response.headers["Location"] == reverse("my-day")
        assert client.session["_auth_user_id"] == str(linked.pk)
        assert client.session.session_key != before
        assert client.session[METHOD] == "openid"
        assert not client.session[SECOND_FACTOR]
        event = Event.objects.latest("pk")
        assert event.action == "access.session.began"
        assert event.summary == f"{linked.name} hat sich mit externer Anmeldung angemeldet."

    def test_counts_as_second_factor_where_the_provider_attests_one(self, client, linked, provider):
        sign_in(client, provider, strong=True)
        assert client.session[SECOND_FACTOR]

    def test_goes_on_to_the_page_asked_for(self, client, linked, provider):
        asked = reverse("search") + "?q=olten"
        assert sign_in(client, provider, following={"next": asked}).headers["Location"] == asked

    @pytest.mark.parametrize(
        "elsewhere",
        ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
    )
    def test_goes_nowhere_else(self, client, linked, provider, elsewhere):
        assert sign_in(client, provider, following={"next": elsewhere}).headers["Location"] == reverse("my-day")

    def test_leaves_the_page_asked_for_in_the_session_not_in_addresses(self, client, linked, provider):
        asked = reverse("search") + "?q=olten"
        address = begin(client, next=asked)
        returned = provider.visit(address)
        assert "olten" not in address + returned
        assert come_back(client, returned + "&next=//evil.example").headers["Location"] == asked

    def test_looking_at_what_the_browser_brought_changes_nothing(self, client, linked, provider):
        returned = provider.visit(begin(client))
        for _time in range(3):
            client.get(returned)
        assert "_auth_user_id" not in client.session
        assert come_back(client, returned).headers["Location"] == reverse("my-day")

    def test_is_offered_only_where_a_provider_is_configured(self, client, provider, settings):
        assert "Mit AGOV anmelden" in client.get(reverse("sign-in")).content.decode()
        settings.OIDC_ISSUER = ""
        assert "AGOV" not in client.get(reverse("sign-in")).content.decode()
        assert client.post(reverse("openid-begin")).status_code == 404
        assert client.get(reverse("openid-return")).status_code == 404

    def test_shows_nothing_that_the_browser_brought_as_markup(self, client, provider):
        page = client.get(reverse("openid-return"), {"state": '"><script>alert(1)</script>', "error": "<b>"})
        assert "<script>alert" not in page.content.decode()
        assert "<b>" not in page.content.decode()

    def test_in_two_tabs(self, client, linked, provider):
        first, second = begin(client), begin(client)
        returned = provider.visit(first)
        assert come_back(client, returned).headers["Location"] == reverse("my-day")
        response = come_back(client, provider.visit(second))
        assert NOT_BEGUN in client.get(response.headers["Location"]).content.decode()
        assert client.session["_auth_user_id"] == str(linked.pk)


class TestRoles:
    def test_come_from_here_alone(self, client, linked, provider):
        """Whatever the provider says of roles, groups or addresses is not even read."""
        claims = {
            "roles": ["administrator"],
            "groups": ["approver"],
            "email": "chef@example.ch",
            "email_verified": True,
        }
        provider.proxy.changes["/token"] = in_token_answer(signed(provider.keys["ES256"], **claims))
        sign_in(client, provider)
        assert client.session["_auth_user_id"] == str(linked.pk)
        linked.refresh_from_db()
        assert linked.email != "chef@example.ch"
        assert list(linked.memberships.values_list("role", flat=True)) == ["coordination"]

    def test_nobody_gets_an_account_by_an_address(self, client, account, provider):
        claims = {"email": account.email, "email_verified": True, "preferred_username": account.email}
        provider.proxy.changes["/token"] = in_token_answer(signed(provider.keys["ES256"], **claims))
        text = refused(client, sign_in(client, provider), UNKNOWN)
        assert "Administration Ihrer Organisation" in text
        assert Account.objects.count() == 1
        assert not ExternalIdentity.objects.exists()
        assert actions()[-1] == "access.openid.unknown"

    def test_the_subject_is_compared_to_the_letter(self, client, linked, provider):
        refused(client, sign_in(client, provider, login="Anna"), UNKNOWN)

    def test_of_a_closed_account_are_worth_nothing(self, client, linked, provider):
        Account.objects.update(is_active=False)
        refused(client, sign_in(client, provider), "Dieses Konto ist geschlossen.")

    def test_who_needs_a_second_factor_and_proved_none_is_led_to_it_first(self, client, linked, provider):
        Account.objects.update(is_demo=False)
        sign_in(client, provider)
        assert client.get(reverse("my-day")).headers["Location"] == reverse("factor-setup")

    def test_who_proved_one_at_the_provider_needs_no_other(self, client, linked, provider):
        Account.objects.update(is_demo=False)
        sign_in(client, provider, strong=True)
        assert client.get(reverse("my-day")).status_code == 200

    def test_who_has_one_here_proves_it(self, client, linked, provider):
        from ankunft.foundation.access.models import SecondFactor
        from ankunft.foundation.kernel import clock

        SecondFactor.objects.create(account=linked, kind="totp", name="App", created_at=clock.now())
        assert sign_in(client, provider).headers["Location"] == reverse("sign-in-factor")
        assert "_auth_user_id" not in client.session
        assert client.get(reverse("sign-in-factor")).status_code == 200
        assert sign_in(client, provider, strong=True).headers["Location"] == reverse("my-day")


FORGED = {
    "another key": lambda keys: signed(ECKey.generate_key("P-256", {"kid": "curve"})),
    "no signature": lambda keys: unsigned("none"),
    "the public key as secret": lambda keys: by_public_key(keys["ES256"]),
    "expired": lambda keys: signed(keys["ES256"], exp=1_000_000_000),
    "from the future": lambda keys: signed(keys["ES256"], iat=4_000_000_000),
    "another audience": lambda keys: signed(keys["ES256"], aud="other"),
    "another issuer": lambda keys: signed(keys["ES256"], iss="https://other.example"),
    "another nonce": lambda keys: signed(keys["ES256"], nonce="other"),
    "another person": lambda keys: with_signature_of_genuine(sub="anna"),
}


class TestAttacks:
    @pytest.mark.parametrize("name", FORGED)
    def test_forged_tokens_are_refused_told_and_counted(self, client, linked, provider, name):
        provider.proxy.changes["/token"] = in_token_answer(FORGED[name](provider.keys))
        refused(client, sign_in(client, provider, login="mallory"), NOT_CONFIRMED)
        event = Event.objects.latest("pk")
        assert event.action == "access.openid.refused"
        assert event.reason.startswith("ID-Token: ")
        assert FailedAttempt.objects.count() == 1

    def test_a_callback_that_nobody_began(self, client, linked, provider):
        for state in ("", "forged"):
            fields = {"state": state, "code": "x", "iss": provider.issuer}
            refused(client, client.post(reverse("openid-return"), fields), NOT_BEGUN)
        refused(client, client.post(reverse("openid-return"), {}), NOT_BEGUN)
        assert actions()[-3:] == ["access.openid.refused"] * 3
        assert "/token" not in provider.proxy.asked

    def test_a_callback_in_another_browser(self, client, linked, provider):
        """Login CSRF: the attacker's own answer, brought by the victim's browser, begun or not."""
        returned = provider.visit(begin(client))
        victim = StrictClient()
        refused(victim, come_back(victim, returned), NOT_BEGUN)
        begin(victim)
        refused(victim, come_back(victim, returned), NOT_BEGUN)

    def test_a_callback_brought_twice(self, client, linked, provider):
        returned = provider.visit(begin(client))
        come_back(client, returned)
        client.post(reverse("sign-out"))
        refused(client, come_back(client, returned), NOT_BEGUN)

    def test_a_callback_brought_twice_after_it_came_to_nothing(self, client, linked, provider):
        returned = provider.visit(begin(client), abort=True)
        refused(client, come_back(client, returned), GIVEN_UP)
        refused(client, come_back(client, returned), NOT_BEGUN)

    def test_a_callback_without_the_token_of_the_form(self, linked, provider):
        browser = StrictClient(enforce_csrf_checks=True)
        fields = {"state": "x", "code": "x"}
        assert browser.post(reverse("openid-return"), fields).status_code == 403
        assert browser.post(reverse("openid-begin")).status_code == 403

    def test_a_code_that_was_used_elsewhere(self, client, linked, provider):
        returned = provider.visit(begin(client))
        kept = client.session["access.openid"]
        come_back(client, returned)
        thief = StrictClient()
        session = thief.session
        session["access.openid"] = kept
        session.save()
        refused(thief, come_back(thief, returned), NOT_BEGUN)
        assert Event.objects.latest("pk").reason == "Code ungültig oder schon gebraucht"

    def test_an_answer_in_the_name_of_another_provider(self, client, linked, provider):
        returned = provider.visit(begin(client)).replace("iss=http", "iss=https")
        refused(client, come_back(client, returned), NOT_CONFIRMED)

    def test_a_session_given_by_somebody_else_is_left_behind(self, client, linked, provider):
        begin(client)
        planted = client.session.session_key
        sign_in(client, provider)
        assert client.session.session_key != planted
        stranger = StrictClient()
        stranger.cookies["ankunft-session"] = planted
        assert stranger.get(reverse("my-day")).status_code == 302

    def test_only_so_many_before_a_pause(self, client, linked, provider):
        for _time in range(30):
            response = client.post(reverse("openid-return"), {"state": "forged"})
        before = Event.objects.count()
        response = client.post(reverse("openid-return"), {"state": "forged"})
        refused(client, response, "Zu viele falsche Versuche.")
        assert Event.objects.count() == before


class TestTrouble:
    @pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
    @pytest.mark.parametrize("content", [b"{broken", b"[]", b'{"error": "secret thing"}'])
    def test_rubbish_is_told_as_such(self, client, linked, provider, path, content):
        def change(answer):
            answer.status, answer.body = 500, content

        provider.proxy.changes[path] = change
        response = client.post(reverse("openid-begin"))
        if response.headers["Location"].startswith("http"):
            response = come_back(client, provider.visit(response.headers["Location"]))
        text = refused(client, response, NO_ANSWER)
        assert "secret thing" not in text
        assert actions()[-1] == "access.openid.failed"
        assert not FailedAttempt.objects.exists()

    def test_a_provider_that_is_down_loses_nothing(self, client, provider, settings):
        settings.OIDC_ISSUER = "http://127.0.0.1:9"
        learned.forget()
        response = client.post(reverse("openid-begin"), {"next": "/suche/?q=olten"})
        text = refused(client, response, NO_ANSWER)
        assert 'value="/suche/?q=olten"' in text
        assert "127.0.0.1:9" not in text
        count = Event.objects.count()
        refused(client, client.post(reverse("openid-begin")), NO_ANSWER)
        assert Event.objects.count() == count

    def test_a_person_who_says_no_may_go_on_otherwise(self, client, linked, provider):
        text = refused(client, sign_in(client, provider, abort=True), GIVEN_UP)
        assert "leaked" not in text
        assert not FailedAttempt.objects.exists()


class TestLinking:
    def test_is_done_by_who_is_signed_in_and_proved_it_just_now(self, client_for, provider):
        client = client_for("coordination")
        response = come_back(client, provider.visit(client.post(reverse("openid-link")).headers["Location"]))
        page = client.get(response.headers["Location"]).content.decode()
        assert "Die externe Anmeldung ist mit Ihrem Konto verbunden." in page
        identity = ExternalIdentity.objects.get()
        assert (identity.account_id, identity.subject) == (client.account.pk, "anna")
        event = Event.objects.latest("pk")
        assert (event.action, event.actor_id) == ("access.identity.linked", client.account.pk)

        again = come_back(client, provider.visit(client.post(reverse("openid-link")).headers["Location"]))
        assert again.status_code == 302
        assert ExternalIdentity.objects.count() == 1
        assert Event.objects.latest("pk") == event

    def test_needs_a_fresh_proof(self, client_for, provider):
        client = client_for("coordination")
        session = client.session
        session["access.proved_at"] = session["access.proved_at"] - 601
        session.save()
        for name, arguments in (("openid-link", []), ("openid-unlink", [1])):
            response = client.post(reverse(name, args=arguments))
            assert response.headers["Location"].startswith(reverse("prove"))

    def test_of_what_belongs_to_somebody_else_is_refused(self, client_for, linked, provider):
        client = client_for("approver")
        response = come_back(client, provider.visit(client.post(reverse("openid-link")).headers["Location"]))
        page = client.get(response.headers["Location"]).content.decode()
        assert "Diese externe Anmeldung ist schon mit einem anderen Konto verbunden." in page
        assert ExternalIdentity.objects.get().account == linked

    def test_begun_by_one_and_ended_by_another_links_nobody(self, client_for, account, provider):
        client = client_for("approver")
        returned = provider.visit(client.post(reverse("openid-link")).headers["Location"])
        client.sign_in(account)
        come_back(client, returned)
        assert not ExternalIdentity.objects.exists()
        assert client.session["_auth_user_id"] == str(account.pk)

    def test_kept_for_one_it_does_not_link_another(self, client_for, account, provider):
        client = client_for("approver")
        returned = provider.visit(client.post(reverse("openid-link")).headers["Location"])
        session = client.session
        for kept in session["access.openid"].values():
            kept["links"] = account.pk
        session.save()
        response = come_back(client, returned)
        assert "beginnen Sie das Verbinden noch einmal" in client.get(response.headers["Location"]).content.decode()
        assert not ExternalIdentity.objects.exists()

    def test_an_answer_slipped_in_links_nobody(self, client_for, provider):
        """The attacker's identity must not end up at the victim's account."""
        attacker, victim = client_for("approver"), client_for("coordination")
        returned = provider.visit(attacker.post(reverse("openid-link")).headers["Location"], login="mallory")
        victim.post(reverse("openid-link"))
        come_back(victim, returned)
        assert not ExternalIdentity.objects.exists()

    def test_can_be_undone(self, client_for, provider):
        client = client_for("coordination")
        link(client.account, provider, "anna")
        identity = ExternalIdentity.objects.get()
        page = client.get(reverse("security")).content.decode()
        assert "AGOV" in page
        assert "verbunden seit" in page
        client.post(reverse("openid-unlink", args=[identity.pk]))
        assert not ExternalIdentity.objects.exists()
        assert actions()[-1] == "access.identity.unlinked"
        refused(other := StrictClient(), sign_in(other, provider), UNKNOWN)

    def test_those_of_others_do_not_exist(self, client_for, linked, provider):
        client = client_for("approver")
        identity = ExternalIdentity.objects.get()
        assert client.post(reverse("openid-unlink", args=[identity.pk])).status_code == 404
        assert ExternalIdentity.objects.exists()

    def test_of_a_closed_account_is_refused(self, account, provider):
        Account.objects.update(is_active=False)
        account.refresh_from_db()
        with pytest.raises(Refused, match="geschlossen"):
            link(account, provider, "anna")

    def test_with_an_earlier_provider_is_shown_and_can_be_undone(self, client_for, settings):
        settings.OIDC_ISSUER = ""
        client = client_for("coordination")
        identity = Identity("https://earlier.example", "anna", has_second_factor=False)
        identities.identity_link(account=client.account, identity=identity, actor=Actor.operator())
        page = client.get(reverse("security")).content.decode()
        assert "https://earlier.example" in page
        assert "nicht verwendet" in page
        assert client.post(reverse("openid-link")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_linked_at_the_same_moment_one_wins():
    accounts = [people.account_with("coordination"), people.account_with("approver")]
    identity = Identity("https://id.example", "anna", has_second_factor=False)
    outcomes = threads.at_once(
        *(
            lambda account=account: identities.identity_link(account=account, identity=identity, actor=Actor.operator())
            for account in accounts
        )
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ExternalIdentity", "Refused"]
    assert actions().count("access.identity.linked") == 1
