"""Arrivals for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.models import Arrival, RegisterDelivery, RegisterMessage
from ankunft.domain.arrivals.register.content import sealed
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import arrival
from tests.domain.arrivals.register.messages import move_in, residence
from tests.support.people import actor_with
from tests.web.permission_ground import FOREIGN, OWN, Data

OPEN, WAIVED = "0", "1"
# No sequence comes so far, however many tests share a database.
DELIVERY, MESSAGE, SHIFT = 9_000_901, 9_000_911, 1000
PARTS = ("arrival", "delivery", "message")


def reference_of(bfs_number: int, state: str = OPEN) -> str:
    """The reference of the arrival that stands like this there."""
    return f"Z-000{state}-{bfs_number}"


def foreign(part: Any) -> Any:
    """What stands in the address for the same in the foreign municipality."""
    return part.replace(str(OWN), str(FOREIGN)) if isinstance(part, str) else part + SHIFT


def prepare() -> None:
    """An arrival to invite, one without interview, and a delivery in each municipality."""
    with wall.open_for(Actor.operator()):
        for bfs_number in (OWN, FOREIGN):
            place = Municipality.objects.get(bfs_number=bfs_number)
            for state in (OPEN, WAIVED):
                one = arrival(place, arrived_on=clock.today())
                if state == WAIVED:
                    officer = actor_with("integration_officer", f"bfs-{bfs_number}")
                    services.arrival_waive(arrival=one, reason="Demo", actor=officer)
                Arrival.objects.filter(pk=one.pk).update(reference=reference_of(bfs_number, state))
            _deliver(place, *(foreign(number) if bfs_number == FOREIGN else number for number in (DELIVERY, MESSAGE)))


def _town() -> int:
    return Municipality.objects.get(bfs_number=OWN).pk


FAMILY: Data = {
    "anzahl": "1",
    "municipality": _town,
    "arrived_on": lambda: f"{clock.today():%d.%m.%Y}",
    "from_country": "ER",
    "street": "Demostrasse",
    "house_number": "1",
    "postcode": "4500",
    "town": "Solothurn",
    "family_name_1": "Demo-Neu",
    "given_name_1": "Ada",
    "birth_1": "1990",
    "sex_1": "female",
    "nationality_1": "ER",
    "language_1": "ti",
    "interpreter_need_1": "yes",
}
REASON: Data = {"reason": "Demo"}
CHANGED: Data = {"arrived_on": "02.01.2026", "from_country": "IT", "reason": "Demo"}
RECALLED: Data = {}
FILE: Data = {"file": lambda: SimpleUploadedFile("zuzuege.csv", b"arrival_id,bfs_number\n1,2601\n")}


def _deliver(place: Municipality, delivery: int, message: int) -> None:
    """A delivery that brought somebody from within Switzerland there."""
    one = RegisterDelivery.objects.create(
        pk=delivery, channel="inbox", file_name="demo.xml", sha256="0" * 64, received_at=clock.now()
    )
    told = move_in(residence=residence(bfs_number=place.bfs_number, from_country="CH"))
    RegisterMessage.objects.create(
        pk=message,
        delivery=one,
        municipality=place,
        sender_id="demo",
        message_id=f"demo-{place.bfs_number}",
        kind="moveIn",
        action="1",
        sent_at=clock.now(),
        outcome="excluded",
        exclusion="within_switzerland",
        content=sealed(told),
    )
