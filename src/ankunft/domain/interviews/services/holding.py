"""Interviews that were held: recorded, with or without an appointment before, and put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals.models import Person
from ankunft.domain.arrivals.rules import new_reference
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.foundation.workflow.services import transition

from .. import guards, people, together
from ..checks import held_faults
from ..content import Content, content_of, sealed, steps_of, with_change
from ..models import Interview, InterviewState, Kind, Participant
from ..permissions import RECORD
from ..states import INTERVIEW
from ..values import HeldEntry, StepEntry
from .following import arrivals_follow
from .parts import write_parts
from .planning import REFERENCE, refuse_twice, take_in, write
from .requirements import require_held, require_last
from .trail import told
from .turns import take_turn

COLUMNS = (
    "held_on", "led_by", "led_by_responsible", "outsourced", "language", "interpreting", "interpreting_provider",
    "interpreting_order", "follow_up_on",
)  # fmt: skip
"""What of an entry is stored as it is."""


@transaction.atomic
def interview_hold(*, interview: Interview, entry: HeldEntry, actor: Actor, reason: str = "") -> Interview:
    """The interview was held like this. Whoever was there is informed from now on, and it is judged whether it counts.

    Of a family that arrived together all are informed as soon as one of them was there. Refused where the entry has
    faults, unless it was planned or missed, where another appointment took its place, and without a `reason` where
    the half-year in which it was held is settled.
    """
    can(actor, RECORD, interview).require()
    take_turn(interview.municipality_id)
    require_last(interview)
    there = _present(interview, entry)
    columns = _columns(interview, entry, there, actor)
    guards.require_reason(columns["municipality_id"], columns["half_year"], reason)
    columns["content"] = sealed(with_change(_content(interview, entry), actor, reason))
    transition(
        obj=interview,
        key=interview.reference,
        table=INTERVIEW,
        name="hold",
        actor=actor,
        changes=columns,
        details={"held_on": entry.held_on.isoformat(), "topics": sorted(entry.topics)},
    )
    write_parts(interview, entry, there)
    return arrivals_follow(interview, actor)


@transaction.atomic
def interview_record(
    *,
    persons: Sequence[Person],
    kind: str,
    entry: HeldEntry,
    actor: Actor,
    reason: str = "",
    is_demo: bool = False,
) -> Interview:
    """An interview that was held without an appointment recorded before. Refused as `interview_plan` and `_hold`."""
    municipality = people.require_together(persons, entry.held_on)
    can(actor, RECORD, municipality).require()
    take_turn(municipality.pk)
    known = people.guests(persons, kind, entry.held_on)
    refuse_twice(known)
    interview = Interview.objects.create(
        reference=new_reference(REFERENCE),
        municipality=municipality,
        performed_by_id=people.performer(municipality, entry.held_on, actor),
        kind=Kind(kind),
        household_id=people.household_of(persons),
        arrival=people.first_arrival(known),
        participants=len(known),
        state=InterviewState.PLANNED,
        recorded_at=clock.now(),
        recorded_by_id=actor.account_id,
        is_demo=is_demo,
    )
    take_in(interview, known)
    references = [one.reference for one in persons]
    told(actor, interview, "record", gettext_lazy("Ohne Termin erfasst."), persons=references)
    return interview_hold(interview=interview, entry=entry, actor=actor, reason=reason)


@transaction.atomic
def interview_change(*, interview: Interview, entry: HeldEntry, actor: Actor, reason: str = "") -> Interview:
    """Put right or complete what is recorded of an interview that was held.

    Refused where the entry has faults, where nothing would change, where somebody else changed it meanwhile, and
    without a reason where its half-year, or the one to which it moves, is settled.
    """
    can(actor, RECORD, interview).require()
    take_turn(interview.municipality_id)
    require_held(interview)
    before = entry_of(interview)
    there = _present(interview, entry)
    fields = _changed(before, entry)
    if not fields:
        raise Refused(_("Es wurde nichts geändert."))
    guards.require_reason_if_settled(interview, reason)
    around = together.for_the_same(interview)
    columns = _columns(interview, entry, there, actor)
    guards.require_reason(columns["municipality_id"], columns["half_year"], reason)
    columns["content"] = sealed(with_change(_content(interview, entry), actor, reason, fields))
    interview = write(interview, columns)
    write_parts(interview, entry, there)
    told(actor, interview, "change", gettext_lazy("Gespräch geändert."), fields=fields)
    return arrivals_follow(interview, actor, around)


def entry_of(interview: Interview) -> HeldEntry:
    """What is recorded of an interview, as it was entered: to fill a form, planned or held."""
    content = content_of(interview)
    there = interview.taking_part.filter(was_there=True).order_by("pk")
    return HeldEntry(
        held_on=interview.held_on or clock.today(),
        present=tuple(there.values_list("person__reference", flat=True)),
        participants=interview.participants,
        topics=tuple(interview.topics.order_by("pk").values_list("code", flat=True)),
        needs=tuple(interview.needs.order_by("pk").values_list("code", flat=True)),
        reason=content.reason,
        notes=content.notes,
        steps=tuple(StepEntry(step.text, step.due_on, step.key) for step in steps_of(interview)),
        **{name: getattr(interview, name) for name in COLUMNS if name != "held_on"},
    )


def _present(interview: Interview, entry: HeldEntry) -> list[Participant]:
    """Who of those invited was there; Refused where somebody else is named, and where the entry has faults."""
    invited = list(interview.taking_part.select_related("person__municipality", "arrival").order_by("pk"))
    named = set(entry.present)
    if unknown := named - {one.person.reference for one in invited}:
        raise Refused(_("%(references)s gehört nicht zu diesem Gespräch.") % {"references": ", ".join(sorted(unknown))})
    there = [one for one in invited if not named or one.person.reference in named]
    arrived = [one.arrival.arrived_on for one in there if one.arrival is not None]
    if faults := held_faults(entry, recorded=len(there), arrived_on=arrived):
        raise Refused(" ".join(fault.message for fault in faults))
    people.require_there((one.person for one in there), entry.held_on)
    return there


def _columns(interview: Interview, entry: HeldEntry, there: Sequence[Participant], actor: Actor) -> dict[str, Any]:
    content = _content(interview, entry)
    columns = {name: getattr(entry, name) for name in COLUMNS}
    recorded = there[0].person.municipality if there else interview.municipality
    municipality = people.carrier(recorded, entry.held_on)
    return {
        **columns,
        "municipality_id": municipality.pk,
        "led_by": entry.led_by.strip() or actor.label,
        "half_year": str(HalfYear.containing(entry.held_on)),
        "participants": entry.participants or max(len(there), 1),
        "performed_by_id": people.performer(municipality, entry.held_on, actor),
        "content": sealed(content),
        "has_reason": bool(content.reason),
    }


def _content(interview: Interview, entry: HeldEntry) -> Content:
    return content_of(interview)._replace(reason=entry.reason.strip(), notes=entry.notes.strip())


def _changed(before: HeldEntry, after: HeldEntry) -> list[str]:
    """The names of the fields that differ, as they would be stored."""
    plain = after._replace(
        present=after.present or before.present,
        participants=after.participants or before.participants,
        led_by=after.led_by.strip() or before.led_by,
        reason=after.reason.strip(),
        notes=after.notes.strip(),
        topics=before.topics if set(after.topics) == set(before.topics) else after.topics,
        needs=before.needs if set(after.needs) == set(before.needs) else after.needs,
    )
    if set(plain.present) == set(before.present):
        plain = plain._replace(present=before.present)
    return [name for name in HeldEntry._fields if getattr(plain, name) != getattr(before, name)]
