"""Deletion lists and holds for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from datetime import date

from ankunft.foundation.kernel import clock
from ankunft.foundation.retention.models import DeletionItem, DeletionList, LegalHold, Period
from tests.foundation.retention.making import LEAF, confirmed, leaf_class, leaves, put
from tests.web.permission_ground import FOREIGN, OWN, Data

CLASS = LEAF
# Beyond every number that a sequence reaches.
PROPOSED, REVIEWED, RUNNING = 9_000_101, 9_000_102, 9_000_103
HELD = 9_000_201
STATES = {PROPOSED: "proposed", REVIEWED: "reviewed", RUNNING: "running"}
SHIFT = 1000


def foreign(number: object) -> int:
    """The number of the same thing, of the foreign municipality."""
    assert isinstance(number, int)
    return number + SHIFT


def register() -> None:
    """The class of the leaves, which is kept in no table."""
    put(leaf_class())


def prepare() -> None:
    """Leaves that are due, a list in each state that a step starts from, and a hold: of both municipalities."""
    register()
    confirmed()
    for shift, number in ((0, OWN), (SHIFT, FOREIGN)):
        organisation = f"bfs-{number}"
        leaves(2, organisation, prefix=f"B{number}")
        for key, state in STATES.items():
            # Of a class for each: only one list of a class and an organisation is open.
            listing = DeletionList.objects.create(
                pk=key + shift,
                state=state,
                record_class=f"{LEAF}.{state}",
                organisation=organisation,
                months=120,
                limit=date(2015, 1, 1),
                proposed_at=clock.now(),
                proposed_by="Demo",
            )
            DeletionItem.objects.create(pk=key + shift, deletion_list=listing, key=f"X-{key}")
        LegalHold.objects.create(
            pk=HELD + shift, organisation=organisation, reason="Demo", set_at=clock.now(), set_by="Demo"
        )
    Period.objects.create(
        record_class=f"{LEAF}.reviewed",
        months=120,
        valid_from=date(2020, 1, 1),
        confirmed=True,
        source="Demo",
        recorded_at=clock.now(),
        recorded_by="Demo",
    )


def seen_list(number: int) -> Data:
    """A step on the list as it is now."""
    return {"seen": lambda: DeletionList.objects.get(pk=number).version, "reason": "Demo"}


PERIOD: Data = {
    "months": "60",
    "valid_from": lambda: f"{clock.today():%d.%m.%Y}",
    "source": "Demo-Entscheid",
}
PROPOSAL: Data = {"record_class": LEAF, "organisation": f"bfs-{OWN}"}
NEW_HOLD: Data = {"record_class": LEAF, "organisation": f"bfs-{OWN}", "key": "", "reason": "Demo"}
