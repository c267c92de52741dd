"""By what somebody is found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from ankunft.domain.territory.models import Municipality

from .people import Person


class KeyField(models.CharField[str, str]):
    """Text that is compared letter by letter on both databases, so that an index finds how it begins.

    PostgreSQL does so with the collation "C" alone; SQLite always does.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class NameKey(models.Model):
    """The name of a person from one of its words on (`names.name_keys`): a row for each word.

    Only who is known has rows: they go when a person is made anonymous, and while one is merged into another.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_keys")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = KeyField(max_length=200)

    class Meta:
        # All that a search asks of these rows is in the index, in the order in which it is shown.
        indexes = [models.Index(fields=["municipality", "key", "person"], name="name_by_key")]
