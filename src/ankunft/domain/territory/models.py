"""The municipalities of the canton and what is known of them, each dated by when it holds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful
from ankunft.foundation.workflow.proposals import ProposalState


class Municipality(models.Model):
    """A municipality as the historical register of the BFS knows it (eCH-0071).

    `valid_to` is the last day of its existence; `successor` the municipality that it was merged into.
    """

    bfs_number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=100)
    district = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="municipality_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False), name="municipality_successor_needs_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PopulationSeries(models.Model):
    """A named series of population figures with its source: the canton's and the federal count differ."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    source = models.TextField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class PopulationFigure(models.Model):
    """Residents of a municipality on a day according to a series.

    A corrected figure is a new row with the next number.
    """

    series = models.ForeignKey(PopulationSeries, on_delete=models.PROTECT, related_name="figures")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="population")
    reference_date = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    is_latest = models.BooleanField(default=True)
    residents = models.PositiveIntegerField()
    foreign_residents = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["reference_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "municipality", "reference_date", "number"], name="population_numbered"
            ),
            models.UniqueConstraint(
                fields=["series", "municipality", "reference_date"],
                condition=Q(is_latest=True),
                name="population_one_latest",
            ),
            models.CheckConstraint(
                condition=Q(foreign_residents__lte=F("residents")), name="population_foreign_within_residents"
            ),
        ]


class PopulationPublication(models.Model):
    """What the source says of one reference date: provisional or not, and where it was published."""

    series = models.ForeignKey(PopulationSeries, on_delete=models.PROTECT, related_name="publications")
    reference_date = models.DateField()
    provisional = models.BooleanField(default=False)
    source = models.TextField()

    class Meta:
        ordering = ["reference_date"]
        constraints = [models.UniqueConstraint(fields=["series", "reference_date"], name="publication_once")]


class CantonalTotal(models.Model):
    """A total for the whole canton as published. What a publication leaves out stays null; nothing is computed."""

    series = models.ForeignKey(PopulationSeries, on_delete=models.PROTECT, related_name="cantonal_totals")
    reference_date = models.DateField()
    residents = models.PositiveIntegerField(null=True)
    foreign_residents = models.PositiveIntegerField(null=True)
    source = models.TextField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["reference_date"]
        constraints = [models.UniqueConstraint(fields=["series", "reference_date"], name="cantonal_total_once")]


class SeriesChoice(models.Model):
    """From which reference date on contributions rest on which series (KS 4.3.2: "kantonale Statistik")."""

    reference_from = models.DateField(unique=True)
    series = models.ForeignKey(PopulationSeries, on_delete=models.PROTECT)
    reason = models.TextField()

    class Meta:
        ordering = ["reference_from"]


class Association(models.Model):
    """Municipalities that carry out the tasks together under a lead municipality (KS 3.4.2, § 164 GG)."""

    lead = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="association_led")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["lead__name"]


class Payee(models.TextChoices):
    """Who receives the contributions of a member municipality."""

    LEAD = "lead", _("Leitgemeinde")
    EACH = "each", _("jede Gemeinde selbst")


class AssociationMembership(models.Model):
    """From `valid_from` on the municipality belongs to the association, or (None) to none."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="association_memberships")
    valid_from = models.DateField()
    association = models.ForeignKey(Association, on_delete=models.PROTECT, null=True, related_name="memberships")
    payee = models.CharField(max_length=4, choices=Payee, default=Payee.LEAD)

    class Meta:
        ordering = ["municipality", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "valid_from"], name="association_keyed_by_start")
        ]


class SocialRegion(models.Model):
    """One of the regions that run social assistance for their municipalities (§ 27 SG)."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=100)
    form = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class SocialRegionMembership(models.Model):
    """From `valid_from` on the municipality belongs to the region, or (None) to none."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="region_memberships")
    valid_from = models.DateField()
    region = models.ForeignKey(SocialRegion, on_delete=models.PROTECT, null=True, related_name="memberships")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["municipality", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["municipality", "valid_from"], name="region_keyed_by_start")]


class ContactFunction(models.TextChoices):
    """What a contact person of a municipality is there for (KS 3.4.1, 4.5.1, 4.5.3)."""

    INTEGRATION_OFFICER = "integration_officer", _("Integrationsbeauftragte/r")
    STRATEGIC_LEAD = "strategic_lead", _("Strategische Leitung")
    FINANCE_DEPARTMENT = "finance_department", _("Finanzverwaltung")


class Contact(models.Model):
    """Who holds a function in a municipality from `valid_from` on; an empty name: nobody."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="contacts")
    function = models.CharField(max_length=30, choices=ContactFunction)
    valid_from = models.DateField()
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["municipality", "function", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "function", "valid_from"], name="contact_keyed_by_start")
        ]


class StructuredAddress(models.Model):
    """An address in parts, as long as the Swiss payment standards allow (SIX, address type S)."""

    street = models.CharField(max_length=70)
    house_number = models.CharField(max_length=16, blank=True)
    postcode = models.CharField(max_length=16)
    town = models.CharField(max_length=35)

    class Meta:
        abstract = True


class PostalAddress(StructuredAddress):
    """The address from which a municipality writes, and at which it is written to, from `valid_from` on."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="postal_addresses")
    valid_from = models.DateField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["municipality", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["municipality", "valid_from"], name="address_keyed_by_start")]


class DatedAccount(StructuredAddress):
    """An account with the structured address of its holder, from `valid_from` on."""

    valid_from = models.DateField()
    iban = models.CharField(max_length=34)
    name = models.CharField(max_length=70)
    is_demo = models.BooleanField(default=False)

    class Meta:
        abstract = True


class PaymentAccount(DatedAccount):
    """The account and structured address to which a municipality is paid from `valid_from` on."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="payment_accounts")

    class Meta:
        ordering = ["municipality", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["municipality", "valid_from"], name="account_keyed_by_start")]


class AccountChange(Stateful, DatedAccount):
    """That a municipality shall be paid to another account and address; a second person confirms it.

    `replaces` is what was in force on `valid_from` when it was proposed, by the names of its columns; null: nothing.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="account_changes")
    replaces = models.JSONField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(state=ProposalState.PROPOSED), name="account_change_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="account_change_state_known"),
        ]

    def __str__(self) -> str:
        return self.municipality.name


class EntitlementRecord(models.Model):
    """What the canton itself found about a municipality's entitlement from `valid_from` on (KS 4.2, 4.7)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="entitlement_records")
    valid_from = models.DateField()
    entitled = models.BooleanField()
    reason = models.TextField()

    class Meta:
        ordering = ["municipality", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "valid_from"], name="entitlement_keyed_by_start")
        ]
