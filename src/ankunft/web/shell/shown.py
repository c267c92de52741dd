"""A list as one address asks for it: narrowed, sorted, one page of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from ankunft.foundation.documents.spreadsheet import Sheet
from ankunft.foundation.kernel.actor import Actor

from .addresses import with_query
from .components import Chip
from .days import typed_day
from .lists import FILE, FOUND, PAGE, SORT, Asked, Cell, Column, Filter, Head, Listing, Option, Row
from .registry import Text


class Shown:
    """A list as one address asks for it: narrowed, sorted, one page of it."""

    def __init__(
        self,
        listing: Listing,
        records: QuerySet[Any],
        query: QueryDict,
        actor: Actor,
        *,
        words: str = "",
        hidden: Iterable[str] = (),
    ) -> None:
        self.listing, self.query, self.words = listing, query, words
        left_out = frozenset(hidden)
        self.columns = [column for column in listing.columns if column.key not in left_out]
        self._on_page = [column for column in self.columns if not column.in_file_only]
        filters = [one for one in listing.filters if one.name not in left_out]
        self._choices: dict[str, list[tuple[str, Text]] | None] = {
            one.name: list(one.choices(actor)) if one.choices else None for one in filters
        }
        self._filters = filters
        self._values = {one.name: self._value(one) for one in filters}
        self.records = self._sorted(self._narrowed(records))

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.records, self.listing.on_a_page).get_page(self.query.get(PAGE))

    @cached_property
    def rows(self) -> list[Row]:
        records = list(self.page.object_list)
        return [self._row(record, row) for record, row in zip(records, self.listing.prepare(records), strict=True)]

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self._on_page]

    @property
    def asked(self) -> list[Asked]:
        """The filters that are fields."""
        return [self._asked(one) for one in self._filters if not one.is_chips]

    @property
    def chips(self) -> list[Chip]:
        """The choices of the filters that are chips."""
        return [
            Chip(
                label,
                self.url(**{one.name: "" if value == self._default(one) else value}),
                value == self._values[one.name],
            )
            for one in self._filters
            if one.is_chips
            for value, label in self._choices[one.name] or ()
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether somebody filters or searches."""
        return bool(self.words) or any(self._values[one.name] != self._default(one) for one in self._filters)

    @property
    def is_filtered(self) -> bool:
        """Whether one of the filters that are fields holds something back."""
        return any(one.value for one in self.asked)

    @property
    def view(self) -> dict[str, str]:
        """What a saved view keeps: filters and sorting, neither words nor the page."""
        kept = {
            one.name: self._values[one.name] for one in self._filters if self._values[one.name] != self._default(one)
        }
        return kept | ({SORT: self.sort} if self.sort != self.listing.sort else {})

    @cached_property
    def sort(self) -> str:
        """The column by which the list is sorted, with "-" for downwards."""
        asked = self.query.get(SORT, "")
        return (
            asked
            if any(one.key == asked.removeprefix("-") and one.order for one in self.columns)
            else (self.listing.sort)
        )

    @property
    def carried(self) -> Mapping[str, str]:
        """What a form of filters carries along: chips and sorting, and that words are searched for."""
        chips = {one.name: self._values[one.name] for one in self._filters if one.is_chips}
        kept = chips | {SORT: self.query.get(SORT, ""), FOUND: "1" if self.words else ""}
        return {name: value for name, value in kept.items() if value}

    @property
    def bare_url(self) -> str:
        """The same list without filters and words."""
        return self.url(**{one.name: "" for one in self._filters}, **{FOUND: ""})

    @property
    def unfiltered_url(self) -> str:
        """The same list without the filters that are fields."""
        return self.url(**{one.name: "" for one in self.asked})

    @property
    def excel_url(self) -> str:
        return self.url(**{FILE: "xlsx"})

    def url(self, **changes: str) -> str:
        return f"?{with_query(self.query, **changes)}"

    def sheet(self, records: Sequence[Any]) -> Sheet:
        """These records as a sheet with the columns that are shown."""
        rows = ([column.value(row) for column in self.columns] for row in self.listing.prepare(records))
        kinds = [column.kind for column in self.columns]
        return Sheet(str(self.listing.title), [str(column.label) for column in self.columns], rows, kinds)

    def _value(self, one: Filter) -> str:
        """The value in the address, if it makes sense; what makes none filters nothing."""
        typed = self.query.get(one.name, "")
        choices = self._choices[one.name]
        if choices is None:
            return _iso_day(typed)
        return typed if typed in {value for value, _label in choices} else self._default(one)

    def _default(self, one: Filter) -> str:
        return one.widest if self.words else one.default

    def _narrowed(self, records: QuerySet[Any]) -> QuerySet[Any]:
        for one in self._filters:
            if value := self._values[one.name]:
                records = one.narrow(records, value)
        return records

    def _sorted(self, records: QuerySet[Any]) -> QuerySet[Any]:
        column = next(one for one in self.listing.columns if one.key == self.sort.removeprefix("-"))
        downwards = self.sort.startswith("-")
        return records.order_by(*(_order(name, downwards) for name in (*column.order, "pk")))

    def _asked(self, one: Filter) -> Asked:
        value, choices = self._values[one.name], self._choices[one.name]
        if choices is None:
            return Asked(one.name, one.label, _shown_day(value), None)
        options = [Option(choice, label, choice == value) for choice, label in choices]
        return Asked(one.name, one.label, value, options)

    def _row(self, record: Any, row: Any) -> Row:
        address = self.listing.address(row) if self.listing.address else ""
        cells = [Cell(column, column.value(row)) for column in self._on_page]
        return Row(row, str(getattr(record, self.listing.key)), str(cells[0].value), address, cells)

    def _head(self, column: Column) -> Head:
        if not column.order:
            return Head(column.label, column.css, "", "")
        direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
        url = self.url(**{SORT: f"-{column.key}" if direction == "ascending" else column.key})
        return Head(column.label, column.css, url, direction)


def _order(name: str, downwards: bool) -> OrderBy:
    """What is not known comes last upwards and downwards alike."""
    return F(name).desc(nulls_last=True) if downwards else F(name).asc(nulls_last=True)


def _iso_day(text: str) -> str:
    day = typed_day(text)
    return day.isoformat() if day else ""


def _shown_day(value: str) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}" if value else ""
