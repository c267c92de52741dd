"""The stored verdicts follow whatever they rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals.models import Arrival
from ankunft.foundation.audit.services import record_many
from ankunft.foundation.kernel.actor import Actor

from .. import facts
from ..models import Interview, InterviewState, Participant
from ..together import chunks
from .trail import event
from .turns import take_turn

BATCH = 500


def refresh(interviews: Iterable[Interview], actor: Actor) -> list[str]:
    """Judge these interviews anew, and those for the same arrivals; returns the references of those that differ now.

    Called within the transaction of the change. Interviews that are not held, or whose people are all forgotten, stay.
    """
    asked = {one.pk: one.municipality_id for one in interviews}
    # Two that are judged at the same moment, each without the other, would both count for one arrival.
    take_turn(*asked.values())
    held = _held(asked)
    entries, changed = [], []
    for one, said in differing(held):
        before = {"case_verdict": one.case_verdict, "interpreting_verdict": one.interpreting_verdict}
        one.case_verdict, one.interpreting_verdict = said.case.value, said.interpreting.value
        after = {"case_verdict": one.case_verdict, "interpreting_verdict": one.interpreting_verdict}
        changed.append(one)
        if before["case_verdict"]:
            entries.append(event(one.reference, "judge", gettext_lazy("Neu beurteilt."), before=before, **after))
    Interview.objects.bulk_update(changed, ["case_verdict", "interpreting_verdict"], batch_size=BATCH)
    record_many(actor, entries)
    return [entry.object_key for entry in entries]


def _held(keys: Collection[int]) -> list[Interview]:
    """Those of these interviews that are held, as they are stored by now: whoever asks may have seen them earlier."""
    held = Interview.objects.filter(state=InterviewState.HELD, forgotten_at=None)
    return [one for chunk in chunks(keys) for one in held.filter(pk__in=chunk)]


def refresh_persons(persons: Collection[int], actor: Actor) -> None:
    """Judge anew whatever these persons (by id) took part in: a permit, nationality or arrival of theirs changed.

    And what was held for others who came into the same household: by whoever joins, they may be one family.
    """
    for chunk in chunks(persons):
        homes = Arrival.objects.filter(person__in=chunk, household__isnull=False).order_by().values("household")
        concerned = Participant.objects.filter(Q(person__in=chunk) | Q(arrival__household__in=homes))
        taken = concerned.filter(was_there=True).order_by().values("interview")
        if held := list(Interview.objects.filter(pk__in=taken, state=InterviewState.HELD)):
            refresh(held, actor)


def differing(held: Collection[Interview]) -> Iterator[tuple[Interview, facts.Verdicts]]:
    """Of these held interviews, and those for the same arrivals, each whose stored verdicts the rules do not share."""
    said = facts.verdicts_of(held)
    known = {one.pk: one for one in held}
    known |= Interview.objects.in_bulk([key for key in said if key not in known])
    for key, one in known.items():
        stored = (one.case_verdict, one.interpreting_verdict)
        if one.forgotten_at is None and stored != (said[key].case.value, said[key].interpreting.value):
            yield one, said[key]


def stale(interviews: Iterable[Interview]) -> list[str]:
    """References of held interviews whose stored verdicts the rules do not share; for the check of the installation."""
    held = [one for one in interviews if one.forgotten_at is None]
    return sorted(one.reference for one, _said in differing(held))
