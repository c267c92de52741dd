"""Invented payment runs over the invented reports: released up to March 2026, then what changed since, and a draft."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ankunft.domain.demo_people import APPROVER, COORDINATION, FINANCE, demo_actor
from ankunft.domain.reporting.demo import load_corrections
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month

from .explanations import RECLAIM_REFERENCE
from .models import BOOKED, CLAIM, BookingKind, Contribution, Invoice, Run
from .services import (
    booking_rule_add,
    credit_confirm,
    credit_propose,
    payer_confirm,
    payer_propose,
    reclaim_decide,
    reclaim_propose,
    run_approve,
    run_calculate,
    run_check,
    run_release,
)
from .services.holders import Holder
from .services.invoice_bookings import book
from .services.ledger import take_turn

RELEASED = (Month(2024, 3), Month(2024, 9), Month(2025, 3), Month(2025, 9), Month(2026, 3))
DRAFT = Month(2026, 9)
CORRECTED_ON = date(2026, 5, 4)
CREDIT_YEARS, CREDIT = (2024, 2025, 2026), 900_000_00
RECLAIMED_FROM = 2513
# What is taken back from these is more than they get in March 2026: the rest is invoiced. One of them pays a part.
OWING = {2408: 9_000_00, 2445: 4_500_00}
OWED_ON, PAID_ON, PART_PAID = date(2026, 2, 16), date(2026, 4, 15), 1_500_00
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
    _credits()
    _accounts()
    for month in RELEASED:
        if month == RELEASED[-1]:
            _owed()
        run = _calculate(month)
        with clock.moved_to(date(month.year, month.month, 16)):
            run_check(run=run, actor=demo_actor(FINANCE))
        with clock.moved_to(date(month.year, month.month, 19)):
            run_approve(run=run, actor=demo_actor(APPROVER))
        with clock.moved_to(date(month.year, month.month, 24)):
            run_release(run=run, actor=demo_actor(APPROVER))
    with clock.moved_to(CORRECTED_ON):
        load_corrections()
        _reclaim()
    _part_paid()
    _calculate(DRAFT)


def _payer() -> None:
    """An invented account of the canton, proposed by one and confirmed by another."""
    with clock.moved_to(PAYER_SINCE):
        account = payer_propose(holder=PAYER, valid_from=PAYER_SINCE, actor=demo_actor(FINANCE), is_demo=True)
        payer_confirm(account=account, actor=demo_actor(APPROVER))


def _credits() -> None:
    """An invented credit of each year, proposed by one and confirmed by another."""
    for year in CREDIT_YEARS:
        with clock.moved_to(date(year, 1, 4)):
            credit = credit_propose(
                year=year,
                amount=CREDIT,
                decision=f"Demo-Beschluss {year - 1}/2057",
                decided_on=date(year - 1, 12, 11),
                actor=demo_actor(FINANCE),
                is_demo=True,
            )
            credit_confirm(credit=credit, actor=demo_actor(APPROVER))


def _accounts() -> None:
    """Invented accounts of the canton's books."""
    with clock.moved_to(PAYER_SINCE):
        for number, (booked, _label) in enumerate(BOOKED, start=1):
            booking_rule_add(
                contribution=booked,
                valid_from=date(2024, 1, 1),
                debit_account="1011.90" if booked == CLAIM else f"3632.{number:02}",
                credit_account="1002.10",
                cost_centre="Demo-4711",
                fund="Demo-KIP3",
                actor=demo_actor(FINANCE),
                is_demo=True,
            )


def _owed() -> None:
    """Reclaims that are more than what is paid with the next run."""
    with clock.moved_to(OWED_ON):
        for place in Municipality.objects.filter(bfs_number__in=OWING).order_by("bfs_number"):
            reclaim = reclaim_propose(
                municipality=place,
                amount=OWING[place.bfs_number],
                reason="Für mehrere Jahre fehlen die Nachweise der abgerechneten Gespräche.",
                paragraph=RECLAIM_REFERENCE,
                origin="Demo-Standortgespräch vom 09.02.2026",
                actor=demo_actor(COORDINATION),
                is_demo=True,
            )
            reclaim_decide(reclaim=reclaim, actor=demo_actor(APPROVER))


def _part_paid() -> None:
    """One of them pays a part of its invoice in time."""
    invoice = Invoice.objects.order_by("number").first()
    if invoice is not None and invoice.open > PART_PAID:
        with clock.moved_to(PAID_ON):
            take_turn()
            book(
                invoice=invoice,
                kind=BookingKind.RECEIPT,
                amount=PART_PAID,
                booked_on=PAID_ON,
                actor=demo_actor(FINANCE),
            )


def _reclaim() -> None:
    """What a site talk found: proposed by the coordination office, decided by another person (KS 4.7)."""
    place = Municipality.objects.get(bfs_number=RECLAIMED_FROM)
    reclaim = reclaim_propose(
        municipality=place,
        amount=400_00,
        period="2025-H2",
        contribution=Contribution.FIRST_INFORMATION_INTERVIEW,
        reason="Zu zwei abgerechneten Erstinformationsgesprächen gibt es keinen Nachweis.",
        paragraph=RECLAIM_REFERENCE,
        origin="Demo-Standortgespräch vom 28.04.2026",
        actor=demo_actor(COORDINATION),
        is_demo=True,
    )
    reclaim_decide(reclaim=reclaim, actor=demo_actor(APPROVER))


def _calculate(month: Month) -> Run:
    with clock.moved_to(date(month.year, month.month, 12)):
        return run_calculate(month=month, actor=demo_actor(COORDINATION))
