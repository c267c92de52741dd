"""The content of a report as the records are now: what its files say once it is signed (FP 2.4, 3.2, 3.3; KIP3 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from ankunft.foundation.kernel.periods import Quarter

from ..models import (
    FundingSource,
    PlannedPosition,
    PlanVersion,
    ProgrammeState,
    ProgrammeVersion,
    ReportKind,
    SemReport,
    VersionState,
)
from ..money_readings import accounts
from ..programme_readings import goals_of
from ..purposes import AREAS
from ..reporting_terms import reporting_terms
from ..rules.sem_report import balance_lines, lines
from ..selectors.plans import CLOSING, OPENING, plan_table
from .areas import MeasureRow, SourceBalance, areas_content
from .measures import actual_of_measures, spent_elsewhere
from .papers import Content
from .quarterly import About, Remarks, quarterly_content
from .reading import PlanRead, flows_until, last_month
from .yearly import PlanRow, yearly_content


def content_of(report: SemReport) -> Content:
    """What the report says now. German, whoever asks."""
    with translation.override(settings.LANGUAGE_CODE):
        comments = {one.position.code: one.text for one in report.comments.select_related("position")}
        correction = (report.corrects.reference if report.corrects else "", report.reason)
        if report.kind == ReportKind.QUARTERLY:
            assert report.plan_version is not None
            quarter = Quarter(report.year, report.quarter)
            return quarterly(report.plan_version, quarter, report.reference, comments, correction, report.is_demo)
        if report.kind == ReportKind.YEARLY:
            assert report.plan_version is not None
            return yearly(report.plan_version, report.reference, comments, correction, report.is_demo)
        assert report.programme_version is not None
        return areas(report.programme_version, report.year, report.reference, correction, report.is_demo)


def quarterly(
    version: PlanVersion,
    quarter: Quarter,
    reference: str,
    comments: Mapping[str, str] | None = None,
    correction: tuple[str, str] = ("", ""),
    is_demo: bool = False,
) -> Content:
    """The quarterly report of a decided version: bookings until the end of the quarter, and no later ones."""
    read = PlanRead(version, quarter)
    positions = read.positions()
    terms = reporting_terms()
    account = accounts(version).get(version.plan.source_id)
    about = About(
        reference=reference,
        plan=_plan(version),
        source=_source(version.plan.source),
        quarter=quarter,
        years=read.years,
        thresholds=terms.thresholds,
        thresholds_source=terms.source,
        corrects=correction[0],
        reason=correction[1],
        is_demo=is_demo,
    )
    unquantified = [(row.code, row.label) for row in read.unquantified]
    flows = flows_until(account, positions, last_month(quarter), read.years)
    return quarterly_content(
        about,
        lines(positions, read.years, quarter.year),
        balance_lines(version.opening, positions, flows, read.years),
        Remarks(comments or {}, read.bases(), unquantified),
    )


def yearly(
    version: PlanVersion,
    reference: str,
    comments: Mapping[str, str] | None = None,
    correction: tuple[str, str] = ("", ""),
    is_demo: bool = False,
) -> Content:
    """The plan of a version, beside the one that is in force."""
    table = plan_table(version, unit=1)
    remarks = {**_remarks(version), **(comments or {})}
    rows = [
        PlanRow(row.code, row.label, row.depth, row.values, row.is_balance, remarks.get(row.code, ""))
        for row in table.rows
    ]
    unquantified = [
        (one.position.code, one.position.label, remarks.get(one.position.code, "")) for one in table.unquantified
    ]
    return yearly_content(
        reference=reference,
        plan=_plan(version),
        source=_source(version.plan.source),
        years=table.years,
        rows=rows,
        before=_in_force(version),
        unquantified=unquantified,
        correction=correction,
        is_demo=is_demo,
    )


def areas(
    version: ProgrammeVersion,
    year: int,
    reference: str,
    correction: tuple[str, str] = ("", ""),
    is_demo: bool = False,
) -> Content:
    """The programme by areas: planned in that version, booked until the end of the year."""
    goals = goals_of(version)
    actual = actual_of_measures(goals, year)
    measures = [
        MeasureRow(
            goal.area,
            goal.text,
            measure.label,
            {(one.source.code, one.year): one.amount for one in measure.funding.all()},
            actual.get(measure.pk, {}),
        )
        for goal in goals
        for measure in goal.measures.all()
    ]
    used = {place[0] for row in measures for place in (*row.planned, *row.actual)}
    sources = [source for source in FundingSource.objects.all() if source.code in used]
    return areas_content(
        reference=reference,
        programme=_programme(version),
        year=year,
        years=version.programme.years,
        areas=[(area.number, str(area.label)) for area in AREAS],
        measures=measures,
        elsewhere=spent_elsewhere(goals, sources, year),
        balances=_source_balances(sources, year),
        correction=correction,
        is_demo=is_demo,
    )


def _source_balances(sources: list[FundingSource], year: int) -> list[SourceBalance]:
    known = accounts()
    found = []
    for source in sources:
        account = known[source.pk]
        flow = account.of_year(year)
        opening = account.balance_before(year) if account.is_known else None
        found.append(SourceBalance(source.code, source.label, opening, *flow))
    return found


def _plan(version: PlanVersion) -> dict[str, Any]:
    return {
        "code": version.plan.code,
        "label": version.plan.label,
        "version": version.number,
        "state": str(VersionState(version.state).label),
        "as_of": version.as_of.isoformat(),
        "opening_source": version.opening_source,
        "decision": version.decision,
        "decided_by": version.decided_by,
        "decided_on": _day(version.decided_on),
    }


def _programme(version: ProgrammeVersion) -> dict[str, Any]:
    return {
        "code": version.programme.code,
        "label": version.programme.label,
        "version": version.number,
        "state": str(ProgrammeState(version.state).label),
        "decision": version.decision,
        "decided_on": _day(version.decided_on),
    }


def _source(source: FundingSource) -> dict[str, str]:
    return {"code": source.code, "label": source.label}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _remarks(version: PlanVersion) -> dict[str, str]:
    """By position code: why something else is planned than given, or what was said with the figures."""
    planned = PlannedPosition.objects.filter(version=version).select_related("position", "input")
    return {one.position.code: one.reason or (one.input.comment if one.input else "") for one in planned}


def _in_force(version: PlanVersion) -> dict[str, Any] | None:
    """The version that holds, as rows by code: what the new one is compared with."""
    held = PlanVersion.objects.filter(plan=version.plan_id, state=VersionState.ADOPTED).exclude(pk=version.pk).first()
    before = version.supersedes or held
    if before is None:
        return None
    table = plan_table(before, unit=1)
    return {
        "version": before.number,
        "rows": {row.code: list(row.values) for row in table.rows},
        "labels": {row.code: row.label for row in table.rows if row.code not in (OPENING, CLOSING)},
    }
