"""Reclaims and refusals for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from ankunft.domain.settlement.models import Reclaim, ReclaimObjection, Refusal, RefusalObjection
from ankunft.domain.settlement.models.rulings import Ruling
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from tests.web.permission_ground import FOREIGN, OWN, Data

# Beyond every number that a sequence reaches, and short enough for a reference.
PROPOSED, DECIDED, CONTESTED = 90_101, 90_102, 90_103
STATES = {PROPOSED: "proposed", DECIDED: "decided", CONTESTED: "contested"}
SHIFT = 100
RECLAIMS, REFUSALS = "rueckforderungen", "verweigerungen"
MODELS: dict[str, type[Ruling]] = {RECLAIMS: Reclaim, REFUSALS: Refusal}


def foreign(number: object) -> int:
    """The number of the same thing, of the foreign municipality."""
    assert isinstance(number, int)
    return number + SHIFT


def prepare() -> None:
    """A reclaim and a refusal in each state that a step starts from, of both municipalities."""
    today = clock.today()
    for shift, bfs_number in ((0, OWN), (SHIFT, FOREIGN)):
        place = Municipality.objects.get(bfs_number=bfs_number)
        for key, state in STATES.items():
            said = {"reason": "Demo", "paragraph": "KS 4.7", "origin": "Demo", "proposed_on": today}
            when = {"state": state, "decided_on": None if state == "proposed" else today}
            Reclaim.objects.create(pk=key + shift, municipality=place, payee=place, amount=10000, **said, **when)
            Refusal.objects.create(pk=key + shift, municipality=place, period=str(key - 88_081), **said, **when)
        ReclaimObjection.objects.create(
            ruling_id=CONTESTED + shift, raised_on=today, ground="Demo", amount_before=10000
        )
        RefusalObjection.objects.create(ruling_id=CONTESTED + shift, raised_on=today, ground="Demo")


def seen_ruling(kind: str, key: int) -> Data:
    """A step on the decision as it is now, with everything that any step asks for."""
    return {
        "seen": lambda: MODELS[kind].objects.get(pk=key).version,
        "reason": "Demo",
        "amount": "50.00",
        "ground": "Demo",
        "raised_on": lambda: f"{clock.today():%d.%m.%Y}",
    }


NEW: Data = {
    "municipality": lambda: Municipality.objects.get(bfs_number=OWN).pk,
    "amount": "100.00",
    "period": "2020-H1",
    "reason": "Demo",
    "paragraph": "KRS-GEF-2017/01 4.7",
    "origin": "Demo",
}
