"""Recording the social regions and who belongs to them since when."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor

from ..models import SocialRegion, SocialRegionMembership
from ..permissions import KEEP_REGISTER
from ..readings import places
from ..values import Outcome, RegionEntry
from .trail import MUNICIPALITY, REGION, shown

BATCH = 500


@transaction.atomic
def social_regions_record(*, regions: Sequence[tuple[int, str, str, str]], actor: Actor) -> Outcome:
    """Record regions, each as (number, name, form, source)."""
    can(actor, KEEP_REGISTER).require()
    known = {
        region.number: (region.number, region.name, region.form, region.source) for region in SocialRegion.objects.all()
    }
    different = [region for region in regions if known.get(region[0]) != region]
    SocialRegion.objects.bulk_create(
        [SocialRegion(number=number, name=name, form=form, source=source) for number, name, form, source in different],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["name", "form", "source"],
    )
    record_many(
        actor,
        [
            Entry("territory.region.recorded", REGION, str(number), f"Sozialregion {number} {name} erfasst.")
            for number, name, _form, _source in different
        ],
    )
    created = sum(1 for region in different if region[0] not in known)
    return Outcome(created, len(different) - created, len(regions) - len(different))


@transaction.atomic
def social_region_memberships_record(*, entries: Sequence[RegionEntry], actor: Actor) -> Outcome:
    """Record from when on municipalities belong to a region (or to none)."""
    can(actor, KEEP_REGISTER).require()
    regions = {region.number: region for region in SocialRegion.objects.all()}
    known = {
        (row.municipality_id, row.valid_from): RegionEntry(
            row.municipality_id, row.valid_from, row.region.number if row.region else None, row.note
        )
        for row in SocialRegionMembership.objects.select_related("region")
    }
    different = [entry for entry in entries if known.get(entry[:2]) != entry]
    SocialRegionMembership.objects.bulk_create(
        [
            SocialRegionMembership(
                municipality_id=entry.municipality,
                valid_from=entry.valid_from,
                region=None if entry.region_number is None else regions[entry.region_number],
                note=entry.note,
            )
            for entry in different
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["municipality", "valid_from"],
        update_fields=["region", "note"],
    )
    numbers = {key: place.bfs_number for key, place in places().items()}
    record_many(actor, [_told(entry, numbers[entry.municipality], regions) for entry in different])
    created = sum(1 for entry in different if entry[:2] not in known)
    return Outcome(created, len(different) - created, len(entries) - len(different))


def _told(entry: RegionEntry, bfs_number: int, regions: dict[int, SocialRegion]) -> Entry:
    where = (
        "in keiner Sozialregion"
        if entry.region_number is None
        else f"in der Sozialregion {regions[entry.region_number].name}"
    )
    return Entry(
        "territory.region.joined",
        MUNICIPALITY,
        str(bfs_number),
        f"Ab {shown(entry.valid_from)} {where}.",
        after={"valid_from": entry.valid_from.isoformat(), "region": entry.region_number, "note": entry.note},
    )
