"""The parts of a letter that every kind has, and how figures are written in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date

from ankunft.domain.settlement.models import Line
from ankunft.domain.territory.rules import address_lines
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month

from ..models import Letterhead

CIRCULAR = "KRS-GEF-2017/01"
"""The circular that contributions rest on (start.integration, tasks of the municipalities)."""

NET_DAYS = "4.7"
"""The paragraph of the circular on reclaims: what exceeds the credits is paid back within 30 days."""

NO_CLAIM = f"Auf Beiträge besteht kein Rechtsanspruch ({CIRCULAR}, Ziffer 4.1.1)."

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Basis:
    """By which scheme a run pays: how letters call it, and what it rests on.

    The circular is start.integration's: of another scheme `law` names what it rests on, and no paragraph of the
    circular is cited.
    """

    name: str
    law: str = ""

    def cited(self, paragraph: str) -> str:
        """The paragraph in brackets, after a blank; nothing where the circular says nothing about it."""
        return "" if self.law else f" ({CIRCULAR}, Ziffer {paragraph})"

    @property
    def numbers(self) -> str:
        """What the column «Ziffer» refers to."""
        if self.law:
            return f"Grundlage: {self.law}."
        return f"Die Ziffern verweisen auf das Kreisschreiben {CIRCULAR}."

    @property
    def claim(self) -> str:
        """What is said of the legal claim, with a blank before it; nothing where no source says anything."""
        return "" if self.law else f" {NO_CLAIM}"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter before it is set. `bill` is the data of a payment part, where there is something to pay."""

    title: str
    recipient: Sequence[str]
    blocks: Sequence[Block]
    bill: dict[str, Any] | None = field(default=None)

    def data(self, letterhead: Letterhead, *, reference: str, day: date, copies: Sequence[str]) -> dict[str, Any]:
        """What the template takes."""
        return {
            "title": self.title,
            "reference": reference,
            "written_on": f"{letterhead.town}, {swiss(day)}",
            "sender": _sender(letterhead),
            "recipient": list(self.recipient),
            "copies": list(copies),
            "blocks": list(self.blocks),
            "bill": self.bill,
        }


def _sender(letterhead: Letterhead) -> dict[str, Any]:
    address = address_lines(letterhead.street, letterhead.house_number, letterhead.postcode, letterhead.town)
    return {
        "authority": letterhead.authority,
        "office": letterhead.office,
        "lines": [line for line in (*address, letterhead.phone, letterhead.email) if line],
    }


def swiss(day: date) -> str:
    """31.12.2025"""
    return f"{day:%d.%m.%Y}"


def francs(rappen: int) -> str:
    """`1'234.50`: for columns that say CHF."""
    return Money(rappen).grouped()


def text(words: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": words}


def heading(words: str) -> Block:
    """The title of a section."""
    return {"kind": "heading", "text": words}


def facts(rows: Iterable[tuple[str, str]]) -> Block:
    """Labels with values, those without value left out."""
    return {"kind": "facts", "rows": [[label, value] for label, value in rows if value]}


def table(
    caption: str, columns: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str]], *totals: Sequence[str]
) -> Block:
    """A table whose head is repeated on every page. Of each column the label, and whether it holds figures.

    `totals` are lines of a label and a figure below it.
    """
    return {
        "kind": "table",
        "caption": caption,
        "columns": [{"label": label, "figures": figures} for label, figures in columns],
        "rows": [list(row) for row in rows],
        "totals": [list(total) for total in totals],
    }


LINE_COLUMNS = (
    ("Beitrag", False),
    ("Periode", False),
    ("Anzahl", True),
    ("Ansatz CHF", True),
    ("Betrag CHF", True),
    ("Ziffer", False),
)


def line_row(line: Line) -> list[str]:
    """A line of a run: what, for which period, how many at which rate, and the paragraph of the circular."""
    named = line.contribution_label
    return [
        f"{named} (Korrektur)" if line.is_correction else named,
        line.period,
        f"{line.quantity:,}".replace(",", "'").replace("-", "−"),
        francs(line.rate),
        francs(line.amount),
        paragraph(line.legal_reference),
    ]


def paragraph(reference: str) -> str:
    """The number within the circular; of another act with its name."""
    return reference.removeprefix(f"{CIRCULAR} ")


def lines_by_place(caption: str, lines: Sequence[Line], payee: int) -> list[Block]:
    """The lines of what a payee gets: its own first, then those of each member of its association, with their sums."""
    places = {line.municipality_id: line.municipality for line in lines}
    ordered = sorted(places.values(), key=lambda place: (place.pk != payee, place.name))
    blocks: list[Block] = []
    for place in ordered:
        own = [line for line in lines if line.municipality_id == place.pk]
        total = ("Summe", francs(sum(line.amount for line in own)))
        if len(ordered) > 1 or place.pk != payee:
            blocks.append(heading(place.name))
        blocks.append(table(f"{caption}: {place.name}", LINE_COLUMNS, map(line_row, own), total))
    return blocks


def month_in_german(month: Month) -> str:
    """`März 2026`: a letter is German, whoever makes it."""
    return format_date(month.start, "MMMM y", locale="de_CH")
