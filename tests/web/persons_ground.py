"""Persons and accesses for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from datetime import date

from ankunft.domain.arrivals.models import Permit, Person, PersonAccess, Relation, SampleCheck, SpokenLanguage
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

ACCESS = 9_000_901
PART = 9_000_801
"""The record id of the person's permit, language and relation."""
PARTS = ("permit", "spoken", "relation")
"""How addresses name them."""
SHIFT = 1000
OTHER = "P-0001-%s"
"""The reference of somebody else there, who is related to nobody."""


def reference_of(bfs_number: int) -> str:
    """The reference of the person who lives there."""
    return f"P-0000-{bfs_number}"


def address_part(name: str, bfs_number: int) -> object:
    """What stands in the address for the person of that municipality, its access, or a part of it."""
    if name == "reference":
        return reference_of(bfs_number)
    return (ACCESS if name == "access" else PART) + (SHIFT if bfs_number == FOREIGN else 0)


def prepare() -> None:
    """A person in each municipality, whom somebody of the coordination office sees for a sample."""
    with wall.open_for(Actor.operator()):
        asking = account_with(COORDINATION)
        for bfs_number in (OWN, FOREIGN):
            place = Municipality.objects.get(bfs_number=bfs_number)
            one = person(place, ahv_number=AHV)
            Person.objects.filter(pk=one.pk).update(reference=reference_of(bfs_number))
            _parts(one, bfs_number)
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


def _parts(one: Person, bfs_number: int) -> None:
    """A permit, a language and a spouse, and somebody else who could be one."""
    plain = {"pk": address_part("permit", bfs_number), "person": one, "municipality": one.municipality}
    Permit.objects.create(**plain, category="02", valid_from=date(2020, 1, 1))
    SpokenLanguage.objects.create(**plain, language="de", as_of=date(2020, 1, 1))
    Relation.objects.create(**plain, kind="spouse", other=person(one.municipality))
    other = person(one.municipality)
    Person.objects.filter(pk=other.pk).update(reference=OTHER % bfs_number)


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
    "birth": "1990",
    "sex": "male",
    "nationality": "ER",
    "language": "ti",
    "interpreter_need": "",
    "phone": "",
    "email": "",
    "ahv_number": "",
}
RECORDED: Data = {**_KNOWN, "municipality": _town}
CHANGED: Data = {**_KNOWN, "reason": "Demo", "seen": "1"}
REASON: Data = {"reason": "Demo"}
HOME: Data = {"street": "Demogasse", "house_number": "1", "postcode": "4500", "town": "Solothurn", "reference": ""}
PERMIT: Data = {"category": "03", "valid_from": "02.01.2026", "valid_until": "", "entered_on": ""}
LANGUAGE: Data = {"language": "ti", "oral": "native", "written": "", "as_of": "02.01.2026"}
RELATED: Data = {"kind": "spouse", "reference": OTHER % OWN}
LEFT: Data = {"left_on": lambda: clock.today().isoformat()}
_TERMS: Data = {"reason": "Demo", "until": lambda: clock.today().isoformat(), "legal_basis": ""}
SAMPLE: Data = {**_TERMS, "municipality": _town, "period": lambda: str(_period()), "count": "1"}
CONSENT: Data = {**_TERMS, "reference": reference_of(OWN), "consent_note": "Demo"}
OBJECTION: Data = {"objection": "Demo"}
