"""Events, and the seals that chain them."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that happened: who, when, in which role, to what, before and after, and why.

    Append-only: triggers on the database refuse UPDATE, DELETE and REPLACE. The actor is a plain
    value, so that the trail outlives the account. No two events have the same digest, because each has a
    random `nonce`: a copy is refused.
    """

    nonce = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    actor_roles = models.TextField(blank=True)
    origin = models.CharField(max_length=20)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=120)
    summary = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="event_not_copied")]
        indexes = [models.Index(fields=["object_type", "object_key", "id"], name="event_by_object")]
        ordering = ["id"]


class Seal(models.Model):
    """A block of events with a digest that includes the digest of the block before."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]


class SealEntry(models.Model):
    """That an event belongs to a block, and what its digest was.

    `event_id` is not a foreign key: a removed event must leave a gap.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="entries")
    event_id = models.BigIntegerField(unique=True)
    event_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["event_id"]
