"""Appointments follow what becomes of those who are invited."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from ankunft.domain.arrivals.models import Arrival, ArrivalState
from ankunft.domain.arrivals.services import arrival_reopen
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import Interview, InterviewState, Kind, Participant
from ..together import chunks
from .planning import interview_cancel
from .verdicts import refresh_persons

STANDING = (InterviewState.PLANNED, InterviewState.MISSED)


def persons_changed(persons: Collection[int], actor: Actor) -> None:
    """Something of these persons (by id) changed on which appointments and verdicts rest."""
    appointments_follow(persons, actor)
    refresh_persons(persons, actor)


def appointments_follow(persons: Collection[int], actor: Actor) -> None:
    """An appointment to which nobody can come any more is called off: all have left or died, or never arrived.

    Who is back, and whose appointment was called off, is to be invited anew.
    """
    for chunk in chunks(persons):
        with_them = Participant.objects.filter(person__in=chunk).order_by().values("interview")
        for interview in Interview.objects.filter(pk__in=with_them, state=InterviewState.PLANNED):
            if not _can_be_held(interview):
                interview_cancel(
                    interview=interview, reason=_("Niemand der Eingeladenen wohnt mehr hier."), actor=actor
                )
        invited = Arrival.objects.filter(person__in=chunk, state=ArrivalState.INVITED)
        cancelled = invited.filter(participations__interview__state=InterviewState.CANCELLED)
        standing = Participant.objects.filter(arrival__person__in=chunk, interview__state__in=STANDING)
        for arrival in cancelled.exclude(pk__in=standing.order_by().values("arrival")).distinct():
            arrival_reopen(arrival=arrival, actor=actor)


def _can_be_held(interview: Interview) -> bool:
    assert interview.starts_at is not None, "what is planned has an appointment"
    day = interview.starts_at.astimezone(clock.ZURICH).date()
    guests = interview.taking_part.select_related("person", "arrival")
    return any(
        (one.person.left_on is None or one.person.left_on >= day)
        and not (
            interview.kind == Kind.FIRST_INFORMATION
            and one.arrival is not None
            and one.arrival.state == ArrivalState.RECALLED
        )
        for one in guests
    )
