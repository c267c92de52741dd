"""What people see of invoices: which are overdue, of which it is time to remind, and how they were settled (KS 4.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.selectors import taken_by

from ..cancellation_states import CANCELLATION, PROPOSE
from ..models import (
    OWED,
    BookingKind,
    Invoice,
    InvoiceBooking,
    InvoiceCancellation,
    InvoiceReminder,
    Line,
    ReminderTerms,
)
from ..reminder_rules import OUR_TERMS, DueReminder, Owed, Terms, invoices_to_remind
from .runs import lines_of

OVERDUE, OPEN, SETTLED = 0, 1, 2
"""What comes first in a list: `rank` of an invoice."""


@dataclass(frozen=True, slots=True)
class OwedStanding:
    """How many invoices are open and overdue, and how much of them. Rappen."""

    open_count: int
    open: int
    overdue_count: int
    overdue: int


def invoices_for(actor: Actor) -> QuerySet[Invoice]:
    """The invoices that the actor sees, payee and run with them; `rank`, and what was paid, netted and given up."""
    rank = Case(
        When(is_overdue_on(clock.today()), then=Value(OVERDUE)),
        When(state__in=OWED, then=Value(OPEN)),
        default=Value(SETTLED),
        output_field=IntegerField(),
    )
    booked = InvoiceBooking.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")

    def sum_of(kind: BookingKind) -> Coalesce:
        return Coalesce(Subquery(booked.filter(kind=kind).annotate(sum=Sum("amount")).values("sum")), 0)

    return (
        visible_to(actor, Invoice)
        .select_related("payee", "run")
        .annotate(
            rank=rank,
            received=sum_of(BookingKind.RECEIPT),
            netted=sum_of(BookingKind.NETTING),
            given_up=sum_of(BookingKind.CANCELLATION),
        )
    )


def is_overdue_on(day: date) -> Q:
    """The condition that something is open and its term has passed (KS 4.7)."""
    return Q(state__in=OWED, due_on__lt=day)


def owed_standing(invoices: QuerySet[Invoice]) -> OwedStanding:
    """What is open and overdue today among these invoices."""
    overdue = is_overdue_on(clock.today())
    found = invoices.order_by().aggregate(
        open_count=Count("pk", filter=Q(state__in=OWED)),
        open_sum=Sum("open", default=0),
        overdue_count=Count("pk", filter=overdue),
        overdue_sum=Sum("open", filter=overdue, default=0),
    )
    return OwedStanding(found["open_count"], int(found["open_sum"]), found["overdue_count"], int(found["overdue_sum"]))


def reminder_terms_on(day: date) -> Terms:
    """The days of grace in force: those that the canton has entered, else ours."""
    entered = ReminderTerms.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return Terms(entered.first_after, entered.second_after) if entered else OUR_TERMS


def owed_of(invoice: Invoice, reminded_on: Iterable[date] | None = None) -> Owed:
    """The invoice as the rules of reminders see it."""
    if reminded_on is None:
        reminded_on = invoice.reminders.order_by("level").values_list("reminded_on", flat=True)
    return Owed(invoice.number, invoice.open, invoice.due_on, tuple(reminded_on))


def reminders_due(day: date) -> list[tuple[Invoice, DueReminder]]:
    """The invoices of which it is time to remind, oldest first; those that may be given up are left out."""
    waiting = InvoiceCancellation.objects.filter(invoice=OuterRef("pk"), state=ProposalState.PROPOSED)
    overdue = Invoice.objects.filter(is_overdue_on(day)).exclude(Exists(waiting))
    invoices = {one.number: one for one in overdue.select_related("payee", "run").order_by("due_on", "number")}
    reminded: dict[int, list[date]] = {}
    rows = InvoiceReminder.objects.filter(invoice__in=overdue).order_by("level")
    for invoice, reminded_on in rows.values_list("invoice_id", "reminded_on"):
        reminded.setdefault(invoice, []).append(reminded_on)
    owed = [owed_of(one, reminded.get(one.pk, ())) for one in invoices.values()]
    return [(invoices[due.number], due) for due in invoices_to_remind(owed, reminder_terms_on(day), day)]


def is_being_cancelled(invoice: Invoice) -> bool:
    """Whether somebody has proposed to give it up, and nobody has decided."""
    return InvoiceCancellation.objects.filter(invoice=invoice, state=ProposalState.PROPOSED).exists()


def cancellations_waiting(actor: Actor) -> list[InvoiceCancellation]:
    """Proposed cancellations that others made: for whoever may confirm them."""
    own = taken_by(CANCELLATION.object_type, PROPOSE, actor.account_id)
    proposed = visible_to(actor, InvoiceCancellation).filter(state=ProposalState.PROPOSED)
    waiting = proposed.select_related("invoice__payee").order_by("pk")
    return [one for one in waiting if str(one.pk) not in own]


def lines_behind(invoice: Invoice) -> list[Line]:
    """What the run of the invoice granted to its payee and took back from it."""
    return list(lines_of(invoice.run).filter(payee=invoice.payee_id))
