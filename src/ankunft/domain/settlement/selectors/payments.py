"""What people see of payments and of the canton's own account."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor

from ..models import PayerAccount, PayerState, Payment, PaymentFile, Run


def payer_on(day: date) -> PayerAccount | None:
    """The confirmed account from which the canton pays on that day."""
    return PayerAccount.objects.filter(state=PayerState.CONFIRMED, valid_from__lte=day).order_by("-valid_from").first()


def payer_accounts(actor: Actor) -> QuerySet[PayerAccount]:
    """Every account that was ever proposed, latest first."""
    return visible_to(actor, PayerAccount).order_by("-valid_from", "-pk")


def payment_file_of(run: Run) -> PaymentFile | None:
    """The file that told the bank of this run."""
    return PaymentFile.objects.filter(run=run).first()


def payments_of(run: Run) -> QuerySet[Payment]:
    """The payments of a run, payee with them."""
    return Payment.objects.filter(run=run).select_related("payee").order_by("payee__bfs_number")
