"""Interviews that were held: recorded, put right, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Person
from ankunft.domain.arrivals.rules import new_reference
from ankunft.domain.arrivals.services import arrival_inform, arrival_invite, arrival_reopen
from ankunft.foundation.access.policy import can
from ankunft.foundation.encryption import encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.foundation.workflow.services import transition

from .. import facts, guards, people, together
from ..checks import held_faults
from ..content import Change, Content, content_of, sealed, steps_of
from ..models import (
    AgreedStep,
    Evidence,
    Interview,
    InterviewState,
    Invitation,
    Kind,
    Need,
    Participant,
    Reminder,
    Topic,
)
from ..permissions import RECORD
from ..states import INTERVIEW
from ..values import HeldEntry, StepEntry
from .planning import REFERENCE, concerned, is_elsewhere, refuse_twice, reopen, take_in, write
from .trail import told
from .verdicts import refresh

COLUMNS = (
    "held_on", "led_by", "led_by_responsible", "outsourced", "language", "interpreting", "interpreting_provider",
    "interpreting_order", "follow_up_on",
)  # fmt: skip
"""What of an entry is stored as it is."""
NOT_HELD = {"held_on": None, "half_year": "", "case_verdict": "", "interpreting_verdict": ""}


@transaction.atomic
def interview_hold(*, interview: Interview, entry: HeldEntry, actor: Actor) -> Interview:
    """The interview was held like this. Whoever was there is informed from now on, and it is judged whether it counts.

    Of a family that arrived together all are informed as soon as one of them was there. Refused where the entry has
    faults, unless it was planned or missed, and where another appointment took its place.
    """
    can(actor, RECORD, interview).require()
    _require_last(interview)
    there = _present(interview, entry)
    columns = _columns(interview, entry, there, actor)
    transition(
        obj=interview,
        key=interview.reference,
        table=INTERVIEW,
        name="hold",
        actor=actor,
        changes=columns,
        details={"held_on": entry.held_on.isoformat(), "topics": sorted(entry.topics)},
    )
    _write_parts(interview, entry, there)
    return _settled(interview, actor)


@transaction.atomic
def interview_record(
    *,
    persons: Sequence[Person],
    kind: str,
    entry: HeldEntry,
    actor: Actor,
    is_demo: bool = False,
) -> Interview:
    """An interview that was held without an appointment recorded before. Refused as `interview_plan` and `_hold`."""
    municipality = people.require_together(persons, entry.held_on)
    can(actor, RECORD, municipality).require()
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
    return interview_hold(interview=interview, entry=entry, actor=actor)


@transaction.atomic
def interview_change(*, interview: Interview, entry: HeldEntry, actor: Actor, reason: str = "") -> Interview:
    """Put right or complete what is recorded of an interview that was held.

    Refused where the entry has faults, where nothing would change, where somebody else changed it meanwhile, and
    without a reason where its half-year, or the one to which it moves, is settled.
    """
    can(actor, RECORD, interview).require()
    _require_held(interview)
    before = entry_of(interview)
    there = _present(interview, entry)
    fields = _changed(before, entry)
    if not fields:
        raise Refused(_("Es wurde nichts geändert."))
    guards.require_reason_if_settled(interview, reason)
    around = together.for_the_same(interview)
    columns = _columns(interview, entry, there, actor)
    moved = Interview(municipality_id=columns["municipality_id"], half_year=columns["half_year"])
    guards.require_reason_if_settled(moved, reason)
    columns["content"] = sealed(_with_change(interview, entry, fields, reason, actor))
    interview = write(interview, columns)
    _write_parts(interview, entry, there)
    told(actor, interview, "change", gettext_lazy("Gespräch geändert."), fields=fields)
    return _settled(interview, actor, around)


@transaction.atomic
def interview_undo(*, interview: Interview, actor: Actor, reason: str = "") -> Interview:
    """Take back that it was held, missed or cancelled: the appointment stands again.

    What was recorded without an appointment is withdrawn instead, which needs a reason. Refused while there is
    evidence, where another appointment took its place, and without a reason where its half-year is settled.
    """
    can(actor, RECORD, interview).require()
    guards.require_reason_if_settled(interview, reason)
    _require_last(interview)
    if Evidence.objects.filter(interview=interview, removed_at=None).exists():
        raise Refused(_("Zu diesem Gespräch ist ein Beleg abgelegt. Nehmen Sie zuerst den Beleg weg."))
    was = interview.state
    withdrawn = was == InterviewState.HELD and interview.starts_at is None
    if withdrawn and not reason.strip():
        raise Refused(_("Geben Sie an, warum Sie das erfasste Gespräch zurücknehmen."))
    if was == InterviewState.CANCELLED and interview.starts_at is None:
        raise Refused(_("Dieses Gespräch hatte keinen Termin. Erfassen Sie es neu."))
    around = together.for_the_same(interview)
    content = content_of(interview)._replace(cancelled=reason.strip() if withdrawn else "")
    name = "withdraw" if withdrawn else "undo"
    changes = {**NOT_HELD, "content": sealed(_noted(content, actor, reason, ()))}
    transition(obj=interview, key=interview.reference, table=INTERVIEW, name=name, actor=actor, changes=changes)
    Participant.objects.filter(interview=interview).update(was_there=True)
    _unsettle(interview, was, actor)
    refresh(around, actor)
    return interview


@transaction.atomic
def step_done(*, step: AgreedStep, actor: Actor, done: bool = True) -> AgreedStep:
    """What was agreed is done (or, taken back, is not)."""
    can(actor, RECORD, step).require()
    step.done_on = clock.today() if done else None
    AgreedStep.objects.filter(pk=step.pk).update(done_on=step.done_on)
    summary = gettext_lazy("Vereinbartes erledigt.") if done else gettext_lazy("Vereinbartes wieder offen.")
    told(actor, step.interview, "step", summary, step=step.pk)
    return step


@transaction.atomic
def follow_up_done(*, interview: Interview, actor: Actor) -> Interview:
    """The interview was looked at again as intended. Refused where nothing was intended."""
    can(actor, RECORD, interview).require()
    if interview.follow_up_on is None:
        raise Refused(_("Für dieses Gespräch ist keine Wiedervorlage offen."))
    interview = write(interview, {"follow_up_on": None})
    told(actor, interview, "follow_up", gettext_lazy("Wiedervorlage erledigt."))
    return interview


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
    content = content_of(interview)._replace(reason=entry.reason.strip(), notes=entry.notes.strip())
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


def _write_parts(interview: Interview, entry: HeldEntry, there: Sequence[Participant]) -> None:
    present = {one.pk for one in there}
    interview.taking_part.update(was_there=False)
    interview.taking_part.filter(pk__in=present).update(was_there=True)
    swiss = [one.pk for one in there if people.is_swiss(one.person)]
    interview.taking_part.update(was_swiss=False)
    interview.taking_part.filter(pk__in=swiss).update(was_swiss=True)
    place = {"interview": interview, "municipality_id": interview.municipality_id}
    _carry_along(interview)
    _write_codes(Topic, entry.topics, place)
    _write_codes(Need, entry.needs, place)
    _write_steps(interview, entry.steps, place)


def _carry_along(interview: Interview) -> None:
    """What belongs to the interview is of its municipality, also after a merger between appointment and interview."""
    if not interview.taking_part.exclude(municipality=interview.municipality_id).exists():
        return
    for model in (Participant, Topic, Need, AgreedStep, Invitation, Reminder, Evidence):
        rows = model._default_manager.filter(interview=interview)
        rows.exclude(municipality=interview.municipality_id).update(municipality=interview.municipality_id)


def _write_codes(model: type[Topic] | type[Need], codes: Iterable[str], place: dict[str, Any]) -> None:
    records = model._default_manager.filter(interview=place["interview"])
    records.exclude(code__in=list(codes)).delete()
    known = set(records.values_list("code", flat=True))
    for code in dict.fromkeys(codes):
        if code not in known:
            model._default_manager.create(code=code, **place)


def _write_steps(interview: Interview, steps: Iterable[StepEntry], place: dict[str, Any]) -> None:
    known = {step.key: step for step in steps_of(interview)}
    kept = {step.key for step in steps if step.key is not None}
    if kept - set(known):
        raise Refused(_("Was geändert werden soll, wurde inzwischen weggenommen. Bitte neu laden und prüfen."))
    interview.steps.exclude(pk__in=kept).delete()
    for step in steps:
        text = step.text.strip()
        if step.key is None:
            AgreedStep.objects.create(content=encrypt(text), due_on=step.due_on, **place)
        elif (text, step.due_on) != (known[step.key].text, known[step.key].due_on):
            AgreedStep.objects.filter(pk=step.key).update(content=encrypt(text), due_on=step.due_on)


def _settled(interview: Interview, actor: Actor, around: Iterable[Interview] = ()) -> Interview:
    """Arrivals and verdicts follow what is recorded now; `around` were for the same arrivals before."""
    invited = interview.taking_part.select_related("arrival").order_by("pk")
    arrivals = [(one.arrival, one.was_there) for one in invited if one.arrival is not None]
    family = together.family_keys(arrival for arrival, _there in arrivals)
    informed = {family.get(arrival.pk, arrival.pk) for arrival, there in arrivals if there}
    for arrival, there in arrivals:
        if not there and family.get(arrival.pk, arrival.pk) not in informed:
            _to_be_invited(arrival, interview, actor)
        elif arrival.state != ArrivalState.RECALLED:
            arrival_inform(arrival=arrival, actor=actor)
    refresh([interview, *around], actor)
    interview.refresh_from_db()
    return interview


def _to_be_invited(arrival: Arrival, interview: Interview, actor: Actor, *, invited: bool = False) -> None:
    """Somebody was not there: there is no interview with them any more, unless there is another one."""
    if arrival.state == ArrivalState.INFORMED and not is_elsewhere(arrival, interview, InterviewState.HELD):
        invited = invited or is_elsewhere(arrival, interview, InterviewState.PLANNED)
        arrival_reopen(arrival=arrival, actor=actor, invited=invited)
    elif arrival.state == ArrivalState.INVITED and not invited:
        reopen([arrival], interview, actor)


def _unsettle(interview: Interview, was: str, actor: Actor) -> None:
    """The arrivals go back with the interview."""
    planned = interview.state == InterviewState.PLANNED
    for arrival in concerned(interview):
        if was == InterviewState.HELD:
            if arrival.state == ArrivalState.OPEN and planned:
                arrival_invite(arrival=arrival, actor=actor)
            else:
                _to_be_invited(arrival, interview, actor, invited=planned)
        elif arrival.state == ArrivalState.OPEN:
            arrival_invite(arrival=arrival, actor=actor)
    if was == InterviewState.CANCELLED:
        refuse_twice([facts.Guest(0, arrival, False) for arrival in concerned(interview)], besides=interview.pk)


def _require_held(interview: Interview) -> None:
    if interview.state != InterviewState.HELD:
        raise Refused(_("Dieses Gespräch ist noch nicht als durchgeführt erfasst."))
    if interview.forgotten_at is not None:
        raise Refused(_("Alle, die dabei waren, sind anonymisiert. Es gibt nichts mehr zu bearbeiten."))


def _require_last(interview: Interview) -> None:
    if interview.forgotten_at is not None:
        raise Refused(_("Alle, die dabei waren, sind anonymisiert. Es gibt nichts mehr zu bearbeiten."))
    later = Interview.objects.filter(follows=interview).exclude(state=InterviewState.CANCELLED).first()
    if later is not None:
        raise Refused(
            _("An die Stelle dieses Termins ist ein anderer getreten: %(reference)s.") % {"reference": later.reference}
        )


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


def _with_change(interview: Interview, entry: HeldEntry, fields: list[str], reason: str, actor: Actor) -> Content:
    content = content_of(interview)._replace(reason=entry.reason.strip(), notes=entry.notes.strip())
    return _noted(content, actor, reason, fields)


def _noted(content: Content, actor: Actor, reason: str, fields: Iterable[str]) -> Content:
    """The content with why it was changed, if somebody said so."""
    if not reason.strip():
        return content
    change = Change(clock.now().isoformat(timespec="seconds"), actor.label, reason.strip(), tuple(fields))
    return content._replace(changes=(*content.changes, change))
