"""Who lives together and where: the household decides to which address one letter for all of them goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..checks.household import household_faults
from ..families import living_in
from ..models import Arrival, ArrivalState, Household, Person
from ..permissions import RECORD
from ..values import HouseholdEntry
from .rows import require_known, updated
from .trail import kept, told
from .watchers import tell_watchers


@transaction.atomic
def household_set(
    *, persons: Sequence[Person], entry: HouseholdEntry, reason: str = "", actor: Actor, is_demo: bool = False
) -> Household:
    """From now on these persons live together at this address; who else lived with them stays where they were.

    A household all of whose members are among them is theirs and is kept, so that its arrivals and interviews stay
    with it; with a `register_id` it is the register's. Open arrivals follow, because the letter goes to the address.
    Refused for an address with faults, for persons of several municipalities, where nothing would change, and once
    somebody is anonymous.
    """
    for person in persons:
        can(actor, RECORD, person).require()
        require_known(person)
    if len({person.municipality_id for person in persons}) != 1:
        raise Refused(_("Zusammen wohnt nur, wer in derselben Gemeinde wohnt."))
    entry = HouseholdEntry(*(" ".join(text.split()) for text in entry))
    if faults := household_faults(entry):
        raise Refused(" ".join(fault.message for fault in faults))
    home = _home_of(persons, entry.register_id)
    entry = entry._replace(register_id=entry.register_id or (home.register_id if home else ""))
    if home and household_entry_of(home) == entry and all(one.household_id == home.pk for one in persons):
        raise Refused(_("Es wurde nichts geändert."))
    return _moved(persons, home, entry, reason, actor, is_demo)


def household_entry_of(household: Household) -> HouseholdEntry:
    """An address as it was entered."""
    return HouseholdEntry(*(getattr(household, name) for name in HouseholdEntry._fields))


def _home_of(persons: Sequence[Person], register_id: str) -> Household | None:
    """The household that these persons keep: the register's, or the first one that would otherwise be left empty."""
    if register_id:
        registered = Household.objects.filter(municipality=persons[0].municipality_id, register_id=register_id)
        if home := registered.first():
            return home
    known = list(dict.fromkeys(one.household_id for one in persons if one.household_id))
    others = living_in(known).exclude(pk__in=[one.pk for one in persons])
    shared = set(others.values_list("household", flat=True))
    homes = Household.objects.in_bulk([pk for pk in known if pk not in shared])
    # One that the register knows by another key is another household.
    fitting = (homes[pk] for pk in known if pk in homes and not (register_id and homes[pk].register_id))
    return next(fitting, None)


def _moved(
    persons: Sequence[Person],
    home: Household | None,
    entry: HouseholdEntry,
    reason: str,
    actor: Actor,
    is_demo: bool,
) -> Household:
    moving = {person.pk: person for person in persons}
    before = _addresses(moving.values())
    if home is None:
        home = _stored(Household(municipality_id=persons[0].municipality_id, is_demo=is_demo, **entry._asdict()))
    elif household_entry_of(home) != entry:
        # Who lives there already lives at the new address too, and their history says so.
        staying = {one.pk: one for one in living_in([home.pk]).select_related("municipality")}
        before |= _addresses(one for pk, one in staying.items() if pk not in moving)
        moving = {**staying, **moving}
        Household.objects.filter(pk=home.pk).update(**entry._asdict())
    for person in moving.values():
        if person.household_id != home.pk:
            updated(person, {"household": home})
        elif before[person.pk] == entry:
            continue
        kept(actor, person, {"household": (before[person.pk], entry)}, reason)
        told(
            actor, person.reference, "arrivals.person.household", gettext_lazy("Adresse erfasst."), fields=["household"]
        )
    open_ones = Arrival.objects.filter(person__in=moving, state__in=[ArrivalState.OPEN, ArrivalState.INVITED])
    left = set(open_ones.exclude(household=home).values_list("household", flat=True)) - {None}
    open_ones.update(household=home)
    # Those with whom they came are a smaller family now.
    behind = Arrival.objects.filter(household__in=left).order_by().values_list("person", flat=True)
    tell_watchers([*moving, *set(behind)], actor)
    return Household.objects.get(pk=home.pk)


def _stored(household: Household) -> Household:
    try:
        with transaction.atomic():
            household.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Inzwischen hat jemand anders diesen Haushalt erfasst. Bitte neu laden und prüfen.")) from error
    return household


def _addresses(persons: Iterable[Person]) -> dict[int, HouseholdEntry | None]:
    people = list(persons)
    homes = Household.objects.in_bulk([one.household_id for one in people if one.household_id])
    entries = {pk: household_entry_of(home) for pk, home in homes.items()}
    return {one.pk: entries.get(one.household_id) for one in people}
