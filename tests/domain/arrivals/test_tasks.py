"""Arrivals as tasks: a family is one line, and it is found by any of its members."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import services, tasks
from ankunft.domain.arrivals.models import Household
from tests.domain.arrivals.making import arrival, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(town):
    home = Household.objects.create(municipality=town)
    names = (("Demo-Haddad", "Ada"), ("Demo-Haddad", "Bea"), ("Demo-Weiss", "Carl"))
    persons = [person(town, family_name=family, given_name=given) for family, given in names]
    return [arrival(town, of=one, household=home) for one in persons]


def shown(actor) -> list[str]:
    return [one.names for one in tasks.families(tasks.tasks_of(actor))]


def test_who_arrived_together_is_one_line(family, town, officer):
    arrival(town, of=person(town, family_name="Demo-Allein", given_name=""))
    assert shown(officer) == ["Demo-Haddad Ada, Bea; Demo-Weiss Carl", "Demo-Allein"]


def test_who_came_later_or_stands_differently_is_a_line_of_its_own(family, town, officer):
    late = arrival(town, household=family[0].household, arrived_on=date(2026, 11, 9))
    services.arrival_waive(arrival=family[0], reason="Rückkehr", actor=officer)
    assert [one.arrivals for one in tasks.families(tasks.tasks_of(officer))] == [
        (family[0],),
        (family[1], family[2]),
        (late,),
    ]
    assert tasks.others_of(family[1]) == [family[0]]


def test_those_of_other_municipalities_are_nobody_s_task(family, stranger):
    assert shown(stranger) == []


def test_a_family_is_found_by_any_member_and_by_its_reference(family, town, officer):
    arrival(town)
    for text in ("weiss", "bea", family[0].reference, family[2].person.reference):
        assert list(tasks.found(tasks.tasks_of(officer), text, actor=officer)) == [family[0]], text
    assert not tasks.found(tasks.tasks_of(officer), "niemand", actor=officer)


def test_families_cost_the_same_for_one_and_for_many(family, town, officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        tasks.families([family[0]])
    others = [arrival(town, household=Household.objects.create(municipality=town)) for _number in range(5)]
    with django_assert_num_queries(1):
        assert len(tasks.families([family[0], *others])) == 6


def test_late_is_what_should_have_gone_out_by_now(family, town, officer):
    old = arrival(town, arrived_on=date(2026, 10, 22))
    assert list(tasks.late(tasks.tasks_of(officer))) == [old]
    assert tasks.family_of(old).is_late
    services.arrival_invite(arrival=old, actor=officer)
    assert not tasks.late(tasks.tasks_of(officer))
