"""Who sees which sheets: those of the municipalities that the rules let them see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from ankunft.domain.territory import selectors as territory
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access import policy
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import permissions
from .models import AnswerSheet, SheetSection, Wording


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_owner(
        AnswerSheet,
        lambda sheet: frozenset({organisation_code(sheet.municipality.bfs_number)}),
        owned=lambda organisations: _of(territory.owned_by(organisations)),
        entrusted=lambda organisations: _of(territory.entrusted_to(organisations, clock.today())),
    )
    policy.register_visible(AnswerSheet, _sheets)
    policy.register_visible(SheetSection, _sections)
    policy.register_visible(Wording, _wordings)


def _of(municipalities: Iterable[int]) -> Iterable[int]:
    return AnswerSheet.objects.filter(municipality__in=set(municipalities)).values_list("pk", flat=True)


def _sheets(actor: Actor) -> QuerySet[AnswerSheet]:
    return policy.reach(actor, permissions.SEE, Municipality).within(AnswerSheet.objects.all(), "municipality")


def _sections(actor: Actor) -> QuerySet[SheetSection]:
    return policy.reach(actor, permissions.SEE, Municipality).within(SheetSection.objects.all(), "sheet__municipality")


def _wordings(actor: Actor) -> QuerySet[Wording]:
    """What is asked is no secret to whoever has to do with it."""
    return Wording.objects.all() if policy.can(actor, permissions.SEE) else Wording.objects.none()
