"""Pages about persons: who sees what, what is noted of it, and that nothing personal gets into an address."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.models import Person, PersonAccess
from ankunft.foundation.access import wall
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.audit.reads import reads_of
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.arrivals.making import AHV, DIGITS, person

pytestmark = pytest.mark.django_db

ENTRY = {
    "family_name": "Demo-Neu",
    "given_name": "Bea",
    "birth": "17.05.1990",
    "sex": "female",
    "nationality": "ER",
    "ahv_number": AHV,
}


@pytest.fixture
def officer(client_for, town):
    return client_for("integration_officer", "bfs-2601")


@pytest.fixture
def office(client_for):
    return client_for("coordination")


def sampled(office, town):
    return services.sample_open(
        municipality=town,
        period=HalfYear(2026, 2),
        count=1,
        reason="Prüfung Bericht",
        until=date(2026, 12, 1),
        actor=actor_of(office.account, "test"),
    )


def file_of(one: Person) -> str:
    return f"/personen/{one.reference}/"


def text(answer) -> str:
    return answer.content.decode()


def test_the_list_shows_ones_own_and_is_noted(officer, ada, elsewhere):
    page = text(officer.get("/personen/"))
    assert "Demo-Adler" in page
    assert elsewhere.family_name not in page
    assert DIGITS not in page.replace(".", "")
    read = ReadEvent.objects.get()
    assert (read.subject_type, read.owner) == ("arrivals.person_list", "bfs-2601")
    assert "1 Person" in read.what


def test_many_persons_cost_no_more_statements(officer, town, queries):
    person(town)
    one = queries(officer, "/personen/")
    for _ in range(20):
        person(town)
    assert queries(officer, "/personen/") == one


def test_names_are_searched_without_standing_in_an_address(officer, ada, town):
    person(town, family_name="Demo-Andere")
    for words in ("adler", ada.reference, AHV):
        answer = officer.post("/personen/", {"suche": words}, follow=True)
        page, address = text(answer), str(answer.redirect_chain)
        assert words not in address
        assert ada.reference in page
        assert "Demo-Andere" not in page
    assert 'method="post"' in page
    assert "Suche in der Personenliste" in ReadEvent.objects.latest("pk").what
    assert "adler" not in str(list(ReadEvent.objects.values())).lower()


def test_hits_are_leafed_through_and_left_again(officer, ada, town):
    for _ in range(51):
        person(town, family_name="Demo-Viele")
    assert "1 bis 50 von 51" in text(officer.post("/personen/", {"suche": "viele"}, follow=True))
    second = text(officer.get("/personen/?gefunden=1&page=2"))
    assert "51 bis 51 von 51" in second
    assert ada.reference not in second
    assert "1 bis 50 von 52" in text(officer.get("/personen/"))


def test_the_file_is_noted_before_it_is_shown(officer, ada):
    page = text(officer.get(file_of(ada)))
    assert "Eritrea" in page
    assert "9217" not in page
    assert reads_of("arrivals.person", ada.reference).get().what == "Angaben zur Person"


def test_without_a_note_nothing_is_shown(officer, ada, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("the read log cannot be written")

    for name in ("record_read", "record_reads"):
        monkeypatch.setattr(f"ankunft.domain.arrivals.services.reading.{name}", fail)
    for address in ("/personen/", file_of(ada), file_of(ada) + "verlauf/", file_of(ada) + "einsicht/"):
        with pytest.raises(RuntimeError):
            officer.get(address)


def test_the_ahv_number_is_shown_on_demand_and_noted(officer, ada):
    page = officer.post(file_of(ada) + "ahv-nummer/")
    assert AHV in text(page)
    assert "no-store" in page["Cache-Control"]
    assert reads_of("arrivals.person", ada.reference).first().what == "AHV-Nummer im Klartext"
    assert officer.get(file_of(ada) + "ahv-nummer/").status_code == 405


@pytest.mark.parametrize(
    "page", ["", "verlauf/", "einsicht/", "aendern/", "datensperre/", "wegzug/", "auskunft/", "ahv-nummer/"]
)
def test_persons_of_others_do_not_exist(officer, elsewhere, page):
    address = file_of(elsewhere) + page
    assert officer.post(address).status_code in (404, 405)
    assert page == "ahv-nummer/" or officer.get(address).status_code == 404
    assert not reads_of("arrivals.person", elsewhere.reference).exists()


def test_a_person_is_recorded(officer, town):
    answer = officer.post("/personen/neu/", {**ENTRY, "municipality": town.pk})
    one = Person.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, file_of(one))
    assert one.municipality == town


def test_a_foreign_municipality_is_no_choice(officer, olten):
    answer = officer.post("/personen/neu/", {**ENTRY, "municipality": olten.pk})
    assert answer.status_code == 422
    assert not Person.objects.exists()


def test_mistakes_are_said_at_the_field(officer, town):
    wrong = {**ENTRY, "municipality": town.pk, "ahv_number": "756.1", "birth": "17.05.2030", "nationality": ""}
    page = text(officer.post("/personen/neu/", wrong))
    assert "Diese AHV-Nummer stimmt nicht" in text(officer.post("/personen/neu/", {**wrong, "nationality": "ER"}))
    assert "Staatsangehörigkeit" in page


def test_a_change_keeps_the_number_unless_it_is_taken_away(officer, ada):
    page = text(officer.get(file_of(ada) + "aendern/"))
    assert "9217" not in page
    changed = {**ENTRY, "ahv_number": "", "reason": "Heirat", "seen": "1"}
    assert officer.post(file_of(ada) + "aendern/", changed).status_code == 302
    assert services.entry_of(Person.objects.get()).ahv_number == DIGITS
    assert "Inzwischen" in text(officer.post(file_of(ada) + "aendern/", changed))
    gone = {**changed, "seen": "2", "forget_ahv_number": "on"}
    assert officer.post(file_of(ada) + "aendern/", gone).status_code == 302
    assert services.entry_of(Person.objects.get()).ahv_number == ""
    page = text(officer.get(file_of(ada) + "verlauf/"))
    assert "Familienname: «Demo-Adler» → «Demo-Neu»" in page
    assert "Heirat" in page


def test_locking_leaving_and_handing_out(officer, ada):
    assert officer.post(file_of(ada) + "datensperre/", {"reason": "Bedrohung"}).status_code == 302
    assert "Datensperre" in text(officer.get("/personen/"))
    assert officer.post(file_of(ada) + "datensperre/", {"reason": "Vorbei"}).status_code == 302
    assert officer.post(file_of(ada) + "wegzug/", {"left_on": "01.11.2026"}).status_code == 302
    assert ada.reference not in text(officer.get("/personen/"))
    assert ada.reference in text(officer.get("/personen/?stand=weggezogen"))
    assert officer.post(file_of(ada) + "auskunft/", {"reason": ""}).status_code == 422
    answer = officer.post(file_of(ada) + "auskunft/", {"reason": "Am Schalter, Ausweis geprüft"})
    assert answer["Content-Disposition"] == f'attachment; filename="auskunft-{ada.reference}.xlsx"'


def test_the_office_sees_a_person_while_the_access_is_open(office, officer, ada, town):
    assert office.get(file_of(ada)).status_code == 404
    sampled(office, town)
    page = text(office.get(file_of(ada)))
    assert "Prüfung Bericht" in page
    assert "AHV-Nummer zeigen" not in page
    assert office.post(file_of(ada) + "ahv-nummer/").status_code == 403
    for tab in ("verlauf/", "einsicht/", "aendern/", "auskunft/"):
        assert office.get(file_of(ada) + tab).status_code == 403
    assert office.get("/personen/").status_code == 403
    read = reads_of("arrivals.person", ada.reference).first()
    assert (read.purpose, read.reason) == ("Stichprobe", "Prüfung Bericht")
    assert office.post(f"/einsichten/{PersonAccess.objects.get().pk}/beenden/").status_code == 302
    assert office.get(file_of(ada)).status_code == 404


def test_the_municipality_is_told_everywhere_and_objects(office, officer, ada, town):
    assert "Koordinationsstelle hat Einsicht" not in text(officer.get("/"))
    sampled(office, town)
    access = PersonAccess.objects.get()
    assert "Die Koordinationsstelle hat Einsicht in 1 Person" in text(officer.get("/"))
    assert "Prüfung Bericht" in text(officer.get(file_of(ada)))
    assert ada.reference in text(officer.get("/einsichten/"))
    assert officer.post(f"/einsichten/{access.pk}/einwand/", {"objection": "Krank."}).status_code == 302
    assert "Krank." in text(office.get("/einsichten/"))
    assert "Einwand von Solothurn" in text(office.get("/"))
    assert "Krank." in text(officer.get(file_of(ada) + "einsicht/"))


def test_accesses_of_others_do_not_exist(office, client_for, ada, town, olten):
    sampled(office, town)
    access = PersonAccess.objects.get()
    assert client_for("coordination").post(f"/einsichten/{access.pk}/beenden/").status_code == 404
    stranger = client_for("integration_officer", "bfs-2581")
    assert stranger.get(f"/einsichten/{access.pk}/einwand/").status_code == 404
    assert ada.reference not in text(stranger.get("/einsichten/"))


def test_the_office_asks_in_forms(office, ada, town):
    today = {"reason": "Beschwerde", "until": "01.12.2026", "legal_basis": ""}
    sample = {**today, "municipality": town.pk, "period": "2026-H2", "count": "2"}
    assert office.post("/einsichten/stichprobe/", {**sample, "until": "01.12.2027"}).status_code == 422
    assert office.post("/einsichten/stichprobe/", {**sample, "period": "2026-H1"}).status_code == 422
    assert office.post("/einsichten/stichprobe/", sample).status_code == 302
    consent = {**today, "reference": ada.reference, "consent_note": "Brief vom 20.11."}
    assert office.post("/einsichten/einwilligung/", consent)["Location"] == file_of(ada)
    wrong = text(office.post("/einsichten/einwilligung/", {**consent, "reference": "P-0000-0000"}))
    assert "gibt es keine Einsicht" in wrong


def test_the_search_shows_persons_only_to_those_who_may(officer, office, client_for, ada):
    assert "Demo-Adler" in text(officer.post("/suche/", {"q": "Adler"}, follow=True))
    for other in (office, client_for("integration_officer", "bfs-2581"), client_for("auditor")):
        page = text(other.post("/suche/", {"q": "Adler"}, follow=True))
        assert ada.reference not in page


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security")
@pytest.mark.usefixtures("ada", "elsewhere")
def test_a_forgotten_filter_leaks_nothing(officer, office, client_for, settings):
    settings.ROOT_URLCONF = "tests.web.arrivals.forgetful_urls"
    expected = [(officer, ["Demo-Adler"]), (office, []), (client_for("auditor"), []), (client_for("administrator"), [])]
    with wall.closed():
        for client, names in expected:
            answer = client.get("/vergesslich/").json()
            assert answer == {"models": names, "raw": names}
            assert not Person.objects.exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM arrivals_person")
                assert cursor.fetchone() == (0,)


def test_the_municipality_reads_on_what_an_access_rests(office, officer, ada, town):
    actor = actor_of(officer.account, "test")
    services.person_lock(person=ada, reason="x", actor=actor)
    services.consent_open(
        reference=ada.reference,
        reason="Beschwerde",
        consent_note="Brief vom 20.11.",
        legal_basis="Verfügung vom 1.11.",
        until=date(2026, 12, 1),
        actor=actor_of(office.account, "test"),
    )
    for address in ("/einsichten/", f"{file_of(ada)}einsicht/"):
        page = text(officer.get(address))
        assert "Brief vom 20.11." in page, address
        assert "Verfügung vom 1.11." in page, address
