"""Mein Tag, search, and what is on every page."""

from datetime import date

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell import counts
from ankunft.web.shell.registry import Card, Due, Hit, Place
from tests.support import people
from tests.support.clients import StrictClient
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db
DAY = {"X-Ankunft-Date": "2026-11-22"}


def due(title, day, *, late=False):
    return Due(title, f"zu {title}", day, "/suche/", "Öffnen", late)


@pytest.fixture
def client(client_for):
    return client_for("integration_officer", people.SOLOTHURN)


class TestMyDay:
    def test_a_refusal_asks_nobody_what_is_due(self, client, empty):
        asked = []
        empty.my_day.register(lambda actor: asked.append(actor.label) or [due("Bericht", date(2026, 11, 30))])
        assert client.get("/gibt/es/nicht/").status_code == 404
        assert asked == []
        assert b'class="badge"' in client.get("/").content
        assert len(asked) == 1

    def test_shows_what_is_due_late_first_with_one_primary_button(self, client, empty):
        empty.my_day.register(lambda actor: [due("Bericht", date(2026, 11, 30)), due("Beleg", None)])
        empty.my_day.register(lambda actor: [due("Einladung", date(2026, 11, 16), late=True)])
        page = client.get("/", headers=DAY).content.decode()
        assert "Sonntag, 22. November 2026 · Demo bfs-2601" in page
        assert page.index("seit 6 Tagen") < page.index("bis 30.11.") < page.index("zu Beleg")
        assert page.count("button--primary") == 1
        assert page.index("button--primary") < page.index("bis 30.11.")
        assert "3 Sachen fällig" in page

    def test_has_no_primary_button_where_nothing_is_late(self, client, empty):
        empty.my_day.register(lambda actor: [due("Bericht", date(2026, 11, 30))])
        page = client.get("/", headers=DAY).content.decode()
        assert "button--primary" not in page
        assert "1 Sache fällig" in page

    def test_says_calmly_that_nothing_is_due(self, client, empty):
        page = client.get("/").content.decode()
        assert "Zurzeit ist nichts fällig." in page
        assert "badge" not in page

    def test_shows_cards_with_their_own_values(self, client, empty):
        card = {"title": "Zuletzt ausbezahlt", "text": "<September>"}
        empty.my_day.register_card(lambda actor: [Card("shell/components/empty.html", card)])
        page = client.get("/").content.decode()
        assert "Zuletzt ausbezahlt" in page
        assert "&lt;September&gt;" in page

    def test_asks_each_provider_once_a_page(self, client, empty):
        asked = []
        empty.my_day.register(lambda actor: asked.append(actor.label) or [])
        client.get("/")
        client.get(reverse("search"))
        assert asked == [client.account.name] * 2

    def test_counts_anew_once_something_has_happened(self, client, empty, monkeypatch):
        asked = []
        empty.my_day.register(lambda actor: asked.append(actor.label) or [due("Beleg", None)] * len(asked))
        for _again in range(2):
            assert "1 Sache fällig" in client.get(reverse("search")).content.decode()
        record(Actor.operator(), Entry("demo.written", "demo", "1", "Demo."))
        assert "2 Sachen fällig" in client.get(reverse("search")).content.decode()
        assert "3 Sachen fällig" in client.get("/").content.decode()
        # What happens without an event is seen a minute later.
        later = clock.machine_now() + counts.AS_LONG_AS
        monkeypatch.setattr(clock, "machine_now", lambda: later)
        assert "4 Sachen fällig" in client.get(reverse("search")).content.decode()

    def test_counts_for_each_person_and_day(self, client, client_for, empty):
        auditor = client_for("auditor")
        empty.my_day.register(lambda actor: [due("Beleg", None)] * (2 if actor.has_role("auditor") else 1))
        assert "1 Sache fällig" in client.get(reverse("search")).content.decode()
        empty.my_day.register(lambda actor: [due("Beleg", None)])
        assert "3 Sachen fällig" in auditor.get(reverse("search")).content.decode()
        assert "1 Sache fällig" in client.get(reverse("search")).content.decode()
        assert "2 Sachen fällig" in client.get(reverse("search"), headers=DAY).content.decode()

    def test_remembers_so_many_and_no_more(self, client, empty, monkeypatch):
        monkeypatch.setattr(counts, "AT_MOST", 1)
        asked = []
        empty.my_day.register(lambda actor: asked.append(actor.label) or [])
        other = actor_with("auditor")
        for actor in (Actor.operator(), other, other, Actor.operator()):
            counts.count_due(actor)
        assert asked == ["Betrieb", other.label, "Betrieb"]

    def test_costs_the_same_however_much_is_due(self, client, empty, queries):
        empty.my_day.register(lambda actor: [])
        none = queries(client, "/")
        empty.my_day.register(lambda actor: [due(f"Bericht {number}", date(2026, 1, 1)) for number in range(50)])
        # PostgreSQL also opens the second wall and closes it again.
        assert queries(client, "/") == none <= (5 if connection.vendor == "sqlite" else 11)


class TestSearch:
    def test_shows_hits_of_all_rooms_for_this_person(self, client, empty):
        empty.search.register(lambda actor, query: [Hit(f"{query}!", actor.label, "/a/", "Gemeinde")])
        empty.search.register(lambda actor, query: [Hit("Lauf", "März", "/b/", "Lauf")])
        page = client.post(reverse("search"), {"q": " Olten "}, follow=True).content.decode()
        assert "2 Treffer für «Olten»" in page
        assert '<a class="hits__title" href="/a/">Olten!</a>' in page
        assert client.account.name in page
        assert page.count('value="Olten"') == 2

    def test_says_where_nothing_is_found(self, client, empty):
        page = client.post(reverse("search"), {"q": "<b>"}, follow=True).content.decode()
        assert "0 Treffer für «&lt;b&gt;»" in page
        assert "Nichts gefunden." in page

    def test_does_not_search_for_one_character(self, client, empty):
        empty.search.register(lambda actor, query: pytest.fail("asked"))
        assert "mindestens zwei Zeichen" in client.post(reverse("search"), {"q": "O"}, follow=True).content.decode()
        assert "mindestens zwei Zeichen" in client.get(reverse("search")).content.decode()

    def test_keeps_the_words_out_of_the_address_and_finds_them_again(self, client, empty):
        answer = client.post(reverse("search"), {"q": "Demo-Keller"})
        assert answer.headers["Location"] == reverse("search")
        assert "Demo-Keller" not in str(dict(client.session))
        for _visit in range(2):
            assert "0 Treffer für «Demo-Keller»" in client.get(reverse("search")).content.decode()
        assert "«Demo-Huber»" not in client.get(reverse("search"), {"q": "Demo-Huber"}).content.decode()

    def test_forgets_the_words_that_no_key_opens(self, client, empty, settings):
        client.post(reverse("search"), {"q": "Demo-Keller"})
        settings.DATA_KEYS = ["another"]
        assert "Wonach suchen Sie?" in client.get(reverse("search")).content.decode()


class TestFrame:
    def test_marks_the_current_place(self, client, empty):
        empty.navigation.register(Place("Suche", "search", frozenset(), 1))
        empty.navigation.register(Place("Läufe", "sign-out", frozenset({"coordination"}), 2))
        page = client.get(reverse("search")).content.decode()
        assert '<a class="places__link" href="/suche/" aria-current="page">Suche</a>' in page
        assert "Läufe" not in page

    def test_the_row_holds_seven_places_and_the_others_stand_under_more(self, client, empty):
        names = ["search", "sign-out", "health", "set-language", "choose-organisation", "my-day"]
        for order, name in enumerate(names):
            empty.navigation.register(Place(f"Ort {order}", name, frozenset(), order))
        assert "Weitere" not in client.get("/").content.decode()
        empty.navigation.register(Place("Ort 7", "sign-in", frozenset(), 7))
        page = client.get("/").content.decode()
        assert "Weitere" in page
        assert page.count("Ort 7") == 2

    def test_is_protected(self, client):
        response = client.get("/")
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Frame-Options"] == "DENY"

    def test_says_who_one_is_and_in_which_role(self, client):
        page = client.get("/").content.decode()
        assert client.account.name in page
        assert "Integrationsbeauftragte/r" in page

    def test_can_be_skipped(self, client):
        page = client.get("/").content.decode()
        assert 'href="#content"' in page
        assert '<main class="page" id="content"' in page


def test_health_reaches_the_database(client):
    assert client.get(reverse("health")).content == b"ok"


def test_health_says_when_the_database_is_gone():
    def gone(*_):
        raise OperationalError

    with connection.execute_wrapper(gone):
        answer = StrictClient().get(reverse("health"))
    assert (answer.status_code, answer.content) == (503, b"no database")
