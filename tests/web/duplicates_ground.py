"""Pairs that may be one person for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from ankunft.domain.arrivals.models import Duplicate
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import person
from tests.web.permission_ground import FOREIGN, OWN, Data

# No sequence comes so far, however many tests share a database.
PAIR, SHIFT = 9_000_931, 1000
APART: Data = {"entscheid": "zwei"}


def foreign(pair: int) -> int:
    """What stands in the address for the same in the foreign municipality."""
    return pair + SHIFT


def prepare() -> None:
    """Two who are alike in each municipality."""
    with wall.open_for(Actor.operator()):
        for bfs_number, key in ((OWN, PAIR), (FOREIGN, foreign(PAIR))):
            place = Municipality.objects.get(bfs_number=bfs_number)
            one, other = (person(place, family_name="Demo-Zwei") for _number in range(2))
            # They were proposed as soon as the second one was recorded; here their number is known.
            Duplicate.objects.filter(person__in=(one, other), other__in=(one, other)).delete()
            Duplicate.objects.create(pk=key, municipality=place, person=one, other=other, score=80, reasons=[])
