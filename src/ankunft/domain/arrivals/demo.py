"""Invented persons of Olten for demonstrations: each is recognisable, and none of them exists."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import transaction
from stdnum import ean
from stdnum.ch import ssn

from ankunft.domain import demo_people
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear

from . import rules, services
from .models import Person
from .values import PersonEntry

OLTEN = 2581
OFFICER = "gemeinde@demo.example"
PEOPLE = (
    PersonEntry("Demo-Abebe", "Selam", "female", "ER", date(1994, 3, 12)),
    PersonEntry("Demo-Abebe", "Yonas", "male", "ER", date(1991, 8, 2)),
    PersonEntry("Demo-Almeida", "Rui", "male", "PT", date(1987, 11, 30)),
    PersonEntry("Demo-Bianchi", "Carla", "female", "IT", date(1999, 1, 21)),
    PersonEntry("Demo-Kowalska", "Ewa", "female", "PL", date(1983, 6, 9)),
    PersonEntry("Demo-Krasniqi", "Arben", "male", "XK", date(2001, 10, 5)),
    PersonEntry("Demo-Müller", "Jana", "female", "DE", date(1990, 4, 17)),
    PersonEntry("Demo-Noori", "Farid", "male", "AF", None, 1996),
    PersonEntry("Demo-Perera", "Nimal", "male", "LK", date(1979, 12, 1)),
    PersonEntry("Demo-Shevchenko", "Olena", "female", "UA", date(1988, 7, 23)),
    PersonEntry("Demo-Wijaya", "Putri", "female", "ID", date(1995, 2, 14)),
    PersonEntry("Demo-Yılmaz", "Deniz", "unspecified", "TR", date(1993, 9, 8)),
)
LEFT, LOCKED = "Demo-Perera", "Demo-Shevchenko"


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Record the invented persons once, as the officer of Olten, and open a small sample to the coordination office."""
    olten = Municipality.objects.get(bfs_number=OLTEN)
    if Person.objects.filter(municipality=olten, is_demo=True).exists():
        return
    officer, office = (demo_people.demo_actor(email) for email in (OFFICER, demo_people.COORDINATION))
    persons = {}
    for number, entry in enumerate(PEOPLE):
        known = entry._replace(ahv_number=_invented_number(number)) if number % 2 == 0 else entry
        persons[entry.family_name] = services.person_record(
            municipality=olten, entry=known, actor=officer, is_demo=True
        )
    services.person_leave(person=persons[LEFT], on=clock.today() - timedelta(days=20), actor=officer)
    services.person_lock(person=persons[LOCKED], reason="Schutz auf Wunsch der Person", actor=officer)
    with wall.open_for(office):
        services.sample_open(
            municipality=olten,
            period=HalfYear.containing(clock.today()),
            count=2,
            reason="Belege zum Halbjahresbericht: Stimmen die gemeldeten Erstgespräche?",
            until=rules.latest_end(clock.today()),
            actor=office,
            is_demo=True,
        )


def _invented_number(seed: int) -> str:
    """A number with a right check digit that nobody is likely to have: mostly zeros."""
    digits = f"756{Random(seed).randrange(1000, 9999)}00000"  # noqa: S311 - invented, not secret
    number = digits + ean.calc_check_digit(digits)
    return str(ssn.validate(number))
