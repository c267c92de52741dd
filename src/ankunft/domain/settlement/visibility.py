"""Who sees what of the settlement: the canton every run, a municipality what was released for it or to it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import (
    booking_permissions,
    credit_permissions,
    invoice_permissions,
    outcome_permissions,
    permissions,
    ruling_permissions,
)
from .models import (
    BookingRule,
    Credit,
    Invoice,
    InvoiceBooking,
    InvoiceCancellation,
    InvoiceReminder,
    Line,
    PayeeBalance,
    PayerAccount,
    Payment,
    PaymentExecution,
    PaymentFile,
    PaymentReturn,
    Reclaim,
    ReclaimObjection,
    Refusal,
    RefusalObjection,
    ReminderTerms,
    ReturnDecision,
    Run,
    RunStatement,
    Withheld,
    YearEnd,
)
from .states import RELEASED

Row = TypeVar("Row", bound=Model)


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register(ruling_permissions.RULES)
    policy.register(credit_permissions.RULES)
    policy.register(booking_permissions.RULES)
    policy.register(outcome_permissions.RULES)
    policy.register(invoice_permissions.RULES)
    policy.register_visible(BookingRule, _booking_rules)
    policy.register_visible(Credit, lambda actor: _of_credits(actor, Credit.objects.all()))
    policy.register_visible(YearEnd, lambda actor: _of_credits(actor, YearEnd.objects.all()))
    policy.register_visible(Run, _runs)
    policy.register_visible(RunStatement, lambda actor: _of_payments(actor, RunStatement.objects.all()))
    policy.register_visible(Line, _lines)
    policy.register_visible(Withheld, _withheld)
    policy.register_visible(PayeeBalance, _balances)
    policy.register_visible(Invoice, _invoices)
    policy.register_visible(InvoiceBooking, lambda actor: InvoiceBooking.objects.filter(invoice__in=_invoices(actor)))
    policy.register_visible(InvoiceReminder, lambda actor: InvoiceReminder.objects.filter(invoice__in=_invoices(actor)))
    policy.register_visible(InvoiceCancellation, lambda actor: _of_payments(actor, InvoiceCancellation.objects.all()))
    policy.register_visible(ReminderTerms, lambda actor: _of_payments(actor, ReminderTerms.objects.all()))
    policy.register_visible(Payment, lambda actor: _of_payments(actor, Payment.objects.all()))
    policy.register_visible(PaymentFile, lambda actor: _of_payments(actor, PaymentFile.objects.all()))
    policy.register_visible(PaymentExecution, lambda actor: _of_payments(actor, PaymentExecution.objects.all()))
    policy.register_visible(PaymentReturn, lambda actor: _of_payments(actor, PaymentReturn.objects.all()))
    policy.register_visible(ReturnDecision, lambda actor: _of_payments(actor, ReturnDecision.objects.all()))
    policy.register_visible(PayerAccount, lambda actor: _of_payments(actor, PayerAccount.objects.all()))
    policy.register_visible(Reclaim, lambda actor: _rulings(actor, Reclaim.objects.all()))
    policy.register_visible(Refusal, lambda actor: _rulings(actor, Refusal.objects.all()))
    policy.register_visible(ReclaimObjection, lambda actor: _rulings(actor, ReclaimObjection.objects.all(), "ruling__"))
    policy.register_visible(RefusalObjection, lambda actor: _rulings(actor, RefusalObjection.objects.all(), "ruling__"))


def _rulings(actor: Actor, rows: QuerySet[Row], path: str = "") -> QuerySet[Row]:
    """A municipality sees what was decided about it, not what is only proposed; whoever owes a reclaim sees it too."""
    seen = policy.reach(actor, ruling_permissions.SEE_RULINGS, Municipality)
    if seen.everything:
        return rows
    theirs = Q(**{f"{path}municipality__in": seen.ids})
    if rows.model in (Reclaim, ReclaimObjection):
        theirs |= Q(**{f"{path}payee__in": seen.ids})
    return rows.filter(theirs, **{f"{path}decided_on__isnull": False})


def _booking_rules(actor: Actor) -> QuerySet[BookingRule]:
    rows = BookingRule.objects.all()
    return rows if policy.can(actor, booking_permissions.SEE_BOOKINGS) else rows.none()


def _of_credits(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if policy.can(actor, credit_permissions.SEE_CREDITS) else rows.none()


def _of_payments(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if policy.can(actor, permissions.SEE_PAYMENTS) else rows.none()


def _runs(actor: Actor) -> QuerySet[Run]:
    return Run.objects.all() if policy.can(actor, permissions.SEE_RUNS) else Run.objects.none()


def _lines(actor: Actor) -> QuerySet[Line]:
    """Besides what concerns the municipality itself, what it receives for the members of its association."""
    seen = policy.reach(actor, permissions.SEE_CONTRIBUTIONS, Municipality)
    if seen.everything:
        return Line.objects.all()
    theirs = Q(municipality__in=seen.ids) | Q(payee__in=seen.ids)
    return Line.objects.filter(theirs, run__state=RELEASED)


def _withheld(actor: Actor) -> QuerySet[Withheld]:
    seen = policy.reach(actor, permissions.SEE_CONTRIBUTIONS, Municipality)
    rows = Withheld.objects.all() if seen.everything else Withheld.objects.filter(run__state=RELEASED)
    return seen.within(rows, "municipality")


def _balances(actor: Actor) -> QuerySet[PayeeBalance]:
    seen = policy.reach(actor, permissions.SEE_CONTRIBUTIONS, Municipality)
    rows = PayeeBalance.objects.all() if seen.everything else PayeeBalance.objects.filter(run__state=RELEASED)
    return seen.within(rows, "municipality")


def _invoices(actor: Actor) -> QuerySet[Invoice]:
    """There are invoices of released runs only."""
    return policy.reach(actor, invoice_permissions.SEE_INVOICES, Municipality).within(Invoice.objects.all(), "payee")
