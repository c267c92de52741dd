"""A financial plan: its positions, its versions, and what was given and planned in each. Amounts are whole Rappen.

Expenditure is positive here; tables show it with a minus sign, as the decision of the government does (FP 2.2).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.workflow.models import Stateful

from .sources import FundingSource


class FinancialPlan(models.Model):
    """What the money of a source is to be spent on, over some calendar years (FP 2)."""

    code = models.CharField(_("Kürzel"), max_length=30, unique=True)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="plans")
    first_year = models.PositiveSmallIntegerField(_("Erstes Jahr"))
    last_year = models.PositiveSmallIntegerField(_("Letztes Jahr"))
    begun_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="plan_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def years(self) -> range:
        """The calendar years of the plan."""
        return range(self.first_year, self.last_year + 1)


class Position(models.Model):
    """What money is planned for. One that has positions below it has no amounts of its own: it is their sum.

    `purpose` is the code of the purpose by which sources are earmarked (`purposes.PURPOSES`). `structure` is the
    regular structure that gives the figures; None where nobody has been named. `legal_basis` says what allows it.
    `groups` are the codes of whom it serves (`groups.GROUPS`); empty: nobody in particular; None: nobody has said.
    """

    plan = models.ForeignKey(FinancialPlan, on_delete=models.PROTECT, related_name="positions")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(_("Kürzel"), max_length=60)
    label = models.CharField(_("Bezeichnung"), max_length=160)
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(_("Zweck"), max_length=40)
    structure = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    legal_basis = models.CharField(_("Grundlage"), max_length=160, blank=True)
    groups = models.JSONField(_("Zielgruppen"), null=True, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="position_code_once"),
            models.UniqueConstraint(fields=["plan", "number"], name="position_number_once"),
        ]

    def __str__(self) -> str:
        return self.label


class VersionState(models.TextChoices):
    """From the first input to the version that takes its place."""

    INPUTS = "inputs", _("Eingaben offen")
    CONSOLIDATED = "consolidated", _("konsolidiert")
    CONSULTATION = "consultation", _("in Stellungnahme")
    CONSULTED = "consulted", _("Stellungnahmen liegen vor")
    ADOPTED = "adopted", _("beschlossen")
    SUPERSEDED = "superseded", _("abgelöst")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


OPEN_STATES = (
    VersionState.INPUTS,
    VersionState.CONSOLIDATED,
    VersionState.CONSULTATION,
    VersionState.CONSULTED,
)
"""While a version is on its way to a decision."""
WITH_DECISION = (VersionState.ADOPTED, VersionState.SUPERSEDED)


class PlanVersion(Stateful):
    """One version of a plan, on its way from the inputs to the decision (FP 1, 3.3).

    `opening` is the balance at the beginning of the first year and `opening_source` where it comes from. `as_of` is the
    day whose state of knowledge the figures have. `inputs_due` and `statements_due` are the last days for inputs of
    the structures and for statements of the bodies; `opened_at` is when inputs until that last day were asked for.
    `decision` names what was decided and by whom. Only one version of a plan is open, and only one is adopted;
    `supersedes` is the one that was adopted before.
    """

    plan = models.ForeignKey(FinancialPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    as_of = models.DateField(_("Stand der Angaben"))
    opening = models.BigIntegerField(_("Anfangssaldo"), help_text="Rappen")
    opening_source = models.CharField(_("Herkunft des Anfangssaldos"), max_length=160)
    occasion = models.CharField(_("Anlass"), max_length=200, blank=True)
    inputs_due = models.DateField(_("Eingaben bis"), null=True)
    statements_due = models.DateField(_("Stellungnahmen bis"), null=True)
    opened_at = models.DateTimeField()
    decision = models.CharField(_("Beschluss"), max_length=160, blank=True)
    decided_by = models.CharField(_("Beschlossen durch"), max_length=120, blank=True)
    decided_on = models.DateField(_("beschlossen am"), null=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="plan_version_state_known"),
            models.CheckConstraint(condition=Q(opening__gte=0), name="plan_opens_with_no_less_than_nothing"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="adopted"), name="plan_adopted_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state__in=OPEN_STATES), name="plan_version_open_once"),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_DECISION) | Q(decided_on__isnull=False) & ~Q(decision=""),
                name="plan_adopted_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and the trail name it."""
        return f"{self.plan.code}/{self.number}"


class PositionInput(models.Model):
    """What a structure gave for a position, once: the newest counts, the earlier ones stay (FP 3.4). Append-only.

    Without `is_quantified` the position is known and nobody can say how much it costs: it has no amounts and a
    `comment`. `is_late` was given after the last day for inputs. `structure` is in whose name it was given.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="inputs")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="inputs")
    number = models.PositiveSmallIntegerField()
    is_quantified = models.BooleanField(default=True)
    comment = models.TextField(_("Bemerkung"), blank=True)
    structure = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    account_id = models.BigIntegerField(null=True)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position", "number"], name="position_input_numbered"),
            models.CheckConstraint(
                condition=Q(is_quantified=True) | ~Q(comment=""), name="position_input_says_why_it_has_no_amount"
            ),
        ]


class InputAmount(models.Model):
    """What is expected for a year, and where the owner knows it, between which amounts it may lie. Append-only."""

    input = models.ForeignKey(PositionInput, on_delete=models.PROTECT, related_name="amounts")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(help_text="Rappen")
    low = models.BigIntegerField(null=True, help_text="Rappen")
    high = models.BigIntegerField(null=True, help_text="Rappen")

    class Meta:
        ordering = ["input", "year"]
        constraints = [
            models.UniqueConstraint(fields=["input", "year"], name="input_amount_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="input_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, low__gte=0, low__lte=F("amount"), high__gte=F("amount")),
                name="input_amount_within_its_range",
            ),
        ]


class PlannedPosition(models.Model):
    """What a version plans for a position: what was given, or with a `reason` something else.

    `input` is what it rests on; None where nobody gave anything. It changes until the version is consolidated.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="planned")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="planned")
    input = models.ForeignKey(PositionInput, on_delete=models.PROTECT, null=True, related_name="+")
    is_quantified = models.BooleanField(default=True)
    reason = models.TextField(_("Begründung"), blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="planned_position_once"),
            models.CheckConstraint(
                condition=Q(input__isnull=False) | ~Q(reason=""), name="planned_position_rests_on_something"
            ),
        ]


class PlannedAmount(models.Model):
    """What a version plans for a position in a year. No row: nothing is planned, which is not zero."""

    planned = models.ForeignKey(PlannedPosition, on_delete=models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(help_text="Rappen")

    class Meta:
        ordering = ["planned", "year"]
        constraints = [
            models.UniqueConstraint(fields=["planned", "year"], name="planned_amount_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="planned_amount_not_negative"),
        ]
