"""An invented letterhead, so that the demonstration can write, and a reminder that was sent in its name."""

from __future__ import annotations

from datetime import date

from ankunft.domain.demo_people import FINANCE, demo_actor
from ankunft.domain.settlement.selectors import reminders_due
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .models import Letterhead
from .services import letterhead_set, reminder_write

SINCE = date(2024, 1, 3)
REMINDED_ON = date(2026, 5, 6)
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
    if Letterhead.objects.exists():
        return
    finance = demo_actor(FINANCE)
    letterhead = letterhead_set(valid_from=SINCE, parts=PARTS, actor=finance, is_demo=True)
    with clock.moved_to(REMINDED_ON):
        # One of those that owe something; the other ones are left to whoever tries it out.
        for invoice, _due in reminders_due(REMINDED_ON)[:1]:
            reminder_write(invoice=invoice, letterhead=letterhead, actor=finance)
