"""What belongs to an interview that was held: who was there, topics, needs, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.encryption import encrypt
from ankunft.foundation.kernel.errors import Refused

from .. import people
from ..content import steps_of
from ..models import AgreedStep, Evidence, Interview, Invitation, Need, Participant, Reminder, Topic
from ..values import HeldEntry, StepEntry


def write_parts(interview: Interview, entry: HeldEntry, there: Sequence[Participant]) -> None:
    """Store who was `there`, and what was talked about, found and agreed."""
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
