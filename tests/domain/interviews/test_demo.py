"""The invented interviews: of two half-years, in every state, once."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import demo as arrivals
from ankunft.domain.arrivals.models import Duplicate
from ankunft.domain.demo_accounts import demo_accounts_open
from ankunft.domain.interviews import demo
from ankunft.domain.interviews.models import Interview
from ankunft.domain.interviews.services.verdicts import stale
from ankunft.domain.territory import demo as territory
from ankunft.domain.territory.loader import load_territory
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor


@pytest.fixture
def _people(db: None) -> None:
    operator = Actor.operator()
    load_territory(operator)
    demo_accounts_open(actor=operator)
    territory.load_demo(operator)
    arrivals.load_demo(operator)


@pytest.mark.usefixtures("_people")
def test_the_invented_interviews():
    demo.load_demo(Actor.operator())
    interviews = Interview.objects.all()
    assert set(interviews.values_list("state", flat=True)) == {"planned", "held", "missed", "cancelled"}
    assert len(set(interviews.exclude(half_year="").values_list("half_year", flat=True))) >= 2
    assert {"counts", "no_evidence", "status_s"} <= set(interviews.values_list("case_verdict", flat=True))
    assert stale(interviews.filter(state="held")) == []
    assert all(one.is_demo for one in interviews)
    winznau = Municipality.objects.get(bfs_number=2501)
    assert interviews.filter(municipality=winznau).exclude(performed_by=winznau).exists()
    pair = Duplicate.objects.select_related("person", "other").get()
    assert {pair.person.family_name, pair.other.family_name} == {"Demo-Ionescu", "Demo-Jonescu"}
    events = Event.objects.count()
    demo.load_demo(Actor.operator())
    assert Event.objects.count() == events


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2027, 1, 3)])
def test_on_any_day(day):
    with clock.moved_to(day):
        demo.load_demo(Actor.operator())
    assert Interview.objects.filter(state="held").count() == len(demo.HELD)
