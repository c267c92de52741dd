"""What becomes of appointments and verdicts when people leave, join, are merged, or their municipality is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ankunft.domain.arrivals import services as people
from ankunft.domain.arrivals.models import Arrival, ArrivalState, Duplicate, Person
from ankunft.domain.arrivals.register.deliveries import messages_take_in
from ankunft.domain.arrivals.services.merging import persons_merge
from ankunft.domain.arrivals.values import PermitEntry
from ankunft.domain.interviews import services
from ankunft.domain.interviews.models import InterviewState
from ankunft.domain.territory.models import AssociationMembership, Municipality
from ankunft.foundation.documents.ech.values import (
    NEW,
    RECALL,
    Address,
    Correction,
    Event,
    Header,
    Identity,
    Message,
    MoveIn,
    MoveOut,
    PartialDate,
    PermitChange,
    PermitData,
    RelationData,
    Residence,
)
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.reporting.making import in_association, municipality

from .making import HELD, LATER, again, arrived, conduct, family, held, planned, state_of, verdicts

OPERATOR = Actor.operator()
ARRIVED = date(2026, 10, 1)
COUNTS = ("counts", "no_interpreter")


def key(number: int) -> str:
    return f"MU.2601:{number}"


def who(number: int) -> Identity:
    return Identity(key(number), "", f"Demo-{number}", "Ada", "female", PartialDate(1990, 5, 17))


def move_in(number: int, home: str = "", *relations: RelationData) -> MoveIn:
    address = Address(home, "Demoweg", "7", "4500", "Solothurn")
    residence = Residence("main", 2601, ARRIVED, "ER", None, False, address)
    return MoveIn(who(number), ("ER",), None, "", False, residence, relations)


def tell(event: Event, message_id: str, **header: str) -> None:
    """The register tells this."""
    sent_at = datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("Europe/Zurich"))
    plain = Header("1-2601-1", message_id, "", "sedex", NEW, sent_at, ARRIVED, False)
    kind = type(event).__name__[:1].lower() + type(event).__name__[1:]
    told = Message(plain._replace(**header), kind, event, 0, "tag.xml", 1)
    delivery = messages_take_in(
        messages=[told], channel="command", file_name="tag.xml", sha256=message_id.ljust(64, "0"), actor=OPERATOR
    )
    assert not list(delivery.refusals.values_list("reason"))


def person(number: int) -> Person:
    return Person.objects.get(register_key=key(number))


@pytest.fixture
def told(town: Municipality) -> Callable[..., Person]:
    """Somebody of whom the register told."""

    def make(number: int, home: str = "", *relations: RelationData) -> Person:
        tell(move_in(number, home, *relations), f"m-{number}")
        return person(number)

    return make


class TestWhoLeaves:
    def test_the_appointment_of_a_departure_is_called_off(self, told: Callable[..., Person]) -> None:
        interview = planned([told(1)])
        tell(MoveOut(who(1), 2601, date(2026, 11, 15), "ER", None), "out")
        assert again(interview).state == InterviewState.CANCELLED
        assert state_of(person(1)) == ArrivalState.WAIVED

    def test_a_recalled_departure_leaves_nobody_without_appointment(self, told: Callable[..., Person]) -> None:
        planned([told(1)])
        tell(MoveOut(who(1), 2601, date(2026, 11, 15), "ER", None), "out")
        tell(MoveOut(who(1), 2601, date(2026, 11, 15), "ER", None), "back", action=RECALL, reference_message_id="out")
        assert state_of(person(1)) == ArrivalState.OPEN

    def test_as_long_as_somebody_stays_the_appointment_stands(self, town: Municipality, officer: Actor) -> None:
        stays, leaves = family(town, 2)
        interview = planned([stays, leaves])
        people.person_leave(person=leaves, on=date(2026, 11, 15), actor=officer)
        assert again(interview).state == InterviewState.PLANNED
        assert (state_of(stays), state_of(leaves)) == (ArrivalState.INVITED, ArrivalState.WAIVED)

    def test_the_appointment_of_a_recalled_arrival_is_called_off(self, told: Callable[..., Person]) -> None:
        interview = planned([told(1)])
        tell(move_in(1), "back", action=RECALL, reference_message_id="m-1")
        assert again(interview).state == InterviewState.CANCELLED

    def test_nobody_is_informed_after_the_departure(self, town: Municipality, officer: Actor) -> None:
        stays, leaves = family(town, 2)
        interview = planned([stays, leaves])
        people.person_leave(person=leaves, on=date(2026, 11, 9), actor=officer)
        with pytest.raises(Refused, match="weggezogen"):
            services.interview_hold(interview=interview, entry=conduct(), actor=officer)
        services.interview_hold(interview=again(interview), entry=conduct(present=(stays.reference,)), actor=officer)

    def test_back_from_abroad_it_counts_again(self, told: Callable[..., Person]) -> None:
        first = held([told(1)], on=date(2026, 10, 10), evidence=True)
        tell(MoveOut(who(1), 2601, date(2026, 10, 20), "ER", None), "out")
        back = move_in(1)
        assert back.residence is not None
        tell(back._replace(residence=back.residence._replace(arrived_on=date(2026, 10, 28))), "again")
        second = held([person(1)], evidence=True)
        assert (verdicts(first), verdicts(second)) == (COUNTS, COUNTS)


class TestWhoJoins:
    def test_a_child_that_is_told_of_later_makes_one_family(self, told: Callable[..., Person]) -> None:
        first, second = (
            held([told(1, "H1")], evidence=True),
            held([told(2, "H1")], on=date(2026, 11, 12), evidence=True),
        )
        assert (verdicts(first), verdicts(second)) == (COUNTS, COUNTS)
        told(3, "H1", *(RelationData(kind, key(of), "", "", "") for kind, of in (("mother", 1), ("father", 2))))
        assert (verdicts(first), verdicts(second)) == (COUNTS, ("second", "no_interpreter"))
        tell(Correction(who(3), ("parents",), relations=()), "wrong")
        assert (verdicts(first), verdicts(second)) == (COUNTS, COUNTS)

    def test_two_records_of_one_person_count_once(self, town: Municipality, officer: Actor) -> None:
        one, same = arrived(town), arrived(town)
        interviews = held([one], evidence=True), held([same], on=date(2026, 11, 12), evidence=True)
        pair, _new = Duplicate.objects.get_or_create(
            person=one, other=same, defaults={"municipality": town, "score": 90, "reasons": []}
        )
        persons_merge(duplicate=pair, into=one, actor=officer)
        assert [verdicts(interview) for interview in interviews] == [COUNTS, ("second", "no_interpreter")]


class TestPermits:
    def test_protection_that_was_granted_and_recalled(self, told: Callable[..., Person]) -> None:
        interview = held([told(1)], evidence=True)
        status_s = PermitChange(who(1), PermitData("0901", date(2026, 11, 1), None, None))
        tell(status_s, "permit")
        assert verdicts(interview)[0] == "status_s"
        tell(status_s, "wrong", action=RECALL, reference_message_id="permit")
        assert verdicts(interview) == COUNTS

    def test_protection_that_was_granted_later_changes_nothing(self, town: Municipality, officer: Actor) -> None:
        interview = held([one := arrived(town)], evidence=True)
        entry = PermitEntry("09", date(2026, 11, 15), None, None, "0901")
        people.permit_add(person=one, entry=entry, actor=officer)
        assert verdicts(interview) == COUNTS


class TestCorrections:
    @pytest.mark.parametrize(("code", "verdict"), [("CH", "swiss"), ("DE", "counts")])
    def test_a_nationality_that_was_told_wrongly(self, told: Callable[..., Person], code: str, verdict: str) -> None:
        interview = held([told(1)], evidence=True)
        tell(Correction(who(1), ("nationalities",), nationalities=(code,)), "right")
        assert verdicts(interview)[0] == verdict
        assert state_of(person(1)) == ArrivalState.INFORMED


class TestMunicipalities:
    @pytest.fixture
    def merged(self, town: Municipality) -> Callable[[], Municipality]:
        def merge() -> Municipality:
            after = municipality(2999, "Demo-Stadt", valid_from=date(2026, 11, 5))
            Municipality.objects.filter(pk=town.pk).update(valid_to=date(2026, 11, 4), successor=after)
            return after

        return merge

    def test_after_a_merger_the_interview_is_the_successor_s(
        self, town: Municipality, merged: Callable[[], Municipality]
    ) -> None:
        couple = family(town, 2)
        appointed, before = planned(couple[:1], on=HELD.replace(day=30)), held(couple[1:], on=date(2026, 11, 4))
        after = merged()
        services.interview_hold(interview=again(appointed), entry=conduct(), actor=OPERATOR)
        held_later = again(appointed)
        assert (held_later.municipality, held_later.performed_by) == (after, after)
        assert set(held_later.taking_part.values_list("municipality", flat=True)) == {after.pk}
        assert again(before).municipality == town
        assert held(couple, evidence=True, kind=LATER).municipality == after

    def test_who_leads_on_the_day_of_the_interview_performed_it(self, town: Municipality, olten: Municipality) -> None:
        interview = planned([arrived(town)])
        assert interview.performed_by == town
        in_association(olten, town, since=date(2026, 11, 1))
        services.interview_hold(interview=again(interview), entry=conduct(), actor=OPERATOR)
        assert again(interview).performed_by == olten
        assert AssociationMembership.objects.exists()


def test_arrivals_of_before_stay_with_whoever_was_there(told: Callable[..., Person]) -> None:
    """Told of twice under two ids, somebody is invited once."""
    told(1)
    tell(move_in(1), "again")
    assert Arrival.objects.count() == 1
