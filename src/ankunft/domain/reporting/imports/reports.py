"""Half-year reports from a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from ankunft.domain.reporting import checks, permissions
from ankunft.domain.reporting.checks import Severity, Subject
from ankunft.domain.reporting.intake import AwaitsDecision, KnownVersion, ReportIntake, ReportRow, decide_report
from ankunft.domain.reporting.models import HalfYearReport, ReportState
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.services.bulk import move_of, reports_take_in
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Column, Row, Table, day, half_year, integer, optional, scan_table
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear

from .rows import Reading

REPORT_COLUMNS = (
    Column("bfs_number", integer),
    Column("period", half_year),
    *(Column(name, integer) for name in Figures._fields),
    Column("submitted_on", optional(day)),
)
MOST_WARNINGS = 50

Versions = dict[tuple[int, str], list[KnownVersion]]


def import_reports(*, path: Path, actor: Actor, dry_run: bool = False, name: str = "") -> ImportResult:
    """Import half-year reports (columns: `REPORT_COLUMNS`); TableRefused with every problem of the file.

    The operator's rows count as submitted on their date and accepted; other figures for an accepted
    report are a correction, a new version. Rows that the coordination office has received on paper are
    handed in on their date; those of a municipality wait to be signed. With `dry_run` nothing is stored.
    A refusal calls the file `name`, where it is stored under another one.
    """
    can(actor, permissions.IMPORT).require()
    table = scan_table(path, REPORT_COLUMNS, name=name)
    reading = Reading(table, actor)
    rows = reading.report_rows()
    versions = known_versions({row.period for row in rows} | {row.period.previous() for row in rows})
    warnings = _check(table, rows, versions, reading.municipalities)
    intakes = _decide_reports(table, rows, versions, target=move_of(actor).target)
    table.finish()
    if not dry_run and intakes:
        reports_take_in(intakes=intakes, actor=actor)
    created = sum(1 for intake in intakes if intake.number == 1 and intake.into is None)
    return ImportResult(
        read=len(rows),
        created=created,
        changed=len(intakes) - created,
        unchanged=len(rows) - len(intakes),
        warnings=_shortened(warnings + _taken_over(intakes)),
    )


def known_versions(periods: Iterable[HalfYear]) -> Versions:
    """Every version of the reports of these half-years, in order, by municipality id and half-year."""
    found: Versions = defaultdict(list)
    rows = (
        HalfYearReport.objects.filter(period__in=sorted({str(period) for period in periods}))
        .order_by("number")
        .values_list("municipality_id", "period", "pk", "number", "state", "version", *Figures._fields)
    )
    for municipality, period, key, number, state, version, *figures in rows:
        found[municipality, period].append(KnownVersion(key, number, state, version, Figures(*figures)))
    return found


_COLUMN_OF = {"municipality_did_not_exist": "bfs_number", "period_not_over": "period"}


def _check(
    table: Table, rows: list[ReportRow], versions: Versions, municipalities: dict[int, Municipality]
) -> list[str]:
    """Run the checks over every row: errors become problems of the file, warnings are returned as sentences."""
    in_file = {(row.municipality_id, row.period): row.figures for row in rows}
    today = clock.today()
    warnings = []
    for row in rows:
        municipality = municipalities[row.bfs_number]
        earlier = row.period.previous()
        subject = Subject(
            municipality=row.name,
            valid_from=municipality.valid_from,
            valid_to=municipality.valid_to,
            period=row.period,
            figures=row.figures,
            day=today,
            previous=in_file.get((row.municipality_id, earlier)) or _accepted(versions, row.municipality_id, earlier),
        )
        for finding in checks.run(subject):
            if finding.severity is Severity.ERROR:
                table.problem(Row(row.line, {}), _COLUMN_OF.get(finding.code, ""), finding.sentence)
            else:
                warnings.append(_of_row(row, finding.sentence))
        if row.submitted_on <= row.period.end < today:
            warnings.append(_of_row(row, _("Das Einreichedatum liegt vor dem Ende des Halbjahrs.")))
    return warnings


def _accepted(versions: Versions, municipality: int, period: HalfYear) -> Figures | None:
    accepted = [
        version for version in versions.get((municipality, str(period)), []) if version.state == ReportState.ACCEPTED
    ]
    return accepted[-1].figures if accepted else None


def _decide_reports(table: Table, rows: list[ReportRow], versions: Versions, *, target: str) -> list[ReportIntake]:
    intakes = []
    for row in rows:
        try:
            intake = decide_report(row, versions.get((row.municipality_id, str(row.period)), []), target=target)
        except AwaitsDecision:
            message = _(
                "Der Bericht von «%(name)s» für %(period)s ist mit anderen Angaben eingereicht "
                "und wartet auf die Prüfung."
            )
            table.problem(Row(row.line, {}), "period", message % {"name": row.name, "period": row.period})
        else:
            if intake is not None:
                intakes.append(intake)
    return intakes


def _taken_over(intakes: Iterable[ReportIntake]) -> list[str]:
    return [
        _of_row(intake.row, _("Der offene Bericht wurde mit den Angaben aus der Datei überschrieben."))
        for intake in intakes
        if intake.into is not None and intake.into.figures != intake.row.figures
    ]


def _of_row(row: ReportRow, sentence: str) -> str:
    return _("Zeile %(line)s, %(name)s %(period)s: %(sentence)s") % {
        "line": row.line,
        "name": row.name,
        "period": row.period,
        "sentence": sentence,
    }


def _shortened(warnings: list[str]) -> list[str]:
    """At most fifty warnings, and how many more there are."""
    if len(warnings) <= MOST_WARNINGS:
        return warnings
    more = _("… und %(count)s weitere Hinweise.") % {"count": len(warnings) - MOST_WARNINGS}
    return [*warnings[:MOST_WARNINGS], more]
