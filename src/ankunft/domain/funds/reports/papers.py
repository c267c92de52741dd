"""A report as a paper: facts, tables and notes, whatever it is about. Made from its content alone: it can be repeated.

Papers are German whatever language their maker reads, like every letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from ankunft.foundation.pictures.values import Waterfall

Kind = Literal["text", "money", "number"]
Content = dict[str, Any]


class Column(NamedTuple):
    """A column of a table: what stands above it, and what it holds; money is whole Rappen, None for nothing."""

    label: str
    kind: Kind = "money"


class Row(NamedTuple):
    """A row of a table; `depth` indents its first cell, a strong one is a sum."""

    cells: tuple[Any, ...]
    depth: int = 0
    is_strong: bool = False


class PaperTable(NamedTuple):
    """A table with its title; one that is too wide for paper stands in the workbook alone."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    on_paper: bool = True


class Paper(NamedTuple):
    """Everything that stands on a report; `picture` is the drawing of its balance, where there is one."""

    title: str
    reference: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[PaperTable]
    notes: Sequence[str]
    picture: Waterfall | None = None
    is_demo: bool = False


def signed_facts(content: Content) -> list[tuple[str, str]]:
    """Who signed the report and when; or that nobody has yet."""
    signed = content.get("signed_off")
    facts = []
    if corrects := content.get("corrects"):
        facts.append(("Berichtigt", f"{corrects}: {content['reason']}"))
    if signed is None:
        return [*facts, ("Stand", "Entwurf, nicht unterzeichnet")]
    return [*facts, ("Unterzeichnet", f"{swiss_day(signed['on'])} durch {signed['by']}")]


def swiss_day(text: str) -> str:
    """`2024-09-30` as 30.09.2024."""
    return ".".join(reversed(text[:10].split("-")))
