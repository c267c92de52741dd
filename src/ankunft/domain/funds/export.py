"""The table of a version as PDF and as a workbook. German, whoever makes it; the same records give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import override

from ankunft.foundation.documents.letters import INSTEAD, typeset
from ankunft.foundation.documents.spreadsheet import Kind, Sheet, workbook
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .models import PlannedPosition, PlanVersion, PositionInput, Stance, VersionState
from .rules.rounding import in_units
from .selectors import working
from .selectors.plans import PLACES, PlanTable, TableRow, plan_table

TEMPLATE = Path(__file__).parent / "papers" / "plan.typ"
OFFICE = "Kanton Solothurn, Amt für Gesellschaft und Soziales, Koordinationsstelle Integration"
NOTHING = "–"
ROUNDING = (
    "Gerundet sind zuerst die Salden; was dazwischen liegt, verteilt sich nach dem grössten Rest auf die Positionen. "
    "So geht jede Spalte auf, und kein Betrag weicht eine ganze Stelle vom genauen ab."
)


def plan_file(version: PlanVersion, ending: str) -> bytes:
    """The table as the file of that ending (`.pdf` or `.xlsx`). Refused for any other."""
    if ending == ".pdf":
        return plan_pdf(version)
    if ending == ".xlsx":
        return plan_workbook(version)
    raise Refused("Ein Finanzplan wird als .pdf oder als .xlsx geschrieben: Geben Sie der Datei eine dieser Endungen.")


def plan_pdf(version: PlanVersion) -> bytes:
    """The table in million and in francs, what nobody can say yet, and what the bodies said.

    What was decided does not change any more: a character without a font keeps no plan from being printed.
    """
    with override(settings.LANGUAGE_CODE):
        table = plan_table(version)
        data: dict[str, Any] = {
            "title": version.plan.label,
            "office": OFFICE,
            "reference": version.reference,
            "demo": "Demo: erfundene Angaben." if version.is_demo else "",
            "facts": [list(fact) for fact in _facts(version)],
            "years": [str(year) for year in table.years],
            "rows": [_printed(row, [_million(value) for value in row.values]) for row in table.rows],
            "exact": [_printed(row, [_francs(value) for value in row.exact]) for row in table.rows],
            "rounding": ROUNDING,
            "unquantified": [{"label": one.position.label, "comment": _reason(one)} for one in table.unquantified],
            "statements": list(_statements(version)),
        }
        return typeset(TEMPLATE, data, made_at=_made_at(version), instead=INSTEAD)


def plan_workbook(version: PlanVersion) -> bytes:
    """The table with exact francs beside the rounded million, and who gave which figure when."""
    with override(settings.LANGUAGE_CODE):
        table = plan_table(version)
        return workbook([_table_sheet(table), _facts_sheet(version, table), _inputs_sheet(version)])


def _table_sheet(table: PlanTable) -> Sheet:
    years = list(table.years)
    kinds: list[Kind] = ["text", "text", *["money"] * (2 * len(years)), "text", "text"]  # type: ignore[list-item]
    return Sheet(
        "Finanzplan",
        [
            "Position",
            "Kürzel",
            *(f"{year} Mio. Franken" for year in years),
            *(f"{year} Franken" for year in years),
            "Zuständige Stelle",
            "Grundlage",
        ],
        [["  " * row.depth + row.label, row.code, *row.values, *row.exact, *_of_position(row)] for row in table.rows],
        kinds,
        [48, 24, *[11] * len(years), *[16] * len(years), 34, 30],
    )


def _facts_sheet(version: PlanVersion, table: PlanTable) -> Sheet:
    unknown = [["Bekannt, noch nicht beziffert", f"{one.position.label}: {_reason(one)}"] for one in table.unquantified]
    said = [["Stellungnahme", f"{one['body']}: {one['stance']}. {one['text']}".strip()] for one in _statements(version)]
    rows = [*(list(fact) for fact in _facts(version)), ["Rundung", ROUNDING], *unknown, *said]
    return Sheet("Angaben", ["Angabe", "Wert"], rows, ("text", "text"), (32, 110))


def _inputs_sheet(version: PlanVersion) -> Sheet:
    given = (
        PositionInput.objects.filter(version=version)
        .select_related("position", "structure")
        .prefetch_related("amounts")
        .order_by("position__number", "number")
    )
    rows = [
        [
            one.position.label,
            one.number,
            one.structure.name if one.structure else "",
            one.given_by,
            localtime(one.given_at).date(),
            "ja" if one.is_late else "",
            *amounts,
            one.comment,
        ]
        for one in given
        for amounts in _amounts(one)
    ]
    return Sheet(
        "Eingaben",
        [
            "Position",
            "Nummer",
            "Stelle",
            "Eingegeben durch",
            "am",
            "nach der Frist",
            "Jahr",
            "Betrag CHF",
            "mindestens CHF",
            "höchstens CHF",
            "Bemerkung",
        ],
        rows,
        ("text", "integer", "text", "text", "date", "text", "text", "money", "money", "money", "text"),
        (44, 9, 34, 28, 12, 14, 8, 16, 16, 16, 60),
    )


def _amounts(given: PositionInput) -> list[list[Any]]:
    """Year, amount and range of each year; one empty row where there are none."""
    rows = [[str(one.year), one.amount, one.low, one.high] for one in given.amounts.all()]
    return rows or [["", None, None, None]]


def _facts(version: PlanVersion) -> Iterator[tuple[str, str]]:
    yield "Fassung", f"{version.number}, {VersionState(version.state).label}"
    yield "Quelle", version.plan.source.label
    yield "Stand der Angaben", _day(version.as_of)
    yield "Anfangssaldo", f"{Money(version.opening)}, {version.opening_source}"
    if version.occasion:
        yield "Anlass", version.occasion
    if version.decided_on:
        yield "Beschluss", f"{version.decision} vom {_day(version.decided_on)}, {version.decided_by}"


def _statements(version: PlanVersion) -> Iterator[dict[str, str]]:
    """What each body that was asked says, in the order in which they were asked; nothing once figures may be others."""
    if not working.statements_count(version):
        return
    for one in working.consultation_of(version):
        said = one.statement
        stance = str(Stance(said.stance).label) if said else "keine Stellungnahme"
        yield {"body": one.asked.name, "stance": stance, "text": said.text if said else ""}


def _printed(row: TableRow, values: list[str]) -> dict[str, Any]:
    return {"label": row.label, "depth": row.depth, "is_balance": row.is_balance, "values": values}


def _million(units: int | None) -> str:
    return NOTHING if units is None else in_units(units, PLACES)


def _francs(rappen: int | None) -> str:
    return NOTHING if rappen is None else Money(rappen).grouped()


def _of_position(row: TableRow) -> list[str]:
    if row.position is None:
        return ["", ""]
    return [row.position.structure.name if row.position.structure else "", row.position.legal_basis]


def _reason(one: PlannedPosition) -> str:
    return one.reason or (one.input.comment if one.input else "")


def _made_at(version: PlanVersion) -> datetime:
    """When the file says that it was made: the day of the decision, before it that of the figures."""
    return datetime.combine(version.decided_on or version.as_of, time(12), get_default_timezone())


def _day(day: Any) -> str:
    return f"{day:%d.%m.%Y}"
