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
from .services import payer_confirm, payer_propose, run_approve, run_calculate, run_check, run_release
from .services.holders import Holder

RELEASED = (Month(2024, 3), Month(2024, 9), Month(2025, 3), Month(2025, 9), Month(2026, 3))
DRAFT = Month(2026, 9)
CORRECTED_ON = date(2026, 5, 4)
PAYER_SINCE = date(2024, 1, 3)
# The institute number belongs to no bank: nothing is ever paid from there.
PAYER = Holder("CH4299999000000000001", "Demo-Kanton Solothurn", "Demostrasse", "1", "4509", "Solothurn")


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Calculate and release the runs on days on which it could have happened; nothing if there are runs already.

    The people of the demonstration do it: their accounts must be there.
    """
    if Run.objects.exists():
        return
    _payer()
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


def _payer() -> None:
    """An invented account of the canton, proposed by one and confirmed by another."""
    with clock.moved_to(PAYER_SINCE):
        account = payer_propose(holder=PAYER, valid_from=PAYER_SINCE, actor=demo_actor(FINANCE), is_demo=True)
        payer_confirm(account=account, actor=demo_actor(APPROVER))


def _calculate(month: Month) -> Run:
    with clock.moved_to(date(month.year, month.month, 12)):
        return run_calculate(month=month, actor=demo_actor(COORDINATION))
