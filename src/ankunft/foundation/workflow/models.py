"""Who took which step on which record; and the two columns that every record with states has."""

from __future__ import annotations

from django.db import models


class Step(models.Model):
    """One step on a record: the memory that four eyes need. Append-only."""

    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=120)
    name = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30)
    to_state = models.CharField(max_length=30)
    account_id = models.BigIntegerField(null=True)
    account_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_key", "id"], name="step_by_object")]
        ordering = ["id"]


class Stateful(models.Model):
    """A record with a state that only `transition()` moves; `version` counts the moves."""

    state = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
