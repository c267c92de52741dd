"""Corrections that make somebody one for whom start.integration is, or take somebody out (KS 3.2 no. 2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ankunft.domain.arrivals.models import Arrival, Person, RegisterMessage, RegisterRefusal
from ankunft.domain.arrivals.register.content import opened
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.documents.ech.values import (
    CORRECTION,
    RECALL,
    Correction,
    DataLock,
    KeyChange,
    Other,
    PartialDate,
)
from ankunft.foundation.kernel.actor import Actor

from .messages import identity, message, move_in, residence, take

pytestmark = pytest.mark.usefixtures("town")
WHO = identity(1)


def counts(delivery: object) -> tuple[int, ...]:
    return tuple(getattr(delivery, name) for name in ("read", "applied", "excluded", "unchanged", "refused"))


def corrected(*told: str, **values: Any) -> Correction:
    return Correction(WHO, told, **values)


@pytest.mark.parametrize(
    ("excluded", "correction"),
    [
        ({"nationalities": ("CH",)}, corrected("nationalities", nationalities=("ER",))),
        ({"residence": residence(kind="secondary")}, corrected("residence", residence=residence())),
        ({"residence": residence(from_country="CH")}, corrected("residence", residence=residence())),
        ({"residence": residence(kind="secondary")}, Other("changeResidenceType", WHO)),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_what_is_told_of_somebody_excluded_may_bring_them_in(
    excluded: dict[str, Any], correction: Any, together: bool
) -> None:
    told = [message(move_in(WHO, **excluded), "m-1"), message(correction, "m-2")]
    deliveries = [take(*told)] if together else [take(one) for one in told]

    assert counts(deliveries[-1])[1] == 1
    person = Person.objects.get()
    arrival = Arrival.objects.get()
    assert (person.family_name, person.nationality) == ("Demo-Muster 1", "ER")
    assert (arrival.state, arrival.exclusion, arrival.arrived_on) == ("open", "", date(2026, 11, 1))
    first, second = RegisterMessage.objects.order_by("pk")
    assert (first.outcome, first.exclusion, first.content, first.person_digest) == ("noted", "", "", "")
    assert (second.outcome, second.person, second.arrival) == ("applied", person, arrival)
    assert "ausgeschlossen" in opened(second)["hints"][0]
    assert [counts(take(one))[3] for one in told] == [1, 1]


def test_who_stays_excluded_is_listed_as_it_is_now() -> None:
    take(message(move_in(WHO, nationalities=("CH",)), "m-1"))
    take(
        message(corrected("family_name", "given_name", family_name="Demo-Neu", given_name="Ida"), "m-2"),
        message(DataLock(WHO, True, None), "m-3"),
        message(KeyChange("MU.2601:1", "MU.2601:77", ""), "m-4"),
    )
    listed = RegisterMessage.objects.get(outcome="excluded")
    told = opened(listed)["event"]
    assert (told["identity"]["family_name"], told["identity"]["key"], told["locked"]) == (
        "Demo-Neu",
        "MU.2601:77",
        True,
    )
    assert not Person.objects.exists()
    take(message(Correction(identity(77), ("nationalities",), nationalities=("ER",)), "m-5"))
    assert Person.objects.get().data_lock


def test_a_correction_that_cannot_be_is_refused() -> None:
    take(message(move_in(WHO, nationalities=("CH",)), "m-1"))
    take(message(corrected("birth", "sex", birth=PartialDate(2026, 11, 20), sex="female"), "m-2"))
    assert "Geburt" in RegisterRefusal.objects.get().reason
    assert RegisterMessage.objects.get().outcome == "excluded"


def test_the_digest_tells_nobody_and_is_kept_of_those_excluded_alone() -> None:
    take(message(move_in(WHO, nationalities=("CH",)), "m-1"), message(move_in(identity(2)), "m-2"))
    excluded, applied = RegisterMessage.objects.order_by("pk")
    assert len(excluded.person_digest) == 64
    assert "MU.2601" not in excluded.person_digest
    assert applied.person_digest == ""


def test_somebody_of_another_municipality_is_left_alone(olten: Municipality, stranger: Actor) -> None:
    take(message(move_in(WHO, nationalities=("CH",)), "m-1"))
    take(message(corrected("nationalities", nationalities=("ER",)), "m-2"), actor=stranger)
    assert not Person.objects.exists()


@pytest.mark.parametrize("by", ["event", "message"])
def test_who_was_swiss_all_along_is_taken_out_and_comes_back(by: str) -> None:
    def told(nationality: str, key: str) -> Any:
        if by == "event":
            return message(corrected("nationalities", nationalities=(nationality,)), key)
        return message(move_in(WHO, nationalities=(nationality,)), key, action=CORRECTION, reference_message_id="m-1")

    take(message(move_in(WHO), "m-1"))
    take(told("CH", "m-2"))
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.exclusion) == ("recalled", "swiss")
    take(told("ER", "m-3"))
    arrival.refresh_from_db()
    assert (arrival.state, arrival.exclusion) == ("open", "")


def test_who_only_has_a_second_home_is_taken_out() -> None:
    take(message(move_in(WHO), "m-1"))
    take(message(corrected("residence", residence=residence(kind="secondary")), "m-2"))
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.exclusion) == ("recalled", "secondary_residence")


def test_a_recalled_arrival_is_not_revived_by_a_correction() -> None:
    take(message(move_in(WHO), "m-1"))
    take(message(move_in(WHO), "m-2", action=RECALL, reference_message_id="m-1"))
    take(message(corrected("nationalities", nationalities=("DE",)), "m-3"))
    assert Arrival.objects.get().state == "recalled"
