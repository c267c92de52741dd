"""The history of an interview as sentences: events from the trail, with what was written as a reason."""

from __future__ import annotations

from datetime import datetime

from ankunft.domain.arrivals.history import Happened
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock

from .content import content_of
from .explain import verdict_label
from .models import Interview
from .states import INTERVIEW


def history_of(interview: Interview) -> list[Happened]:
    """Everything that happened to an interview, the latest first."""
    reasons = {(change.at[:19], change.by): change.why for change in content_of(interview).changes}
    return [
        Happened(
            event.at,
            _sentence(event.summary, event.after or {}),
            event.actor_label,
            event.reason or reasons.get((_second(event.at), event.actor_label), ""),
        )
        for event in history(INTERVIEW.object_type, interview.reference)
    ]


def _second(moment: datetime) -> str:
    """The moment as a change notes it, to the second."""
    return moment.astimezone(clock.ZURICH).isoformat(timespec="seconds")[:19]


def _sentence(summary: str, after: dict[str, object]) -> str:
    verdict = after.get("case_verdict")
    return f"{summary} {verdict_label(str(verdict))}" if verdict else summary
