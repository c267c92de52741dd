"""What the trail and the file keep of a change: the trail no personal content, the file all of it, to be deleted."""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.encryption import encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import Person, PersonChange
from ..rules import MASKED

PERSON = "arrivals.person"
SAMPLE = "arrivals.sample"


Text = str | Promise


def told(actor: Actor, reference: str, action: str, summary: Text, **after: Any) -> None:
    """Leave the event: the reference, and of a change which fields; never what they hold (decision 0045)."""
    record(actor, Entry(action, PERSON, reference, summary, after=after or None))


def kept(actor: Actor, person: Person, changed: dict[str, tuple[Any, Any]], reason: str) -> None:
    """Keep what the fields held before and hold now, encrypted, where it goes with the person."""
    change_of(actor, person, changed, reason).save(force_insert=True)


def change_of(actor: Actor, person: Person, changed: dict[str, tuple[Any, Any]], reason: str) -> PersonChange:
    """The record of a change, not stored yet.

    Of an AHV number only that there was one: nobody is shown more, and a number that is taken away must be gone.
    """
    plain = {name: [_plain(name, before), _plain(name, after)] for name, (before, after) in changed.items()}
    return PersonChange(
        person=person,
        municipality_id=person.municipality_id,
        at=clock.now(),
        actor_id=actor.account_id,
        actor_label=actor.label,
        content=encrypt(json.dumps({"changed": plain, "reason": reason}, ensure_ascii=False)),
    )


def _plain(name: str, value: Any) -> Any:
    if name == "ahv_number":
        return MASKED if value else ""
    if hasattr(value, "_asdict"):
        return {field: _plain(field, one) for field, one in value._asdict().items()}
    if isinstance(value, tuple):
        return " ".join(value)
    return value if value is None or isinstance(value, str | int | bool | dict) else value.isoformat()
