"""Reading and writing many rows at the speed of the database's own driver."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router, transaction


def fetch_rows(queryset: models.QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows of a `values_list` as the driver gives them, without a conversion per cell.

    Numbers and texts are alike on both databases. Of a truth value ask only whether it is true (SQLite
    gives 0 or 1), of a day take `as_day`; do not ask for JSON here.
    """
    connection = connections[queryset.db]
    try:
        statement, parameters = queryset.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        # A condition that nothing can fulfil, such as to be in an empty list: there is no statement for it.
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@models.CharField.register_lookup
class Among(models.Lookup[Any]):
    """`column__among=[…]`: as `__in`, with all the words as one parameter, however many there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        statement = f"{left} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - the column alone is put in
        return statement, [*parameters, json.dumps(list(self.rhs))]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*parameters, list(self.rhs)]


def as_day(value: str | date) -> date:
    """A day as the driver gives it: text on SQLite, a day already on PostgreSQL."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@contextmanager
def without_collector() -> Iterator[None]:
    """Within the block the cyclic garbage collector stands still.

    Rows are tuples of numbers and texts: they form no cycles and are freed by reference counting as
    ever. Yet while they come by the hundred thousand, the collector walks over all there are again and
    again, an eighth of the time of a calculation, and finds nothing. End the block after its rows are gone.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def insert_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]], *, walled: bool = False
) -> None:
    """Insert rows of plain values (JSON as text) for the named fields; keys are given by the database.

    One statement whatever their number: COPY on PostgreSQL, a prepared INSERT on SQLite. No model
    instance is made, so the constraints of the table are what checks the rows. Where one is refused, the
    transaction around this call can only be rolled back.

    `walled` tables (`foundation/access/wall.py`) take no COPY: there all rows go as one array per column.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(_column(model, name)) for name in fields)
    with transaction.atomic(using=connection.alias, savepoint=False), connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            marks = ", ".join(["%s"] * len(fields))
            # Names come from the model, values are parameters; the driver takes rows as they come.
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", cast(Any, rows))  # noqa: S608
        elif walled:
            arrays = [list(column) for column in zip(*rows, strict=True)]
            if arrays:
                # Without the length: a cast to varchar(11) would cut silently what the table itself refuses.
                types = (str(_field(model, name).rel_db_type(connection)).partition("(")[0] for name in fields)
                marks = ", ".join(f"%s::{kind}[]" for kind in types)
                statement = f"INSERT INTO {table} ({columns}) SELECT * FROM unnest({marks})"  # noqa: S608
                cursor.execute(statement, arrays)
        else:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def reserve_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """So many keys that nobody else gets, in ascending order, for rows that name each other before they are stored.

    Within a transaction, directly before these rows are inserted: on SQLite it holds the lock of all writers, and the
    next call gives the same keys unless the rows are there. RuntimeError outside a transaction.
    """
    connection = connections[router.db_for_write(model)]
    if not connection.in_atomic_block:
        raise RuntimeError("reserve_keys() is called within a transaction only")
    if not count:
        return ()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "pg_get_serial_sequence(%s, 'id')"
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [table, count])  # noqa: S608
            return sorted(key for (key,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field), f"{name} is no column"
    return field


def _column(model: type[models.Model], name: str) -> str:
    return str(_field(model, name).column)
