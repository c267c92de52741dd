"""Arrivals: who is recorded, what is refused, how they move, and what the trail tells of them."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest

from ankunft.domain.arrivals import rules, services
from ankunft.domain.arrivals.models import Arrival
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import Event
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from tests.domain.arrivals.making import arrival, person
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def test_an_arrival_is_to_be_invited_within_thirty_days(town, officer):
    one = arrival(town, actor=officer, arrived_on=date(2026, 11, 2))
    assert rules.ARRIVAL_REFERENCE.fullmatch(one.reference)
    assert (one.state, one.exclusion, one.target_on) == ("open", "", date(2026, 12, 2))
    event = Event.objects.get(object_type="arrivals.arrival")
    assert (event.object_key, event.summary, event.after) == (
        one.reference,
        "Zuzug erfasst.",
        {"person": one.person.reference},
    )


@pytest.mark.parametrize(
    ("nationality", "country", "residence", "word"),
    [
        ("CH", "DE", "main", "Schweizer Bürgerrecht"),
        ("ER", "CH", "main", "Zuzug aus der Schweiz"),
        ("ER", "DE", "secondary", "nicht Hauptwohnsitz"),
        ("ER", "DE", "other", "nicht Hauptwohnsitz"),
    ],
)
def test_who_is_outside_is_refused_unless_informed_nonetheless(town, officer, nationality, country, residence, word):
    one = person(town, nationality=nationality)
    values = {"from_country": country, "residence_kind": residence}
    with pytest.raises(Refused, match=word):
        arrival(town, of=one, actor=officer, **values)
    assert not Arrival.objects.exists()
    assert arrival(town, of=one, actor=officer, nonetheless=True, **values).exclusion


def test_an_unknown_country_loses_nobody(town, officer):
    assert arrival(town, actor=officer, from_country="").exclusion == ""


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"arrived_on": date(2027, 11, 24)}, "mehr als ein Jahr in der Zukunft"),
        ({"arrived_on": date(1990, 5, 16)}, "liegt vor der Geburt"),
        ({"from_country": "QQ"}, "Land aus der Liste"),
    ],
)
def test_what_cannot_be_right_is_refused(town, officer, values, word):
    with pytest.raises(Refused, match=word):
        arrival(town, actor=officer, **values)


def test_somebody_of_whom_only_the_year_of_birth_is_known_may_arrive_in_it(town, officer):
    one = person(town, birth_date=None, birth_year=2026)
    assert arrival(town, of=one, actor=officer, arrived_on=date(2026, 3, 1)).pk


def test_the_same_arrival_comes_once_and_after_a_recall_again(town, officer):
    one = arrival(town, actor=officer)
    with pytest.raises(Refused, match=one.reference):
        arrival(town, of=one.person, actor=officer)
    services.arrival_recall(arrival=one, actor=officer)
    assert arrival(town, of=one.person, actor=officer).state == "open"


def test_a_key_of_the_sender_comes_once(town, officer):
    arrival(town, actor=officer, source_key="7")
    with pytest.raises(Refused, match="«7»"):
        arrival(town, actor=officer, source_key="7")


def test_nobody_arrives_who_has_left(town, officer):
    one = services.person_leave(person=person(town), on=date(2026, 10, 1), actor=officer)
    with pytest.raises(Refused, match="weggezogen"):
        arrival(town, of=one, actor=officer, arrived_on=date(2026, 11, 1))


def test_another_municipality_records_nothing(town, stranger):
    one = person(town)
    with pytest.raises(Forbidden):
        arrival(town, of=one, actor=stranger)
    known = arrival(town, of=one)
    for do in (services.arrival_invite, services.arrival_inform, services.arrival_recall, services.arrival_undo):
        with pytest.raises(Forbidden):
            do(arrival=known, actor=stranger)


def test_from_open_to_informed_and_back(town, officer):
    one = arrival(town, actor=officer)
    for step, state in (
        (lambda: services.arrival_invite(arrival=one, actor=officer), "invited"),
        (lambda: services.arrival_invite(arrival=one, actor=officer), "invited"),
        (lambda: services.arrival_inform(arrival=one, actor=officer), "informed"),
        (lambda: services.arrival_reopen(arrival=one, actor=officer, invited=True), "invited"),
        (lambda: services.arrival_reopen(arrival=one, actor=officer), "open"),
        (lambda: services.arrival_reopen(arrival=one, actor=officer), "open"),
        (lambda: services.arrival_inform(arrival=one, actor=Actor.operator()), "informed"),
    ):
        assert step().state == state
    assert list(Step.objects.values_list("name", flat=True)) == ["invite", "inform", "reinvite", "reopen", "inform"]


def test_who_was_informed_has_arrived(town, officer):
    one = services.arrival_inform(arrival=arrival(town, actor=officer), actor=officer)
    with pytest.raises(Refused, match="«informiert»"):
        services.arrival_recall(arrival=one, actor=officer)


@pytest.mark.parametrize("before", ["open", "invited"])
def test_to_waive_needs_a_reason_which_stays_out_of_the_trail_and_can_be_undone(town, officer, before):
    one = arrival(town, actor=officer)
    if before == "invited":
        services.arrival_invite(arrival=one, actor=officer)
    with pytest.raises(Refused, match="warum"):
        services.arrival_waive(arrival=one, reason="  ", actor=officer)
    services.arrival_waive(arrival=one, reason="Frau Unverwechselbar ist im Spital", actor=officer)
    assert one.state == "waived"
    assert "Unverwechselbar" not in one.waived_reason
    assert "Unverwechselbar" in decrypt(one.waived_reason)
    trail = json.dumps([*Event.objects.values("summary", "after", "reason"), *Step.objects.values("reason")])
    assert "Unverwechselbar" not in trail
    services.arrival_undo(arrival=one, actor=officer)
    assert (one.state, one.waived_reason) == (before, "")


def test_those_who_arrived_together_are_waived_together_or_not_at_all(town, officer):
    several = [arrival(town, actor=officer), arrival(town, actor=officer)]
    services.arrival_inform(arrival=several[1], actor=officer)
    with pytest.raises(Refused):
        services.arrivals_waive(arrivals=several, reason="Rückkehr", actor=officer)
    assert Arrival.objects.get(pk=several[0].pk).state == "open"


def test_to_put_right_moves_the_target_and_keeps_what_was(town, officer):
    one = arrival(town, actor=officer, arrived_on=date(2026, 10, 1), from_country="IT")
    services.arrival_change(arrival=one, arrived_on=date(2026, 10, 11), from_country="CH", actor=officer)
    assert (one.target_on, one.exclusion) == (date(2026, 11, 10), "within_switzerland")
    event = Event.objects.filter(action="arrivals.arrival.change").get()
    assert event.after == {"fields": ["arrived_on", "from_country"]}
    with pytest.raises(Refused, match="nichts geändert"):
        services.arrival_change(arrival=one, arrived_on=date(2026, 10, 11), from_country="CH", actor=officer)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_waive_at_the_same_moment_one_is_told(town, officer):
    reference = arrival(town, actor=officer).reference
    seen = [Arrival.objects.select_related("person").get(reference=reference) for _number in range(2)]

    def waive(one: Arrival) -> Arrival:
        with wall.open_for(Actor.operator()):
            return services.arrival_waive(arrival=one, reason="Rückkehr", actor=officer)

    outcomes = at_once(*(partial(waive, one) for one in seen))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Arrival", "Refused"]
