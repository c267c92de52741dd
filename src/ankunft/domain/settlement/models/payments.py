"""What leaves the canton's account: from which one, to whom, on which day, in which file. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful
from ankunft.foundation.workflow.proposals import ProposalState

from .runs import Run

PAYER_STATES = (ProposalState.PROPOSED, ProposalState.CONFIRMED, ProposalState.WITHDRAWN)
"""An account of the canton is not refused: whoever does not confirm it has it withdrawn."""


class AccountAndAddress(models.Model):
    """An account with the structured address of its holder, as banks want it."""

    iban = models.CharField(_("IBAN"), max_length=34)
    name = models.CharField(_("Name"), max_length=70)
    street = models.CharField(_("Strasse"), max_length=70, blank=True)
    house_number = models.CharField(_("Hausnummer"), max_length=16, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=16)
    town = models.CharField(_("Ort"), max_length=35)

    class Meta:
        abstract = True


class PayerAccount(Stateful, AccountAndAddress):
    """The account of the canton from which contributions are paid from `valid_from` on."""

    valid_from = models.DateField(_("gültig ab"))
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from"], condition=Q(state=ProposalState.CONFIRMED), name="payer_keyed_by_start"
            ),
            models.CheckConstraint(condition=Q(state__in=PAYER_STATES), name="payer_state_known"),
        ]


def of_a_run_or_an_order(name: str) -> models.CheckConstraint:
    """Either a run pays, or an order of another room, which `origin` names."""
    return models.CheckConstraint(
        condition=Q(run__isnull=False, origin="") | Q(run__isnull=True) & ~Q(origin=""), name=name
    )


class PaymentFile(AccountAndAddress):
    """A payment order as it went to the bank; `iban`, name and address are the payer's. Never changes.

    `origin` names what is paid where that is no run: `P-3/1`. Number 1 is what the release paid; each further one pays
    again what came back. `schema` names the official schema
    that the content was checked against, empty if the installation had none.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="payment_files")
    origin = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    reference = models.CharField(max_length=35, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    pay_on = models.DateField()
    count = models.PositiveIntegerField()
    total = models.BigIntegerField(help_text="Rappen")
    schema = models.CharField(max_length=60, blank=True)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="payment_file_once_per_number"),
            models.UniqueConstraint(
                fields=["origin", "number"], condition=Q(run__isnull=True), name="payment_file_of_an_order_once"
            ),
            of_a_run_or_an_order("payment_file_of_a_run_or_an_order"),
            models.CheckConstraint(condition=Q(number__gte=1), name="payment_file_counted_from_one"),
            models.CheckConstraint(condition=Q(total__gt=0, count__gt=0), name="payment_file_pays_something"),
        ]


class Payment(AccountAndAddress):
    """One payment to a payee, to the account and address that were looked at when the run was approved.

    Until the run is released it may still be drawn up anew. Once it is in a file the database itself refuses any
    change. Number 1 is what the run pays; one that came back is paid again by the next number, which `replaces` it.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="payments")
    origin = models.CharField(max_length=20, blank=True)
    payee = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="payments")
    number = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reference = models.CharField(max_length=35, unique=True)
    amount = models.BigIntegerField(help_text="Rappen")
    message = models.CharField(max_length=140)
    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, null=True, related_name="payments")

    class Meta:
        ordering = ["run", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["run", "payee", "number"], name="payment_once_per_payee"),
            models.UniqueConstraint(
                fields=["origin", "payee", "number"], condition=Q(run__isnull=True), name="payment_of_an_order_once"
            ),
            of_a_run_or_an_order("payment_of_a_run_or_an_order"),
            models.CheckConstraint(
                condition=Q(number=1, replaces=None) | Q(number__gt=1, replaces__isnull=False),
                name="payment_replaces_unless_first",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_pays_something"),
        ]
