"""How long interviews are kept of which nobody knows with whom they were: those from a table without arrivals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from ankunft.foundation.audit.services import record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention import registry
from ankunft.foundation.retention.registry import RecordClass

from .forgetting import empty
from .models import Interview, Participant
from .services.trail import event

CODE = "interviews.unnamed"
DEFAULT_MONTHS = 120
"""As long as persons (`arrivals.person`), whose interviews go with them: a proposal, not a paragraph."""


def due(limit: date, owner: str) -> QuerySet[Interview]:
    """Interviews without recorded persons, held (or else recorded) on or before that day and not empty yet."""
    after = datetime.combine(limit + timedelta(days=1), time.min, clock.ZURICH)
    old = Interview.objects.filter(Q(held_on__lte=limit) | Q(held_on=None, recorded_at__lt=after), forgotten_at=None)
    return old.filter(~Exists(Participant.objects.filter(interview=OuterRef("pk"))))


def carry_out(keys: Collection[str], actor: Actor) -> None:
    """Empty these interviews, in the caller's transaction: left is that there was one, and whether it counted."""
    found = dict(due(clock.today(), "").filter(reference__in=list(keys)).values_list("pk", "reference"))
    empty(list(found), actor)
    summary = gettext_lazy("Gespräch ohne erfasste Personen nach Ablauf der Aufbewahrungsfrist geleert.")
    record_many(actor, [event(reference, "forget", summary) for reference in sorted(found.values())])


def register() -> None:
    """Called once when the application starts."""
    registry.register(
        RecordClass(
            code=CODE,
            label=gettext_lazy("Gespräche ohne erfasste Personen"),
            begins=gettext_lazy("Am Tag des Gesprächs; danach bleiben Art, Tag, Gemeinde und ob es zählte."),
            source=gettext_lazy(
                "Kein Paragraf bekannt; Vorschlag, der mit dem Staatsarchiv festzulegen ist (ArchivVO, BGS 122.511)."
            ),
            default_months=DEFAULT_MONTHS,
            is_evidence=True,
            action=registry.ANONYMISE,
            key="reference",
            due=due,
            carry_out=carry_out,
        )
    )
