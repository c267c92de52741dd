"""Where money comes from: the sources by name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor

from ..models import FundingSource
from ..permissions import KEEP
from ..values import NewSource


@transaction.atomic
def sources_ensure(*, sources: Iterable[NewSource], actor: Actor) -> int:
    """Add the sources that are not there yet, after those that are; returns how many. What is there stays as it is."""
    can(actor, KEEP).require()
    known = set(FundingSource.objects.values_list("code", flat=True))
    new = [source for source in sources if source.code not in known]
    for place, source in enumerate(new, start=len(known) + 1):
        FundingSource.objects.create(
            code=source.code, label=source.label, kind=source.kind, vintage=source.vintage, number=place
        )
        after = {"label": source.label, "kind": source.kind, "vintage": source.vintage}
        sentence = "Finanzierungsquelle aufgenommen."
        record(actor, Entry("funds.source.added", "funds.source", source.code, sentence, after=after))
    return len(new)
