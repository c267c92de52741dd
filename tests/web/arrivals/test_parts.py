"""Pages about what belongs to a person: address, family, permits, languages."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.models import Household, Permit, Person, Relation, SpokenLanguage
from ankunft.domain.arrivals.values import HouseholdEntry
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.reads import reads_of
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.arrivals.making import person

pytestmark = pytest.mark.django_db

HOME = {"street": "Demogasse", "house_number": "12", "postcode": "4500", "town": "Solothurn", "reference": ""}
ENTRY = {
    "family_name": "Demo-Neu",
    "given_name": "Bea",
    "birth": "05.1990",
    "sex": "female",
    "nationality": "ER",
    "further_1": "CH",
    "language": "ti",
    "interpreter_need": "yes",
    "phone": "079 123 45 67",
    "email": "bea@demo.example",
    "ahv_number": "",
}


@pytest.fixture
def officer(client_for, town):
    return client_for("integration_officer", "bfs-2601")


@pytest.fixture
def bea(town):
    return person(town, family_name="Demo-Berg", given_name="Bea")


def file_of(one: Person) -> str:
    return f"/personen/{one.reference}/"


def text(answer) -> str:
    return answer.content.decode()


def test_everything_that_is_known_is_entered_and_shown(officer, town):
    assert officer.post("/personen/neu/", {**ENTRY, "municipality": town.pk}).status_code == 302
    one = Person.objects.get()
    assert (one.birth_date, one.birth_year, one.birth_month) == (None, 1990, 5)
    page = text(officer.get(file_of(one)))
    for words in ("05.1990", "Eritrea, Schweiz", "Tigrinya", "079 123 45 67", "bea@demo.example"):
        assert words in page
    page = text(officer.get(file_of(one) + "aendern/"))
    assert 'value="05.1990"' in page
    assert "further_2" in page
    changed = {**ENTRY, "further_1": "", "further_2": "IT", "reason": "Ausweis", "seen": "1"}
    assert officer.post(file_of(one) + "aendern/", changed).status_code == 302
    assert Person.objects.get().further_nationalities == "IT"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("birth", "31.02.1990", "Geben Sie das Geburtsdatum so ein"),
        ("birth", "12.2026", "Der Geburtsmonat liegt in der Zukunft"),
        ("further_1", "ER", "Jede Staatsangehörigkeit wird nur einmal genannt"),
        ("phone", "abc", "Diese Telefonnummer stimmt nicht"),
        ("email", "bea", "Diese E-Mail-Adresse stimmt nicht"),
    ],
)
def test_mistakes_are_said_and_what_was_typed_stays(officer, town, field, value, sentence):
    answer = officer.post("/personen/neu/", {**ENTRY, "municipality": town.pk, field: value})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Person.objects.exists()


def test_an_address_for_who_lives_together(officer, ada, bea):
    page = text(officer.get(file_of(ada) + "adresse/"))
    assert 'value="Solothurn"' in page
    assert officer.post(file_of(ada) + "adresse/", {**HOME, "reference": bea.reference}).status_code == 302
    page = text(officer.get(file_of(ada)))
    assert "Demogasse 12, 4500 Solothurn" in page
    assert "wohnt im selben Haushalt" in page
    assert "Demo-Berg Bea" in page
    assert reads_of("arrivals.person_list", "bfs-2601").latest("pk").what == "Familie und Haushalt: 1 Personen"
    alone = {**HOME, "street": "Demoweg", "together": []}
    assert officer.post(file_of(bea) + "adresse/", alone).status_code == 302
    assert Household.objects.count() == 2
    wrong = officer.post(file_of(bea) + "adresse/", {**HOME, "postcode": "45", "reference": "P-0000-0000"})
    assert "In dieser Gemeinde gibt es niemanden mit dieser Referenz." in text(wrong)


def test_a_family_is_entered_from_either_side(officer, ada, bea, elsewhere):
    actor = actor_of(officer.account, "test")
    services.household_set(persons=[ada, bea], entry=HouseholdEntry("Demogasse", "1"), actor=actor)
    page = text(officer.get(file_of(ada) + "verwandte/"))
    assert "Demo-Berg Bea" in page
    child = {"kind": "child", "housemate": bea.reference, "reference": ""}
    young = officer.post(file_of(ada) + "verwandte/", {**child, "housemate": "", "reference": elsewhere.reference})
    assert "niemanden mit dieser Referenz" in text(young)
    assert officer.post(file_of(ada) + "verwandte/", child).status_code == 302
    relation = Relation.objects.get()
    assert (relation.person, relation.kind, relation.other) == (bea, "mother", ada)
    assert "Kind" in text(officer.get(file_of(ada)))
    assert "Mutter" in text(officer.get(file_of(bea)))
    for one in (ada, person(ada.municipality)):
        assert "Geben Sie an, wer es ist." in text(officer.post(file_of(one) + "verwandte/", {"kind": "spouse"}))
    address = f"{file_of(ada)}verwandte/{relation.pk}/entfernen/"
    assert "Kind: Demo-Berg Bea" in text(officer.get(address))
    assert officer.get(f"{file_of(elsewhere)}verwandte/{relation.pk}/entfernen/").status_code == 404
    assert officer.get(f"{file_of(person(ada.municipality))}verwandte/{relation.pk}/entfernen/").status_code == 404
    assert officer.post(address, {"reason": ""}).status_code == 422
    assert officer.post(address, {"reason": "Irrtum"}).status_code == 302
    assert not Relation.objects.exists()


def test_permits_are_entered_shown_and_taken_back(officer, ada):
    permit = {"category": "02", "valid_from": "01.03.2025", "valid_until": "28.02.2027", "entered_on": "20.02.2025"}
    assert officer.post(file_of(ada) + "ausweis/", permit).status_code == 302
    assert officer.post(file_of(ada) + "ausweis/", {**permit, "category": "07", "valid_from": "1.3.2024"}).status_code
    page = text(officer.get(file_of(ada)))
    for words in ("B, Aufenthalt", "01.03.2025", "20.02.2025", "gilt"):
        assert words in page
    answer = officer.post(file_of(ada) + "ausweis/", permit)
    assert "Dieser Ausweis ist schon erfasst." in text(answer)
    assert "endet, bevor er gilt" in text(
        officer.post(file_of(ada) + "ausweis/", {**permit, "valid_until": "1.1.2025"})
    )
    one = Permit.objects.get(category="02")
    address = f"{file_of(ada)}ausweis/{one.pk}/entfernen/"
    assert "B, Aufenthalt, ab 01.03.2025" in text(officer.get(address))
    assert officer.post(address, {"reason": "Falsche Person"}).status_code == 302
    assert not Permit.objects.filter(pk=one.pk).exists()
    assert "Falsche Person" in text(officer.get(file_of(ada) + "verlauf/"))


def test_languages_are_entered_and_taken_back(officer, ada):
    page = text(officer.get(file_of(ada) + "sprache/"))
    assert 'value="22.11.2026"' in page
    spoken = {"language": "de", "oral": "A2", "written": "A1", "as_of": "01.11.2026"}
    assert officer.post(file_of(ada) + "sprache/", spoken).status_code == 302
    assert "A2" in text(officer.get(file_of(ada)))
    assert officer.post(file_of(ada) + "sprache/", {**spoken, "as_of": "01.12.2026"}).status_code == 422
    address = f"{file_of(ada)}sprache/{SpokenLanguage.objects.get().pk}/entfernen/"
    assert officer.post(address).status_code == 302
    assert not SpokenLanguage.objects.exists()


def test_the_office_sees_of_the_family_nobody(client_for, officer, ada, bea, town):
    actor = actor_of(officer.account, "test")
    services.household_set(persons=[ada, bea], entry=HouseholdEntry("Demogasse", "1"), actor=actor)
    office = client_for("coordination")
    services.sample_open(
        municipality=town,
        period=HalfYear(2026, 2),
        count=2,
        reason="Bericht",
        until=date(2026, 12, 1),
        actor=actor_of(office.account, "test"),
    )
    assert "Demogasse" not in text(office.get(file_of(ada)))
    assert office.get(file_of(ada) + "adresse/").status_code == 403


def test_a_large_family_costs_no_more_statements(officer, town, queries):
    people = [person(town, family_name="Demo-Viele") for _ in range(2)]
    actor = actor_of(officer.account, "test")
    services.household_set(persons=people, entry=HouseholdEntry("Demogasse", "1"), actor=actor)
    few = queries(officer, file_of(people[0]))
    more = [person(town, family_name="Demo-Viele") for _ in range(10)]
    known = list(Person.objects.select_related("municipality").filter(family_name="Demo-Viele"))
    assert len(known) == len(more) + 2
    services.household_set(persons=known, entry=HouseholdEntry("Demogasse", "1"), actor=actor)
    assert queries(officer, file_of(people[0])) == few
