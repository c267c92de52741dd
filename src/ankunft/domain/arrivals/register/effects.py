"""What a message does to somebody who is recorded: each effect through the services of this room.

Every function gives what it changed (field: before and after), for a later recall; empty where all was so already.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from ankunft.foundation.documents.ech.values import Address, MoveIn, PartialDate, PermitData, RelationData, Residence
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .. import rules
from ..countries import STATELESS
from ..models import Arrival, ArrivalState, Exclusion, Permit, Person, Relation
from ..permits import category_of
from ..services.arrivals import (
    arrival_change,
    arrival_recall,
    arrival_reconsider,
    arrival_record,
    arrival_undo,
    exclusion_of,
)
from ..services.departures import invitations_end
from ..services.households import household_entry_of, household_set
from ..services.permits import permit_add, permit_entry_of
from ..services.persons import entry_of, person_change
from ..services.rows import updated
from ..services.trail import kept, told
from ..services.watchers import tell_watchers
from ..values import HouseholdEntry, PermitEntry, PersonEntry
from .ahv import ahv_digits
from .known import Known

Changed = dict[str, tuple[Any, Any]]
SAME_ARRIVAL = timedelta(days=31)
"""So far apart may be the days of an arrival as entered by hand and as the register tells of it."""


def entered(person: Person, values: dict[str, Any], actor: Actor) -> Changed:
    """Put right what a person is known by: fields of a `PersonEntry`."""
    before = entry_of(person)
    after = before._replace(**values)
    changed = {
        name: (getattr(before, name), getattr(after, name))
        for name in PersonEntry._fields
        if getattr(before, name) != getattr(after, name)
    }
    if changed:
        person_change(person=person, entry=after, reason="", actor=actor)
        person.refresh_from_db()
    return changed


def columns_set(person: Person, values: dict[str, Any], action: str, summary: Any, actor: Actor) -> Changed:
    """Write columns that are no entry: departure and lock, as the register has them."""
    changed = {name: (getattr(person, name), value) for name, value in values.items() if getattr(person, name) != value}
    if not changed:
        return {}
    updated(person, {name: after for name, (_before, after) in changed.items()})
    shown = {name: both for name, both in changed.items() if name != "left_year"}
    kept(actor, person, shown, "")
    told(actor, person.reference, f"arrivals.person.{action}", summary, fields=sorted(shown))
    person.refresh_from_db()
    return shown


def locked(person: Person, lock: bool, actor: Actor) -> Changed:
    """The register locked or unlocked the data."""
    summary = gettext_lazy("Datensperre gesetzt.") if lock else gettext_lazy("Datensperre aufgehoben.")
    return columns_set(person, {"data_lock": lock}, "lock" if lock else "unlock", summary, actor)


def left(person: Person, on: date, actor: Actor) -> Changed:
    """The person left the municipality or died: nobody is to be invited any more."""
    changed = columns_set(
        person, {"left_on": on, "left_year": on.year}, "leave", gettext_lazy("Wegzug erfasst."), actor
    )
    if waived := invitations_end(person, on, actor):
        changed["waived"] = (None, waived)
    return changed


def returned(person: Person, actor: Actor) -> Changed:
    """The person is there again, or has never left."""
    if person.left_on is None:
        return {}
    values = {"left_on": None, "left_year": None}
    return columns_set(person, values, "return", gettext_lazy("Wegzug zurückgenommen."), actor)


def resumed(references: list[str], actor: Actor) -> None:
    """Whoever was not to be invited because of a departure is again."""
    for arrival in Arrival.objects.filter(reference__in=references, state=ArrivalState.WAIVED):
        arrival_undo(arrival=arrival, actor=actor)


def moved(person: Person, address: Address, actor: Actor) -> Changed:
    """The person lives at another address, in the register's household."""
    if not any(address):
        return {}
    entry = HouseholdEntry(
        address.street, address.house_number, address.postcode[:10], address.town, address.household_id
    )
    before = household_entry_of(person.household) if person.household else None
    if before is not None and before == entry._replace(register_id=entry.register_id or before.register_id):
        return {}
    household_set(persons=[person], entry=entry, actor=actor)
    person.refresh_from_db()
    return {"household": (before, entry)}


def permitted(person: Person, permit: PermitData, arrived_on: date | None, actor: Actor) -> Changed:
    """The person has this permit; one without its first day holds from the entry, the arrival, or today on."""
    since = permit.valid_from or permit.entered_on or arrived_on
    known = Permit.objects.filter(person=person)
    same = known.filter(valid_from=since) if since else known.order_by("-valid_from")[:1]
    now = next(iter(same), None)
    if since is None and now is not None and now.code == permit.code and now.valid_until == permit.valid_until:
        return {}
    entry = PermitEntry(
        category_of(permit.code), since or clock.today(), permit.valid_until, permit.entered_on, permit.code
    )
    before = permit_entry_of(now) if now is not None and now.valid_from == entry.valid_from else None
    if before == entry:
        return {}
    permit_add(person=person, entry=entry, actor=actor)
    return {"permit": (before, entry)}


def related(person: Person, relations: tuple[RelationData, ...], known: Known, actor: Actor) -> Changed:
    """Who is whose spouse or parent; of somebody who is not recorded only the register's key is kept."""
    new = []
    for relation in relations:
        found = known.person(relation.key, relation.ahv_number, person.municipality_id)
        other = found.pk if found and found.pk != person.pk else None
        if (other is None and not relation.key) or relation.key == person.register_key:
            continue
        same = Relation.objects.filter(person=person, kind=relation.kind)
        if same.filter(other_key=relation.key).exists() or (other and same.filter(other=other).exists()):
            continue
        Relation.objects.create(
            person=person,
            municipality_id=person.municipality_id,
            kind=relation.kind,
            other_id=other,
            other_key=relation.key,
        )
        new.append(relation.kind)
    if not new:
        return {}
    told(actor, person.reference, "arrivals.person.relation", gettext_lazy("Verwandte erfasst."), fields=["relation"])
    tell_watchers([person.pk], actor)
    return {"relation": (None, new)}


def unrelated(person: Person, kinds: tuple[str, ...], actor: Actor) -> None:
    """Who was named as such was not."""
    wrong = Relation.objects.filter(person=person, kind__in=kinds)
    others = [one for one in wrong.values_list("other", flat=True) if one is not None]
    if wrong.delete()[0]:
        tell_watchers([person.pk, *others], actor)


def residence_kind_of(arrival: Arrival) -> str:
    """How somebody lives there, as far as the arrival says so."""
    is_secondary = arrival.exclusion == Exclusion.SECONDARY_RESIDENCE
    return rules.OTHER_RESIDENCE if is_secondary else rules.MAIN_RESIDENCE


def arrived(
    person: Person,
    residence: Residence,
    source: str,
    source_key: str,
    actor: Actor,
    *,
    away_since: date | None = None,
) -> Arrival | None:
    """That somebody who is known arrived: recorded once, even if it was entered by hand; the register has the day.

    Whoever had left (`away_since`) and came back arrived anew. None where start.integration is not for them.
    """
    if exclusion_of(person, residence.from_country, residence.kind):
        return None
    recorded = Arrival.objects.filter(person=person).exclude(state=ArrivalState.RECALLED)
    if away_since is not None and residence.arrived_on >= away_since:
        recorded = recorded.filter(arrived_on__gte=away_since)
    near = residence.arrived_on - SAME_ARRIVAL, residence.arrived_on + SAME_ARRIVAL
    if known := recorded.filter(arrived_on__range=near).first():
        arrival_corrected(known, residence, actor)
        return known
    return arrival_record(
        person=person,
        household=person.household,
        arrived_on=residence.arrived_on,
        from_country=residence.from_country,
        residence_kind=residence.kind,
        source=source,
        source_key=source_key,
        actor=actor,
    )


def arrival_corrected(arrival: Arrival, residence: Residence, actor: Actor) -> Changed:
    """When, and from where, somebody arrived, as the register has it now."""
    before = (arrival.arrived_on, arrival.from_country)
    after = (residence.arrived_on, residence.from_country)
    if before == after:
        return {}
    arrival_change(arrival=arrival, arrived_on=after[0], from_country=after[1], actor=actor)
    return {"arrived_on": (before[0], after[0]), "from_country": (before[1], after[1])}


def reconsidered(arrival: Arrival, residence_kind: str, actor: Actor) -> Changed:
    """It turned out for whom start.integration is: who is outside is not invited any more, who is not is again.

    The arrival of somebody who was informed stays, with the reason; the interview is judged anew.
    """
    before = arrival.exclusion
    if not arrival_reconsider(arrival=arrival, residence_kind=residence_kind, actor=actor):
        return {}
    changed: Changed = {"exclusion": (before, arrival.exclusion)}
    if not before and arrival.state in (ArrivalState.OPEN, ArrivalState.INVITED, ArrivalState.WAIVED):
        arrival_recall(arrival=arrival, actor=actor)
        changed["recalled"] = (None, arrival.reference)
    elif not arrival.exclusion and arrival.state == ArrivalState.RECALLED:
        arrival_undo(arrival=arrival, actor=actor)
    return changed


def told_by(event: MoveIn, person: Person) -> dict[str, Any]:
    """What a move-in says of a person, as fields of an entry. What the municipality entered of its own is kept."""
    identity = event.identity
    values: dict[str, Any] = {
        "family_name": identity.family_name,
        "given_name": identity.given_name,
        "sex": identity.sex,
        **born(identity.birth),
        **nationals(event.nationalities),
    }
    if identity.key:
        values["register_key"] = identity.key
    if number := ahv_digits(identity.ahv_number):
        values["ahv_number"] = number
    if event.language and not person.language:
        values["language"] = event.language
    return values


def born(birth: PartialDate) -> dict[str, Any]:
    """Of a birth: the date, or month and year."""
    day = birth.whole()
    return {"birth_date": day, "birth_month": None if day else birth.month, "birth_year": birth.year}


def nationals(told_: tuple[str, ...]) -> dict[str, Any]:
    """The first nationality and the further ones."""
    first, *further = told_ or (STATELESS,)
    return {"nationality": first, "further_nationalities": tuple(dict.fromkeys(further))}
