"""Arrivals follow what becomes of an interview: who was there is informed, who was not is to be invited."""

from __future__ import annotations

from collections.abc import Iterable

from ankunft.domain.arrivals.models import Arrival, ArrivalState
from ankunft.domain.arrivals.services import arrival_inform, arrival_invite, arrival_reopen
from ankunft.foundation.kernel.actor import Actor

from .. import facts, together
from ..models import Interview, InterviewState
from .planning import concerned, is_elsewhere, refuse_twice, reopen
from .verdicts import refresh


def arrivals_follow(interview: Interview, actor: Actor, around: Iterable[Interview] = ()) -> Interview:
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


def arrivals_go_back(interview: Interview, was: str, actor: Actor) -> None:
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
    if planned:
        refuse_twice([facts.Guest(0, arrival, False) for arrival in concerned(interview)], besides=interview.pk)
