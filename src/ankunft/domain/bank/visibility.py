"""Who sees what the bank says: the canton, nobody else."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import permissions
from .models import BankEntry, BankStatement, EntryUse, StatusReport, StatusWord

Row = TypeVar("Row", BankStatement, BankEntry, EntryUse, StatusReport, StatusWord)


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_visible(BankStatement, lambda actor: _seen(actor, BankStatement.objects.all()))
    policy.register_visible(BankEntry, lambda actor: _seen(actor, BankEntry.objects.all()))
    policy.register_visible(EntryUse, lambda actor: _seen(actor, EntryUse.objects.all()))
    policy.register_visible(StatusReport, lambda actor: _seen(actor, StatusReport.objects.all()))
    policy.register_visible(StatusWord, lambda actor: _seen(actor, StatusWord.objects.all()))


def _seen(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if policy.can(actor, permissions.SEE_BANK) else rows.none()
