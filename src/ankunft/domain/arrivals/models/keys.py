"""Columns by which somebody is found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class KeyField(models.CharField[str, str]):
    """Text that is compared letter by letter on both databases, so that an index finds how it begins.

    PostgreSQL does so with the collation "C" alone; SQLite always does.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
