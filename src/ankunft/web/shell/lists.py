"""Lists: columns that sort, filters and pages that stand in the address, and what is shown as Excel.

A room describes its list once (`Listing`); `list_pages.list_page` answers with it. Words that somebody searches by may
be a name and stand in no address (decision 0051); what is filtered by are states and codes, which do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from ankunft.foundation.documents.spreadsheet import Kind
from ankunft.foundation.kernel.actor import Actor

from .registry import Text

SORT, PAGE, FOUND, FILE = "sort", "page", "gefunden", "datei"
ON_A_PAGE = 50
Choices = Iterable[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `value` gives of a row what Excel holds; the page shows the same, or what `template` makes of `row`.

    `order` are the database fields it is sorted by; none: it does not sort. `kind` is a kind of the spreadsheet.
    `is_whole`: what it holds is not broken into lines, like a reference. `in_file_only`: the page leaves it out.
    """

    key: str
    label: Text
    value: Callable[[Any], Any]
    kind: Kind = "text"
    order: tuple[str, ...] = ()
    template: str = ""
    is_whole: bool = False
    in_file_only: bool = False

    @property
    def css(self) -> str:
        if self.kind in ("integer", "money", "percent"):
            return "num"
        return "whole" if self.is_whole else ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: `narrow` keeps of the records those that fit the value in the address under `name`.

    The value is one of the `choices` (asked for the actor), or where there are none a day as ISO text. Where the
    address says nothing, `default` holds, and `widest` where words are searched for: a filter with a default has a
    choice of its own for everything. `is_chips`: shown as a row of chips instead of a field.
    """

    name: str
    label: Text
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    choices: Callable[[Actor], Choices] | None = None
    default: str = ""
    widest: str = ""
    is_chips: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done with several selected records at once.

    `carry_out` is given the records and says what was done, or answers with a page (a redirect to a form).
    """

    key: str
    label: Text
    carry_out: Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of a room.

    `place` names it (letters and points): its saved views belong to it. `key` is the field by which a record is
    selected, `sort` the column (with "-" for downwards) by which it is sorted unless somebody chooses. `prepare` makes
    the rows of a page out of its records, with whatever further statements that takes; `address` leads from a row to
    its page, `label` names the row for people who hear the page.
    """

    place: str
    title: Text
    columns: tuple[Column, ...]
    key: str
    sort: str
    filters: tuple[Filter, ...] = ()
    search_label: Text = ""
    prepare: Callable[[Sequence[Any]], Sequence[Any]] = list
    address: Callable[[Any], str] | None = None
    on_a_page: int = ON_A_PAGE


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    label: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as it stands: its value, and what else could be chosen (None: a day is typed)."""

    name: str
    label: Text
    value: str
    options: list[Option] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row holds in a column."""

    column: Column
    value: Any


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where sorting by it leads (empty: it does not sort), and how it is sorted now."""

    label: Text
    css: str
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page: `source` is what `prepare` made, `key` by what it is selected, `name` what it is called."""

    source: Any
    key: str
    name: str
    url: str
    cells: list[Cell]
