"""The programme by its seven areas and sources, as it is entered in the portal of the federation (KIP3 2.2, 2.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .papers import Column, Content, Paper, PaperTable, Row, signed_facts, swiss_day

FORM = "ankunft-programme-areas-2"
"""How the content is made up: the second form tells what was refunded. What was signed keeps the form that it has."""
BY_HAND = (
    "Das Portal ELSI des SEM hat keine öffentliche Schnittstelle: Die Zahlen werden von Hand eingegeben "
    "(RRB zum Konzept KIP 2024–2027, Ziffer 2.3)."
)
ELSEWHERE = "Keiner Massnahme zugeordnet"


class MeasureRow(NamedTuple):
    """A measure with what is planned and what is booked of it, by source and year (Rappen)."""

    area: int
    goal: str
    label: str
    planned: Mapping[tuple[str, int], int]
    actual: Mapping[tuple[str, int], int]


class SourceBalance(NamedTuple):
    """A source in the year of the report; `opening` is None where nobody knows with how much it began."""

    code: str
    label: str
    opening: int | None
    received: int
    transferred: int
    spent: int
    refunded: int

    @property
    def closing(self) -> int | None:
        """What is carried forward to the next year."""
        if self.opening is None:
            return None
        return self.opening + self.received + self.transferred - self.spent - self.refunded


def areas_content(
    *,
    reference: str,
    programme: Mapping[str, Any],
    year: int,
    years: Sequence[int],
    areas: Sequence[tuple[int, str]],
    measures: Sequence[MeasureRow],
    elsewhere: Mapping[tuple[str, int], int],
    balances: Sequence[SourceBalance],
    correction: tuple[str, str] = ("", ""),
    is_demo: bool = False,
) -> Content:
    """The programme as plain JSON values. `elsewhere` is what its sources bore of no measure, by source and year."""
    return {
        "form": FORM,
        "kind": "areas",
        "reference": reference,
        "corrects": correction[0],
        "reason": correction[1],
        "is_demo": is_demo,
        "unit": "Rappen",
        "programme": dict(programme),
        "year": year,
        "years": list(years),
        "areas": [{"number": number, "label": label} for number, label in areas],
        "measures": [
            {
                "area": one.area,
                "goal": one.goal,
                "label": one.label,
                "planned": _places(one.planned),
                "actual": _places(one.actual),
            }
            for one in measures
        ],
        "elsewhere": _places(elsewhere),
        "sources": [{**one._asdict(), "closing": one.closing} for one in balances],
    }


def areas_paper(content: Content) -> Paper:
    """The programme as it is printed."""
    programme, year = content["programme"], content["year"]
    facts = [
        ("Programm", f"{programme['label']}, Fassung {programme['version']}"),
        ("Stand der Fassung", programme["state"]),
        *(
            [("Beschluss", f"{programme['decision']} vom {swiss_day(programme['decided_on'])}")]
            if programme["decision"]
            else []
        ),
        ("Berichtet wird", f"Jahr {year}: Buchungen bis 31.12.{year}"),
        ("Grundlage", "Art. 58 Abs. 2 und 3 AIG; RRB zum Konzept KIP 2024–2027, Ziffern 2.2 und 2.3"),
        *signed_facts(content),
    ]
    tables = [_of_year(content), _balances(content), _every_year(content)]
    notes = [
        BY_HAND,
        "Alle Beträge in Franken und Rappen, ungerundet. Gebucht ist, was auf der Position der Massnahme gebucht ist.",
    ]
    title = f"{programme['code']} {year}: sieben Förderbereiche nach Quellen"
    return Paper(title, content["reference"], facts, tables, notes, is_demo=content["is_demo"])


def _of_year(content: Content) -> PaperTable:
    """Area by area, below it its measures; per source what was planned for the year and what was booked."""
    year, sources = content["year"], content["sources"]
    columns = [Column("Förderbereich, Massnahme", "text")]
    for source in sources:
        columns += [Column(f"{source['label']}: Plan"), Column(f"{source['label']}: gebucht")]
    columns += [Column("Plan total"), Column("gebucht total")]
    places = [(source["code"], year) for source in sources]
    rows = []
    for area in content["areas"]:
        below = [one for one in content["measures"] if one["area"] == area["number"]]
        rows.append(Row((f"{area['number']} {area['label']}", *_figures(below, places)), 0, True))
        rows += [Row((one["label"], *_figures([one], places)), 1) for one in below]
    outside = {"planned": {}, "actual": content["elsewhere"]}
    rows.append(Row((ELSEWHERE, *_figures([outside], places)), 0))
    rows.append(Row(("Total", *_figures([*content["measures"], outside], places)), 0, True))
    return PaperTable(f"Plan und gebucht {year}", columns, rows)


def _figures(rows: Sequence[Mapping[str, Any]], places: Sequence[tuple[str, int]]) -> list[int]:
    figures = []
    for source, year in places:
        key = f"{source}/{year}"
        figures += [sum(row[name].get(key, 0) for row in rows) for name in ("planned", "actual")]
    return [*figures, sum(figures[0::2]), sum(figures[1::2])]


def _balances(content: Content) -> PaperTable:
    year = content["year"]
    columns = {
        "label": Column("Quelle", "text"),
        "opening": Column(f"Saldo 01.01.{year}"),
        "received": Column("Eingänge"),
        "transferred": Column("Umbuchungen"),
        "spent": Column("gebucht"),
        "refunded": Column("Rückerstattet"),
        "closing": Column(f"Saldovortrag 31.12.{year}"),
    }
    if not any(one.get("refunded") for one in content["sources"]):
        del columns["refunded"]
    rows = [Row(tuple(one[name] for name in columns)) for one in content["sources"]]
    return PaperTable("Saldo der Quellen", list(columns.values()), rows)


def _every_year(content: Content) -> PaperTable:
    """One row for each measure, source and year: to be filtered, or entered one by one."""
    labels = {area["number"]: area["label"] for area in content["areas"]}
    columns = [
        Column("Bereich", "number"),
        Column("Förderbereich", "text"),
        Column("Ziel", "text"),
        Column("Massnahme", "text"),
        Column("Quelle", "text"),
        Column("Jahr", "number"),
        Column("Plan CHF"),
        Column("gebucht CHF"),
    ]
    rows = []
    for one in content["measures"]:
        for source in content["sources"]:
            for year in content["years"]:
                key = f"{source['code']}/{year}"
                planned, actual = one["planned"].get(key, 0), one["actual"].get(key, 0)
                if planned or actual:
                    where = (one["area"], labels[one["area"]], one["goal"], one["label"])
                    rows.append(Row((*where, source["label"], year, planned, actual)))
    return PaperTable("Alle Jahre", columns, rows, on_paper=False)


def _places(amounts: Mapping[tuple[str, int], int]) -> dict[str, int]:
    return {f"{source}/{year}": amount for (source, year), amount in sorted(amounts.items())}
