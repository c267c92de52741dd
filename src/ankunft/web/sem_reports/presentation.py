"""Reports and programmes as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ankunft.domain.funds.models import (
    MeasureFunding,
    Position,
    ProgrammeGoal,
    ProgrammeMeasure,
    ProgrammeVersion,
    ReportKind,
    ReportState,
    SemReport,
)
from ankunft.domain.funds.purposes import AREAS
from ankunft.domain.funds.reports.papers import Paper
from ankunft.domain.funds.selectors.reports import Expected
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.components import Step

from .words import REPORT_KINDS

NOTHING = "–"


class Cell(NamedTuple):
    """A cell of a paper as it is shown; `label` is what stands above its column."""

    label: str
    text: str
    is_figure: bool


class ShownRow(NamedTuple):
    """A row of a paper."""

    head: str
    depth: int
    is_strong: bool
    cells: list[Cell]


class ShownTable(NamedTuple):
    """A table of a paper."""

    title: str
    header: list[tuple[str, bool]]
    rows: list[ShownRow]


class ReportRow(NamedTuple):
    """A report in a list."""

    report: SemReport
    what: str
    label: str
    kind: str


class ExpectedRow(NamedTuple):
    """A quarter in the list of what is due."""

    one: Expected
    label: str
    kind: str


def expected_rows(found: Iterable[Expected]) -> list[ExpectedRow]:
    """Each quarter with how far its report is."""
    rows = []
    for one in found:
        if one.report is None:
            label, kind = (_("überfällig"), "bad") if one.is_late else (_("offen"), "neutral")
        else:
            label, kind = str(ReportState(one.report.state).label), REPORT_KINDS[one.report.state]
        rows.append(ExpectedRow(one, label, kind))
    return rows


def report_rows(found: Iterable[SemReport]) -> list[ReportRow]:
    """Each report with its kind and state in words."""
    return [
        ReportRow(
            report,
            str(ReportKind(report.kind).label),
            str(ReportState(report.state).label),
            REPORT_KINDS[report.state],
        )
        for report in found
    ]


def paper_rows(paper: Paper) -> list[ShownTable]:
    """The tables that stand on paper, with figures as they are read."""
    return [
        ShownTable(
            table.title,
            [(column.label, column.kind != "text") for column in table.columns],
            [
                ShownRow(
                    str(row.cells[0]),
                    row.depth,
                    row.is_strong,
                    [
                        Cell(column.label, _text(column.kind, cell), column.kind != "text")
                        for column, cell in zip(table.columns[1:], row.cells[1:], strict=True)
                    ],
                )
                for row in table.rows
            ],
        )
        for table in paper.tables
        if table.on_paper
    ]


def positions_of(report: SemReport, rows: Mapping[str, Any]) -> list[Position]:
    """The positions that stand in the report, in its order."""
    assert report.plan_version is not None
    found = Position.objects.filter(plan=report.plan_version.plan_id, code__in=rows.keys())
    return list(found.order_by("number"))


def way_of(report: SemReport) -> list[Step]:
    """From the first comment to the day on which it was sent."""
    if report.state == ReportState.DISCARDED:
        return []
    stages = (
        (_("Vorbereiten"), _("durch die Koordinationsstelle")),
        (_("Unterzeichnen"), _("durch eine zweite Person")),
        (_("Übermitteln"), _("durch die Koordinationsstelle")),
    )
    # While it is prepared it may as well be signed: both are open until somebody signs.
    done = {ReportState.DRAFT: 0, ReportState.SIGNED_OFF: 2, ReportState.SUBMITTED: 3}[ReportState(report.state)]
    return [
        Step(label, detail, "done" if place < done else "current" if place == done else "todo")
        for place, (label, detail) in enumerate(stages)
    ]


class ShownMeasure(NamedTuple):
    """A measure with what each source bears of it, by year and in all."""

    measure: ProgrammeMeasure
    lines: list[tuple[str, list[tuple[int, int | None]], int]]
    total: int


class ShownArea(NamedTuple):
    """One of the seven areas with its goals; `total` is what its measures cost."""

    number: int
    label: str
    goals: list[tuple[ProgrammeGoal, list[ShownMeasure]]]
    total: int


def areas_of(version: ProgrammeVersion, goals: Sequence[ProgrammeGoal]) -> list[ShownArea]:
    """The frame of the programme, filled as far as it is."""
    shown = []
    for area in AREAS:
        below = [
            (goal, [_measure(one, version.programme.years) for one in goal.measures.all()])
            for goal in goals
            if goal.area == area.number
        ]
        total = sum(one.total for _goal, measures in below for one in measures)
        shown.append(ShownArea(area.number, str(area.label), below, total))
    return shown


def _measure(measure: ProgrammeMeasure, years: Sequence[int]) -> ShownMeasure:
    by_source: dict[str, dict[int, int]] = {}
    funding: Iterable[MeasureFunding] = sorted(measure.funding.all(), key=lambda one: (one.source.number, one.year))
    for one in funding:
        by_source.setdefault(one.source.label, {})[one.year] = one.amount
    lines = [
        (label, [(year, amounts.get(year)) for year in years], sum(amounts.values()))
        for label, amounts in by_source.items()
    ]
    return ShownMeasure(measure, lines, sum(total for _label, _years, total in lines))


def _text(kind: str, cell: Any) -> str:
    if cell is None:
        return NOTHING
    return Money(cell).grouped() if kind == "money" else str(cell)
