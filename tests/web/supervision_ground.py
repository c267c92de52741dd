"""Samples for the table of permissions: one in each state that a step starts from.

The first interview of a sample is of the own municipality, the second of a foreign one.
"""

from __future__ import annotations

from datetime import date, timedelta

from ankunft.domain.supervision.models import Sample, SampleItem
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.web import interviews_ground as talks
from tests.web.permission_ground import FOREIGN, OWN, Data

# Beyond every number that a sequence reaches.
DRAWN, REQUESTED, READY, INSPECTED = 9_000_401, 9_000_402, 9_000_403, 9_000_404
STATES = {DRAWN: "drawn", REQUESTED: "requested", READY: "requested", INSPECTED: "inspected"}
ITEM, SHIFT = 9_000_500, 1000


def foreign(number: object) -> int:
    """The number of the same thing, of the foreign municipality."""
    assert isinstance(number, int)
    return number + SHIFT


def prepare() -> None:
    """The samples, on the interviews of `interviews_ground`, whose evidence is on paper."""
    with wall.open_for(Actor.operator()):
        for sample, state in STATES.items():
            Sample.objects.create(
                pk=sample,
                state="drawn",
                periods=["2026-H1"],
                contribution="first_information_interview",
                stratum="all",
                purpose="Demo",
                seed="0" * 32,
                reports=[],
                size=2,
                digest="0" * 64,
                reported=2,
                asked=2,
                drawn_at=clock.now(),
                drawn_by="Demo",
            )
            for shift, number in ((0, OWN), (SHIFT, FOREIGN)):
                _item(sample, shift, number, is_judged=sample in (READY, INSPECTED))
            Sample.objects.filter(pk=sample).update(state=state, due_on=date(2026, 1, 1))


def _item(sample: int, shift: int, number: int, *, is_judged: bool) -> None:
    place = Municipality.objects.get(bfs_number=number)
    reference = talks.reference_of(talks.DOCUMENTED, number)
    finding = {"finding": "in_order", "judged_at": clock.now(), "judged_by": "Demo"} if is_judged else {}
    SampleItem.objects.create(
        pk=ITEM + sample % 100 + shift,
        sample_id=sample,
        number=1 + (shift > 0),
        interview=reference,
        municipality=place,
        kind="first_information",
        held_on=date(2026, 2, 3),
        period="2026-H1",
        has_deployment=False,
        **finding,
    )


def item_of(sample: int) -> int:
    """The interview of the own municipality in that sample."""
    return ITEM + sample % 100


PERIOD: Data = {
    "periods": "2026-H1",
    "contribution": "first_information_interview",
    "stratum": "all",
    "count": "1",
    "purpose": "Demo",
}
TERM: Data = {"due_on": lambda: f"{clock.today() + timedelta(days=30):%d.%m.%Y}"}
REASON: Data = {"reason": "Demo"}
ANSWER: Data = {"explanation": "Demo"}
FINDING: Data = {"finding": "in_order", "ground": "", "reason": ""}
