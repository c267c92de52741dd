"""An invented letterhead, so that the demonstration can write."""

from __future__ import annotations

from datetime import date

from ankunft.domain.demo_people import FINANCE, demo_actor
from ankunft.foundation.kernel.actor import Actor

from .models import Letterhead
from .services import letterhead_set

SINCE = date(2024, 1, 3)
PARTS = {
    "authority": "Demo-Kanton Solothurn, Demo-Departement",
    "office": "Demo-Amt für Integration",
    "street": "Demostrasse",
    "house_number": "1",
    "postcode": "4509",
    "town": "Solothurn",
    "email": "demo-integration@example.ch",
}


def load_demo(_actor: Actor) -> None:
    """Nothing if there is a letterhead already. No legal remedy: no source names one."""
    if not Letterhead.objects.exists():
        letterhead_set(valid_from=SINCE, parts=PARTS, actor=demo_actor(FINANCE), is_demo=True)
