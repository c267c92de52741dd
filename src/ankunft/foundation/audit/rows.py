"""Reading rows that somebody may have spoilt: value by value as they lie in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DatabaseError, DataError, connection
from django.db.models import DateTimeField, Field, JSONField, Model, QuerySet, TextField
from django.db.models.expressions import RawSQL

from .journals import Journal
from .models import JournalEvent

SLICE = 2000
RAW = "as_it_lies_"

Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row whose values cannot be read; `pk` is all that is known of it."""

    pk: Any


def read(model: type[Record], keys: Sequence[Any] | None = None) -> Iterator[Record | Unreadable]:
    """The rows with those keys (given in ascending order; None: all) in the order of their keys, in slices.

    Row by row where a slice cannot be read. Raises DatabaseError where that is not the fault of single rows.
    """
    everything = keys is None
    if keys is None:
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), SLICE):
        part = keys[start : start + SLICE]
        wanted = {"pk__gte": part[0], "pk__lte": part[-1]} if everything else {"pk__in": part}
        try:
            yield from list(_raw(model).filter(**wanted).order_by("pk"))
        except Exception as error:
            yield from _one_by_one(model, part, error)


def _one_by_one(model: type[Record], keys: Sequence[Any], error: Exception) -> list[Record | Unreadable]:
    _require_rows(error)
    rows = [_one(model, key) for key in keys]
    if isinstance(error, DatabaseError) and not _is_a_value(error) and all(isinstance(row, Unreadable) for row in rows):
        raise error
    return rows


def _one(model: type[Record], key: Any) -> Record | Unreadable:
    try:
        return _raw(model).get(pk=key)
    except Exception as error:
        _require_rows(error)
        return Unreadable(key)


def _require_rows(error: Exception) -> None:
    """Raise the error again if it may not come from single rows, but from the database."""
    if isinstance(error, DatabaseError) and not (_is_a_value(error) or "malformed" in str(error)):
        raise error


def _is_a_value(error: DatabaseError) -> bool:
    return isinstance(error, DataError) or "decode" in str(error)


def fits(journal: Journal, event: JournalEvent) -> bool:
    """Whether the event has the digest of its values, each in the spelling in which the application writes it."""
    return is_spelled(event) and event.digest == journal.digest_of(event)


def is_spelled(row: Model) -> bool:
    """Whether moments and JSON lie in the database as the application writes them.

    On SQLite they are texts, and another text can mean the same. PostgreSQL has types for them.
    """
    return all(getattr(row, RAW + field.attname, None) == _spelling(row, field) for field in _texts(type(row)))


def _raw(model: type[Record]) -> QuerySet[Record]:
    table = model._meta.db_table
    columns = {
        # The sign takes the driver's conversion away. The names are the program's own.
        RAW + field.attname: RawSQL(f'+"{table}"."{field.column}"', [], output_field=TextField())  # noqa: S611
        for field in _texts(model)
    }
    rows: QuerySet[Record] = model._default_manager.annotate(**columns)
    return rows


def _texts(model: type[Model]) -> list[Field[Any, Any]]:
    if connection.vendor != "sqlite":
        return []
    return [field for field in model._meta.concrete_fields if isinstance(field, DateTimeField | JSONField)]


def _spelling(row: Model, field: Field[Any, Any]) -> str | None:
    value = getattr(row, field.attname)
    spelled = field.get_db_prep_save(value, connection)
    return None if spelled is None else str(spelled)
