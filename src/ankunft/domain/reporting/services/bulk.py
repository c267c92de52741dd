"""Taking in thousands of reports and declarations at once.

One `transition()` per row would be five statements each. Here rows, steps and events are written in
bulk, under the same rules: the move is one of the transition table, what is open is locked and taken
only in the version that was seen, every row leaves its step and its event in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from ankunft.domain.reporting import permissions
from ankunft.domain.reporting.intake import DeclarationIntake, KnownDeclaration, ReportIntake, ReportRow
from ankunft.domain.reporting.keys import DECLARATION, declaration_key, report_key
from ankunft.domain.reporting.models import OPEN_STATES, CurrentReport, HalfYearReport, ReportState, SelfDeclaration
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.states import OFFER, REPORT, SUBMIT
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.bulk import insert_rows
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from ankunft.foundation.workflow.tables import Transition

from .declarations import summary

BATCH = 500


def reports_take_in(*, intakes: Sequence[ReportIntake], actor: Actor, is_demo: bool = False) -> None:
    """Write the rows of a file: those of the operator count as accepted, those of the coordination office as handed in
    (it has them on paper), those of a municipality wait to be signed.

    The events say so. All or nothing; Refused if somebody else worked on one of the reports meanwhile.
    """
    _require_responsible(actor, [intake.row.municipality_id for intake in intakes])
    move = move_of(actor)
    REPORT.decide(name=move.name, state=ReportState.DRAFT, actor=actor, hands={}).require()
    try:
        with transaction.atomic():
            _insert_versions([intake for intake in intakes if intake.into is None], move, is_demo)
            _overwrite_versions([intake for intake in intakes if intake.into is not None], move)
            if move.target == ReportState.ACCEPTED:
                _point_to(intakes)
            _leave_steps(intakes, move, actor)
            record_many(actor, _report_entries(intakes, move, actor))
    except IntegrityError:
        raise Refused(
            _("Inzwischen hat jemand anders diese Berichte bearbeitet. Bitte noch einmal importieren.")
        ) from None


def move_of(actor: Actor) -> Transition:
    """What becomes of the reports in somebody's file."""
    if actor.is_operator:
        return REPORT["import"]
    return REPORT[SUBMIT if actor.has_role(*REPORT[SUBMIT].roles) else OFFER]


def declarations_take_in(*, intakes: Sequence[DeclarationIntake], actor: Actor, is_demo: bool = False) -> None:
    """Record the declarations of a file, each with its event. All or nothing."""
    can(actor, permissions.RECORD_DECLARATION).require()
    recorded_at = _database_value(SelfDeclaration, "recorded_at", clock.now())
    fields = (
        "municipality",
        "year",
        "number",
        "submitted_on",
        "officer_named",
        "tasks_organised",
        "recorded_at",
        "is_demo",
    )
    try:
        with transaction.atomic():
            insert_rows(
                SelfDeclaration,
                fields,
                (
                    (row.municipality_id, row.year.year, number, *row[5:], recorded_at, is_demo)
                    for row, number, _replaces in intakes
                ),
            )
            record_many(actor, _declaration_entries(intakes))
    except IntegrityError:
        raise Refused(
            _("Inzwischen hat jemand anders diese Selbstdeklarationen erfasst. Bitte noch einmal importieren.")
        ) from None


def _require_responsible(actor: Actor, municipalities: Iterable[int]) -> None:
    can(actor, permissions.IMPORT).require()
    theirs = reach(actor, permissions.IMPORT, Municipality)
    if not all(municipality in theirs for municipality in municipalities):
        raise Refused(_("Die Datei enthält Gemeinden, für die Sie nicht zuständig sind."))


def _submitted_on(row: ReportRow, move: Transition) -> date | None:
    """On which day the row was handed in: what waits to be signed is not."""
    return None if move.name == OFFER else row.submitted_on


def _insert_versions(intakes: Sequence[ReportIntake], move: Transition, is_demo: bool) -> None:
    accepted_on = clock.today() if move.target == ReportState.ACCEPTED else None
    reason = f"Korrektur durch Import vom {clock.today():%d.%m.%Y}."
    fields = (
        "municipality",
        "period",
        "number",
        "state",
        "version",
        *Figures._fields,
        "remarks",
        "submitted_on",
        "accepted_on",
        "returned_reason",
        "correction_reason",
        "is_demo",
    )
    rows = (
        (
            row.municipality_id,
            str(row.period),
            number,
            str(move.target),
            1,
            *row.figures,
            row.remarks,
            _submitted_on(row, move),
            accepted_on,
            "",
            reason if number > 1 else "",
            is_demo,
        )
        for row, number, _into, _replaces in intakes
    )
    insert_rows(HalfYearReport, fields, rows)


def _overwrite_versions(intakes: Sequence[ReportIntake], move: Transition) -> None:
    """Write rows into versions that are open; Refused if one of them is no longer as it was seen."""
    if not intakes:
        return
    wanted = {intake.into.id: intake for intake in intakes if intake.into is not None}
    reports = list(HalfYearReport.objects.select_for_update().filter(pk__in=wanted, state__in=OPEN_STATES))
    for report in reports:
        into = wanted[report.pk].into
        if into is None or report.version != into.version:
            raise IntegrityError
        _overwrite(report, wanted[report.pk], move)
    if len(reports) != len(wanted):
        raise IntegrityError
    HalfYearReport.objects.bulk_update(
        reports, ["state", "version", "submitted_on", "accepted_on", *Figures._fields], batch_size=BATCH
    )


def _overwrite(report: HalfYearReport, intake: ReportIntake, move: Transition) -> None:
    for name, count in intake.row.figures._asdict().items():
        setattr(report, name, count)
    report.state = move.target
    report.version += 1
    report.submitted_on = _submitted_on(intake.row, move)
    report.accepted_on = clock.today() if move.target == ReportState.ACCEPTED else None


def _point_to(intakes: Sequence[ReportIntake]) -> None:
    """Let the new versions be the ones that count: the highest accepted number of each report."""
    periods = {str(intake.row.period) for intake in intakes}
    accepted = HalfYearReport.objects.filter(
        municipality=OuterRef("municipality"), period=OuterRef("period"), state=ReportState.ACCEPTED
    ).order_by("-number")
    overtaken = CurrentReport.objects.filter(
        Exists(accepted.filter(number__gt=OuterRef("report__number"))), period__in=periods
    )
    moved = overtaken.update(report=Subquery(accepted.values("pk")[:1]))
    if moved != sum(1 for intake in intakes if intake.replaces is not None):
        raise IntegrityError
    first = [intake for intake in intakes if intake.replaces is None]
    keys = {
        (municipality, period, number): key
        for municipality, period, number, key in HalfYearReport.objects.filter(period__in=periods)
        .order_by()
        .values_list("municipality_id", "period", "number", "pk")
    }
    rows = ((row.municipality_id, str(row.period), number) for row, number, _into, _replaces in first)
    insert_rows(CurrentReport, ("municipality", "period", "report"), ((*key[:2], keys[key]) for key in rows))


def _leave_steps(intakes: Sequence[ReportIntake], move: Transition, actor: Actor) -> None:
    at = _database_value(Step, "at", clock.now())
    fields = (
        "object_type",
        "object_key",
        "name",
        "from_state",
        "to_state",
        "account_id",
        "account_label",
        "at",
        "reason",
    )
    rows = (
        (
            REPORT.object_type,
            report_key(row.bfs_number, row.period, number),
            move.name,
            into.state if into else ReportState.DRAFT.value,
            str(move.target),
            actor.account_id,
            actor.label,
            at,
            "",
        )
        for row, number, into, _replaces in intakes
    )
    insert_rows(Step, fields, rows)


def _report_entries(intakes: Sequence[ReportIntake], move: Transition, actor: Actor) -> Iterator[Entry]:
    for row, number, into, replaces in intakes:
        source = into or replaces
        submitted_on = _submitted_on(row, move)
        yield Entry(
            f"{REPORT.object_type}.import",
            REPORT.object_type,
            report_key(row.bfs_number, row.period, number),
            _report_summary(submitted_on, actor),
            before={"number": source.number, "state": source.state, **source.figures._asdict()} if source else None,
            after={
                "number": number,
                "state": str(move.target),
                "submitted_on": submitted_on.isoformat() if submitted_on else None,
                **row.figures._asdict(),
            },
        )


def _report_summary(submitted_on: date | None, actor: Actor) -> str:
    """What the trail says; German in every language of the interface."""
    if submitted_on is None:
        return "Bericht importiert: zur Unterzeichnung gegeben."
    day = f"{submitted_on:%d.%m.%Y}"
    if actor.is_operator:
        return f"Bericht importiert: gilt als eingereicht am {day} und als angenommen durch den Betrieb."
    return f"Bericht importiert: eingereicht am {day}."


def _declaration_entries(intakes: Sequence[DeclarationIntake]) -> Iterator[Entry]:
    for row, number, replaces in intakes:
        yield Entry(
            f"{DECLARATION}.record",
            DECLARATION,
            declaration_key(row.bfs_number, row.year.year),
            summary(row.year.year, number),
            before=_declaration_content(replaces) if replaces else None,
            after=_declaration_content(
                KnownDeclaration(number, row.submitted_on, row.officer_named, row.tasks_organised)
            ),
        )


def _declaration_content(known: KnownDeclaration) -> dict[str, Any]:
    return {**known._asdict(), "submitted_on": known.submitted_on.isoformat()}


def _database_value(model: type[Any], field: str, value: Any) -> Any:
    """The value as the driver of this database takes it (SQLite stores moments as text in UTC)."""
    return model._meta.get_field(field).get_db_prep_value(value, connection)
