"""How a sample moves, and how what happens to one of its interviews is told."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise

from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.services import transition

from ..models import Sample, SampleItem
from ..states import SAMPLE

ITEM = "supervision.item"


def move(sample: Sample, name: str, actor: Actor, **more: Any) -> None:
    """Take the sample along that transition."""
    transition(obj=sample, key=str(sample.pk), table=SAMPLE, name=name, actor=actor, **more)


def told(actor: Actor, item: SampleItem, name: str, summary: str | Promise, **after: Any) -> None:
    """What happened to one interview of a sample: by references; texts that somebody wrote stay with the record."""
    after |= {"interview": item.interview, "municipality": organisation_code(item.municipality.bfs_number)}
    record(actor, Entry(f"{ITEM}.{name}", ITEM, item.reference, summary, after=after))
