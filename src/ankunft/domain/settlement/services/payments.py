"""What a released run pays: to which accounts, and the file that tells the bank."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.documents.iso20022 import pain001, schemas
from ankunft.foundation.documents.iso20022.pain001 import Order, Transfer
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import START_INTEGRATION, Invoice, PayeeBalance, Payment, PaymentFile, Run
from ..permissions import MAKE_FILE
from ..rules import accounts_day, half_year_paid, numbered, reference_of
from ..selectors.payments import paid_on, papers_waiting, payer_of
from ..states import RELEASED
from .holders import Holder, listed
from .invoices import invoices_make
from .ledger import take_turn

BATCH = 500


def payments_plan(run: Run) -> None:
    """What an approval looks at: every payment with the account and address of today's knowledge.

    It is that of the day on which the bank pays if the run is released today.

    A payee without an account is passed over: that stops the release, not the approval.
    """
    payments_drop(run)
    _create(run, _accounts(run, _amounts(run)))


def payments_drop(run: Run) -> None:
    """The run goes back to the draft: nothing is planned any more."""
    Payment.objects.filter(run=run)._raw_delete(using=Payment.objects.db)


def payments_fix(run: Run) -> None:
    """At the release: what was approved is what is paid.

    Refused if a payee has no account, or another one than on the day of the approval.
    """
    amounts = _amounts(run)
    accounts = _accounts(run, amounts)
    _require_accounts(run)
    planned = {payment.payee_id: Holder.of(payment) for payment in Payment.objects.filter(run=run)}
    changed = [payee for payee, holder in planned.items() if holder != accounts[payee]]
    if changed:
        raise Refused(
            _(
                "Nicht freigegeben: Seit der Genehmigung hat das Konto geändert von %(names)s. "
                "Den Lauf zurückgeben und noch einmal genehmigen."
            )
            % {"names": listed(territory.names_of(changed))}
        )
    _create(run, {payee: holder for payee, holder in accounts.items() if payee not in planned})


@dataclass(frozen=True, slots=True)
class Papers:
    """What leaves the canton for a released run: the file for the bank, if it pays something, and the invoices."""

    file: PaymentFile | None
    invoices: list[Invoice]


@transaction.atomic
def papers_make(*, run: Run, actor: Actor) -> Papers:
    """Write the payments of a released run to a file for the bank, and make its invoices: once, and never otherwise.

    Refused while the run is not released, if it neither pays nor asks anything, if all that exists, or while the canton
    has no confirmed account: it pays from there, and is paid there.
    """
    can(actor, MAKE_FILE, run).require()
    if run.state != RELEASED:
        raise Refused(_("Zahlungsdatei und Rechnungen entstehen, wenn der Lauf freigegeben ist."))
    take_turn()
    waiting = papers_waiting(run)
    if not (waiting.payments or waiting.invoices):
        raise Refused(_("Dieser Lauf hat alles, was er an Zahlungsdatei und Rechnungen braucht. Es ändert sich nicht."))
    payer = payer_of(run)
    if payer is None:
        raise Refused(
            _(
                "Das Konto fehlt, von dem der Kanton zahlt. "
                "Zuerst erfassen und von einer zweiten Person bestätigen lassen."
            )
        )
    holder = Holder.of(payer)
    file = file_write(run=run, payer=holder, actor=actor) if waiting.payments else None
    return Papers(file, invoices_make(run=run, creditor=holder, actor=actor) if waiting.invoices else [])


def file_write(*, run: Run | None, payer: Holder, actor: Actor, origin: str = "") -> PaymentFile:
    """Write the payments of a run that are in no file yet to the next one: `ANKUNFT-2026-03`, then `ANKUNFT-2026-03-2`.

    Without a run those of the order that `origin` names: `ANKUNFT-P-3-1` pays `P-3/1`. Called within the transaction
    that holds the turn of the ledger, by whoever may pay.
    """
    payments = list(Payment.objects.filter(run=run, origin=origin, file=None))
    number = PaymentFile.objects.filter(run=run, origin=origin).count() + 1
    order = _order(run, origin, number, payer, payments)
    content = pain001.document(order)
    if schemas.is_there():
        schemas.require_valid(content, pain001.SCHEMA)
    digest = hashlib.sha256(content).hexdigest()
    file = PaymentFile.objects.create(
        run=run,
        origin=origin,
        number=number,
        reference=order.reference,
        made_at=order.made_at,
        made_by=actor.label,
        pay_on=order.pay_on,
        count=len(payments),
        total=sum(payment.amount for payment in payments),
        schema=pain001.SCHEMA if schemas.is_there() else "",
        content=content.decode(),
        sha256=digest,
        **payer.as_dict(),
    )
    Payment.objects.filter(run=run, origin=origin, file=None).update(file=file)
    record(
        actor,
        Entry(
            "settlement.payment_file.make",
            "settlement.run" if run else "settlement.order",
            run.reference if run else origin,
            f"Zahlungsdatei {file.reference} erstellt.",
            after={"reference": file.reference, "count": file.count, "total": file.total, "sha256": digest},
        ),
    )
    return file


def _order(run: Run | None, origin: str, number: int, payer: Holder, payments: list[Payment]) -> Order:
    moment = clock.now()
    return Order(
        reference=numbered(f"ANKUNFT-{run.reference if run else reference_of(origin)}", number),
        made_at=moment.replace(microsecond=0),
        pay_on=paid_on(run, moment.date()),
        payer=payer.party(),
        transfers=[
            Transfer(payment.reference, payment.amount, Holder.of(payment).party(), payment.message)
            for payment in payments
        ],
    )


def _amounts(run: Run) -> dict[int, int]:
    """What each payee is paid, in Rappen."""
    return dict(PayeeBalance.objects.filter(run=run, payment__gt=0).values_list("municipality_id", "payment"))


def _accounts(run: Run, amounts: Mapping[int, int]) -> dict[int, Holder]:
    entries = territory.accounts_on(amounts.keys(), accounts_day(run.month, clock.today()))
    return {payee: Holder.of(entry) for payee, entry in entries.items()}


def _create(run: Run, accounts: Mapping[int, Holder]) -> None:
    amounts = _amounts(run)
    numbers = dict(Municipality.objects.filter(pk__in=accounts).values_list("pk", "bfs_number"))
    message = _message(run)
    Payment.objects.bulk_create(
        [
            Payment(
                run=run,
                payee_id=payee,
                reference=f"{run.reference}-{numbers[payee]}",
                amount=amounts[payee],
                message=message,
                **holder.as_dict(),
            )
            for payee, holder in sorted(accounts.items(), key=lambda item: numbers[item[0]])
        ],
        batch_size=BATCH,
    )


def _message(run: Run) -> str:
    """What the payee reads on its statement: short, and with what finds the payment notice again."""
    if run.scheme != START_INTEGRATION:
        return f"{run.title}, Zahlungslauf {run.reference}"
    return f"start.integration, Beiträge {half_year_paid(run.month)}, Zahlungslauf {run.reference}"


def _require_accounts(run: Run) -> None:
    """Whoever is paid or invoiced needs an account with an address on the day that pays."""
    concerned = PayeeBalance.objects.filter(run=run).exclude(payment=0, invoice=0)
    payees = set(concerned.values_list("municipality_id", flat=True))
    lacking = payees - territory.accounts_on(payees, accounts_day(run.month, clock.today())).keys()
    if lacking:
        raise Refused(
            _("Nicht freigegeben: Ohne Konto mit Adresse sind %(names)s. Zuerst das Konto erfassen.")
            % {"names": listed(territory.names_of(lacking))}
        )
