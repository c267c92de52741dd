"""Tariffs, payment runs and their lines. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.workflow.models import Stateful


class Contribution(models.TextChoices):
    """What the canton pays for (KS 4.3.1), and what it takes back by a decision (KS 4.7)."""

    FIRST_INFORMATION_INTERVIEW = "first_information_interview", _("Erstinformationsgespräche")
    INTEGRATION_INTERVIEW = "integration_interview", _("Integrationsgespräche")
    FIRST_INFORMATION_INTERPRETING = "first_information_interpreting", _("Dolmetschen bei Erstinformationsgesprächen")
    INTEGRATION_INTERPRETING = "integration_interpreting", _("Dolmetschen bei Integrationsgesprächen")
    BASE_CONTRIBUTION = "base_contribution", _("Sockelbeitrag")
    INTRODUCTION_RATE = "introduction_rate", _("Einführungspauschale")
    RECLAIM = "reclaim", _("Rückforderung")


class Tariff(models.Model):
    """What a unit of a contribution is worth from `valid_from` on.

    With `rate` null nothing can be computed: `subsidised` true means the tariff of that time is in no
    document (never invented), false that the contribution is not (or no longer) paid.
    """

    contribution = models.CharField(max_length=40, choices=Contribution)
    valid_from = models.DateField()
    subsidised = models.BooleanField(default=True)
    rate = models.BigIntegerField(null=True, help_text="Rappen")
    act = models.CharField(max_length=60)
    paragraph = models.CharField(max_length=60)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["contribution", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "valid_from"], name="tariff_keyed_by_start"),
            models.CheckConstraint(condition=Q(rate__isnull=True) | Q(rate__gte=0), name="tariff_not_negative"),
            models.CheckConstraint(
                condition=Q(subsidised=True) | Q(rate__isnull=True), name="tariff_ended_has_no_rate"
            ),
        ]


START_INTEGRATION = "start.integration"


class Run(Stateful):
    """What a scheme pays at the end of a payment month (start.integration: March or September, KS 4.5.2).

    `sign` and `title` are the scheme's, as it is called when the run is begun; start.integration has none.
    `reference` is how people, papers and the trail call the run: `2026-03`, of another scheme `S-2026-09`.
    """

    payment_month = models.CharField(max_length=7)
    scheme = models.CharField(max_length=20, default=START_INTEGRATION)
    sign = models.CharField(max_length=3, default="", blank=True)
    title = models.CharField(max_length=60, default="", blank=True)
    reference = models.GeneratedField(
        expression=Case(When(sign="", then=F("payment_month")), default=Concat("sign", Value("-"), "payment_month")),
        output_field=models.CharField(max_length=11),
        db_persist=True,
        unique=True,
    )
    calculated_at = models.DateTimeField(null=True)
    total = models.BigIntegerField(default=0, help_text="Rappen: sum of the lines")

    class Meta:
        ordering = ["-payment_month", "sign"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "payment_month"], name="run_once_per_scheme_and_month"),
            models.CheckConstraint(
                condition=Q(scheme=START_INTEGRATION, sign="") | ~Q(sign=""), name="run_has_its_sign"
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def month(self) -> Month:
        return Month.parse(self.payment_month)


class Line(models.Model):
    """One amount of a run: quantity × rate, for one municipality, contribution and period, with its derivation.

    A difference to what earlier runs settled is a line like any other, negative where too much was paid. The period of
    a reclaim is its reference.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="settlement_lines")
    payee = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="settlement_lines_received")
    contribution = models.CharField(max_length=40, choices=Contribution)
    period = models.CharField(max_length=20)
    quantity = models.BigIntegerField()
    rate = models.BigIntegerField(help_text="Rappen")
    amount = models.BigIntegerField(help_text="Rappen")
    legal_reference = models.CharField(max_length=120)
    is_correction = models.BooleanField(default=False)
    settled_before = models.BigIntegerField(help_text="Rappen that other runs held of the same claim when calculated")
    explanation = models.JSONField()

    class Meta:
        ordering = ["run", "municipality", "period", "contribution", "rate"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "municipality", "contribution", "period", "rate"], name="line_once_per_run"
            ),
            models.CheckConstraint(condition=Q(amount=F("quantity") * F("rate")), name="line_is_quantity_times_rate"),
        ]
        indexes = [models.Index(fields=["municipality", "period"], name="line_by_claim")]

    @property
    def contribution_label(self) -> str:
        """What the contribution is called; of other schemes as the derivation says that was stored with the line."""
        if self.contribution in Contribution.values:
            return str(Contribution(self.contribution).label)
        return str(self.explanation["label"]).split(f" {self.period}")[0]


class WithheldReason(models.TextChoices):
    """Why something that this payment month would have paid is not paid."""

    REPORT_MISSING = "report_missing", _("Bericht fehlt")
    REPORT_INCOMPLETE = "report_incomplete", _("Bericht noch nicht angenommen")
    DECLARATION_MISSING = "declaration_missing", _("Selbstdeklaration fehlt")
    NOT_ENTITLED = "not_entitled", _("nicht beitragsberechtigt")
    NO_TARIFF = "no_tariff", _("kein Tarif in Kraft")
    POPULATION_MISSING = "population_missing", _("Bevölkerungszahl fehlt")
    REFUSED = "refused", _("verweigert")
    FORM_MISSING = "form_missing", _("Formular fehlt")
    FORM_INCOMPLETE = "form_incomplete", _("Formular noch nicht angenommen")


class Withheld(models.Model):
    """What a run does not pay, and why, in words."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="withheld")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="withheld")
    period = models.CharField(max_length=7)
    contribution = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=40, choices=WithheldReason)
    message = models.TextField()

    class Meta:
        ordering = ["run", "municipality", "period", "reason"]


class PayeeBalance(models.Model):
    """What one payee gets from (or owes to) a run: credits against reclaims (KS 4.7). Rappen.

    `carried` is what earlier invoices left open and is netted with this payment.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="payees")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="payee_balances")
    credit = models.BigIntegerField()
    reclaimed = models.BigIntegerField()
    carried = models.BigIntegerField(default=0)
    payment = models.BigIntegerField()
    invoice = models.BigIntegerField()

    class Meta:
        ordering = ["run", "municipality"]
        constraints = [
            models.UniqueConstraint(fields=["run", "municipality"], name="payee_once_per_run"),
            models.CheckConstraint(
                condition=Q(payment=F("credit") - F("reclaimed") - F("carried") + F("invoice")),
                name="payee_balance_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(carried=0) | Q(carried__gt=0, invoice=0), name="payee_carries_what_it_can"
            ),
        ]


class Ledger(models.Model):
    """One row whose version every release moves: two runs are never released at the same moment."""

    version = models.PositiveBigIntegerField(default=0)
