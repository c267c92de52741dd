"""What must be done first: a password of one's own, and a second factor where the role demands one."""

import re

import pyotp
import pytest
from django.urls import reverse

from ankunft.foundation.access.models import Account, SecondFactor
from ankunft.foundation.access.passwords import password_set
from ankunft.foundation.access.services import role_grant
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.access import sessions
from tests.support import people
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db
GOOD = "regenschirm und tinte"
OTHERS = ["my-day", "search", "security", "jobs", "municipalities"]


@pytest.fixture
def signed_in(client, account):
    client.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD})
    return client


def set_up_app(client):
    page = client.get(reverse("app-setup")).content.decode()
    secret = re.search(r'<code class="code">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    offer = re.search(r'name="offer" value="([^"]+)"', page)[1]
    return client.post(reverse("app-setup"), {"offer": offer, "code": pyotp.TOTP(secret).now()})


class TestFactor:
    @pytest.mark.parametrize("name", OTHERS)
    def test_comes_before_every_other_page(self, signed_in, name):
        assert signed_in.get(reverse(name)).headers["Location"] == reverse("factor-setup")

    def test_is_demanded_with_the_reason(self, signed_in):
        assert (
            "Darum braucht Ihr Konto mehr als ein Passwort" in signed_in.get(reverse("factor-setup")).content.decode()
        )

    def test_a_part_of_a_page_leads_there_as_a_whole(self, signed_in):
        answer = signed_in.get(reverse("jobs"), headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == reverse("factor-setup")

    def test_set_up_everything_opens_and_the_codes_are_shown_once(self, signed_in):
        answer = set_up_app(signed_in)
        page = answer.content.decode()
        assert len(re.findall(r">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<", page)) == 10
        assert signed_in.get(reverse("my-day")).status_code == 200
        assert "10 Codes sind noch gut" in signed_in.get(reverse("security")).content.decode()

    def test_a_wrong_code_keeps_the_same_secret(self, signed_in):
        page = signed_in.get(reverse("app-setup")).content.decode()
        offer = re.search(r'name="offer" value="([^"]+)"', page)[1]
        again = signed_in.post(reverse("app-setup"), {"offer": offer, "code": "000000"})
        assert again.status_code == 422
        secret = re.search(r'<code class="code">([A-Z2-7 ]+)</code>', page)[1]
        assert secret in again.content.decode()
        assert not SecondFactor.objects.exists()

    def test_other_sessions_that_had_none_end(self, signed_in, account):
        other = StrictClient()
        other.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD})
        set_up_app(signed_in)
        assert other.get(reverse("factor-setup")).headers["Location"].startswith(reverse("sign-in"))
        assert signed_in.get(reverse("my-day")).status_code == 200

    def test_a_role_given_during_a_session_demands_it_from_the_next_page_on(self, client, real):
        account = real("municipal_finance")
        client.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD})
        assert client.get(reverse("my-day")).status_code == 200
        role_grant(
            account=account,
            organisation=people.organisation("bfs-2601"),
            role="integration_officer",
            actor=Actor.operator(),
        )
        assert client.get(reverse("my-day")).headers["Location"] == reverse("factor-setup")

    def test_a_role_given_after_the_last_factor_was_removed_demands_a_new_one(self, client, real):
        account = real("municipal_finance")
        client.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD})
        set_up_app(client)
        client.post(reverse("factor-remove", args=[SecondFactor.objects.get().pk]))
        assert client.get(reverse("my-day")).status_code == 200
        role_grant(
            account=account,
            organisation=people.organisation("bfs-2601"),
            role="integration_officer",
            actor=Actor.operator(),
        )
        assert client.get(reverse("my-day")).headers["Location"] == reverse("factor-setup")

    def test_a_session_without_of_somebody_who_has_one_has_to_prove_it(self, client, account, app):
        client.sign_in(account)
        session = client.session
        session[sessions.SECOND_FACTOR] = False
        session.save()
        answer = client.get(reverse("search"))
        assert answer.headers["Location"] == f"{reverse('prove')}?next={reverse('search')}"
        assert client.post(reverse("prove"), {"password": people.PASSWORD}).status_code == 422
        client.post(reverse("prove"), {"code": app.code()})
        assert client.get(reverse("search")).status_code == 200

    def test_is_not_demanded_in_the_demonstration(self, client, account):
        Account.objects.update(is_demo=True)
        client.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD})
        assert client.get(reverse("my-day")).status_code == 200


class TestTemporaryPassword:
    @pytest.fixture
    def account(self, real):
        account = real("municipal_finance")
        password_set(account=account, password=GOOD, actor=Actor.operator(), temporary=True)
        return account

    @pytest.fixture
    def signed_in(self, client, account):
        client.post(reverse("sign-in"), {"email": account.email, "password": GOOD})
        return client

    @pytest.mark.parametrize("name", [*OTHERS, "factor-setup"])
    def test_is_replaced_before_anything_else(self, signed_in, name):
        assert signed_in.get(reverse(name)).headers["Location"] == reverse("password-change")

    def test_is_replaced_by_another_one(self, signed_in):
        answer = signed_in.post(reverse("password-change"), {"password": GOOD, "repeated": GOOD})
        assert "Das ist das bisherige Passwort" in answer.content.decode()

    def test_replaced_everything_opens(self, signed_in):
        new = "tintenfass und schirm"
        answer = signed_in.post(reverse("password-change"), {"password": new, "repeated": new})
        assert answer.headers["Location"] == reverse("my-day")
        assert signed_in.get(reverse("my-day")).status_code == 200

    def test_signing_out_is_possible(self, signed_in):
        assert signed_in.post(reverse("sign-out")).headers["Location"] == reverse("sign-in")
