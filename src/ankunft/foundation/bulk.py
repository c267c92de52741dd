"""Reading and writing many rows at the speed of the database's own driver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connections, models, router, transaction


def fetch_rows(queryset: models.QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows of a `values_list` as the driver gives them: numbers and texts, alike on both databases.

    Days, truth values and JSON are not converted; do not ask for them here.
    """
    connection = connections[queryset.db]
    statement, parameters = queryset.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values (JSON as text) for the named fields; keys are given by the database.

    One statement whatever their number: COPY on PostgreSQL, a prepared INSERT on SQLite. No model
    instance is made, so the constraints of the table are what checks the rows.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(_column(model, name)) for name in fields)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            # Names come from the model, values are parameters; the driver takes rows as they come.
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", cast(Any, rows))  # noqa: S608


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field), f"{name} is no column"
    return str(field.column)
