"""Reports and self-declarations as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.documents.spreadsheet import Kind, Sheet, workbook
from ankunft.foundation.kernel.periods import HalfYear

from .imports import DECLARATION_COLUMNS, REPORT_COLUMNS
from .models import HalfYearReport, ReportState, label_of
from .rules import Figures
from .selectors import MISSING, DeclarationStanding, Standing


def overview_workbook(period: HalfYear, standings: Sequence[Standing]) -> bytes:
    """How it stands with every report of a half-year, with the figures that were handed in."""
    header = [
        _("BFS-Nummer"),
        _("Gemeinde"),
        _("Bezirk"),
        _("Stand"),
        _("überfällig"),
        _("eingereicht am"),
        _("Fassung"),
        *(label_of(HalfYearReport, name) for name in Figures._fields),
    ]
    kinds: list[Kind] = ["integer", "text", "text", "text", "text", "date"]
    kinds += ["integer"] * (1 + len(Figures._fields))
    return workbook([Sheet(f"{_('Berichte')} {period}", header, [_overview_row(one) for one in standings], kinds)])


def outstanding_workbook(reports: Sequence[Standing], declarations: Sequence[DeclarationStanding]) -> bytes:
    """What is due and not handed in, over all half-years and years."""
    header = [_("Halbjahr"), _("BFS-Nummer"), _("Gemeinde"), _("Bezirk"), _("Stand"), _("Frist"), _("überfällig")]
    kinds: list[Kind] = ["text", "integer", "text", "text", "text", "date", "text"]
    report_rows = [
        [str(one.period), one.bfs_number, one.name, one.district, state_text(one.state), one.due_on, _yes(one.late)]
        for one in reports
    ]
    declaration_rows = [
        [str(one.year), one.bfs_number, one.name, one.district, _("fehlt"), one.due_on, _yes(one.late)]
        for one in declarations
    ]
    return workbook(
        [
            Sheet(_("Halbjahresberichte"), header, report_rows, kinds),
            Sheet(_("Selbstdeklarationen"), [_("Jahr"), *header[1:]], declaration_rows, kinds),
        ]
    )


def import_template(*, declarations: bool) -> bytes:
    """An empty workbook with the columns of an import."""
    columns = DECLARATION_COLUMNS if declarations else REPORT_COLUMNS
    names = [column.name for column in columns]
    return workbook([Sheet("Import", names, [], widths=[max(12, len(name) + 2) for name in names])])


def state_text(state: str) -> str:
    """The state of a report in words."""
    return _("fehlt") if state == MISSING else str(ReportState(state).label)


def _overview_row(one: Standing) -> list[Any]:
    return [
        one.bfs_number,
        one.name,
        one.district,
        state_text(one.state),
        _yes(one.late),
        one.submitted_on,
        one.number or None,
        *(one.figures or [None] * len(Figures._fields)),
    ]


def _yes(value: bool) -> str:
    return _("ja") if value else ""
