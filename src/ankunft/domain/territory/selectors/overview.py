"""All municipalities at a glance: one row each, in a constant number of queries."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..models import Association, AssociationMembership, Municipality, Payee, SocialRegion, SocialRegionMembership
from ..readings import places
from ..rules import Places, roll_up
from .figures import Residents, Stand, counts_of
from .register import existing_on, lead_of_each


class Row(NamedTuple):
    """A municipality with what one compares it by. `merged` names those whose people are counted here as well."""

    id: int
    bfs_number: int
    name: str
    district: str
    population: Residents | None
    region: SocialRegion | None
    lead: Municipality | None
    leads: bool
    merged: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Foreign residents as a share of all; None where nobody is counted."""
        if self.population is None or not self.population.residents:
            return None
        return self.population.foreign_residents / self.population.residents


def overview(day: date, stand: Stand | None) -> list[Row]:
    """The municipalities that exist on that day, by name, with the people of merged ones counted where they went."""
    known = places()
    carried = _carried(known, stand, day)
    regions = regions_on(day)
    leads = lead_of_each(day)
    municipalities = {municipality.pk: municipality for municipality in existing_on(day)}
    leading = set(leads.values())
    return [
        Row(
            key,
            municipality.bfs_number,
            municipality.name,
            municipality.district,
            _sum(carried.get(key, {})),
            regions.get(key),
            municipalities.get(leads.get(key, 0)),
            key in leading,
            tuple(known[part].name for part in carried.get(key, {}) if part != key),
        )
        for key, municipality in municipalities.items()
    ]


def _carried(known: Places, stand: Stand | None, day: date) -> dict[int, dict[int, Residents]]:
    return roll_up(known, counts_of(stand), day) if stand else {}


def _sum(parts: dict[int, Residents]) -> Residents | None:
    if not parts:
        return None
    return Residents(sum(part.residents for part in parts.values()), sum(part[1] for part in parts.values()))


def regions_on(day: date) -> dict[int, SocialRegion]:
    """The social region of each municipality (by id) on that day."""
    rows = SocialRegionMembership.objects.filter(valid_from__lte=day).select_related("region").order_by("valid_from")
    latest = {row.municipality_id: row.region for row in rows}
    return {municipality: region for municipality, region in latest.items() if region is not None}


class Member(NamedTuple):
    """A member of an association: since when, and whether it is paid itself."""

    municipality: Municipality
    since: date
    is_paid_itself: bool


class Group(NamedTuple):
    """An association on a day: its lead and its members by name."""

    association: Association
    lead: Municipality
    members: list[Member]


def associations_on(day: date) -> list[Group]:
    """The associations that have members on that day, by the name of the lead municipality."""
    municipalities = {municipality.pk: municipality for municipality in existing_on(day)}
    leads = lead_of_each(day)
    rows = (
        AssociationMembership.objects.filter(valid_from__lte=day, municipality_id__in=leads)
        .select_related("association")
        .order_by("valid_from")
    )
    groups: dict[int, Group] = {}
    for row in {row.municipality_id: row for row in rows}.values():
        lead = leads[row.municipality_id]
        if row.association is not None and lead in municipalities:
            group = groups.setdefault(lead, Group(row.association, municipalities[lead], []))
            member = Member(municipalities[row.municipality_id], row.valid_from, row.payee == Payee.EACH)
            group.members.append(member)
    for group in groups.values():
        group.members.sort(key=lambda member: member.municipality.name)
    return sorted(groups.values(), key=lambda group: group.lead.name)
