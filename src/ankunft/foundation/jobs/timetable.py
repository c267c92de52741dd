"""When rare chores are due: remembered in the database, so that neither a start nor a second worker changes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from ankunft.foundation.kernel import clock

from . import chores
from .chores import Chore
from .models import ChoreTurn

AGAIN_AFTER = timedelta(hours=1)
"""When a chore is tried again that failed, or whose worker was lost over it; rarer than that is none."""


def do_due() -> list[str]:
    """Do every rare chore whose time has come, one after the other; the codes of those that went well.

    Of several workers one alone takes a chore. What has never been done is due at once.
    """
    rare = [chore for chore in chores.all_chores() if chore.is_rare]
    remembered = set(ChoreTurn.objects.values_list("code", flat=True))
    if new := [chore.code for chore in rare if chore.code not in remembered]:
        at = clock.machine_now()
        ChoreTurn.objects.bulk_create([ChoreTurn(code=code, due_at=at) for code in new], ignore_conflicts=True)
    return [chore.code for chore in rare if _do(chore)]


def _do(chore: Chore) -> bool:
    begun = clock.machine_now()
    every = timedelta(seconds=chore.every)
    taken_until = begun + min(every, AGAIN_AFTER)
    due = _due(chore.code, begun, every)
    # Asked before, so that in most cases nothing is written and nobody has to wait for it.
    if not due.exists() or not due.update(due_at=taken_until):
        return False
    done = chores.attempt(chore.do)
    if done:
        # Who took longer than that has lost its turn to another one, whose time then holds.
        ChoreTurn.objects.filter(code=chore.code, due_at=taken_until).update(due_at=begun + every)
    return done


def _due(code: str, now: datetime, every: timedelta) -> QuerySet[ChoreTurn]:
    """The turn, if it has come: also where it lies further ahead than it can (the machine's clock was wrong).

    By how much clocks differ, and who looked a moment before another one took the turn, makes no difference.
    """
    too_far = now + every + AGAIN_AFTER
    return ChoreTurn.objects.filter(Q(due_at__lte=now) | Q(due_at__gt=too_far), code=code)
