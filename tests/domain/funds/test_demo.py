"""The plan of the demonstration: marked as invented, with something to do for everybody, and made once."""

from __future__ import annotations

import pytest

from ankunft.domain.demo_accounts import demo_accounts_open
from ankunft.domain.demo_people import COORDINATION, DELEGATE, demo_actor
from ankunft.domain.funds.demo import OTHERWISE, OURS, OWED, UNCHANGED, load_demo
from ankunft.domain.funds.models import PlanVersion, VersionState
from ankunft.domain.funds.selectors.comparing import compared
from ankunft.domain.funds.selectors.working import wanted_of
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from tests.cli import making
from tests.support import standing

pytestmark = pytest.mark.django_db


def test_it_takes_inputs_and_says_that_it_is_invented() -> None:
    standing.ground(making.solothurn)
    operator = Actor.operator()
    demo_accounts_open(actor=operator)
    load_demo(operator)
    version = PlanVersion.objects.select_related("plan").get(plan__code="KIP2", number=2)
    assert (version.state, version.is_demo) == (VersionState.INPUTS, True)
    assert PlanVersion.objects.get(plan__code="KIP2", number=1).decision == "RRB 2023/2057"
    missing = {one.position.code: one.is_missing for one in wanted_of(demo_actor(COORDINATION), version)}
    assert {code for code, lacks in missing.items() if not lacks} == {OURS, OTHERWISE, *UNCHANGED}
    assert [one.position.code for one in wanted_of(demo_actor(DELEGATE), version)] == [OWED, OURS]
    before = PlanVersion.objects.select_related("plan").get(plan__code="KIP2", number=1)
    whys = [one.why for one in compared(before, version).rows]
    assert any("Demo: Budget 2025" in why for why in whys)
    events = Event.objects.count()
    load_demo(operator)
    assert Event.objects.count() == events
