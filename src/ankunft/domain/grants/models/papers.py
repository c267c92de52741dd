"""A paper that lies with its record."""

from __future__ import annotations

from django.db import models


class Paper(models.Model):
    """`content` is the file encrypted, `sha256` that of the file in clear."""

    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True
