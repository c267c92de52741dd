"""Arrivals as tasks: those who arrived together are invited together, so they are one line of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import rules, selectors
from .countries import country_name
from .models import Arrival, ArrivalState, InterpreterNeed, Person

TO_INVITE = ArrivalState.OPEN


@dataclass(frozen=True, slots=True)
class Family:
    """Who arrived together and stands alike: the same household, day and state; or somebody alone.

    `first` is the arrival by which it is known; it is one of `arrivals`.
    """

    first: Arrival
    arrivals: tuple[Arrival, ...]

    @property
    def persons(self) -> tuple[Person, ...]:
        return tuple(arrival.person for arrival in self.arrivals)

    @property
    def names(self) -> str:
        """Whoever has the same family name is named together: «Demo-Haddad Ada, Bea; Demo-Weiss Carl»."""
        given: dict[str, list[str]] = defaultdict(list)
        for person in self.persons:
            given[person.family_name].append(person.given_name)
        return "; ".join(f"{name} {', '.join(filter(None, others))}".strip() for name, others in given.items())

    @property
    def is_late(self) -> bool:
        return self.first.state == TO_INVITE and self.first.target_on < clock.today()

    @property
    def country(self) -> str:
        """From where they came; «unbekannt» where nobody knows."""
        return country_name(self.first.from_country) if self.first.from_country else _("unbekannt")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which they are written to, as codes."""
        return tuple(dict.fromkeys(person.language for person in self.persons if person.language))

    @property
    def needs_interpreter(self) -> bool:
        return any(person.interpreter_need == InterpreterNeed.YES for person in self.persons)


def tasks_of(actor: Actor) -> QuerySet[Arrival]:
    """One arrival for each family that the actor sees: the one recorded first."""
    known = visible_to(actor, Arrival).filter(person__anonymised_at=None)
    return first_of_each(known).select_related("municipality", "household", "person__municipality")


def first_of_each(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """Of those who arrived together and stand alike the one recorded first."""
    earlier = _together(Arrival.objects.all())
    return arrivals.filter(~Exists(earlier.filter(pk__lt=OuterRef("pk"))))


def families(firsts: Iterable[Arrival]) -> list[Family]:
    """The whole family of each of these, in one statement and in their order."""
    known = list(firsts)
    households = {one.household_id for one in known if one.household_id}
    rows = Arrival.objects.filter(household__in=households).select_related("municipality", "person__municipality")
    together: dict[tuple[int | None, date, str], list[Arrival]] = defaultdict(list)
    for arrival in rows.order_by("pk") if households else ():
        together[_key(arrival)].append(arrival)
    return [Family(one, tuple(together.get(_key(one)) or [one]) if one.household_id else (one,)) for one in known]


def family_of(arrival: Arrival) -> Family:
    """Those who arrived together with this one and stand alike."""
    return families([arrival])[0]


def others_of(arrival: Arrival) -> list[Arrival]:
    """Those of the household who arrived on the same day and stand differently: one was informed, one waived."""
    if not arrival.household_id:
        return []
    same = Arrival.objects.filter(household=arrival.household_id, arrived_on=arrival.arrived_on)
    return list(same.exclude(state=arrival.state).select_related("person__municipality").order_by("pk"))


def late(tasks: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """Those for whom the invitation should have gone out by now."""
    return tasks.filter(state=TO_INVITE, target_on__lt=clock.today())


def to_invite(tasks: QuerySet[Arrival], until: date) -> QuerySet[Arrival]:
    """Those whose invitation is due by that day, of whoever still lives there."""
    return tasks.filter(state=TO_INVITE, target_on__lte=until, person__left_on=None)


def found(tasks: QuerySet[Arrival], text: str, *, actor: Actor) -> QuerySet[Arrival]:
    """Those of whose family somebody fits what was typed: a part of the name, a reference, the AHV number."""
    if reference := rules.reference_in(text, begins=rules.ARRIVAL):
        return tasks.filter(reference=reference)
    persons = selectors.found(selectors.own_persons(actor), text, actor=actor)
    fitting = Arrival.objects.filter(person__in=persons.order_by())
    together = _together(fitting)
    return tasks.filter(Q(person__in=persons.order_by()) | Q(Exists(together)))


def _together(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """Of these the ones of the same family as the arrival of the statement around."""
    return arrivals.filter(household=OuterRef("household"), arrived_on=OuterRef("arrived_on"), state=OuterRef("state"))


def _key(arrival: Arrival) -> tuple[int | None, date, str]:
    return arrival.household_id, arrival.arrived_on, arrival.state
