"""Thousands of arrivals whose interviews were held, taken from a table: under the same rule, in few statements."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.models import Step

from ..models import Arrival
from ..permissions import RECORD
from ..states import ARRIVAL

BATCH = 500


@transaction.atomic
def arrivals_inform(*, arrivals: Collection[int], actor: Actor) -> None:
    """The interviews of these arrivals (ids) were held. Those that are informed already, or recalled, stay as they are.

    Others' arrivals stay untouched.
    """
    can(actor, RECORD).require()
    move = ARRIVAL["inform"]
    own = reach(actor, RECORD, Municipality)
    listed = sorted(arrivals)
    for start in range(0, len(listed), BATCH):
        rows = Arrival.objects.filter(pk__in=listed[start : start + BATCH], state__in=move.sources)
        there = list(own.within(rows, "municipality").values_list("pk", "reference", "state"))
        for state in move.sources:
            one_state = [pk for pk, _reference, was in there if was == state]
            Arrival.objects.filter(pk__in=one_state, state=state).update(state=move.target, version=F("version") + 1)
        kind, now = ARRIVAL.object_type, clock.now()
        Step.objects.bulk_create(
            Step(
                object_type=kind,
                object_key=reference,
                name=move.name,
                from_state=was,
                to_state=move.target,
                account_id=actor.account_id,
                account_label=actor.label,
                at=now,
            )
            for _pk, reference, was in there
        )
        record_many(
            actor,
            [
                Entry(
                    f"{kind}.{move.name}",
                    kind,
                    reference,
                    move.sentence,
                    before={"state": was},
                    after={"state": move.target},
                )
                for _pk, reference, was in there
            ],
        )
