"""«Sicherheit», changing how one signs in, and proving once more who one is."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ankunft.foundation.access.models import Account, SecondFactor
from ankunft.foundation.access.recovery import codes_left, codes_make
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.models import Event
from ankunft.foundation.mail.models import OutgoingMail
from ankunft.web.access import sessions
from ankunft.web.access.registry import Section, Sections
from tests.support import people
from tests.support.authenticators import app_for
from tests.support.clients import StrictClient
from tests.support.passkeys import SoftPasskey

pytestmark = pytest.mark.django_db
GOOD = "regenschirm und tinte"
DEMANDING = ["password-change", "factor-setup", "app-setup", "recovery-codes"]


@pytest.fixture
def signed_in(account, app):
    client = StrictClient().sign_in(account)
    codes_make(account=account, actor=actor_of(account, "test"))
    return client


def grow_old(client):
    session = client.session
    session[sessions.PROVED_AT] -= sessions.PROOF_LASTS
    session.save()


class TestFreshProof:
    @pytest.mark.parametrize("name", DEMANDING)
    def test_is_demanded_after_ten_minutes(self, signed_in, name):
        assert signed_in.get(reverse(name)).status_code == 200
        grow_old(signed_in)
        assert signed_in.get(reverse(name)).headers["Location"] == f"{reverse('prove')}?next={reverse(name)}"

    @pytest.mark.parametrize("name", ["passkey-options", "passkey-add"])
    def test_is_demanded_where_there_is_no_page(self, signed_in, name):
        grow_old(signed_in)
        back = reverse("factor-setup")
        assert signed_in.post(reverse(name)).headers["Location"] == f"{reverse('prove')}?next={back}"

    @pytest.mark.parametrize("by", ["password", "code"])
    def test_leads_back_with_a_new_key(self, signed_in, app, by):
        grow_old(signed_in)
        key = signed_in.session.session_key
        proof = {"password": people.PASSWORD} if by == "password" else {"code": app.code()}
        answer = signed_in.post(reverse("prove"), {**proof, "next": reverse("password-change")})
        assert answer.headers["Location"] == reverse("password-change")
        assert signed_in.get(reverse("password-change")).status_code == 200
        assert signed_in.session.session_key != key

    @pytest.mark.parametrize("proof", [{"password": "falsch"}, {"code": "000000"}, {}])
    def test_a_wrong_one_is_none_and_counts(self, signed_in, proof):
        grow_old(signed_in)
        assert signed_in.post(reverse("prove"), proof).status_code == 422
        assert signed_in.get(reverse("password-change")).status_code == 302

    def test_by_passkey(self, signed_in):
        soft = SoftPasskey()
        options = signed_in.post(reverse("passkey-options")).content.decode()
        signed_in.post(reverse("passkey-add"), {"credential": soft.create(options), "name": "Demo"})
        grow_old(signed_in)
        credential = soft.get(signed_in.post(reverse("prove-passkey-options")).content.decode())
        answer = signed_in.post(reverse("prove-passkey"), {"credential": credential, "next": reverse("security")})
        assert answer.headers["Location"] == reverse("security")
        assert signed_in.get(reverse("password-change")).status_code == 200

    @pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "/\\example.com"])
    def test_never_leads_to_another_host(self, signed_in, elsewhere):
        answer = signed_in.post(reverse("prove"), {"password": people.PASSWORD, "next": elsewhere})
        assert answer.headers["Location"] == reverse("my-day")


class TestPassword:
    def test_a_new_one_ends_all_other_sessions_and_keeps_this_one(self, signed_in, account):
        other = StrictClient().sign_in(account)
        answer = signed_in.post(reverse("password-change"), {"password": GOOD, "repeated": GOOD})
        assert answer.headers["Location"] == reverse("security")
        assert "Ihr Passwort ist geändert" in signed_in.get(reverse("security")).content.decode()
        assert other.get(reverse("security")).status_code == 302
        account.refresh_from_db()
        assert account.check_password(GOOD)

    @pytest.mark.parametrize(
        ("password", "repeated", "sentence"),
        [
            ("kurz", "kurz", "mindestens 12 Zeichen"),
            (GOOD, GOOD + "!", "nicht gleich"),
            ("", "", "Geben Sie ein neues Passwort ein."),
        ],
    )
    def test_what_is_not_good_is_told_and_not_shown_again(self, signed_in, password, repeated, sentence):
        answer = signed_in.post(reverse("password-change"), {"password": password, "repeated": repeated})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert f'value="{password}"' not in page or not password


class TestForgotten:
    def ask(self, client, email):
        return client.post(reverse("password-forgotten"), {"email": email})

    def link(self, mail):
        from ankunft.foundation.encryption import decrypt

        return re.search(r"http://testserver(/passwort/neu/\S+)", decrypt(mail.text))[1]

    def test_the_answer_does_not_tell_who_has_an_account(self, client, account):
        known = self.ask(client, account.email.upper())
        unknown = self.ask(client, "demo-niemand@example.ch")
        token = re.compile(r'(csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]+"')
        assert token.sub("", known.content.decode()) == token.sub("", unknown.content.decode())
        assert [mail.to for mail in OutgoingMail.objects.all()] == [account.email]

    def test_nor_does_what_is_done_for_it(self, client, account):
        """The same statements, in the same order: no stopwatch finds out who has an account."""

        def statements(email):
            with CaptureQueriesContext(connection) as captured:
                self.ask(client, email)
            return [re.match(r"\W*(?:\w+ INTO \S+|\w+)", query["sql"])[0] for query in captured]

        statements(account.email)
        known, unknown = statements(account.email), statements("demo-niemand@example.ch")
        assert [word for word in known if "INSERT" in word] == [word for word in unknown if "INSERT" in word]
        assert len(known) == len(unknown)
        assert not OutgoingMail.objects.exclude(to=account.email).exists()
        told = Event.objects.get(action="access.password.link_refused")
        assert (told.object_key, "niemand" in told.summary) == ("unknown", False)

    def test_a_closed_account_gets_nothing(self, client, account):
        Account.objects.update(is_active=False)
        self.ask(client, account.email)
        assert not OutgoingMail.objects.exists()

    def test_the_link_replaces_the_password_once_and_the_factor_stays_needed(self, client, account, app):
        old = StrictClient().sign_in(account)
        self.ask(client, account.email)
        link = self.link(OutgoingMail.objects.get())
        assert client.get(link).status_code == 200
        answer = client.post(link, {"password": GOOD, "repeated": GOOD})
        assert answer.headers["Location"] == reverse("sign-in")
        assert client.get(reverse("my-day")).status_code == 302
        assert old.get(reverse("my-day")).status_code == 302
        assert client.get(link).status_code == 404
        assert client.post(link, {"password": GOOD + "!", "repeated": GOOD + "!"}).status_code == 404
        answer = client.post(reverse("sign-in"), {"email": account.email, "password": GOOD})
        assert answer.headers["Location"] == reverse("sign-in-factor")

    def test_asking_again_and_again_sends_three(self, client, account):
        for _ in range(6):
            assert self.ask(client, account.email).status_code == 200
        assert OutgoingMail.objects.count() == 3
        answer = client.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD})
        assert answer.status_code == 302

    def test_a_host_that_is_not_ours_gets_no_link(self, account):
        client = StrictClient()
        answer = client.post(reverse("password-forgotten"), {"email": account.email}, headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert not OutgoingMail.objects.exists()

    def test_no_event_holds_the_link(self, client, account):
        self.ask(client, account.email)
        token = self.link(OutgoingMail.objects.get()).split("/")[-2]
        assert not any(token in f"{event.summary}{event.after}" for event in Event.objects.all())


class TestFactors:
    def test_the_last_one_cannot_be_removed_by_whoever_needs_it(self, signed_in):
        address = reverse("factor-remove", args=[SecondFactor.objects.get().pk])
        assert signed_in.get(address).status_code == 200
        answer = signed_in.post(address)
        assert answer.status_code == 409
        assert "verlangt einen zweiten Faktor" in answer.content.decode()
        assert SecondFactor.objects.exists()

    def test_others_do_not_exist(self, signed_in, real):
        stranger = real()
        app_for(stranger)
        address = reverse("factor-remove", args=[SecondFactor.objects.get(account=stranger).pk])
        assert signed_in.get(address).status_code == signed_in.post(address).status_code == 404
        assert SecondFactor.objects.count() == 2

    def test_new_recovery_codes_are_shown_once(self, signed_in, account):
        page = signed_in.post(reverse("recovery-codes")).content.decode()
        codes = re.findall(r">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<", page)
        assert len(codes) == codes_left(account) == 10
        assert codes[0] not in signed_in.get(reverse("security")).content.decode()

    def test_an_offer_made_for_somebody_else_is_refused(self, signed_in, real):
        from ankunft.foundation.access.app_codes import offer_make

        answer = signed_in.post(reverse("app-setup"), {"offer": offer_make(real()), "code": "000000"})
        assert answer.status_code == 409

    def test_a_passkey_needs_a_name(self, signed_in):
        soft = SoftPasskey()
        options = signed_in.post(reverse("passkey-options")).content.decode()
        answer = signed_in.post(reverse("passkey-add"), {"credential": soft.create(options), "name": ""})
        assert "Geben Sie dem Passkey einen Namen" in answer.content.decode()

    def test_a_challenge_makes_one_passkey(self, signed_in):
        soft = SoftPasskey()
        credential = soft.create(signed_in.post(reverse("passkey-options")).content.decode())
        assert signed_in.post(reverse("passkey-add"), {"credential": credential, "name": "A"}).status_code == 302
        assert signed_in.post(reverse("passkey-add"), {"credential": credential, "name": "B"}).status_code == 422


class TestPage:
    def test_shows_factors_and_the_latest_sign_ins_of_this_account_alone(self, signed_in, account, real):
        StrictClient().post(reverse("sign-in"), {"email": account.email, "password": "falsch"})
        other = real()
        StrictClient().post(reverse("sign-in"), {"email": other.email, "password": "falsch"})
        page = signed_in.get(reverse("security")).content.decode()
        assert "Authenticator-App" in page
        assert f"Abgewiesen: Passwort von {account.name}." in page
        assert other.name not in page

    def test_is_linked_from_every_page(self, signed_in):
        assert f'href="{reverse("security")}"' in signed_in.get(reverse("my-day")).content.decode()

    def test_has_place_for_what_other_rooms_bring(self):
        sections = Sections()
        sections.register(lambda request: None)
        sections.register(lambda request: Section("x.html", {}))
        assert [section.template for section in sections.of(None)] == ["x.html"]
