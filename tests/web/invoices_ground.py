"""Invoices for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from datetime import date

from ankunft.domain.settlement.models import Invoice, InvoiceBooking, InvoiceCancellation, Run
from ankunft.domain.settlement.models.invoices import BookingKind
from ankunft.domain.settlement.services import run_approve, run_calculate, run_check, run_send_back
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import Month
from tests.domain.settlement.making import office
from tests.web.permission_ground import APPROVED_MONTH, FILE_MONTH, FOREIGN, OWN, RELEASED_MONTH, Data

# Beyond every number that a sequence reaches.
PROPOSED = 9_000_601
OPEN = {"invoice": f"R-{RELEASED_MONTH}-{OWN}"}
CANCELLED = {"invoice": f"R-{FILE_MONTH}-{OWN}"}
REASON: Data = {"reason": "Demo"}
TERMS: Data = {"valid_from": "01.01.2027", "first_after": "10", "second_after": "20"}


def foreign(number: object) -> str:
    """The number of the same invoice, of the foreign municipality."""
    return str(number).replace(str(OWN), str(FOREIGN))


def prepare() -> None:
    """Of both municipalities an invoice that is overdue and one that is cancelled; the overdue foreign one may be."""
    for bfs_number in (OWN, FOREIGN):
        place = Municipality.objects.get(bfs_number=bfs_number)
        _invoice(RELEASED_MONTH, place)
        given_up = _invoice(FILE_MONTH, place)
        InvoiceBooking.objects.create(
            invoice=given_up,
            kind=BookingKind.CANCELLATION,
            amount=given_up.amount,
            booked_on=date(2024, 5, 1),
            made_at=clock.now(),
            made_by="Demo",
        )
        Invoice.objects.filter(pk=given_up.pk).update(state="cancelled", open=0)
    waiting = Invoice.objects.get(number=foreign(OPEN["invoice"]))
    InvoiceCancellation.objects.create(
        pk=PROPOSED, state="proposed", invoice=waiting, reason="Demo", proposed_on=date(2024, 12, 1)
    )
    _approve_anew()


def _approve_anew() -> None:
    """The approved run knows of the open invoices: it can be released."""
    people = office()
    run_send_back(run=Run.objects.get(payment_month=APPROVED_MONTH), actor=people.approver, reason="Demo")
    run = run_calculate(month=Month.parse(APPROVED_MONTH), actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)


def _invoice(month: str, place: Municipality) -> Invoice:
    return Invoice.objects.create(
        run=Run.objects.get(payment_month=month),
        payee=place,
        state="open",
        number=f"R-{month}-{place.bfs_number}",
        reference=f"RF00{month.replace('-', '')}{place.bfs_number}",
        amount=100_00,
        open=100_00,
        issued_on=date(2024, 9, 30),
        due_on=date(2024, 10, 30),
        iban="CH5481230000001998736",
        name="Demo",
        postcode="4509",
        town="Demo",
        debtor_name="Demo",
        debtor_postcode="4500",
        debtor_town="Demo",
    )
