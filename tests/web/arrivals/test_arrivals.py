"""Pages about those who arrived: a line for each family, what can be decided, and what is noted of it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.models import Arrival, Household, Person
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.audit.reads import reads_of
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import arrival, person
from tests.domain.interviews.making import arrived
from tests.domain.reporting.making import in_association, municipality

pytestmark = pytest.mark.django_db

FAMILY = {
    "anzahl": "2",
    "arrived_on": "02.11.2026",
    "from_country": "SY",
    "street": "Demostrasse",
    "house_number": "3",
    "postcode": "4500",
    "town": "Solothurn",
    "family_name_1": "Demo-Haddad",
    "given_name_1": "Ada",
    "birth_1": "17.05.1990",
    "sex_1": "female",
    "nationality_1": "SY",
    "language_1": "ar",
    "interpreter_need_1": "yes",
    "family_name_2": "Demo-Haddad",
    "given_name_2": "Bea",
    "birth_2": "2019",
    "sex_2": "female",
    "nationality_2": "SY",
    "language_2": "",
    "interpreter_need_2": "",
}


@pytest.fixture
def officer(client_for, town):
    return client_for("integration_officer", "bfs-2601")


@pytest.fixture
def family(town):
    home = Household.objects.create(municipality=town, street="Demostrasse", house_number="3", town="Solothurn")
    persons = [person(town, family_name="Demo-Haddad", given_name=name, language="ar") for name in ("Ada", "Bea")]
    return [arrival(town, of=one, household=home, from_country="SY") for one in persons]


def page_of(one: Arrival) -> str:
    return f"/zuzuege/{one.reference}/"


def text(answer) -> str:
    return answer.content.decode()


def test_a_family_is_one_line_and_everybody_in_it_is_noted(officer, family, olten):
    arrival(olten, of=person(olten, family_name="Demo-Fremd"))
    page = text(officer.get("/zuzuege/"))
    assert "Demo-Haddad Ada, Bea" in page
    assert "02.12.2026" in page
    assert "Demo-Fremd" not in page
    assert "2 Personen" in ReadEvent.objects.get().what


def test_many_families_cost_no_more_statements(officer, town, family, queries):
    counts = []
    for _round in range(2):
        # More than "Mein Tag" tells one by one, which costs its badge a statement.
        for _number in range(8):
            arrival(town, household=Household.objects.create(municipality=town))
        counts.append(queries(officer, "/zuzuege/"))
    assert counts[0] == counts[1]


def test_the_state_stands_in_the_address(officer, town, family):
    late = arrival(town, of=person(town, family_name="Demo-Spaet"), arrived_on=date(2026, 9, 1))
    for address, there in (
        ("", True),
        ("?stand=ueberfaellig", True),
        ("?stand=eingeladen", False),
        ("?stand=alle", True),
        ("?stand=Unsinn", True),
    ):
        assert ("Demo-Spaet" in text(officer.get(f"/zuzuege/{address}"))) is there, address
    assert "Demo-Haddad" not in text(officer.get("/zuzuege/?stand=ueberfaellig"))
    assert "seit 52 Tagen" in text(officer.get("/zuzuege/"))
    services.arrival_invite(arrival=late, actor=Actor.operator())
    assert "Demo-Spaet" in text(officer.get("/zuzuege/?stand=eingeladen"))


def test_a_family_is_found_by_a_name_that_stands_in_no_address(officer, town, family):
    arrival(town, of=person(town, family_name="Demo-Andere"))
    answer = officer.post("/zuzuege/", {"suche": "bea"}, follow=True)
    assert "Demo-Haddad" in text(answer)
    assert "Demo-Andere" not in text(answer)
    assert "bea" not in str(answer.redirect_chain)


def test_the_page_of_a_family(officer, family):
    page = text(officer.get(page_of(family[0])))
    for words in ("Demo-Haddad Ada, Bea", "Syrien", "Demostrasse 3", "Arabisch", "einzuladen", "Zuzug erfasst."):
        assert words in page, words
    for one in family:
        assert reads_of("arrivals.person", one.person.reference).get().what == "Zuzug"


def test_without_a_note_nothing_is_shown(officer, family, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("the read log cannot be written")

    for name in ("record_read", "record_reads"):
        monkeypatch.setattr(f"ankunft.domain.arrivals.services.reading.{name}", fail)
    for page in ("", "verzicht/", "aendern/", "widerrufen/"):
        with pytest.raises(RuntimeError):
            officer.get(page_of(family[0]) + page)
    with pytest.raises(RuntimeError):
        officer.get("/zuzuege/")


def test_there_is_no_interview_with_one_of_them_and_then_there_is(officer, family):
    address = page_of(family[0]) + "verzicht/"
    assert "Bea" in text(officer.get(address))
    assert officer.post(address, {"who": [family[1].reference], "reason": ""}).status_code == 422
    assert officer.post(address, {"who": [], "reason": "Spital"}).status_code == 422
    officer.post(address, {"who": [family[1].reference], "reason": "Kind im Vorschulalter"})
    assert list(Arrival.objects.order_by("pk").values_list("state", flat=True)) == ["open", "waived"]
    page = text(officer.get(page_of(family[1])))
    assert "Kind im Vorschulalter" in page
    assert "Mit ihnen zugezogen" in page
    officer.post(page_of(family[1]) + "rueckgaengig/")
    assert set(Arrival.objects.values_list("state", flat=True)) == {"open"}


def test_several_families_at_once_have_no_interview(officer, town, olten, family):
    other, elsewhere = arrival(town), arrival(olten)
    chosen = [family[0].reference, other.reference, elsewhere.reference]
    answer = officer.post("/zuzuege/", {"tat": "verzicht", "auswahl": chosen})
    assert officer.get(answer["Location"]).status_code == 200
    assert elsewhere.reference not in answer["Location"]
    everybody = [family[0].reference, family[1].reference, other.reference]
    officer.post(answer["Location"], {"who": everybody, "reason": "vor dem Programm zugezogen"})
    assert Arrival.objects.filter(state="waived").count() == 3
    assert officer.get("/zuzuege/verzicht/").status_code == 404


def test_it_is_said_with_whom_there_is_no_interview(officer, town, family):
    alone = arrival(town, of=person(town, family_name="Demo-Allein", given_name="Eva"))
    assert "Demo-Allein Eva" in text(officer.get(f"/zuzuege/verzicht/?zuzug={alone.reference}"))
    assert "Demo-Haddad Bea" in text(officer.get(f"/zuzuege/verzicht/?zuzug={family[0].reference}"))


def test_day_and_country_are_put_right_for_the_whole_family(officer, family):
    address = page_of(family[0]) + "aendern/"
    everybody = [one.reference for one in family]
    form = {"who": everybody, "arrived_on": "01.12.2028", "from_country": "LB", "reason": "Tippfehler"}
    assert "mehr als ein Jahr in der Zukunft" in text(officer.post(address, form))
    officer.post(address, {**form, "arrived_on": "01.10.2026"})
    assert set(Arrival.objects.values_list("arrived_on", "from_country")) == {(date(2026, 10, 1), "LB")}


def test_a_recall_is_asked_once_and_can_be_undone(officer, family):
    address = page_of(family[0]) + "widerrufen/"
    assert "Zuzug widerrufen?" in text(officer.get(address))
    officer.post(address, {"who": [one.reference for one in family]})
    assert set(Arrival.objects.values_list("state", flat=True)) == {"recalled"}
    officer.post(page_of(family[0]) + "rueckgaengig/")
    assert set(Arrival.objects.values_list("state", flat=True)) == {"open"}


@pytest.mark.parametrize("page", ["", "verzicht/", "aendern/", "widerrufen/", "rueckgaengig/"])
def test_arrivals_of_others_do_not_exist(officer, olten, page):
    one = arrival(olten)
    address = page_of(one) + page
    assert officer.post(address).status_code in (404, 405)
    assert page == "rueckgaengig/" or officer.get(address).status_code == 404


def test_a_family_is_entered_on_one_page(officer, town):
    answer = officer.post("/zuzuege/neu/", {**FAMILY, "municipality": town.pk})
    one = Arrival.objects.first()
    assert answer["Location"] == page_of(one)
    assert {arrival.household_id for arrival in Arrival.objects.all()} == {Household.objects.get().pk}
    assert set(Arrival.objects.values_list("source", "from_country")) == {("entry", "SY")}
    assert Person.objects.get(given_name="Bea").birth_year == 2019
    assert Person.objects.get(given_name="Ada").interpreter_need == "yes"


def test_a_lead_begins_with_its_own_municipality(client_for, olten, town):
    member = municipality(2492, "Aeschi")
    in_association(olten, member)
    page = text(client_for("integration_officer", "bfs-2581").get("/zuzuege/neu/"))
    assert f'<option value="{olten.pk}" selected>' in page
    assert 'value="Olten"' in page
    page = text(client_for("integration_officer", "bfs-2581").get("/personen/neu/"))
    assert f'<option value="{olten.pk}" selected>' in page


def test_who_is_invited_already_is_not_asked_for_a_further_appointment(officer, family):
    assert text(officer.get("/zuzuege/")).count("Termin vereinbaren</a>") == 1
    assert "button--primary" in text(officer.get(page_of(family[0])))
    Arrival.objects.update(state="invited")
    page = text(officer.get("/zuzuege/?stand=eingeladen"))
    assert "Zum Termin</a>" in page
    assert "Termin vereinbaren</a>" not in page
    page = text(officer.get(page_of(family[0])))
    assert "Zum Termin</a>" in page
    assert "button--primary" not in page


def test_an_empty_list_says_what_it_is_empty_of(officer, family):
    Arrival.objects.update(state="invited")
    page = text(officer.get("/zuzuege/"))
    assert "Zurzeit ist niemand einzuladen." in page
    assert "unter «Eingeladen»" in page
    page = text(officer.get("/zuzuege/?stand=widerrufen"))
    assert "Wählen Sie oben einen anderen Stand." in page
    assert "Schreibweise" not in page


def test_the_page_of_a_family_that_a_register_told_of_has_a_beginning(officer, town, family):
    """Of many messages the trail has one event together, which belongs to none of them."""
    told = Arrival.objects.get(person=arrived(town))
    assert '<p class="note">Erfasst ' in text(officer.get(page_of(told)))
    assert '<p class="note">Erfasst ' not in text(officer.get(page_of(family[0])))


def test_a_further_person_is_added_and_left_out_and_nothing_typed_is_lost(officer, town):
    alone = {**{name: value for name, value in FAMILY.items() if not name.endswith("_2")}, "municipality": town.pk}
    page = text(officer.post("/zuzuege/neu/", {**alone, "anzahl": "1", "mehr": "1"}))
    assert page.count('value="Demo-Haddad"') == 2
    assert 'name="given_name_2"' in page
    assert re.findall(r'name="(\w+)"[^>]* autofocus', page) == ["given_name_2"]
    assert "Das stimmt noch nicht" not in page
    page = text(officer.post("/zuzuege/neu/", {**FAMILY, "municipality": town.pk, "weg": "2"}))
    assert 'name="given_name_2"' not in page
    assert 'value="Ada"' in page
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"birth_2": "31.02.2019"}, "Geben Sie das Geburtsdatum so ein: 17.05.1990"),
        ({"birth_2": "2027"}, "Das Geburtsjahr 2027 kann nicht stimmen"),
        ({"birth_2": "15.11.2026"}, "Der Zuzug liegt vor der Geburt"),
        ({"family_name_2": ""}, "Geben Sie den Familiennamen ein"),
        ({"nationality_2": ""}, "Wählen Sie die Staatsangehörigkeit"),
        ({"street": "", "town": "", "house_number": "", "postcode": ""}, "An sie geht die Einladung"),
        ({"postcode": "123"}, "Eine Schweizer Postleitzahl hat vier Ziffern"),
        ({"arrived_on": "23.11.2028"}, "mehr als ein Jahr in der Zukunft"),
        ({"from_country": "CH"}, "Zuzug aus der Schweiz"),
        ({"anzahl": "9999999999"}, "Geben Sie"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(officer, town, values, words):
    answer = officer.post("/zuzuege/neu/", {**FAMILY, "municipality": town.pk, **values})
    if "anzahl" not in values:
        assert answer.status_code == 422
        assert words in text(answer)
        assert 'value="Demostrasse"' in text(answer) or "street" in values
        assert not Person.objects.exists()


def test_the_summary_says_whose_field_is_wrong_and_leads_to_it(officer, town):
    page = text(officer.post("/zuzuege/neu/", {**FAMILY, "municipality": town.pk, "family_name_2": "", "street": ""}))
    summary = page.split("govuk-error-summary__list")[1].split("</ul>")[0]
    assert '<a href="#id_family_name_2">Person 2, Familienname: Geben Sie den Familiennamen ein.</a>' in summary
    assert 'id="id_family_name_2"' in page
    alone = {name: value for name, value in FAMILY.items() if not name.endswith("_2")}
    page = text(officer.post("/zuzuege/neu/", {**alone, "anzahl": "1", "municipality": town.pk, "family_name_1": ""}))
    assert '<a href="#id_family_name_1">Familienname: Geben Sie den Familiennamen ein.</a>' in page


def test_a_swiss_spouse_is_a_person_but_no_task(officer, town):
    form = {**FAMILY, "municipality": town.pk, "nationality_2": "CH"}
    page = text(officer.post("/zuzuege/neu/", form, follow=True))
    assert "1 Person ist erfasst, aber keine Aufgabe" in page
    assert [one.person.given_name for one in Arrival.objects.all()] == ["Ada"]


def test_who_is_informed_nonetheless_is_told_that_it_is_not_paid(officer, town):
    form = {**FAMILY, "municipality": town.pk, "from_country": "CH", "nonetheless": "on"}
    page = text(officer.post("/zuzuege/neu/", form, follow=True))
    assert "Zuzug aus der Schweiz: Ein Gespräch mit dieser Person wird nicht bezahlt" in page


def test_my_day_tells_whom_to_invite_and_names_nobody(officer, town, family):
    arrival(town, of=person(town, family_name="Demo-Spaet"), arrived_on=date(2026, 10, 10), from_country="SY")
    page = text(officer.get("/"))
    assert "Einladung zum Erstgespräch" in page
    assert "1 Person · Zuzug 10.10.2026 aus: Syrien" in page
    assert "2 Personen" in page
    assert "Demo-" not in page.split("<main")[1]
    for _number in range(6):
        arrival(town, arrived_on=date(2026, 10, 11))
    assert "Weitere Familien einladen" in text(officer.get("/"))


def test_on_another_role_s_day_there_is_nobody_to_invite(client_for, family):
    assert "Erstgespräch" not in text(client_for("coordination").get("/"))
