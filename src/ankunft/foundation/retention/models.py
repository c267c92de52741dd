"""Periods, holds, and deletion lists. Nothing here names a person: records are known by their key."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful


class Period(models.Model):
    """From `valid_from` on, records of a class are kept that many months. Not `confirmed`: a mere proposal."""

    record_class = models.CharField(max_length=60)
    valid_from = models.DateField()
    months = models.PositiveSmallIntegerField()
    confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_class", "valid_from"], name="period_keyed_by_start"),
            models.CheckConstraint(condition=models.Q(months__gte=1, months__lte=1200), name="period_is_sensible"),
        ]
        ordering = ["record_class", "valid_from"]


class LegalHold(models.Model):
    """As long as it is not lifted, nothing that it covers is deleted or made anonymous.

    It covers a class (`record_class`), an organisation (its code), or both together; with `key`, one record of a class.
    `cantonal`: set by the canton, and only lifted there.
    """

    record_class = models.CharField(max_length=60, blank=True)
    organisation = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=120, blank=True)
    cantonal = models.BooleanField(default=False)
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(record_class="", organisation=""), name="hold_covers_something_definite"
            ),
            models.CheckConstraint(
                condition=models.Q(key="") | ~models.Q(record_class=""), name="hold_on_a_record_names_its_class"
            ),
        ]
        indexes = [
            models.Index(fields=["record_class", "key"], condition=models.Q(lifted_at=None), name="hold_in_force")
        ]
        ordering = ["-set_at", "-pk"]


class DeletionList(Stateful):
    """What is to be deleted or made anonymous, of one class and one organisation.

    `limit` is the latest day on which a period of `months` can have begun that was over when the list was proposed.
    `before` and `after` are the statistics of the class at the beginning and at the end of the execution; `batches`
    counts the steps, in each of which they were found equal.
    """

    record_class = models.CharField(max_length=60)
    organisation = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField()
    limit = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    job = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    batches = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_class", "organisation"],
                condition=~models.Q(state__in=["done", "dropped"]),
                name="deletion_list_one_open",
            )
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it."""
        return f"L-{self.pk}"


class ItemState(models.TextChoices):
    """What becomes of a record of the list."""

    PLANNED = "planned", _("vorgesehen")
    KEPT = "kept", _("behalten")
    HELD = "held", _("gesperrt")
    SPARED = "spared", _("nicht mehr fällig")
    CARRIED_OUT = "carried_out", _("ausgeführt")


class DeletionItem(models.Model):
    """One record of a deletion list, by its key. `reason` says why the reviewer keeps it."""

    deletion_list = models.ForeignKey(DeletionList, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.PLANNED)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deletion_list", "key"], name="deletion_item_once")]
        indexes = [models.Index(fields=["deletion_list", "state", "id"], name="deletion_item_by_state")]
        ordering = ["key"]
