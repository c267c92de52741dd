"""Who reads the trail as a whole. The history of one record is shown beside it, to whoever sees the record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import AUDITOR
from ankunft.foundation.access import policy
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.audit.models import Event, ReadEvent
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.models import Step

SEE_TRAIL = "audit.trail.see"
SEE_READS = "audit.reads.see"
VERIFY = "audit.trail.verify"
ROOMS = ("territory", "reporting", "settlement", "supervision", "access", "audit", "retention")
"""Money and configuration: what the trail tells of these rooms is shown. What it tells of persons is not."""

_REFUSAL = _("Die Spur als Ganzes liest die Revision.")

RULES = (
    Rule(
        SEE_TRAIL,
        _("Die Spur als Ganzes lesen"),
        refusal=_REFUSAL,
        everywhere=frozenset({AUDITOR}),
        operator=True,
        proviso=_("Den Verlauf eines einzelnen Datensatzes sieht, wer den Datensatz sieht."),
    ),
    Rule(
        VERIFY,
        _("Die Spur prüfen und ihren Kopf hinterlegen"),
        refusal=_REFUSAL,
        everywhere=frozenset({AUDITOR}),
        operator=True,
    ),
    Rule(
        SEE_READS,
        _("Das Leseprotokoll als Ganzes lesen"),
        refusal=_REFUSAL,
        everywhere=frozenset({AUDITOR}),
        operator=True,
        source="InfoDG",
    ),
)


def register() -> None:
    """Called once when the application starts."""
    policy.register(RULES)
    policy.register_visible(Event, lambda actor: _whole(Event, SEE_TRAIL)(actor).filter(in_rooms(ROOMS)))
    for model, action in ((Step, SEE_TRAIL), (ReadEvent, SEE_READS)):
        policy.register_visible(model, _whole(model, action))


def in_rooms(rooms: Iterable[str]) -> Q:
    """The condition that an event tells of a record of one of these rooms."""
    return reduce(or_, (Q(object_type__startswith=f"{room}.") for room in rooms))


def _whole(model: type[Model], action: str) -> policy.Visible:
    """All records of the model for whoever may take the action, else none."""

    def visible(actor: Actor) -> QuerySet[Model]:
        records = model._default_manager.all()
        return records if policy.can(actor, action) else records.none()

    return visible
