"""What people see of payments and of the canton's own account."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState

from ..models import Invoice, PayeeBalance, PayerAccount, Payment, PaymentFile, Run
from ..rules import next_bank_day, pay_on


def payer_on(day: date) -> PayerAccount | None:
    """The confirmed account from which the canton pays on that day."""
    return (
        PayerAccount.objects.filter(state=ProposalState.CONFIRMED, valid_from__lte=day).order_by("-valid_from").first()
    )


def paid_on(run: Run | None, day: date) -> date:
    """When the bank is to pay what is written to a file on that day: a run in its month, an order at once."""
    return pay_on(run.month, day) if run else next_bank_day(day)


def payer_of(run: Run | None) -> PayerAccount | None:
    """The account that pays the run (or an order) if its file is written today: that of the day on which it is paid."""
    return payer_on(paid_on(run, clock.today()))


def payer_accounts(actor: Actor) -> QuerySet[PayerAccount]:
    """Every account that was ever proposed, latest first."""
    return visible_to(actor, PayerAccount).order_by("-valid_from", "-pk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whether a run still lacks its payment file, or its invoices."""

    payments: bool
    invoices: bool


def papers_waiting(run: Run) -> Waiting:
    """What a run pays or asks that is in no payment file or invoice yet."""
    owed = PayeeBalance.objects.filter(run=run)
    return Waiting(
        payments=owed.filter(payment__gt=0).exists() and not PaymentFile.objects.filter(run=run).exists(),
        invoices=owed.filter(invoice__gt=0).exists() and not Invoice.objects.filter(run=run).exists(),
    )


def payment_files_of(run: Run) -> list[PaymentFile]:
    """The files that told the bank of this run: what it pays, then what is paid again."""
    return list(PaymentFile.objects.filter(run=run).order_by("number"))


def payment_file_for(run: Run, number: int = 1) -> bytes:
    """A file of the run as it went to the bank, byte for byte: the first one, unless another is asked for.

    Refused if there is none yet, or if it is not the one whose digest the trail has.
    """
    files = payment_files_of(run)
    file = next((one for one in files if one.number == number), None)
    if file is None and files:
        raise Refused(
            _("Der Lauf %(month)s hat keine Zahlungsdatei Nummer %(number)s, nur bis Nummer %(last)s.")
            % {"month": run.reference, "number": number, "last": files[-1].number}
        )
    if file is None:
        raise Refused(
            _(
                "Der Lauf %(month)s hat keine Zahlungsdatei. Sie entsteht, wenn er freigegeben ist, etwas auszahlt "
                "und das Konto des Kantons bestätigt ist."
            )
            % {"month": run.reference}
        )
    return file_content(file)


def file_content(file: PaymentFile) -> bytes:
    """The file as it went to the bank, byte for byte. Refused if it is not the one whose digest was kept."""
    content = file.content.encode()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Refused(
            _("Die Zahlungsdatei %(reference)s ist nicht mehr die, die erstellt wurde: Die Prüfsumme stimmt nicht.")
            % {"reference": file.reference}
        )
    return content


def payments_of(run: Run) -> QuerySet[Payment]:
    """The payments of a run, payee with them; what is paid again stands after what came back."""
    return Payment.objects.filter(run=run).select_related("payee").order_by("payee__bfs_number", "number")


def payments_of_order(origin: str) -> QuerySet[Payment]:
    """The payments of an order of another room (`P-3/1`), files without content; the last one is in force."""
    return payments_of_orders([origin])


def payments_of_orders(origins: Collection[str]) -> QuerySet[Payment]:
    """The payments of several such orders, those of each in their order."""
    rows = Payment.objects.filter(run=None, origin__in=origins).select_related("payee", "file")
    return rows.defer("file__content").order_by("number")


def invoices_of(run: Run) -> QuerySet[Invoice]:
    """The invoices of a run, payee with them."""
    return Invoice.objects.filter(run=run).select_related("payee").order_by("payee__bfs_number")
