"""What the bank says: its statements, every movement in them, and what each of them is used for. Amounts are Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import InvoiceBooking, PaymentExecution, PaymentReturn
from ankunft.foundation.workflow.models import Stateful


class StatementKind(models.TextChoices):
    """What the bank calls it."""

    STATEMENT = "camt.053", _("Kontoauszug (camt.053)")
    NOTIFICATION = "camt.054", _("Buchungsanzeige (camt.054)")


class BankStatement(models.Model):
    """A statement or notification that was read in. The same one is never read in twice; it never changes.

    `message` and `number` are the bank's numbers of the file and of the statement in it, `sha256` is that of the file.
    """

    kind = models.CharField(max_length=8, choices=StatementKind)
    iban = models.CharField(max_length=34)
    message = models.CharField(max_length=35)
    number = models.CharField(max_length=35)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["iban", "kind", "message", "number"], name="bank_statement_once"),
        ]

    def __str__(self) -> str:
        return self.number


class EntryState(models.TextChoices):
    """How much of a movement is explained."""

    UNMATCHED = "unmatched", _("nicht zugeordnet")
    PARTLY = "partly", _("teilweise zugeordnet")
    MATCHED = "matched", _("zugeordnet")
    ASIDE = "set_aside", _("abgelegt")


WAITING = frozenset({EntryState.UNMATCHED, EntryState.PARTLY})
"""The states in which a movement, or the rest of it, waits for somebody to say what it is."""


class Finding(models.TextChoices):
    """Why a movement, or the rest of it, is not explained by itself."""

    NO_REFERENCE = "no_reference", _("ohne Referenz")
    UNKNOWN_REFERENCE = "unknown_reference", _("unbekannte Referenz")
    OVERPAID = "overpaid", _("mehr bezahlt als offen")
    SETTLED = "settled", _("Rechnung schon beglichen")
    OTHER_AMOUNT = "other_amount", _("anderer Betrag als die Zahlung")
    TWICE = "twice", _("Zahlung schon ausgeführt oder zurückgekommen")
    REVERSAL = "reversal", _("Storno der Bank")
    COLLECTIVE = "collective", _("Sammelbuchung ohne Einzelheiten")
    DEBIT = "debit", _("Belastung, die keine Zahlung ist")
    NOTHING = "nothing", _("ohne Betrag")
    PERHAPS_RETURN = "perhaps_return", _("Gutschrift mit der Referenz einer Zahlung")
    PERHAPS_KNOWN = "perhaps_known", _("vielleicht schon eingelesen: ohne Referenz der Bank")
    TAKEN_BACK = "taken_back", _("Zuordnung zurückgenommen")
    REJECTED = "rejected", _("Zahlung von der Bank zurückgewiesen")


class BankEntry(Stateful):
    """One movement on the account. Only its state, its `rest` (what is not explained) and why not ever change.

    `key` is the bank's own reference of it, by which the same movement is known again in another file; `group` that of
    the whole booking. `amount` is above zero where money came in. `likeness` is set where the bank gives no reference.
    """

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="entries")
    key = models.CharField(max_length=120, unique=True)
    group = models.CharField(max_length=120, db_index=True)
    likeness = models.CharField(max_length=40, blank=True, db_index=True)
    amount = models.BigIntegerField(help_text="Rappen")
    rest = models.BigIntegerField(help_text="Rappen")
    booked_on = models.DateField()
    valued_on = models.DateField()
    end_to_end = models.CharField(max_length=35, blank=True)
    batch = models.CharField(max_length=35, blank=True)
    reference = models.CharField(max_length=35, blank=True)
    message = models.TextField(blank=True)
    counterparty = models.CharField(max_length=140, blank=True)
    counterparty_iban = models.CharField(max_length=34, blank=True)
    return_code = models.CharField(max_length=35, blank=True)
    return_text = models.TextField(blank=True)
    finding = models.CharField(max_length=20, choices=Finding, blank=True)

    class Meta:
        ordering = ["-booked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=EntryState.UNMATCHED, rest=F("amount"))
                | Q(state=EntryState.PARTLY, rest__gt=0, rest__lt=F("amount"))
                | Q(state=EntryState.MATCHED, rest=0)
                | Q(state=EntryState.ASIDE),
                name="bank_entry_state_fits_rest",
            ),
        ]
        indexes = [models.Index(fields=["state", "booked_on"], name="bank_entry_by_state")]

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(EntryState(self.state).label)

    @property
    def finding_label(self) -> str:
        """Why it is not explained, in words; empty where it is."""
        return str(Finding(self.finding).label) if self.finding else ""


class EntryUse(models.Model):
    """What an amount of a movement was used for. Never changes; what is taken back is a use of the opposite amount.

    The uses of a movement and its rest add up to its amount. A booking of an invoice that undoes another one is a use
    of its own; `undoes` names what is taken back of an execution or a return.
    """

    entry = models.ForeignKey(BankEntry, on_delete=models.PROTECT, related_name="uses")
    amount = models.BigIntegerField(help_text="Rappen")
    booking = models.ForeignKey(InvoiceBooking, on_delete=models.PROTECT, null=True, related_name="bank_uses")
    execution = models.ForeignKey(PaymentExecution, on_delete=models.PROTECT, null=True, related_name="bank_uses")
    returned = models.ForeignKey(PaymentReturn, on_delete=models.PROTECT, null=True, related_name="bank_uses")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booking__isnull=False, execution=None, returned=None)
                | Q(booking=None, execution__isnull=False, returned=None)
                | Q(booking=None, execution=None, returned__isnull=False),
                name="bank_use_is_for_one_thing",
            ),
        ]
