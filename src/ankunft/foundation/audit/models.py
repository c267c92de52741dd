"""The two journals, trail and read log: events, and the seals that chain them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class JournalEvent(models.Model):
    """One thing that happened: who, when, in which role, from where.

    Append-only: triggers on the database refuse UPDATE, DELETE and REPLACE. The actor is a plain
    value, so that a journal outlives the account. No two events have the same digest, because each has a
    random `nonce`: a copy is refused.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "nonce",
        "actor_id",
        "actor_label",
        "actor_roles",
        "origin",
        "address",
    )
    """What the digest covers beside the moment."""

    nonce = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    actor_roles = models.TextField(blank=True)
    origin = models.CharField(max_length=20)
    address = models.CharField(max_length=45, blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["id"]

    @property
    def named(self) -> str:
        """What verification calls the event by, beside its number."""
        raise NotImplementedError


class Event(JournalEvent):
    """One change: to what, before and after, and why."""

    FIELDS = (
        *JournalEvent.FIELDS,
        "action",
        "object_type",
        "object_key",
        "summary",
        "before",
        "after",
        "reason",
    )

    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=120)
    summary = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)

    class Meta(JournalEvent.Meta):
        constraints = [models.UniqueConstraint(fields=["digest"], name="event_not_copied")]
        indexes = [models.Index(fields=["object_type", "object_key", "id"], name="event_by_object")]

    @property
    def named(self) -> str:
        return self.action


class ReadEvent(JournalEvent):
    """That somebody saw something: whose record it is (`owner`), what was shown, for which purpose and why."""

    FIELDS = (*JournalEvent.FIELDS, "subject_type", "subject_key", "owner", "what", "purpose", "reason")

    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=200)
    owner = models.CharField(max_length=120, blank=True)
    what = models.TextField()
    purpose = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)

    class Meta(JournalEvent.Meta):
        constraints = [models.UniqueConstraint(fields=["digest"], name="read_not_copied")]
        indexes = [models.Index(fields=["subject_type", "subject_key", "id"], name="read_by_subject")]

    @property
    def named(self) -> str:
        return f"{self.subject_type} {self.subject_key}"


class JournalSeal(models.Model):
    """A block of events with a digest that includes the digest of the block before."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["number"]


class Seal(JournalSeal):
    """A block of the trail."""


class ReadSeal(JournalSeal):
    """A block of the read log."""


class JournalSealEntry(models.Model):
    """That an event belongs to a block, and what its digest was. Each journal adds `seal`.

    `event_id` is not a foreign key: a removed event must leave a gap.
    """

    event_id = models.BigIntegerField(unique=True)
    event_digest = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["event_id"]


class SealEntry(JournalSealEntry):
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="entries")


class ReadSealEntry(JournalSealEntry):
    seal = models.ForeignKey(ReadSeal, on_delete=models.PROTECT, related_name="entries")


class ReadMark(models.Model):
    """Up to which block the read log was removed when its time was over, and the digest it goes on from.

    It counts only together with the event of the trail that tells of it (`pruning`).
    """

    number = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
