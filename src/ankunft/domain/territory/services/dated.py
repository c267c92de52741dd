"""Storing what is known by municipality and first day: what is the same stays, what is different replaces it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Model

from ..values import AccountEntry, AddressEntry, ContactEntry, Outcome

Dated = TypeVar("Dated", AccountEntry, AddressEntry, ContactEntry)
BATCH = 500


class Stored(NamedTuple, Generic[Dated]):
    """What was different, each with what was there `before`, and how many records that makes."""

    different: list[tuple[Dated, Dated | None]]
    outcome: Outcome


def store(model: type[Model], entries: Sequence[Dated], *, keys: int, is_demo: bool) -> Stored[Dated]:
    """Store these entries in a constant number of statements; the first `keys` fields say which record it is."""
    if not entries:
        return Stored([], Outcome())
    kind = type(entries[0])
    names: tuple[str, ...] = entries[0]._fields
    rows = model._default_manager.filter(municipality_id__in={entry.municipality for entry in entries})
    columns = ("municipality_id", *names[1:])
    known = [kind(*row) for row in rows.values_list(*columns)]
    before: dict[tuple[object, ...], Dated] = {one[:keys]: one for one in known}
    different = [(entry, before.get(entry[:keys])) for entry in entries if before.get(entry[:keys]) != entry]
    model._default_manager.bulk_create(
        [model(**dict(zip(columns, entry, strict=True)), is_demo=is_demo) for entry, _before in different],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=names[:keys],
        update_fields=[*names[keys:], "is_demo"],
    )
    created = sum(1 for _entry, replaced in different if replaced is None)
    return Stored(different, Outcome(created, len(different) - created, len(entries) - len(different)))
