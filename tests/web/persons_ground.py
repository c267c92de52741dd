"""Persons and accesses for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from ankunft.domain.arrivals.models import Person, PersonAccess, SampleCheck
from ankunft.domain.roles import COORDINATION
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.arrivals.making import AHV, person
from tests.support.people import account_with
from tests.web.permission_ground import FOREIGN, OWN, Data

ACCESS = 901
SHIFT = 1000


def reference_of(bfs_number: int) -> str:
    """The reference of the person who lives there."""
    return f"P-0000-{bfs_number}"


def address_part(name: str, bfs_number: int) -> object:
    """What stands in the address for the person or the access of that municipality."""
    return reference_of(bfs_number) if name == "reference" else ACCESS + (SHIFT if bfs_number == FOREIGN else 0)


def prepare() -> None:
    """A person in each municipality, whom somebody of the coordination office sees for a sample."""
    with wall.open_for(Actor.operator()):
        asking = account_with(COORDINATION)
        for bfs_number in (OWN, FOREIGN):
            place = Municipality.objects.get(bfs_number=bfs_number)
            one = person(place, ahv_number=AHV)
            Person.objects.filter(pk=one.pk).update(reference=reference_of(bfs_number))
            sample = SampleCheck.objects.create(
                municipality=place,
                period=str(_period()),
                asked=1,
                drawn_from=1,
                seed="demo",
                requested_by=asking,
                requested_at=clock.now(),
            )
            PersonAccess.objects.create(
                pk=address_part("access", bfs_number),
                person=one,
                person_reference=reference_of(bfs_number),
                municipality=place,
                sample=sample,
                requested_by=asking,
                purpose="sample_check",
                reason="Demo",
                granted_at=clock.now(),
                until=clock.today(),
            )


def open_to(account: Account, role: str) -> None:
    """Whoever asks as the coordination office is the one for whom the own municipality's person is open."""
    if role == COORDINATION:
        with wall.open_for(Actor.operator()):
            PersonAccess.objects.filter(pk=ACCESS).update(requested_by=account)


def _period() -> HalfYear:
    return HalfYear.containing(clock.today())


def _town() -> int:
    return Municipality.objects.get(bfs_number=OWN).pk


_KNOWN: Data = {
    "family_name": "Demo-Neu",
    "given_name": "",
    "birth_date": "",
    "birth_year": "1990",
    "sex": "male",
    "nationality": "ER",
    "ahv_number": "",
}
RECORDED: Data = {**_KNOWN, "municipality": _town}
CHANGED: Data = {**_KNOWN, "reason": "Demo", "seen": "1"}
REASON: Data = {"reason": "Demo"}
LEFT: Data = {"left_on": lambda: clock.today().isoformat()}
_TERMS: Data = {"reason": "Demo", "until": lambda: clock.today().isoformat(), "legal_basis": ""}
SAMPLE: Data = {**_TERMS, "municipality": _town, "period": lambda: str(_period()), "count": "1"}
CONSENT: Data = {**_TERMS, "reference": reference_of(OWN), "consent_note": "Demo"}
OBJECTION: Data = {"objection": "Demo"}
