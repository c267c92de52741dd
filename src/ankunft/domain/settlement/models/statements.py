"""What a run said when it was released, byte for byte."""

from __future__ import annotations

from django.db import models

from .runs import Run


class RunStatement(models.Model):
    """The whole run as canonical JSON, packed, with the digest of what is packed. Never changes."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="statement")
    made_at = models.DateTimeField()
    packed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
