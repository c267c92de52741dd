"""Accounts that wait for confirmation, for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from datetime import date

from ankunft.domain.territory.models import AccountChange, Municipality
from ankunft.foundation.kernel import clock
from tests.web.permission_ground import FOREIGN, OWN, Data

# Beyond every number that a sequence reaches.
CHANGE = 9_000_301
SHIFT = 1000
TOLD: Data = {"text": "Demo"}


def foreign(number: object) -> int:
    """The number of the same thing, of the foreign municipality."""
    assert isinstance(number, int)
    return number + SHIFT


def prepare() -> None:
    """One change that waits, of each municipality; it replaces no account, because it begins before the first."""
    for shift, number in ((0, OWN), (SHIFT, FOREIGN)):
        AccountChange.objects.create(
            pk=CHANGE + shift,
            municipality=Municipality.objects.get(bfs_number=number),
            state="proposed",
            valid_from=date(2016, 1, 1),
            iban="CH4299999000000000001",
            name="Demo",
            street="Demostrasse",
            postcode="9999",
            town="Demo",
            proposed_at=clock.now(),
            proposed_by="Demo",
        )
