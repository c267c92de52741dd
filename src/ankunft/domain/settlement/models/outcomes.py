"""What became of our payments at the bank: executed, come back, paid again or given up. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful
from ankunft.foundation.workflow.proposals import ProposalState

from .payments import AccountAndAddress, Payment

DECISION_STATES = (ProposalState.PROPOSED, ProposalState.CONFIRMED, ProposalState.WITHDRAWN)
"""What shall become of a payment that came back is not refused: whoever does not confirm it has it withdrawn."""


class BankWord(models.Model):
    """Something that the bank says of a payment. It never changes; what was a mistake is marked as undone.

    `told_by` is the bank's own name of the movement that says so.
    """

    told_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class PaymentExecution(BankWord):
    """The bank has paid it, on that day."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="executions")
    booked_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["payment"], condition=Q(undone_at=None), name="payment_executed_once")
        ]


class PaymentReturn(BankWord):
    """A payment came back. `code` is the reason as banks write it (ISO 20022), `amount` is what came, perhaps less.

    `is_rejection`: the bank never executed it, so nothing came and nothing had gone. `by_hand_of` is the account of
    whoever recorded a rejection that no file of the bank tells.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="returns")
    amount = models.BigIntegerField(help_text="Rappen")
    code = models.CharField(max_length=35, blank=True)
    text = models.TextField(blank=True)
    returned_on = models.DateField()
    is_rejection = models.BooleanField(default=False)
    by_hand_of = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-returned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_hand_of=None) | Q(is_rejection=True), name="payment_return_by_hand_is_a_rejection"
            ),
            models.UniqueConstraint(fields=["payment"], condition=Q(undone_at=None), name="payment_returned_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_return_brings_something"),
        ]


class DecisionKind(models.TextChoices):
    """What becomes of a payment that came back."""

    AGAIN = "again", _("noch einmal bezahlen")
    GIVE_UP = "give_up", _("nicht mehr bezahlen")


class ReturnDecision(Stateful, AccountAndAddress):
    """What shall become of a payment that came back: proposed by one person, confirmed by another.

    `iban`, name and address are those in force when it was proposed that it be paid again; empty where it is given up.
    """

    payment_return = models.ForeignKey(PaymentReturn, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    reason = models.TextField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["payment_return"], condition=~Q(state=ProposalState.WITHDRAWN), name="return_decided_once"
            ),
            models.CheckConstraint(condition=Q(state__in=DECISION_STATES), name="return_decision_state_known"),
            models.CheckConstraint(
                condition=(Q(kind=DecisionKind.AGAIN) & ~Q(iban="")) | Q(kind=DecisionKind.GIVE_UP, iban=""),
                name="return_paid_again_has_account",
            ),
        ]

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ProposalState(self.state).label)

    @property
    def kind_label(self) -> str:
        """What shall become of it, in words."""
        return str(DecisionKind(self.kind).label)
