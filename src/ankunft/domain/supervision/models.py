"""Samples of what was paid for, what the municipality shows of each interview, and what was found (KS 6)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.interviews.models import Kind
from ankunft.domain.settlement.models import Contribution, Reclaim
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful

from .rules import Finding as FindingCode
from .rules import Stratum as StratumCode


class SampleState(models.TextChoices):
    """From the draw to the close."""

    DRAWN = "drawn", _("gezogen")
    REQUESTED = "requested", _("Belege verlangt")
    INSPECTED = "inspected", _("geprüft")
    CLOSED = "closed", _("abgeschlossen")
    DROPPED = "dropped", _("verworfen")


class Stratum(models.TextChoices):
    """Of which part of the population is drawn: all of it, or where something speaks for a closer look."""

    ALL = StratumCode.ALL, _("alle Gespräche")
    ON_PAPER = StratumCode.ON_PAPER, _("Bestätigung nur auf Papier")
    LATE = StratumCode.LATE, _("mehr als 60 Tage später erfasst")
    BY_LEAD = StratumCode.BY_LEAD, _("von der Leitgemeinde geführt")


class Finding(models.TextChoices):
    """What somebody of the canton found of an interview."""

    IN_ORDER = FindingCode.IN_ORDER, _("in Ordnung")
    EVIDENCE_MISSING = FindingCode.EVIDENCE_MISSING, _("Beleg fehlt")
    DOES_NOT_COUNT = FindingCode.DOES_NOT_COUNT, _("zählt nicht")


class Sample(Stateful):
    """Some interviews out of those on which accepted reports rest, for one contribution.

    The population: `periods` (half-years), `contribution`, perhaps one `municipality`, a `stratum`. `reports` are the
    versions of reports that counted when it was drawn, `size` and `digest` (SHA-256 of the sorted references) what was
    drawn from, `reported` how many interviews or deployments these reports state, recorded or not. With `seed` and the
    same population the same ones come out.
    """

    periods = models.JSONField()
    contribution = models.CharField(_("Beitrag"), max_length=40, choices=Contribution)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="samples")
    stratum = models.CharField(_("Auswahl"), max_length=20, choices=Stratum)
    purpose = models.TextField(_("Anlass"))
    seed = models.CharField(max_length=32)
    reports = models.JSONField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    reported = models.PositiveIntegerField()
    asked = models.PositiveSmallIntegerField(_("Anzahl"))
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=200)
    due_on = models.DateField(_("Frist"), null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SampleState.values), name="sample_state_known"),
            models.CheckConstraint(condition=Q(size__gt=0, asked__gt=0), name="sample_draws_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["requested", "inspected", "closed"]) | Q(due_on__isnull=False),
                name="sample_requested_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people name it."""
        return f"S-{self.pk}"


class SampleItem(models.Model):
    """An interview of a sample, by its reference: nothing in here tells of persons but what somebody wrote.

    `has_deployment`: an interpreting rate was reported for it too. `answer` is what the municipality says, `finding`
    what was found, with `paragraph` and `reason`; `reclaim` what is asked back because of it.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    interview = models.CharField(_("Gespräch"), max_length=11)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="sampled")
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    held_on = models.DateField(_("durchgeführt am"))
    period = models.CharField(max_length=7)
    has_deployment = models.BooleanField()
    answer = models.TextField(_("Erklärung der Gemeinde"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    finding = models.CharField(_("Feststellung"), max_length=20, choices=Finding, blank=True)
    paragraph = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("Begründung"), blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.CharField(max_length=200, blank=True)
    reclaim = models.OneToOneField(Reclaim, on_delete=models.PROTECT, null=True, related_name="sample_item")

    class Meta:
        ordering = ["sample", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="sample_item_numbered"),
            models.UniqueConstraint(fields=["sample", "interview"], name="sample_item_once"),
            models.CheckConstraint(
                condition=Q(finding="", judged_at__isnull=True) | (~Q(finding="") & Q(judged_at__isnull=False)),
                name="sample_item_judged_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(reclaim__isnull=True) | Q(finding__in=["evidence_missing", "does_not_count"]),
                name="sample_item_reclaimed_for_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and reclaims name it."""
        return f"S-{self.sample_id}/{self.number}"
