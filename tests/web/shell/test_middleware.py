"""Language, clock and actor of a request."""

from datetime import date
from typing import ClassVar

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.module_loading import import_string

from ankunft.foundation.access import services
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.middleware import acting_for
from tests.support import people
from tests.support.clients import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.refusing_urls")]


def test_a_header_moves_the_clock_for_one_request(client):
    assert client.get("/today/", headers={"X-Ankunft-Date": "2026-03-16"}).content == b"2026-03-16"
    assert client.get("/today/").content.decode() == clock.today().isoformat()


def test_a_setting_moves_the_clock_and_the_header_wins(client, settings):
    settings.ANKUNFT_TODAY = date(2025, 9, 1)
    assert client.get("/today/").content == b"2025-09-01"
    assert client.get("/today/", headers={"X-Ankunft-Date": "2026-03-16"}).content == b"2026-03-16"


def test_production_has_the_real_clock(client, settings):
    settings.PRODUCTION = True
    settings.ANKUNFT_TODAY = date(2025, 9, 1)
    today = client.get("/today/", headers={"X-Ankunft-Date": "2026-03-16"}).content.decode()
    assert today == clock.today().isoformat()


def test_a_day_that_is_none_is_a_bad_request(client):
    response = client.get("/today/", headers={"X-Ankunft-Date": "2026-02-30"})
    assert response.status_code == 400
    assert "Diese Anfrage ist unverständlich" in response.content.decode()


def test_a_moved_clock_is_shown(client_for):
    page = client_for("coordination").get("/", headers={"X-Ankunft-Date": "2026-03-16"}).content.decode()
    assert "Montag, 16. März 2026" in page
    assert "Die Uhr ist gestellt auf den 16.03.2026." in page


def test_roles_are_read_at_every_request(client_for):
    client = client_for("coordination")
    assert client.get("/roles/").content == b"coordination"
    services.role_end(
        account=client.account,
        organisation=people.organisation("ags"),
        role="coordination",
        valid_from=clock.today(),
        actor=Actor.operator(),
    )
    assert client.get("/roles/").content == b""


@pytest.fixture
def of_two(client_for):
    client = client_for("integration_officer", people.SOLOTHURN)
    services.role_grant(
        account=client.account,
        organisation=people.organisation("ags", "coordination"),
        role="coordination",
        actor=Actor.operator(),
    )
    return client


def test_one_may_act_for_one_of_one_s_organisations(of_two):
    assert of_two.get("/roles/").content == b"coordination, integration_officer"
    of_two.post(reverse("choose-organisation"), {"organisation": people.SOLOTHURN})
    assert of_two.get("/roles/").content == b"integration_officer"
    of_two.post(reverse("choose-organisation"), {"organisation": ""})
    assert of_two.get("/roles/").content == b"coordination, integration_officer"


def test_choosing_an_organisation_never_adds_a_role(of_two):
    people.organisation(people.BALSTHAL)
    of_two.post(reverse("choose-organisation"), {"organisation": people.BALSTHAL})
    assert of_two.get("/roles/").content == b"coordination, integration_officer"


def test_acting_for_one_organisation_keeps_who_one_is():
    actor = people.actor_with("integration_officer", people.SOLOTHURN)
    assert acting_for(actor, people.SOLOTHURN).account_id == actor.account_id


class TestLanguage:
    def test_is_german_whatever_the_browser_prefers(self, client):
        page = client.get(reverse("sign-in"), headers={"Accept-Language": "en-US,en;q=0.9"})
        assert '<html lang="de-ch"' in page.content.decode()
        assert page.headers["Content-Language"] == "de-ch"

    def test_is_chosen_by_post_and_remembered(self, client):
        response = client.post(reverse("set-language"), {"language": "en", "next": reverse("sign-in")})
        assert response.headers["Location"] == reverse("sign-in")
        assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
        assert '<html lang="en"' in client.get(reverse("sign-in")).content.decode()

    def test_an_unknown_one_is_ignored(self, client):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
        assert '<html lang="de-ch"' in client.get(reverse("sign-in")).content.decode()

    def test_the_switch_leads_to_no_other_host(self, client):
        response = client.post(reverse("set-language"), {"language": "en", "next": "https://example.com/"})
        assert response.headers["Location"] == "/"


class Untouched:
    """A body that nobody may read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


class TestBody:
    """What is too large, or of unknown length, is refused unread; also for those who are not signed in."""

    HUGE: ClassVar = {"CONTENT_LENGTH": str(100 * 1024**2), "wsgi.input": Untouched()}
    UNKNOWN: ClassVar = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": Untouched()}

    @pytest.mark.parametrize("signed_in", [True, False])
    def test_that_is_too_large_is_refused_unread(self, client_for, signed_in):
        client = client_for("coordination") if signed_in else StrictClient(enforce_csrf_checks=True)
        response = client.post(reverse("sign-in"), **self.HUGE)
        assert response.status_code == 413
        assert "Erlaubt sind höchstens 20 MB." in response.content.decode()
        assert "Content-Security-Policy" in response.headers

    def test_of_unknown_length_is_refused_unread(self):
        response = StrictClient(enforce_csrf_checks=True).post(reverse("sign-in"), **self.UNKNOWN)
        assert response.status_code == 411
        assert "nennt ihre Länge nicht" in response.content.decode()

    def test_of_the_largest_file_passes(self, client, settings):
        settings.IMPORT_MAX_BYTES = 100
        files = {"file": SimpleUploadedFile("a.csv", b"x" * 100)}
        assert client.post(reverse("sign-in"), files).status_code not in (411, 413)

    def test_is_looked_at_before_anything_reads_it(self):
        place = settings.MIDDLEWARE.index("ankunft.web.shell.middleware.BodySizeMiddleware")
        before = [import_string(name) for name in settings.MIDDLEWARE[:place]]
        assert not [one for one in before if hasattr(one, "process_view")]


class TestPlainText:
    """Null characters and endless queries never reach a view, nor a database."""

    def test_null_characters_are_a_bad_request(self, client_for):
        client = client_for("coordination")
        assert client.get("/", {"page": "a\0b"}).status_code == 400
        assert client.post(reverse("search"), {"q": "a\0b"}).status_code == 400

    def test_an_endless_query_is_a_bad_request(self, client_for):
        client = client_for("coordination")
        assert client.get("/", {"page": "x" * 2001}).status_code == 400
        assert client.get("/", {"page": "x" * 2000}).status_code == 200
