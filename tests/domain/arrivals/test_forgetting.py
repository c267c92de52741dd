"""What is left of everything that belongs to a person, and what goes by itself."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import forgetting, retention, services
from ankunft.domain.arrivals.models import (
    Arrival,
    Duplicate,
    Household,
    Permit,
    Person,
    RegisterDelivery,
    RegisterMessage,
    RegisterRefusal,
    Relation,
    SpokenLanguage,
)
from ankunft.domain.arrivals.values import HouseholdEntry, LanguageEntry, PermitEntry
from ankunft.foundation.access import wall
from ankunft.foundation.encryption import encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention.services import carry_out_by_itself, period_record
from tests.domain.arrivals.making import person
from tests.domain.arrivals.test_disclosure import cells
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

HOME = HouseholdEntry("Demogasse", "12", "4500", "Solothurn")
LEFT = date(2026, 11, 1)


def message(town, **values) -> RegisterMessage:
    delivery = RegisterDelivery.objects.create(
        channel="upload", file_name="x.xml", sha256="0", actor_label="x", received_at=clock.now()
    )
    number = RegisterMessage.objects.count() + 1
    plain = {"sender_id": "4-1-1", "message_id": f"m{number}", "kind": "move_in", "action": "1"}
    plain |= {"sent_at": clock.now(), "outcome": "applied", "content": encrypt('{"identity": {"name": "Demo-Wort"}}')}
    return RegisterMessage.objects.create(delivery=delivery, municipality=town, **{**plain, **values})


@pytest.fixture
def known(town, officer) -> Person:
    """Somebody of whom everything is known, and who has left."""
    one = person(town, family_name="Demo-Ganz", language="ti", phone="079 123 45 67", interpreter_need="yes")
    services.household_set(persons=[one], entry=HOME, actor=officer)
    for entry in (
        PermitEntry("08", date(2024, 2, 3)),
        PermitEntry("07", date(2025, 3, 1), date(2025, 8, 31), date(2025, 2, 1)),
        PermitEntry("02", date(2025, 9, 1)),
    ):
        services.permit_add(person=one, entry=entry, actor=officer)
    services.language_add(person=one, entry=LanguageEntry("ti", date(2026, 1, 1), "native"), actor=officer)
    services.relation_add(person=one, kind="spouse", other=person(town, family_name="Demo-Bleibt"), actor=officer)
    arrival = services.arrival_record(
        person=one, arrived_on=date(2026, 3, 17), from_country="ER", source="register", source_key="k", actor=officer
    )
    services.arrival_waive(arrival=arrival, reason="Spricht nicht mit uns", actor=officer)
    message(town, person=one)
    Duplicate.objects.create(municipality=town, person=one, other=person(town), score=70, reasons=[])
    return services.person_leave(person=Person.objects.get(pk=one.pk), on=LEFT, actor=officer)


def test_nothing_is_left_out_of_what_is_handed_out(known, officer):
    sheets = cells(services.person_disclose(person=known, reason="Am Schalter, Ausweis geprüft", actor=officer))
    for sheet, words in {
        "Angaben": ["Demogasse 12, 4500 Solothurn", "Tigrinya", "079 123 45 67", "ja"],
        "Ausweise": ["N, Asylsuchende", "L, Kurzaufenthalt", "31.08.2025", "01.02.2025"],
        "Sprachen": ["Tigrinya", "Erstsprache", "01.01.2026"],
        "Familie und Haushalt": ["Ehefrau oder Ehemann", "P-"],
        "Zuzüge": ["17.03.2026", "Eritrea", "kein Gespräch", "Spricht nicht mit uns"],
        "Meldungen des Registers": ["move_in", "m1", "identity.name: Demo-Wort"],
        "Mögliche Dubletten": ["70", "zu prüfen"],
    }.items():
        for word in words:
            assert word in sheets[sheet], (sheet, word)
    assert "Demo-Bleibt" not in str(sheets)


def test_everything_goes_that_tells_who_it_was(known, officer):
    before = retention.statistics()
    retention.carry_out([known.reference], officer)
    assert retention.statistics() == before
    left = Person.objects.get(pk=known.pk)
    assert (left.language, left.phone, left.interpreter_need, left.household) == ("", "", "", None)
    permits = list(Permit.objects.values_list("category", "valid_from", "valid_until", "entered_on"))
    assert permits == [("08", date(2024, 1, 1), None, None), ("02", date(2025, 1, 1), None, None)]
    arrival = Arrival.objects.get()
    assert (arrival.arrived_on, arrival.from_country, arrival.state) == (date(2026, 3, 1), "ER", "waived")
    assert (arrival.waived_reason, arrival.source_key, arrival.household) == ("", "", None)
    for model in (SpokenLanguage, Relation, RegisterMessage, Duplicate, Household):
        assert not model.objects.exists(), model


def test_who_stays_keeps_the_household(known, officer, town):
    home = Household.objects.get()
    stays = person(town)
    Person.objects.filter(pk=stays.pk).update(household=home)
    retention.carry_out([known.reference], officer)
    assert Person.objects.get(pk=stays.pk).household == home


def test_the_lead_who_approved_forgets_what_stands_behind_the_wall(known, town):
    merged = person(town, family_name="Demo-Doppelt")
    Person.objects.filter(pk=merged.pk).update(merged_into=known)
    lead = actor_with("strategic_lead", "bfs-2601")
    with wall.open_for(lead):
        retention.carry_out([known.reference], lead)
    assert not Household.objects.exists()
    assert Arrival.objects.get().waived_reason == ""
    gone = Person.objects.get(pk=merged.pk)
    assert (gone.family_name, gone.left_year, gone.anonymised_at is None) == ("", 2026, False)
    assert Person.objects.filter(family_name="Demo-Bleibt").exists()


def test_keys_of_another_register_lead_elsewhere(town, olten, officer):
    gone = person(town, register_key="MU:7")
    child = person(olten)
    Relation.objects.create(person=child, municipality=olten, kind="mother", other_key="MU:7")
    services.person_leave(person=gone, on=LEFT, actor=officer)
    retention.carry_out([gone.reference], officer)
    assert Relation.objects.get().person == child


def test_later_rooms_forget_first(known, officer, monkeypatch):
    told: list[tuple[list[int], bool]] = []
    monkeypatch.setattr(forgetting, "_rooms", [])
    retention.register_forgetting(lambda persons, actor: told.append((list(persons), Permit.objects.exists())))
    retention.carry_out([known.reference], officer)
    assert told == [([known.pk], True)]


def test_what_was_excluded_or_refused_goes_by_itself(town, coordinator):
    with clock.moved_to(date(2025, 11, 20)):
        old = message(town, outcome="excluded", exclusion="swiss")
        RegisterRefusal.objects.create(delivery=old.delivery, municipality=town, place="x.xml, Zeile 3", reason="x")
    with clock.moved_to(date(2025, 11, 30)):
        young = message(town, outcome="excluded", exclusion="swiss")
        kept = RegisterRefusal.objects.create(delivery=young.delivery, municipality=town, place="x", reason="x")
    for code in ("arrivals.excluded", "arrivals.refusal"):
        period_record(code=code, months=12, valid_from=clock.today(), source="Demo-Entscheid", actor=coordinator)
    with wall.closed():
        assert carry_out_by_itself() == {"arrivals.excluded": 1, "arrivals.refusal": 1}
    assert [one.content == "" for one in RegisterMessage.objects.order_by("pk")] == [True, False]
    assert RegisterRefusal.objects.get() == kept
    with wall.open_for(Actor.operator()):
        assert carry_out_by_itself() == {}
