"""Appointments: agreed, moved, cancelled, missed, agreed on again; and what becomes of the arrivals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ankunft.domain.arrivals import services as arrivals
from ankunft.domain.arrivals.models import Arrival, Household, Person
from ankunft.domain.interviews import services
from ankunft.domain.interviews.content import content_of
from ankunft.domain.interviews.models import Interpreting, Interview
from ankunft.domain.interviews.selectors import to_invite_again
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.arrivals.making import person
from tests.domain.interviews.making import LATER, again, appointment, arrived, conduct, family, held, planned, state_of
from tests.domain.reporting.making import in_association


def test_a_family_is_invited_together(town, officer):
    parents = family(town, 2)
    interview = planned(parents, officer, interpreting=Interpreting.PARTNER, interpreting_order="LD-1")
    assert interview.reference.startswith("G-")
    assert (interview.state, interview.participants, interview.municipality) == ("planned", 2, town)
    assert interview.household == Household.objects.get()
    assert interview.arrival == Arrival.objects.get(person=parents[0])
    assert interview.performed_by == town
    assert [state_of(one) for one in parents] == ["invited", "invited"]


def test_the_trail_names_references_and_nothing_said(town, officer):
    (one,) = family(town, 1, name="Demo-Geheim")
    interview = planned([one], officer, kind=LATER, reason="Braucht Hilfe bei der Schule")
    services.interview_cancel(interview=interview, reason="Im Spital", actor=officer)
    events = Event.objects.filter(object_type="interviews.interview")
    told = " ".join(f"{event.summary} {event.after} {event.before} {event.reason}" for event in events)
    assert one.reference in told
    assert not any(word in told for word in ("Geheim", "Schule", "Spital"))
    stored = again(interview)
    assert "Schule" not in stored.content
    assert content_of(stored).reason == "Braucht Hilfe bei der Schule"
    assert content_of(stored).cancelled == "Im Spital"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_at": None}, "Tag und Zeit"),
        ({"on": date(2026, 11, 21)}, "Der Tag ist vorbei"),
        ({"minutes": 5}, "10 bis 480 Minuten"),
        ({"interpreting": "none", "interpreting_order": "LD-1"}, "kein Dolmetscheinsatz"),
        ({"interpreting": "somebody"}, "wer dolmetscht"),
        ({"place": "x" * 201}, "Höchstens 200"),
    ],
)
def test_what_cannot_be_kept_is_refused(town, officer, changes, sentence):
    one = arrived(town)
    with pytest.raises(Refused, match=sentence):
        planned([one], officer, **changes)
    assert not Interview.objects.exists()
    assert state_of(one) == "open"


def test_who_takes_part(town, olten, officer, stranger):
    here, there = arrived(town), arrived(olten)
    gone = arrived(town)
    arrivals.person_leave(person=gone, on=date(2026, 11, 20), actor=officer)
    for persons, sentence in (
        ([], "mit wem"),
        ([here, here], "mehrmals"),
        ([here, there], "einer einzigen Gemeinde"),
        ([gone], "weggezogen"),
    ):
        for one in persons:
            one.refresh_from_db()
        with pytest.raises(Refused, match=sentence):
            planned(persons, officer)
    with pytest.raises(Forbidden, match="andere Gemeinde"):
        planned([here], stranger)


def test_one_appointment_for_an_arrival(town, officer):
    parents = family(town, 2)
    planned(parents, officer)
    with pytest.raises(Refused, match="schon ein Termin"):
        planned(parents[:1], officer)
    # An integration interview is about something else.
    planned(parents[:1], officer, kind=LATER)


def test_the_lead_performs_for_its_members(town, olten, officer, stranger):
    in_association(olten, town)
    assert planned([arrived(town)], stranger).performed_by == olten
    assert planned([arrived(town)], officer).performed_by == town


def test_moving(town, officer):
    parents = family(town, 3)
    interview = planned(parents[:2], officer)
    entry = appointment(date(2026, 12, 3), place="Bibliothek", minutes=90)
    moved = services.interview_move(interview=interview, entry=entry, persons=parents[1:], actor=officer)
    assert (moved.minutes, moved.place, moved.participants) == (90, "Bibliothek", 2)
    assert [state_of(one) for one in parents] == ["open", "invited", "invited"]
    # Somebody else had it in view as it was before.
    with pytest.raises(Refused, match="Inzwischen"):
        services.interview_move(interview=interview, entry=entry, actor=officer)
    assert Event.objects.filter(action="interviews.interview.move").get().after["fields"] == [
        "minutes",
        "place",
        "starts_at",
    ]


def test_cancelling_and_taking_it_back(town, officer):
    parents = family(town, 2)
    interview = planned(parents, officer)
    with pytest.raises(Refused, match="warum"):
        services.interview_cancel(interview=interview, reason=" ", actor=officer)
    services.interview_cancel(interview=interview, reason="Ferien", actor=officer)
    assert [state_of(one) for one in parents] == ["open", "open"]
    services.interview_undo(interview=again(interview), actor=officer)
    assert again(interview).state == "planned"
    assert content_of(again(interview)).cancelled == ""
    assert [state_of(one) for one in parents] == ["invited", "invited"]


def test_a_cancelled_one_stays_so_once_there_is_another(town, officer):
    one = arrived(town)
    interview = planned([one], officer)
    services.interview_cancel(interview=interview, reason="Ferien", actor=officer)
    planned([one], officer, date(2026, 12, 9))
    with pytest.raises(Refused, match="schon ein Termin"):
        services.interview_undo(interview=again(interview), actor=officer)
    assert again(interview).state == "cancelled"


def test_not_appeared_and_invited_again(town, officer):
    parents = family(town, 2)
    first = planned(parents, officer)
    with pytest.raises(Refused, match="noch nicht vorbei"):
        services.interview_missed(interview=first, actor=officer)
    with pytest.raises(Refused, match="nicht erschienen"):
        services.interview_invite_again(interview=first, entry=appointment(), actor=officer)
    with clock.moved_to(date(2026, 12, 2)):
        services.interview_missed(interview=first, actor=officer)
        assert [state_of(one) for one in parents] == ["invited", "invited"]
        second = services.interview_invite_again(interview=first, entry=appointment(date(2026, 12, 15)), actor=officer)
        assert second.follows == first
        assert (services.invitation_number(first), services.invitation_number(second)) == (1, 2)
        with pytest.raises(Refused, match="schon eine zweite"):
            services.interview_invite_again(interview=first, entry=appointment(date(2026, 12, 16)), actor=officer)
        with pytest.raises(Refused, match="ein anderer getreten"):
            services.interview_undo(interview=again(first), actor=officer)
    with clock.moved_to(date(2026, 12, 15)):
        services.interview_hold(interview=second, entry=conduct(date(2026, 12, 15)), actor=officer)
    assert [state_of(one) for one in parents] == ["informed", "informed"]


def test_a_second_invitation_that_is_called_off_is_followed_by_another_second_one(town, officer):
    """Not by a first one: these persons had missed an appointment."""
    parents = family(town, 2)
    first = planned(parents, officer)
    with clock.moved_to(date(2026, 12, 2)):
        services.interview_missed(interview=first, actor=officer)
        called_off = services.interview_invite_again(
            interview=first, entry=appointment(date(2026, 12, 15)), actor=officer
        )
        services.interview_cancel(interview=called_off, reason="Demo: krank", actor=officer)
        assert [state_of(one) for one in parents] == ["invited", "invited"]
        assert list(to_invite_again(Interview.objects.all())) == [first]
        second = services.interview_invite_again(interview=first, entry=appointment(date(2026, 12, 16)), actor=officer)
        assert (second.follows, services.invitation_number(second)) == (first, 2)
        assert not to_invite_again(Interview.objects.all()).exists()
        with pytest.raises(Refused, match="schon eine zweite"):
            services.interview_invite_again(interview=first, entry=appointment(date(2026, 12, 17)), actor=officer)
        with pytest.raises(Refused, match="ein anderer getreten"):
            services.interview_undo(interview=again(called_off), actor=officer)
        services.interview_cancel(interview=second, reason="Demo: krank", actor=officer)
        services.interview_undo(interview=again(called_off), actor=officer)
    assert again(called_off).state == "planned"


@pytest.mark.parametrize("meanwhile", ["planned", "informed", "waived", "left"])
def test_nobody_is_invited_again_who_no_longer_waits(town, officer, meanwhile):
    one = arrived(town)
    first = planned([one], officer)
    with clock.moved_to(date(2026, 12, 2)):
        services.interview_missed(interview=first, actor=officer)
        assert list(to_invite_again(Interview.objects.all())) == [first]
        if meanwhile == "planned":
            planned([one], officer, date(2026, 12, 9))
        elif meanwhile == "informed":
            entry = conduct(date(2026, 12, 2))
            services.interview_record(persons=[one], kind="first_information", entry=entry, actor=officer)
        elif meanwhile == "waived":
            arrivals.arrival_waive(arrival=Arrival.objects.get(), reason="Demo: zweimal nicht da", actor=officer)
        else:
            arrivals.person_leave(person=Person.objects.get(), on=date(2026, 12, 1), actor=officer)
        assert not to_invite_again(Interview.objects.all()).exists()


def test_without_an_arrival_the_missed_appointment_alone_waits(town, officer):
    one = arrived(town)
    held([one], officer)
    first = planned([one], officer, kind=LATER)
    with clock.moved_to(date(2026, 12, 2)):
        services.interview_missed(interview=first, actor=officer)
    assert list(to_invite_again(Interview.objects.all())) == [first]


def test_who_was_invited_only_to_the_second_appointment_is_to_be_invited_when_it_is_called_off(town, officer):
    parents = family(town, 2)
    first = planned(parents[:1], officer)
    with clock.moved_to(date(2026, 12, 2)):
        services.interview_missed(interview=first, actor=officer)
        entry = appointment(date(2026, 12, 15))
        second = services.interview_invite_again(interview=first, entry=entry, actor=officer)
        services.interview_move(interview=second, entry=entry, actor=officer, persons=parents)
        services.interview_cancel(interview=again(second), reason="Demo: krank", actor=officer)
    assert [state_of(one) for one in parents] == ["invited", "open"]


def test_a_missed_one_is_taken_back(town, officer):
    interview = planned([arrived(town)], officer)
    with clock.moved_to(date(2026, 12, 2)):
        services.interview_missed(interview=interview, actor=officer)
        services.interview_undo(interview=again(interview), actor=officer)
    assert again(interview).state == "planned"


def test_whoever_waived_is_invited_after_all(town, officer):
    one = arrived(town)
    arrivals.arrival_waive(arrival=Arrival.objects.get(), reason="will nicht", actor=officer)
    planned([one], officer)
    assert state_of(one) == "invited"


def test_somebody_without_an_arrival(town, officer):
    interview = planned([person(town)], officer)
    assert interview.arrival is None


def test_letters_are_noted(town, officer):
    interview = planned([arrived(town)], officer)
    made = services.invitation_made(interview=interview, language="ti", sha256="0" * 64, actor=officer)
    assert (made.number, made.made_by) == (1, officer.label)
    services.interview_cancel(interview=interview, reason="x", actor=officer)
    with pytest.raises(Refused, match="geplanten Termin"):
        services.invitation_made(interview=interview, language="ti", sha256="0" * 64, actor=officer)


def test_today_is_early_enough(town, officer):
    assert planned([arrived(town)], officer, clock.today()).state == "planned"
    assert planned([arrived(town)], officer, clock.today() + timedelta(days=1)).state == "planned"
