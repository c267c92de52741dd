"""Invented persons of a demonstration as municipalities record them: families, permits, languages, arrivals."""

from __future__ import annotations

from collections.abc import Sequence
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
from .births import birth_in
from .demo_families import CHILD, FAMILIES, OLTEN, SPOUSE, STARRKIRCH, TWICE, WINZNAU, WISEN, Newcomers, Someone
from .models import Person, RelationKind, Source
from .values import HouseholdEntry, LanguageEntry, PermitEntry, PersonEntry

OFFICERS_PLACES = frozenset({OLTEN, WINZNAU, WISEN, STARRKIRCH})
"""Of which the officer of the demonstration takes care: the lead and members of its association."""
LEFT, LOCKED = "Demo-Perera", "Demo-Shevchenko"
NO_POSTCODE = "9999"
"""None in Switzerland begins like it."""


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Record the invented persons once, and open a small sample to the coordination office."""
    places = {one.bfs_number: one for one in Municipality.objects.filter(bfs_number__in={f.place for f in FAMILIES})}
    if Person.objects.filter(municipality=places[OLTEN], is_demo=True).exists():
        return
    officer, office = (demo_people.demo_actor(email) for email in (demo_people.OFFICER, demo_people.COORDINATION))
    persons: dict[str, Person] = {}
    for number, newcomers in enumerate(FAMILIES):
        who = officer if newcomers.place in OFFICERS_PLACES else actor
        family = _arrived(newcomers, places[newcomers.place], number, who)
        persons |= {one.family_name: one for one in family}
    _recorded_twice(places[TWICE.place], officer)
    left_on = clock.today() - timedelta(days=20)
    services.person_leave(person=_now(persons[LEFT]), on=left_on, actor=officer)
    services.person_lock(person=_now(persons[LOCKED]), reason="Schutz auf Wunsch der Person", actor=officer)
    with wall.open_for(office):
        services.sample_open(
            municipality=places[OLTEN],
            period=HalfYear.containing(clock.today()),
            count=2,
            reason="Belege zum Halbjahresbericht: Stimmen die gemeldeten Erstgespräche?",
            until=rules.latest_end(clock.today()),
            actor=office,
            is_demo=True,
        )


def _arrived(newcomers: Newcomers, place: Municipality, number: int, actor: Actor) -> list[Person]:
    """Who arrived together: recorded, related, housed, and there to be invited."""
    arrived_on = clock.today() - timedelta(days=newcomers.days)
    entries = [_entry(someone, newcomers, number * 10 + nth) for nth, someone in enumerate(newcomers.people)]
    family = [services.person_record(municipality=place, entry=entry, actor=actor, is_demo=True) for entry in entries]
    _related(newcomers.people, family, actor)
    street, house_number = newcomers.address.split()
    entry = HouseholdEntry(street, house_number, NO_POSTCODE, place.name.removesuffix(" (SO)"))
    home = services.household_set(persons=family, entry=entry, actor=actor, is_demo=True)
    for someone, person in zip(newcomers.people, family, strict=True):
        _known(someone, person, newcomers, arrived_on, actor)
        services.arrival_record(
            person=person,
            household=home,
            arrived_on=arrived_on,
            from_country=newcomers.from_country,
            source=Source.ENTRY,
            # The child who is Swiss too is informed with its mother; it costs nothing more.
            nonetheless=True,
            actor=actor,
            is_demo=True,
        )
    return family


def _entry(someone: Someone, newcomers: Newcomers, number: int) -> PersonEntry:
    nationality, *further = (someone.nationalities or newcomers.nationality).split()
    birth = birth_in(someone.birth)
    is_adult = someone.role != CHILD
    return PersonEntry(
        someone.family_name,
        someone.given_name,
        someone.sex,
        nationality,
        birth.date,
        birth.year,
        ahv_number=_invented_number(number) if number % 20 == 0 else "",
        birth_month=birth.month,
        further_nationalities=tuple(further),
        language=newcomers.language,
        interpreter_need=newcomers.interpreter_need if is_adult else "",
        phone=f"000 000 {number:03}" if is_adult and number % 3 == 0 else "",
    )


def _recorded_twice(place: Municipality, actor: Actor) -> None:
    """One of them once more, so that there is a pair about which somebody has to decide."""
    twin, birth = TWICE.someone, birth_in(TWICE.someone.birth)
    entry = PersonEntry(
        twin.family_name,
        twin.given_name,
        twin.sex,
        twin.nationalities,
        birth.date,
        birth.year,
        birth_month=birth.month,
        phone=TWICE.phone,
    )
    services.person_record(municipality=place, entry=entry, actor=actor, is_demo=True)


def _related(people: Sequence[Someone], family: Sequence[Person], actor: Actor) -> None:
    parents = [person for someone, person in zip(people, family, strict=True) if someone.role != CHILD]
    for someone, person in zip(people, family, strict=True):
        if someone.role == SPOUSE:
            services.relation_add(person=person, kind=RelationKind.SPOUSE, other=family[0], actor=actor)
        for parent in parents if someone.role == CHILD else ():
            kind = RelationKind.MOTHER if parent.sex == "female" else RelationKind.FATHER
            services.relation_add(person=person, kind=kind, other=parent, actor=actor)


def _known(someone: Someone, person: Person, newcomers: Newcomers, arrived_on: date, actor: Actor) -> None:
    """The permit since the arrival, and the languages of those who were asked."""
    if person.nationality != "CH":
        permit = PermitEntry(newcomers.permit, arrived_on, entered_on=arrived_on - timedelta(days=3))
        services.permit_add(person=person, entry=permit, actor=actor)
    if someone.role == CHILD:
        return
    spoken = [LanguageEntry(newcomers.language, arrived_on, "native")]
    if someone.german and newcomers.language != "de":
        spoken.append(LanguageEntry("de", arrived_on, someone.german))
    for entry in spoken:
        services.language_add(person=person, entry=entry, actor=actor)


def _now(person: Person) -> Person:
    """As it stands now: who was housed since has another version."""
    return Person.objects.select_related("municipality").get(pk=person.pk)


def _invented_number(seed: int) -> str:
    """A number with a right check digit that nobody is likely to have: mostly zeros."""
    digits = f"756{Random(seed).randrange(1000, 9999)}00000"  # noqa: S311 - invented, not secret
    number = digits + ean.calc_check_digit(digits)
    return str(ssn.validate(number))
