"""Appointments: planned, moved, cancelled, missed, and agreed on again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Person
from ankunft.domain.arrivals.rules import new_reference
from ankunft.domain.arrivals.services import arrival_invite, arrival_reopen, arrival_undo
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import people
from ..checks import appointment_faults
from ..content import Content, content_of, sealed
from ..facts import Guest
from ..models import Interview, InterviewState, Invitation, Kind, Participant
from ..permissions import RECORD
from ..selectors import standing_after
from ..states import INTERVIEW
from ..values import AppointmentEntry
from .reminding import reminders_call_back, require_planned
from .trail import told
from .turns import take_turn

REFERENCE = "G"
"""With what the references of interviews begin."""


@transaction.atomic
def interview_plan(
    *,
    persons: Sequence[Person],
    kind: str,
    entry: AppointmentEntry,
    actor: Actor,
    follows: Interview | None = None,
    is_demo: bool = False,
) -> Interview:
    """Agree on an appointment with one person or a family; those whose arrival it concerns are invited from now on.

    Refused where the appointment cannot be kept, where the persons do not belong together or cannot take part, and
    where somebody has an appointment for the same arrival already.
    """
    _require_right(entry)
    assert entry.starts_at is not None
    day = entry.starts_at.astimezone(clock.ZURICH).date()
    municipality = people.require_together(persons, day)
    can(actor, RECORD, municipality).require()
    take_turn(municipality.pk)
    invited = people.guests(persons, kind, day)
    refuse_twice(invited)
    interview = _stored(
        Interview(
            reference=new_reference(REFERENCE),
            municipality=municipality,
            performed_by_id=people.performer(municipality, day, actor),
            kind=Kind(kind),
            household_id=people.household_of(persons),
            arrival=people.first_arrival(invited),
            follows=follows,
            participants=len(invited),
            state=InterviewState.PLANNED,
            recorded_at=clock.now(),
            recorded_by_id=actor.account_id,
            is_demo=is_demo,
            **_columns(entry, Content()),
        )
    )
    take_in(interview, invited)
    told(actor, interview, "plan", gettext_lazy("Termin vereinbart."), persons=[one.reference for one in persons])
    _invite(invited, actor)
    return interview


@transaction.atomic
def interview_move(
    *, interview: Interview, entry: AppointmentEntry, actor: Actor, persons: Sequence[Person] | None = None
) -> Interview:
    """Change an appointment: time, place, who leads, who interprets, and (where given) with whom it is.

    Refused unless it is planned, as in `interview_plan`, and where somebody else changed it meanwhile.
    """
    can(actor, RECORD, interview).require()
    take_turn(interview.municipality_id)
    require_planned(interview)
    _require_right(entry)
    assert entry.starts_at is not None
    day = entry.starts_at.astimezone(clock.ZURICH).date()
    content = content_of(interview)
    columns = _columns(entry, content)
    if content.reason == entry.reason.strip():
        del columns["content"]
    if persons is not None:
        _change_guests(interview, persons, day, actor)
        columns |= {"participants": len(persons), "household_id": people.household_of(persons)}
    fields = sorted(name for name, value in columns.items() if getattr(interview, name) != value)
    columns["performed_by_id"] = people.performer(interview.municipality, day, actor)
    if {"starts_at", "minutes", "place"} & set(fields):
        reminders_call_back(interview.reminders.all(), actor)
    interview = write(interview, columns)
    told(actor, interview, "move", gettext_lazy("Termin geändert."), fields=fields)
    return interview


@transaction.atomic
def interview_cancel(*, interview: Interview, reason: str, actor: Actor) -> Interview:
    """The interview does not take place, for this reason, which is kept encrypted; who was invited is to be again.

    Those who had missed a first appointment are not to be invited for the first time: for them it is the missed one
    again that waits for a second.
    """
    can(actor, RECORD, interview).require()
    if not reason.strip():
        raise Refused(_("Geben Sie an, warum das Gespräch nicht stattfindet."))
    content = content_of(interview)._replace(cancelled=reason.strip())
    _moved(interview, "cancel", actor, {"content": sealed(content)})
    reminders_call_back(interview.reminders.all(), actor)
    waiting = concerned(interview.follows) if interview.follows else []
    reopen([arrival for arrival in concerned(interview) if arrival not in waiting], interview, actor)
    return interview


@transaction.atomic
def interview_missed(*, interview: Interview, actor: Actor) -> Interview:
    """Nobody came. Refused before the appointment."""
    can(actor, RECORD, interview).require()
    if interview.starts_at is not None and interview.starts_at > clock.now():
        raise Refused(_("Der Termin ist noch nicht vorbei."))
    _moved(interview, "miss", actor)
    return interview


@transaction.atomic
def interview_invite_again(*, interview: Interview, entry: AppointmentEntry, actor: Actor) -> Interview:
    """A second appointment with the same persons, because nobody came to this one. Refused where there is one."""
    can(actor, RECORD, interview).require()
    if interview.state != InterviewState.MISSED:
        raise Refused(_("Noch einmal eingeladen wird, wer zu einem Termin nicht erschienen ist."))
    if standing_after([interview.pk]).exists():
        raise Refused(_("Zu diesem Termin gibt es schon eine zweite Einladung."))
    persons = Person.objects.filter(interviews__interview=interview).select_related("municipality").order_by("pk")
    if not entry.reason:
        entry = entry._replace(reason=content_of(interview).reason)
    return interview_plan(
        persons=list(persons),
        kind=interview.kind,
        entry=entry,
        actor=actor,
        follows=interview,
        is_demo=interview.is_demo,
    )


@transaction.atomic
def invitation_made(
    *, interview: Interview, language: str, sha256: str, actor: Actor, made_at: datetime | None = None
) -> Invitation:
    """A letter of invitation was made, in that language besides German. Refused unless the interview is planned.

    `made_at` is the moment that the file tells; now, if none is given.
    """
    can(actor, RECORD, interview).require()
    require_planned(interview)
    invitation = Invitation.objects.create(
        interview=interview,
        municipality_id=interview.municipality_id,
        number=invitation_number(interview),
        language=language,
        made_at=made_at or clock.now(),
        made_by=actor.label,
        sha256=sha256,
    )
    told(actor, interview, "invite", gettext_lazy("Einladung erstellt."), number=invitation.number, sha256=sha256)
    return invitation


def invitation_number(interview: Interview) -> int:
    """Which invitation this is: the first, or the second, which follows an appointment that was missed."""
    number, before = 1, interview.follows
    while before is not None:
        number, before = number + 1, before.follows
    return number


def reopen(arrivals: Iterable[Arrival], interview: Interview, actor: Actor) -> None:
    """Whom the interview concerned is to be invited again, unless there is another appointment or interview."""
    for arrival in arrivals:
        elsewhere = is_elsewhere(arrival, interview, InterviewState.PLANNED, InterviewState.HELD)
        if arrival.state == ArrivalState.INVITED and not elsewhere:
            arrival_reopen(arrival=arrival, actor=actor)


def is_elsewhere(arrival: Arrival, interview: Interview, *states: str) -> bool:
    """Whether another interview in one of these states is for the person who arrived."""
    others = Participant.objects.filter(arrival=arrival, was_there=True, interview__state__in=states)
    return others.exclude(interview=interview).exists()


def concerned(interview: Interview) -> list[Arrival]:
    """The arrivals of whoever is invited."""
    return list(Arrival.objects.filter(participations__interview=interview).order_by("pk"))


def write(interview: Interview, columns: dict[str, Any]) -> Interview:
    """Store these columns if the interview is still as it was in view."""
    rows = Interview.objects.filter(pk=interview.pk, version=interview.version)
    if not rows.update(**columns, version=F("version") + 1):
        raise Refused(_("Inzwischen hat jemand anders dieses Gespräch bearbeitet. Bitte neu laden und prüfen."))
    return Interview.objects.select_related("municipality", "performed_by").get(pk=interview.pk)


def _require_right(entry: AppointmentEntry) -> None:
    if faults := appointment_faults(entry):
        raise Refused(" ".join(fault.message for fault in faults))


def _columns(entry: AppointmentEntry, content: Content) -> dict[str, Any]:
    columns = entry._asdict()
    reason = columns.pop("reason").strip()
    return {**columns, "content": sealed(content._replace(reason=reason)), "has_reason": bool(reason)}


def refuse_twice(invited: Sequence[Guest], besides: int | None = None) -> None:
    """Refused where there is an appointment for one of these arrivals already."""
    arrivals = [one.arrival.pk for one in invited if one.arrival is not None]
    known = Participant.objects.filter(arrival__in=arrivals, interview__state=InterviewState.PLANNED)
    if other := known.exclude(interview=besides).select_related("interview").first():
        raise Refused(
            _("Für diesen Zuzug ist schon ein Termin vereinbart: %(reference)s.")
            % {"reference": other.interview.reference}
        )


def _stored(interview: Interview) -> Interview:
    try:
        with transaction.atomic():
            interview.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Inzwischen hat jemand anders dasselbe erfasst. Bitte neu laden und prüfen.")) from error
    return interview


def take_in(interview: Interview, invited: Sequence[Guest]) -> None:
    """Store who is invited."""
    rows = people.participants(invited, interview.municipality_id)
    for row in rows:
        row.interview = interview
    Participant.objects.bulk_create(rows)


def _invite(invited: Sequence[Guest], actor: Actor) -> None:
    """Whose first information is over stays so: a further interview is possible and counts for nothing."""
    for arrival in (one.arrival for one in invited if one.arrival is not None):
        if arrival.state == ArrivalState.WAIVED:
            arrival_undo(arrival=arrival, actor=actor)
        if arrival.state == ArrivalState.OPEN:
            arrival_invite(arrival=arrival, actor=actor)


def _change_guests(interview: Interview, persons: Sequence[Person], day: date, actor: Actor) -> None:
    municipality = people.require_together(persons, day)
    if municipality.pk != people.carrier(interview.municipality, day).pk:
        raise Refused(_("Diese Personen wohnen in einer anderen Gemeinde. Vereinbaren Sie einen eigenen Termin."))
    known = people.guests(persons, interview.kind, day)
    refuse_twice(known, besides=interview.pk)
    before = set(interview.taking_part.values_list("person_id", flat=True))
    wanted = {one.person_id for one in known}
    gone = interview.taking_part.filter(person__in=before - wanted)
    left = list(Arrival.objects.filter(pk__in=gone.values("arrival")))
    gone.delete()
    reopen(left, interview, actor)
    new = [one for one in known if one.person_id not in before]
    take_in(interview, new)
    _invite(new, actor)
    Interview.objects.filter(pk=interview.pk).update(arrival=people.first_arrival(known))


def _moved(interview: Interview, name: str, actor: Actor, changes: dict[str, Any] | None = None) -> None:
    transition(obj=interview, key=interview.reference, table=INTERVIEW, name=name, actor=actor, changes=changes)
