"""Invented payment runs over the invented reports: released up to March 2026, then two corrections and a draft."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ankunft.domain.demo_people import APPROVER, COORDINATION, FINANCE, demo_actor
from ankunft.domain.reporting.demo import load_corrections
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month

from .models import Run
from .services import run_approve, run_calculate, run_check, run_release

RELEASED = (Month(2024, 3), Month(2024, 9), Month(2025, 3), Month(2025, 9), Month(2026, 3))
DRAFT = Month(2026, 9)
CORRECTED_ON = date(2026, 5, 4)


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Calculate and release the runs on days on which it could have happened; nothing if there are runs already.

    The people of the demonstration do it: their accounts must be there.
    """
    if Run.objects.exists():
        return
    for month in RELEASED:
        run = _calculate(month)
        with clock.moved_to(date(month.year, month.month, 16)):
            run_check(run=run, actor=demo_actor(FINANCE))
        with clock.moved_to(date(month.year, month.month, 19)):
            run_approve(run=run, actor=demo_actor(APPROVER))
        with clock.moved_to(date(month.year, month.month, 24)):
            run_release(run=run, actor=demo_actor(APPROVER))
    with clock.moved_to(CORRECTED_ON):
        load_corrections()
    _calculate(DRAFT)


def _calculate(month: Month) -> Run:
    with clock.moved_to(date(month.year, month.month, 12)):
        return run_calculate(month=month, actor=demo_actor(COORDINATION))
