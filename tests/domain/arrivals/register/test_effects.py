"""What each message does to the records."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals.models import (
    Arrival,
    ArrivalState,
    Permit,
    Person,
    RegisterMessage,
    RegisterRefusal,
    Relation,
)
from ankunft.domain.arrivals.register.content import opened
from ankunft.domain.arrivals.services import arrival_inform
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.documents.ech.values import (
    CORRECTION,
    RECALL,
    Address,
    Correction,
    DataLock,
    Death,
    KeyChange,
    Move,
    MoveOut,
    NameChange,
    NationalityChange,
    Other,
    PartialDate,
    PermitChange,
    PermitData,
    RelationData,
)
from ankunft.foundation.kernel.actor import Actor

from .messages import ADDRESS, identity, message, move_in, residence, take

pytestmark = pytest.mark.usefixtures("town")


def counts(delivery: object) -> tuple[int, ...]:
    return tuple(getattr(delivery, name) for name in ("read", "applied", "excluded", "unchanged", "refused"))


def test_a_newcomer_is_recorded_with_everything_that_was_told(town: Municipality) -> None:
    who = identity(1, birth=PartialDate(1991, 4), ahv_number="7569217076985")
    delivery = take(message(move_in(who, nationalities=("ER", "ET"), locked=True), "m-1"))

    assert counts(delivery) == (1, 1, 0, 0, 0)
    person = Person.objects.get()
    assert (person.municipality, person.register_key) == (town, "MU.2601:1")
    assert (person.birth_date, person.birth_month, person.birth_year) == (None, 4, 1991)
    assert (person.nationality, person.further_nationalities, person.data_lock) == ("ER", "ET", True)
    assert person.ahv_number_encrypted
    assert person.ahv_index
    assert person.household is not None
    assert person.household.street == "Demoweg"
    permit = Permit.objects.get(person=person)
    assert (permit.category, permit.code, permit.valid_from) == ("02", "0201", date(2026, 11, 3))
    arrival = Arrival.objects.get(person=person)
    assert (arrival.state, arrival.arrived_on, arrival.from_country) == ("open", date(2026, 11, 1), "ER")
    assert (arrival.target_on, arrival.source, arrival.source_key) == (date(2026, 12, 1), "register", "m-1")
    stored = RegisterMessage.objects.get()
    assert (stored.person, stored.arrival, stored.outcome) == (person, arrival, "applied")
    assert "Demo-Muster" not in stored.content


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"nationalities": ("ER", "CH")}, "swiss"),
        ({"residence": residence(from_country="CH", from_bfs_number=2581)}, "within_switzerland"),
        ({"residence": residence(kind="secondary")}, "secondary_residence"),
    ],
)
def test_for_whom_start_integration_is_not_is_listed_with_the_reason(values: dict, reason: str) -> None:
    delivery = take(message(move_in(**values)))

    assert counts(delivery) == (1, 0, 1, 0, 0)
    assert RegisterMessage.objects.get().exclusion == reason
    assert not Person.objects.exists()


def test_the_same_message_has_no_second_effect() -> None:
    told = message(move_in(), "m-1")
    take(told, told)
    again = take(told)

    assert counts(again) == (1, 0, 0, 1, 0)
    assert Person.objects.count() == Arrival.objects.count() == RegisterMessage.objects.count() == 1


def test_somebody_told_of_again_is_put_right_and_invited_once() -> None:
    who = identity(1)
    take(message(move_in(who)))
    take(message(move_in(who._replace(family_name="Demo-Neu"), residence=residence(arrived_on=date(2026, 11, 3)))))

    person = Person.objects.get()
    assert person.family_name == "Demo-Neu"
    assert Arrival.objects.get().arrived_on == date(2026, 11, 3)


def test_a_family_of_one_household_key_lives_together() -> None:
    home = residence(address=ADDRESS._replace(household_id="H1"))
    child = (RelationData("mother", "MU.2601:1", "", "Demo", "Ada"),)
    take(
        message(move_in(identity(2, birth=PartialDate(2020, 1, 2)), residence=home, relations=child)),
        message(move_in(identity(1), residence=home)),
    )
    take(message(move_in(identity(3), residence=home)))

    assert len(set(Person.objects.values_list("household", flat=True))) == 1
    relation = Relation.objects.get()
    assert relation.other is not None
    assert relation.other.register_key == "MU.2601:1"


def test_relatives_at_one_address_live_together_without_a_household_key() -> None:
    spouse = (RelationData("spouse", "MU.2601:1", "", "Demo", "Ada"),)
    take(message(move_in(identity(1))), message(move_in(identity(2), relations=spouse)), message(move_in(identity(3))))

    by_key = dict(Person.objects.values_list("register_key", "household"))
    assert by_key["MU.2601:1"] == by_key["MU.2601:2"] != by_key["MU.2601:3"]


def test_a_move_takes_the_address_and_the_open_arrival_along() -> None:
    take(message(move_in(identity(1))))
    new = Address("H9", "Neuweg", "1", "4500", "Solothurn")
    take(message(Move(identity(1), new, 2601, date(2026, 11, 10))))

    person = Person.objects.get()
    assert person.household is not None
    assert (person.household.street, person.household.register_id) == ("Neuweg", "H9")
    assert Arrival.objects.get().household == person.household


def test_who_left_is_not_invited_any_more_and_comes_back_by_a_new_move_in() -> None:
    take(message(move_in(identity(1))))
    take(message(MoveOut(identity(1), 2601, date(2026, 11, 15), "DE", None), "out"))

    assert Person.objects.get().left_on == date(2026, 11, 15)
    assert Arrival.objects.get().state == ArrivalState.WAIVED

    take(message(move_in(identity(1), residence=residence(arrived_on=date(2026, 11, 20)))))
    person = Person.objects.get()
    assert (person.left_on, person.left_year) == (None, None)


def test_a_recalled_departure_has_not_happened() -> None:
    take(message(move_in(identity(1))))
    take(message(MoveOut(identity(1), 2601, date(2026, 11, 15), "DE", None), "out"))
    out = MoveOut(identity(1), 2601, date(2026, 11, 15), "DE", None)
    take(message(out, "back", action=RECALL, reference_message_id="out"))

    assert Person.objects.get().left_on is None
    assert Arrival.objects.get().state == ArrivalState.OPEN


def test_a_death_ends_the_task() -> None:
    take(message(move_in(identity(1))))
    take(message(Death(identity(1), date(2026, 11, 19))))

    assert Person.objects.get().left_on == date(2026, 11, 19)
    assert Arrival.objects.get().state == ArrivalState.WAIVED


def test_names_permits_nationalities_locks_and_keys_change() -> None:
    take(message(move_in(identity(1))))
    take(
        message(NameChange(identity(1), "Demo-Neu", "", None)),
        message(PermitChange(identity(1), PermitData("0301", date(2026, 11, 20), None, None))),
        message(NationalityChange(identity(1), ("IT", "ER"))),
        message(DataLock(identity(1), True, None)),
        message(KeyChange("MU.2601:1", "MU.2601:77", "")),
    )

    person = Person.objects.get()
    assert (person.family_name, person.given_name) == ("Demo-Neu", "Ada")
    assert [permit.category for permit in person.permits.all()] == ["02", "03"]
    assert (person.nationality, person.further_nationalities) == ("IT", "ER")
    assert person.data_lock
    assert person.register_key == "MU.2601:77"


def test_a_name_told_wrongly_is_put_back_by_the_recall() -> None:
    take(message(move_in(identity(1))))
    take(message(NameChange(identity(1), "Demo-Falsch", "", None), "name"))
    take(message(NameChange(identity(1), "Demo-Falsch", "", None), "r", action=RECALL, reference_message_id="name"))

    assert Person.objects.get().family_name == "Demo-Muster 1"


def test_what_concerns_nobody_here_is_noted_without_effect() -> None:
    delivery = take(message(NameChange(identity(404), "Demo-Neu", "", None)), message(Other("divorce", identity(404))))

    assert counts(delivery) == (2, 0, 0, 0, 0)
    assert set(RegisterMessage.objects.values_list("outcome", "content")) == {("noted", "")}


def test_marriage_tells_of_a_relation() -> None:
    take(message(move_in(identity(1))), message(move_in(identity(2))))
    take(message(Other("marriage", identity(1), (RelationData("spouse", "MU.2601:2", "", "Demo", "Ada"),))))

    assert Relation.objects.get().kind == "spouse"


def test_a_child_born_here_belongs_to_the_family_and_is_not_invited(town: Municipality) -> None:
    take(message(move_in(identity(1))))
    child = identity(5, birth=PartialDate(2026, 11, 12))
    mother = (RelationData("mother", "MU.2601:1", "", "Demo", "Ada"),)
    take(message(move_in(child, residence=None, permit=None, relations=mother), kind="birth"))
    take(message(move_in(identity(6, birth=PartialDate(2026, 11, 1)), residence=None), kind="birth"))

    assert Person.objects.count() == 2
    assert Arrival.objects.count() == 1
    assert len(set(Person.objects.values_list("household", flat=True))) == 1


def test_a_delivery_of_everybody_invites_only_who_came_lately() -> None:
    take(
        message(move_in(identity(1), residence=residence(arrived_on=date(2011, 5, 1))), kind="baseDelivery"),
        message(move_in(identity(2)), kind="baseDelivery"),
    )

    assert Person.objects.count() == 2
    assert Arrival.objects.get().person.register_key == "MU.2601:2"


def test_a_corrected_move_in_puts_person_and_arrival_right() -> None:
    take(message(move_in(identity(1)), "m-1"))
    right = move_in(
        identity(1, given_name="Bea"), residence=residence(arrived_on=date(2026, 10, 20), from_country="ET")
    )
    take(message(right, "m-2", action=CORRECTION, reference_message_id="m-1"))

    assert Person.objects.get().given_name == "Bea"
    arrival = Arrival.objects.get()
    assert (arrival.arrived_on, arrival.from_country) == (date(2026, 10, 20), "ET")


def test_a_correction_may_take_somebody_out_or_bring_somebody_in() -> None:
    take(message(move_in(identity(1)), "in"), message(move_in(identity(2), nationalities=("CH",)), "out"))
    take(
        message(move_in(identity(1), nationalities=("CH",)), "in-2", action=CORRECTION, reference_message_id="in"),
        message(move_in(identity(2)), "out-2", action=CORRECTION, reference_message_id="out"),
    )

    states = dict(Arrival.objects.values_list("person__register_key", "state"))
    assert states == {"MU.2601:1": "recalled", "MU.2601:2": "open"}
    assert not RegisterMessage.objects.exclude(exclusion="").exists()


def test_a_correction_of_an_unknown_message_is_named() -> None:
    delivery = take(message(move_in(), "m-2", action=CORRECTION, reference_message_id="m-1"))

    assert counts(delivery) == (1, 0, 0, 0, 1)
    refusal = RegisterRefusal.objects.get()
    assert (refusal.place, refusal.message_id) == ("tag.xml, Zeile 1, «moveIn»", "m-2")
    assert "nicht bekannt" in refusal.reason


def test_fields_that_were_told_wrongly_are_put_right() -> None:
    take(message(move_in(identity(1))))
    take(
        message(
            Correction(
                identity(1),
                ("nationalities", "birth", "sex", "residence", "permit"),
                nationalities=("SO",),
                birth=PartialDate(1989),
                sex="male",
                permit=PermitData("0501", date(2026, 11, 3), None, None),
                residence=residence(from_country="SO", address=Address("", "", "", "", "")),
            ),
            kind="correctPerson",
        )
    )

    person = Person.objects.get()
    assert (person.nationality, person.birth_date, person.birth_year, person.sex) == ("SO", None, 1989, "male")
    assert Arrival.objects.get().from_country == "SO"
    assert person.permits.get().category == "05"
    assert person.household is not None


def test_a_recalled_move_in_never_happened() -> None:
    take(message(move_in(identity(1)), "m-1"))
    take(message(move_in(identity(1)), "m-2", action=RECALL, reference_message_id="m-1"))

    assert Arrival.objects.get().state == ArrivalState.RECALLED
    assert Person.objects.get().left_on == date(2026, 11, 22)


def test_whoever_was_informed_has_arrived(officer: Actor) -> None:
    take(message(move_in(identity(1)), "m-1"))
    arrival_inform(arrival=Arrival.objects.get(), actor=officer)
    delivery = take(message(move_in(identity(1)), "m-2", action=RECALL, reference_message_id="m-1"))

    assert counts(delivery) == (1, 0, 0, 0, 1)
    assert "Das Gespräch hat stattgefunden" in RegisterRefusal.objects.get().reason
    assert Arrival.objects.get().state == ArrivalState.INFORMED


def test_a_test_delivery_is_listed_and_changes_nothing() -> None:
    take(message(move_in(identity(1)), "m-1", is_test=True))
    assert not Person.objects.exists()
    assert opened(RegisterMessage.objects.get())["hints"] == ["Testlieferung: ohne Wirkung."]

    assert counts(take(message(move_in(identity(1)), "m-1"))) == (1, 1, 0, 0, 0)
