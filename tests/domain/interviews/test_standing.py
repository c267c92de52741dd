"""What is stored of a verdict is what the rules say, whatever happens to the people, in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ankunft.domain.arrivals import services as people
from ankunft.domain.arrivals.models import Arrival, Duplicate, Household, Permit, Person, Relation
from ankunft.domain.arrivals.services.arrivals import arrival_reconsider
from ankunft.domain.arrivals.services.merging import merge_undo, persons_merge
from ankunft.domain.arrivals.values import HouseholdEntry, PermitEntry
from ankunft.domain.interviews import facts, services
from ankunft.domain.interviews.models import Evidence, Interview, InterviewState, Kind
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .making import ARRIVED, HELD, appointment, arrived, conduct, held

OPERATOR = Actor.operator()
WHO = st.integers(0, 11)
DAYS = st.integers(0, 3)
PERMITS = {"02": "0201", "09": "09", "03": "0301"}


class Life(RuleBasedStateMachine):
    """A few people of one place, and everything that officers and registers do with them."""

    town: Municipality

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.done: list[str] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(day=DAYS)
    def begin(self, day: int) -> None:
        """A flat of three names, somebody alone, and interviews with two of the flat."""
        home = Household.objects.create(municipality=self.town, street="Demoweg", house_number="1")
        flat = [
            arrived(self.town, household=home, family_name=name) for name in ("Demo-Haddad", "Demo-Weiss", "Demo-Li")
        ]
        arrived(self.town, family_name="Demo-Weiss")
        for offset, person in enumerate(flat[:2]):
            held([person], on=HELD + timedelta(days=(day + offset) % 3), evidence=True)

    def attempt(self, action: Callable[..., Any], **arguments: Any) -> None:
        """Do it; what is refused changes nothing."""
        try:
            with transaction.atomic():
                action(**arguments, actor=OPERATOR)
        except Refused:
            return
        self.done.append(getattr(action, "__name__", "?"))

    def one_of(self, model: Any, number: int, **which: Any) -> Any:
        found = list(model.objects.filter(**which).order_by("pk"))
        return found[number % len(found)] if found else None

    def person(self, number: int) -> Person | None:
        found: Person | None = self.one_of(Person, number, merged_into=None)
        return found

    @rule(
        number=WHO,
        name=st.sampled_from(["Demo-Haddad", "Demo-Weiss"]),
        later=DAYS,
        permit=st.sampled_from(["", "02", "09"]),
    )
    def arrive(self, number: int, name: str, later: int, permit: str) -> None:
        if Person.objects.count() < 7:
            mate = self.person(number)
            home = mate.household if mate and number % 3 else None
            on = ARRIVED + timedelta(days=later // 2)
            person = arrived(self.town, on=on, household=home, family_name=name, permit=permit)
            people.tell_watchers([person.pk], OPERATOR)

    @rule(one=WHO, two=WHO, kind=st.sampled_from(["spouse", "mother"]))
    def relate(self, one: int, two: int, kind: str) -> None:
        person, other = self.person(one), self.person(two)
        if person and other:
            self.attempt(people.relation_add, person=person, kind=kind, other=other)

    @rule(number=WHO)
    def unrelate(self, number: int) -> None:
        if relation := self.one_of(Relation, number):
            self.attempt(people.relation_remove, relation=relation, reason="Irrtum")

    @rule(one=WHO, two=WHO, house=st.sampled_from(["1", "2", "3"]))
    def live(self, one: int, two: int, house: str) -> None:
        known = {person.pk: person for person in (self.person(one), self.person(two)) if person}
        if known:
            entry = HouseholdEntry("Demoweg", house, "4500", "Solothurn", "")
            self.attempt(people.household_set, persons=list(known.values()), entry=entry)

    @rule(number=WHO, category=st.sampled_from(sorted(PERMITS)), later=DAYS)
    def permit(self, number: int, category: str, later: int) -> None:
        if person := self.person(number):
            since = HELD - timedelta(days=1) + timedelta(days=later)
            entry = PermitEntry(category, since, None, None, PERMITS[category])
            self.attempt(people.permit_add, person=person, entry=entry)

    @rule(number=WHO)
    def no_permit(self, number: int) -> None:
        if permit := self.one_of(Permit, number):
            self.attempt(people.permit_remove, permit=permit, reason="Irrtum")

    @rule(number=WHO, code=st.sampled_from(["CH", "ER"]))
    def nationality(self, number: int, code: str) -> None:
        if person := self.person(number):
            entry = people.entry_of(person)._replace(nationality=code)
            self.attempt(people.person_change, person=person, entry=entry, reason="")

    @rule(number=WHO, year=st.sampled_from([1980, 2015]))
    def birth(self, number: int, year: int) -> None:
        if person := self.person(number):
            entry = people.entry_of(person)._replace(birth_date=date(year, 1, 1), birth_year=year)
            self.attempt(people.person_change, person=person, entry=entry, reason="")

    @rule(number=WHO, what=st.sampled_from(["recall", "undo", "waive", "reconsider", "change"]), later=DAYS)
    def arrival(self, number: int, what: str, later: int) -> None:
        if not (arrival := self.one_of(Arrival, number)):
            return
        if what == "recall":
            self.attempt(people.arrival_recall, arrival=arrival)
        elif what == "undo":
            self.attempt(people.arrival_undo, arrival=arrival)
        elif what == "waive":
            self.attempt(people.arrival_waive, arrival=arrival, reason="Will nicht")
        elif what == "reconsider":
            kind = "secondary" if later % 2 else "main"
            self.attempt(arrival_reconsider, arrival=arrival, residence_kind=kind)
        else:
            day = ARRIVED + timedelta(days=later)
            self.attempt(people.arrival_change, arrival=arrival, arrived_on=day, from_country="ER")

    @rule(number=WHO, day=DAYS)
    def leave(self, number: int, day: int) -> None:
        if number == 0 and (person := self.person(day)):
            self.attempt(people.person_leave, person=person, on=HELD + timedelta(days=day))

    @rule(one=WHO, two=WHO)
    def merge(self, one: int, two: int) -> None:
        person, other = self.person(one), self.person(two)
        if person and other and person.pk < other.pk:
            pair, _new = Duplicate.objects.get_or_create(
                person=person, other=other, defaults={"municipality": self.town, "score": 90, "reasons": []}
            )
            self.attempt(persons_merge, duplicate=pair, into=person)

    @rule(number=WHO)
    def unmerge(self, number: int) -> None:
        if pair := self.one_of(Duplicate, number, state="merged"):
            self.attempt(merge_undo, duplicate=pair)

    @rule(
        who=st.sets(WHO, min_size=1, max_size=3),
        kind=st.sampled_from([Kind.FIRST_INFORMATION, Kind.INTEGRATION]),
        later=DAYS,
    )
    def plan(self, who: set[int], kind: str, later: int) -> None:
        if known := self.people(who):
            entry = appointment(clock.today() + timedelta(days=1 + later))
            self.attempt(services.interview_plan, persons=known, kind=kind, entry=entry)

    @rule(
        who=st.sets(WHO, min_size=1, max_size=3),
        kind=st.sampled_from([Kind.FIRST_INFORMATION] * 3 + [Kind.INTEGRATION]),
        later=DAYS,
        evidence=st.booleans(),
        interpreting=st.sampled_from(["none", "partner", "other"]),
    )
    def record(self, who: set[int], kind: str, later: int, evidence: bool, interpreting: str) -> None:
        if not (known := self.people(who)):
            return
        before = Interview.objects.count()
        entry = conduct(HELD + timedelta(days=later), interpreting=interpreting, interpreting_order="L-1")
        self.attempt(services.interview_record, persons=known, kind=kind, entry=entry)
        if evidence and Interview.objects.count() > before:
            self.attempt(services.evidence_on_paper, interview=Interview.objects.latest("pk"))

    @rule(number=WHO, later=DAYS)
    def hold(self, number: int, later: int) -> None:
        if interview := self.one_of(Interview, number, state=InterviewState.PLANNED):
            self.attempt(services.interview_hold, interview=interview, entry=conduct(HELD + timedelta(days=later)))

    @rule(number=WHO, later=DAYS, outsourced=st.booleans(), alone=st.booleans())
    def change(self, number: int, later: int, outsourced: bool, alone: bool) -> None:
        if interview := self.one_of(Interview, number, state=InterviewState.HELD):
            entry = services.entry_of(interview)
            everybody = tuple(interview.taking_part.order_by("pk").values_list("person__reference", flat=True))
            entry = entry._replace(
                held_on=HELD + timedelta(days=later), outsourced=outsourced, present=everybody[: 1 if alone else None]
            )
            self.attempt(services.interview_change, interview=interview, entry=entry)

    @rule(number=WHO)
    def undo(self, number: int) -> None:
        if interview := self.one_of(Interview, number):
            self.attempt(services.interview_undo, interview=interview, reason="Irrtum")

    @rule(number=WHO)
    def prove(self, number: int) -> None:
        if interview := self.one_of(Interview, number, state=InterviewState.HELD):
            self.attempt(services.evidence_on_paper, interview=interview)

    @rule(number=WHO)
    def no_proof(self, number: int) -> None:
        if evidence := self.one_of(Evidence, number, removed_at=None):
            self.attempt(services.evidence_remove, evidence=evidence, reason="Irrtum")

    def people(self, numbers: set[int]) -> list[Person]:
        known = {person.pk: person for number in numbers if (person := self.person(number))}
        return list(known.values())

    @invariant()
    def stored_is_what_the_rules_say(self) -> None:
        held = list(Interview.objects.filter(state=InterviewState.HELD))
        said = facts.verdicts_of(held)
        for one in held:
            stored = (one.case_verdict, one.interpreting_verdict)
            assert stored == (said[one.pk].case.value, said[one.pk].interpreting.value), (one.pk, self.done)

    @invariant()
    def an_arrival_is_paid_once(self) -> None:
        rows = Arrival.objects.filter(
            participations__was_there=True,
            participations__interview__state=InterviewState.HELD,
            participations__interview__kind=Kind.FIRST_INFORMATION,
            participations__interview__case_verdict="counts",
            exclusion="",
        )
        paid = list(rows.values_list("person", "arrived_on", "participations__interview"))
        alone = [
            key for *key, interview in paid if Arrival.objects.filter(participations__interview=interview).count() == 1
        ]
        assert len(alone) == len({tuple(key) for key in alone}), paid


@pytest.mark.usefixtures("town")
def test_verdicts_follow_whatever_happens(town: Municipality) -> None:
    class Here(Life):
        pass

    Here.town = town
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
