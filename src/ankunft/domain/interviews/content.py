"""What was said and noted in an interview: it lies encrypted, and is never told to the trail."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ankunft.foundation.encryption import decrypt, encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .models import AgreedStep, Interview


class Change(NamedTuple):
    """That something was changed afterwards: when (ISO), by whom, why, and which fields."""

    at: str
    by: str
    why: str
    fields: tuple[str, ...] = ()


class Content(NamedTuple):
    """`reason` is the integration need, `cancelled` why the interview did not take place."""

    reason: str = ""
    notes: str = ""
    cancelled: str = ""
    changes: tuple[Change, ...] = ()


class Step(NamedTuple):
    """Something agreed, in clear: by when, and since when it is done."""

    key: int
    text: str
    due_on: date | None
    done_on: date | None


def content_of(interview: Interview) -> Content:
    """What was said and noted, in clear."""
    if not interview.content:
        return Content()
    known = json.loads(decrypt(interview.content))
    changes = tuple(Change(at, by, why, tuple(fields)) for at, by, why, fields in known.pop("changes", ()))
    return Content(**known, changes=changes)


def sealed(content: Content) -> str:
    """The content as it is stored; empty where there is none."""
    return encrypt(json.dumps(content._asdict(), ensure_ascii=False)) if any(content) else ""


def with_change(content: Content, actor: Actor, why: str, fields: Iterable[str] = ()) -> Content:
    """The content with why it was changed, if somebody said so."""
    if not why.strip():
        return content
    change = Change(clock.now().isoformat(timespec="seconds"), actor.label, why.strip(), tuple(fields))
    return content._replace(changes=(*content.changes, change))


def steps_of(interview: Interview) -> list[Step]:
    """What was agreed, the soonest first."""
    return [step_of(step) for step in interview.steps.all()]


def step_of(step: AgreedStep) -> Step:
    """Something agreed, in clear."""
    return Step(step.pk, decrypt(step.content) if step.content else "", step.due_on, step.done_on)
