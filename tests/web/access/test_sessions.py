"""Sessions: how long they last, what counts as doing something, and how they end."""

import pytest
from django.conf import settings
from django.urls import reverse

from ankunft.foundation.access.models import Account
from ankunft.foundation.audit.models import Event
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from ankunft.web.access import cookies, sessions
from tests.support import people
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def client(client_for):
    return client_for("coordination")


@pytest.fixture
def later(monkeypatch):
    """`later(minutes)`: so many minutes after now, for sessions and their cookies."""
    real, offset = clock.machine_now, [0]
    from datetime import timedelta

    monkeypatch.setattr(clock, "machine_now", lambda: real() + timedelta(minutes=offset[0]))

    def move(minutes):
        offset[0] += minutes

    return move


def is_open(client):
    return client.get(reverse("search")).status_code == 200


def test_ends_after_an_hour_without_anything_being_done(client, later):
    assert is_open(client)
    later(59)
    assert is_open(client)
    later(59)
    assert is_open(client)
    later(61)
    answer = client.get(reverse("search"))
    assert answer.headers["Location"] == f"{reverse('sign-in')}?next={reverse('search')}&ended=1"
    assert "Ihre Anmeldung ist abgelaufen" in client.get(answer.headers["Location"]).content.decode()


def test_ends_after_ten_hours_whatever_is_done(client, later):
    for _ in range(11):
        assert is_open(client)
        later(50)
    assert is_open(client)
    later(50)
    assert not is_open(client)


def test_a_page_that_renews_itself_is_nobody_s_activity(client, later):
    job = Job.objects.create(
        kind="settlement.calculate", account_id=client.account.pk, created_at=clock.now(), state=JobState.RUNNING
    )
    state = reverse("job-state", args=[job.pk])
    for _ in range(6):
        assert client.get(state, headers={"HX-Request": "true"}).status_code == 200
        later(9)
    later(10)
    answer = client.get(
        state, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{reverse('job', args=[job.pk])}"}
    )
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"{reverse('sign-in')}?next={reverse('job', args=[job.pk])}&ended=1"
    assert answer.content == b""


def test_a_page_elsewhere_is_no_page_to_come_back_to():
    answer = StrictClient().get(
        reverse("jobs"), headers={"HX-Request": "true", "HX-Current-URL": "https://example.com/"}
    )
    assert answer.headers["HX-Redirect"] == f"{reverse('sign-in')}?next={reverse('jobs')}"


@pytest.mark.parametrize("told", ["", "1", "forged:value"])
def test_without_a_credible_word_of_the_browser_the_sign_in_counts(client, later, told):
    client.cookies[cookies.ACTIVITY] = told
    later(61)
    assert not is_open(client)


def test_activity_of_another_session_is_worth_nothing(client, client_for, later):
    later(59)
    other = client_for("coordination")
    assert is_open(other)
    client.cookies[cookies.ACTIVITY] = other.cookies[cookies.ACTIVITY].value
    later(2)
    assert not is_open(client)


def test_cookies_are_for_the_server_alone(client):
    is_open(client)
    morsel = client.cookies[cookies.ACTIVITY]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"


def test_a_session_that_does_not_say_when_it_began_is_none():
    client = StrictClient()
    client.force_login(people.account_with("coordination"))
    assert not is_open(client)


def test_signing_out_everywhere_ends_all_sessions_of_the_account_alone(client, client_for):
    second, stranger = StrictClient().sign_in(client.account), client_for("coordination")
    assert client.post(reverse("sign-out-everywhere")).headers["Location"] == reverse("sign-in")
    assert [is_open(each) for each in (client, second, stranger)] == [False, False, True]
    assert Event.objects.filter(action="access.session.ended_everywhere").count() == 1


def test_signing_out_is_in_the_trail(client):
    client.post(reverse("sign-out"))
    assert Event.objects.latest("pk").action == "access.session.ended"


def test_two_who_sign_out_everywhere_at_once_both_count(client):
    account = Account.objects.get(pk=client.account.pk)
    second = StrictClient().sign_in(account)
    client.post(reverse("sign-out-everywhere"))
    assert second.post(reverse("sign-out-everywhere")).status_code == 302
    account.refresh_from_db()
    assert account.sessions_epoch == 1


def test_the_marks_say_how_the_person_signed_in():
    client = StrictClient()
    account = people.account_with("coordination")
    client.post(reverse("sign-in"), {"email": account.email, "password": people.PASSWORD})
    assert client.session[sessions.METHOD] == "password"
    assert client.session[sessions.SECOND_FACTOR] is False
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
