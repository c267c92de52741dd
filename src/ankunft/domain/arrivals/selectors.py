"""Who sees which persons, and which accesses there are. Reading is recorded by whoever shows what is read."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ankunft.domain.roles import COORDINATION, STRATEGIC_LEAD
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import entrusted_to
from ankunft.foundation.access.policy import reach
from ankunft.foundation.access.wall import Keys
from ankunft.foundation.encryption import blind_index
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import rules
from .models import NameKey, Person, PersonAccess, PersonChange, RegisterDelivery, RegisterMessage, SampleCheck
from .names import TOP, Sought, fits, sought
from .permissions import SEE_AHV, officer_municipalities

Part = TypeVar("Part", bound=Model)

AHV_INDEX = "ahv"
"""What the digest of AHV numbers is for: it fits no other digest."""


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The persons that the actor sees.

    An integration officer: those of the own municipality and of those it leads. The coordination office: those for
    which this account has an open access; one whose data are locked only where the access names its legal basis.
    """
    if actor.is_operator:
        return Person.objects.all()
    seen = Q(pk__in=[])
    if own := officer_municipalities(actor):
        seen |= Q(municipality__in=own)
    if actor.has_role(COORDINATION):
        granted = open_accesses(actor).filter(person=OuterRef("pk"))
        seen |= Q(Exists(granted), data_lock=False) | Q(Exists(granted.exclude(legal_basis="")))
    return Person.objects.filter(seen).select_related("municipality")


def own_persons(actor: Actor) -> QuerySet[Person]:
    """The persons of the officer's municipalities who are still known, for the list."""
    return known_in(officer_municipalities(actor)).select_related("municipality")


def known_in(municipalities: Collection[int]) -> QuerySet[Person]:
    """Who is known in these municipalities: neither anonymous nor merged into another one."""
    return Person.objects.filter(municipality__in=municipalities, anonymised_at=None, merged_into=None)


def found(persons: QuerySet[Person], text: str, *, actor: Actor) -> QuerySet[Person]:
    """Those of the persons who fit what was typed: each word begins a word of the name; or reference, or AHV number.

    By the number only where the actor may see it: a hit would confirm it, which is a use as well (AHVG 153b).
    """
    if (exact := found_by_number(persons, text, actor=actor)) is not None:
        return exact
    if (what := sought(text)) is None:
        return persons.none()
    fitting = Q(pk__in=by_index(what, officer_municipalities(actor)))
    if actor.has_role(COORDINATION):
        # The office sees a few persons, whose keys are behind the wall of their municipality.
        opened = persons.filter(pk__in=open_accesses(actor).values("person")).order_by()
        names = opened.values_list("pk", "family_name", "given_name")
        fitting |= Q(pk__in=[pk for pk, *name in names if fits(what, *name)])
    return persons.filter(fitting)


def by_index(what: Sought, municipalities: Collection[int], *, whole: bool = False) -> QuerySet[NameKey, int]:
    """The record ids of who fits in these municipalities, by the index of keys alone.

    `whole`: the longest word is the whole word of a name, not its beginning.
    """
    keys = NameKey.objects.filter(municipality__in=municipalities)
    begins = keys.filter(key__gte=f"{what.word} ", key__lt=f"{what.word} {TOP}")
    keys = begins | keys.filter(key=what.word) if whole else keys.filter(key__gte=what.word, key__lt=what.word + TOP)
    for other in what.others:
        keys = keys.filter(key__contains=f" {other}")
    return keys.values_list("person", flat=True)


def found_by_number(persons: QuerySet[Person], text: str, *, actor: Actor) -> QuerySet[Person] | None:
    """Who has the reference or the AHV number that was typed; None where it is neither."""
    if reference := rules.reference_in(text):
        merged = Person.objects.filter(reference=reference).values("merged_into")
        return persons.filter(Q(reference=reference) | Q(pk__in=merged))
    try:
        number = rules.ahv_number(text)
    except ValueError:
        return None
    with_number = persons.filter(ahv_index=blind_index(number, purpose=AHV_INDEX))
    return reach(actor, SEE_AHV, Municipality).within(with_number, "municipality")


def one_of(person: Person) -> Person:
    """Who the person is: the one that they were merged into, or they themselves."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def changes_visible_to(actor: Actor) -> QuerySet[PersonChange]:
    """What was changed of the persons of the officer's municipalities; nobody else sees it."""
    return PersonChange.objects.filter(municipality__in=officer_municipalities(actor))


def parts_visible_to(actor: Actor, model: type[Part]) -> QuerySet[Part]:
    """The records of a part of this room (permits, arrivals, …) that belong to the officer's municipalities."""
    records = model._default_manager.all()
    return records if actor.is_operator else records.filter(municipality__in=officer_municipalities(actor))


def deliveries_visible_to(actor: Actor) -> QuerySet[RegisterDelivery]:
    """What the actor's own account handed in, and every delivery that brought something for the officer's places."""
    if actor.is_operator:
        return RegisterDelivery.objects.all()
    if not (own := officer_municipalities(actor)):
        return RegisterDelivery.objects.none()
    brought = RegisterMessage.objects.filter(delivery=OuterRef("pk"), municipality__in=own)
    return RegisterDelivery.objects.filter(Q(account_id=actor.account_id) | Q(Exists(brought)))


def open_accesses(actor: Actor) -> QuerySet[PersonAccess]:
    """The accesses that the actor's account has today."""
    return PersonAccess.objects.filter(requested_by_id=actor.account_id, ended_at=None, until__gte=clock.today())


def open_access(actor: Actor, person: Person) -> PersonAccess | None:
    """The access by which the coordination office sees this person today, the latest one."""
    if not actor.has_role(COORDINATION):
        return None
    found = open_accesses(actor).filter(person=person)
    return (found.exclude(legal_basis="") if person.data_lock else found).first()


def accesses_visible_to(actor: Actor) -> QuerySet[PersonAccess]:
    """The accesses to persons of the officer's municipalities; of the coordination office the account's own ones."""
    seen = Q(pk__in=[])
    if own := officer_municipalities(actor):
        seen |= Q(municipality__in=own)
    if actor.has_role(COORDINATION):
        seen |= Q(requested_by_id=actor.account_id)
    return PersonAccess.objects.filter(seen).select_related("municipality", "sample", "requested_by")


def samples_visible_to(actor: Actor) -> QuerySet[SampleCheck]:
    """The sample checks whose accesses the actor sees."""
    seen = Q(pk__in=[])
    if own := officer_municipalities(actor):
        seen |= Q(municipality__in=own)
    if actor.has_role(COORDINATION):
        seen |= Q(requested_by_id=actor.account_id)
    return SampleCheck.objects.filter(seen).select_related("municipality", "requested_by")


def is_open(access: PersonAccess) -> bool:
    """Whether the access still lets see the person."""
    return access.ended_at is None and access.until >= clock.today()


def municipalities_for(actor: Actor) -> QuerySet[Municipality]:
    """The municipalities in which the officer may record persons today."""
    own = Municipality.objects.filter(pk__in=officer_municipalities(actor))
    return own.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()))


def keys_of(actor: Actor) -> Keys:
    """What opens the wall for an actor: the officer's municipalities, and the persons of open accesses.

    The strategic lead, who approves deletion lists, gets at persons who have left.
    """
    granted: list[tuple[int, str]] = []
    if actor.has_role(COORDINATION):
        # Without a look at the person, who is still behind the wall.
        granted = list(open_accesses(actor).values_list("person_id", "legal_basis"))
    return {
        "municipality": officer_municipalities(actor),
        "retiring": entrusted_to(actor.organisations(STRATEGIC_LEAD), clock.today()),
        "person": [person for person, _basis in granted],
        "locked_person": [person for person, basis in granted if basis],
    }
