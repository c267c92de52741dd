"""What people see of runs, lines and tariffs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month

from ..models import START_INTEGRATION, Line, PayeeBalance, Run, Tariff, Withheld
from ..states import RELEASED
from .outcomes import run_is_confirmed

CONFIRMED = "confirmed"
"""What scripts are told of a released run once the bank has confirmed all that it pays."""


def run_of(reference: str) -> Run:
    """The run of that name (`2026-03`, `S-2026-09`); Refused if there is none."""
    run = Run.objects.filter(reference=reference).first()
    if run is None:
        raise Refused(_("Für %(month)s ist noch kein Zahlungslauf berechnet.") % {"month": reference})
    return run


def runs_with_counts(actor: Actor) -> QuerySet[Run]:
    """Runs for the list, with how many payees are paid and how much is withheld."""
    paid = PayeeBalance.objects.filter(run=OuterRef("pk"), payment__gt=0).order_by().values("run")
    held = Withheld.objects.filter(run=OuterRef("pk")).order_by().values("run")
    return (
        visible_to(actor, Run)
        .annotate(
            paid_payees=Subquery(paid.annotate(count=Count("pk")).values("count")),
            withheld_count=Subquery(held.annotate(count=Count("municipality", distinct=True)).values("count")),
        )
        .order_by("-payment_month", "sign")
    )


def lines_of(run: Run) -> QuerySet[Line]:
    """The lines in their order, municipality and payee with them."""
    return (
        Line.objects.filter(run=run)
        .select_related("municipality", "payee")
        .order_by("municipality__bfs_number", "period", "contribution", "rate")
    )


def withheld_of(run: Run) -> QuerySet[Withheld]:
    """What the run withholds, municipality with it."""
    return (
        Withheld.objects.filter(run=run)
        .select_related("municipality")
        .order_by("municipality__bfs_number", "period", "reason", "contribution")
    )


def payees_of(run: Run) -> QuerySet[PayeeBalance]:
    """The balance of each payee, municipality with it."""
    return PayeeBalance.objects.filter(run=run).select_related("municipality").order_by("municipality__bfs_number")


def run_totals(run: Run) -> dict[str, int]:
    """The figures at the head of a run, in Rappen and counts."""
    payees = PayeeBalance.objects.filter(run=run).aggregate(
        paid=Count("pk", filter=Q(payment__gt=0)),
        to_pay=Sum("payment", default=0),
        to_invoice=Sum("invoice", default=0),
        carried=Sum("carried", default=0),
    )
    corrections = Line.objects.filter(run=run, is_correction=True).aggregate(
        amount=Sum("amount", default=0), municipalities=Count("municipality", distinct=True)
    )
    withheld = Withheld.objects.filter(run=run).aggregate(municipalities=Count("municipality", distinct=True))
    return {
        **payees,
        "corrections": corrections["amount"],
        "corrected_municipalities": corrections["municipalities"],
        "withheld_municipalities": withheld["municipalities"],
    }


def run_exists(month: Month) -> bool:
    """Whether start.integration's run of that month was ever calculated."""
    return Run.objects.filter(reference=str(month), calculated_at__isnull=False).exists()


def last_payment(actor: Actor) -> tuple[str, int] | None:
    """Start.integration's last released month and what it paid, in Rappen: of all, or a municipality's own."""
    return (
        visible_to(actor, PayeeBalance)
        .filter(run__state=RELEASED, run__scheme=START_INTEGRATION)
        .order_by("-run__payment_month")
        .values_list("run__payment_month")
        .annotate(paid=Sum("payment"))
        .values_list("run__payment_month", "paid")
        .first()
    )


def paragraph_anchor(reference: str) -> str:
    """The name of a paragraph within the page of the tariffs: `KRS 4.3.2 Fn. 3` becomes `krs-4-3-2-fn-3`."""
    return slugify(reference.replace("/", "-").replace(".", "-"))


def tariffs() -> QuerySet[Tariff]:
    """Every tariff, by contribution, latest first."""
    return Tariff.objects.order_by("contribution", "-valid_from")


def open_runs(actor: Actor) -> QuerySet[Run]:
    """Runs that are not released yet, oldest first: somebody's next step."""
    return visible_to(actor, Run).exclude(state=RELEASED).order_by("payment_month", "sign")


def run_as_data(run: Run) -> dict[str, Any]:
    """The run as the command line prints it: a contract with scripts. Amounts as text in CHF with two decimals."""
    return {
        "run": run.reference,
        "state": CONFIRMED if run.state == RELEASED and run_is_confirmed(run) else run.state,
        "lines": [
            {
                "bfs_number": bfs_number,
                "payee_bfs_number": payee,
                "contribution": contribution,
                "period": period,
                "quantity": quantity,
                "rate": Money(rate).plain(),
                "amount": Money(amount).plain(),
                "legal_reference": legal_reference,
                "state": "due",
            }
            for bfs_number, payee, contribution, period, quantity, rate, amount, legal_reference in lines_of(
                run
            ).values_list(
                "municipality__bfs_number",
                "payee__bfs_number",
                "contribution",
                "period",
                "quantity",
                "rate",
                "amount",
                "legal_reference",
            )
        ],
        "withheld": [
            {
                "bfs_number": bfs_number,
                "period": period,
                "reason": reason,
                "contribution": contribution or None,
                "message": message,
            }
            for bfs_number, period, reason, contribution, message in withheld_of(run).values_list(
                "municipality__bfs_number", "period", "reason", "contribution", "message"
            )
        ],
        "payees": [
            {
                "bfs_number": bfs_number,
                "credit": Money(credit).plain(),
                "reclaimed": Money(reclaimed).plain(),
                "carried": Money(carried).plain(),
                "payment": Money(payment).plain(),
                "invoice": Money(invoice).plain(),
            }
            for bfs_number, credit, reclaimed, carried, payment, invoice in payees_of(run).values_list(
                "municipality__bfs_number", "credit", "reclaimed", "carried", "payment", "invoice"
            )
        ],
        "total": Money(run.total).plain(),
    }
