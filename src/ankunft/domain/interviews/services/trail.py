"""What the trail is told of interviews: references and which fields, never what they hold."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor

from ..models import Interview
from ..states import INTERVIEW

Text = str | Promise


def told(actor: Actor, interview: Interview, name: str, summary: Text, **after: Any) -> None:
    """Leave the event at the interview."""
    record(actor, event(interview.reference, name, summary, **after))


def event(reference: str, name: str, summary: Text, **after: Any) -> Entry:
    """The event of an interview, to be recorded with others."""
    kind = INTERVIEW.object_type
    return Entry(f"{kind}.{name}", kind, reference, summary, after=after or None)
