"""What people do with one half-year report: open, fill in, hand in, accept, return, correct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from ankunft.domain.reporting import checks, permissions
from ankunft.domain.reporting.keys import report_key
from ankunft.domain.reporting.models import OPEN_STATES, CurrentReport, HalfYearReport, ReportState
from ankunft.domain.reporting.rules import FIRST_PERIOD, Figures
from ankunft.domain.reporting.selectors import figures_of, subject_of
from ankunft.domain.reporting.states import REPORT, WRITE
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.foundation.workflow.models import Step
from ankunft.foundation.workflow.services import transition

from .records import rest_on_records

NONE_YET = Figures()
EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)


@transaction.atomic
def report_open(
    *, municipality: Municipality, period: HalfYear, actor: Actor, figures: Figures = NONE_YET, remarks: str = ""
) -> HalfYearReport:
    """Begin the report of a municipality for a half-year, with zeros or with first figures.

    It may be begun while the half-year still runs and handed in when it is over. Refused if there is
    a report already, if the municipality does not report for that half-year, or before it begins.
    """
    can(actor, permissions.WRITE, municipality).require()
    _require_reportable(municipality, period)
    if HalfYearReport.objects.filter(municipality=municipality, period=str(period)).exists():
        raise _edited_meanwhile()
    report = _insert(municipality=municipality, period=str(period), number=1, figures=figures, remarks=remarks)
    _hand(report, actor)
    _record(actor, report, "open", "Bericht begonnen.", after=_content(report))
    return report


@transaction.atomic
def report_save(*, report: HalfYearReport, figures: Figures, remarks: str, version: int, actor: Actor) -> None:
    """Write the figures of a version that is not handed in (or was returned).

    `version` is the one the person saw: Refused if somebody else saved or handed it in since.
    """
    can(actor, permissions.writing(report.number), report.municipality).require()
    if report.state not in EDITABLE:
        raise Refused(_("Speichern geht nicht: Der Stand ist «%(state)s».") % {"state": REPORT.labels[report.state]})
    _require_version(report, version)
    before = _content(report)
    if figures_of(report) == figures and report.remarks == remarks:
        return
    changed = HalfYearReport.objects.filter(pk=report.pk, state=report.state, version=version).update(
        **figures._asdict(), remarks=remarks, version=F("version") + 1
    )
    if changed != 1:
        raise _edited_meanwhile()
    report.refresh_from_db()
    _hand(report, actor)
    _record(actor, report, "save", "Angaben gespeichert.", before=before, after=_content(report))


@transaction.atomic
def report_submit(*, report: HalfYearReport, actor: Actor, version: int) -> None:
    """Hand a version in. Refused with every reason that the checks find, before the half-year is over for one."""
    can(actor, permissions.writing(report.number), report.municipality).require()
    _require_version(report, version)
    today = clock.today()
    if errors := checks.errors(subject_of(report, day=today)):
        raise Refused(" ".join(finding.sentence for finding in errors))
    behind = rest_on_records(report)
    _move(report, "submit", actor, changes={"submitted_on": today}, details={**_content(report), "interviews": behind})


@transaction.atomic
def report_accept(*, report: HalfYearReport, actor: Actor, version: int) -> None:
    """Accept a version that was handed in: from now on it is the one that counts.

    Refused to whoever entered figures or handed it in (four eyes).
    """
    can(actor, permissions.ACCEPT, report).require()
    _require_version(report, version)
    pointer = (
        CurrentReport.objects.select_related("report")
        .filter(municipality=report.municipality, period=report.period)
        .first()
    )
    details = _content(report)
    if pointer is not None:
        details["replaces"] = {"number": pointer.report.number, **_content(pointer.report)}
    _move(report, "accept", actor, changes={"accepted_on": clock.today()}, details=details)
    CurrentReport.objects.update_or_create(
        municipality=report.municipality, period=report.period, defaults={"report": report}
    )


@transaction.atomic
def report_return(*, report: HalfYearReport, reason: str, actor: Actor, version: int) -> None:
    """Give a version back to whoever wrote it, with what is to be put right."""
    can(actor, permissions.RETURN, report).require()
    _require_version(report, version)
    _move(
        report,
        "return",
        actor,
        reason=reason.strip(),
        changes={"returned_reason": reason.strip()},
        details=_content(report),
    )


@transaction.atomic
def report_correct(*, report: HalfYearReport, reason: str, actor: Actor) -> HalfYearReport:
    """Begin a correction of an accepted report: a new version with the same figures, which goes the same way.

    The accepted version counts until the correction is accepted. Refused without a reason, if a
    version is open already, or if another version counts by now.
    """
    can(actor, permissions.CORRECT, report.municipality).require()
    if not reason.strip():
        raise Refused(_("Eine Korrektur braucht eine Begründung."))
    versions = HalfYearReport.objects.filter(municipality=report.municipality, period=report.period)
    if versions.filter(state__in=OPEN_STATES).exists():
        raise Refused(_("Für %(period)s ist schon eine Korrektur offen.") % {"period": report.period})
    if not CurrentReport.objects.filter(report=report).exists():
        raise Refused(_("Korrigiert wird die Fassung, die zählt. Diese zählt nicht (mehr)."))
    correction = _insert(
        municipality=report.municipality,
        period=report.period,
        number=versions.aggregate(last=Max("number"))["last"] + 1,
        figures=figures_of(report),
        remarks=report.remarks,
        correction_reason=reason.strip(),
        is_demo=report.is_demo,
    )
    _hand(correction, actor)
    _record(
        actor,
        correction,
        "correct",
        f"Korrektur der Fassung {report.number} begonnen.",
        before=_content(report),
        after=_content(correction),
        reason=reason.strip(),
    )
    return correction


@transaction.atomic
def report_discard(*, report: HalfYearReport, actor: Actor, version: int) -> None:
    """Give up a correction that was begun by mistake. The first version of a report cannot be discarded: it is owed."""
    can(actor, permissions.writing(report.number), report.municipality).require()
    _require_version(report, version)
    if report.number == 1:
        raise Refused(_("Verworfen werden nur Korrekturen. Der Bericht selbst ist geschuldet (KS 5.2)."))
    _move(report, "discard", actor, details=_content(report))


def _require_reportable(municipality: Municipality, period: HalfYear) -> None:
    """Refused where the municipality owes no report for the half-year, or not yet."""
    if period < FIRST_PERIOD:
        raise Refused(
            _("start.integration gibt es seit %(first)s: Für %(period)s wird nichts berichtet (KS 4.3.1).")
            % {"first": FIRST_PERIOD, "period": period}
        )
    if period.start > clock.today():
        raise Refused(
            _("Das Halbjahr %(period)s beginnt erst am %(start)s.")
            % {"period": period, "start": f"{period.start:%d.%m.%Y}"}
        )
    draft = HalfYearReport(municipality=municipality, period=str(period))
    findings = checks.municipality_did_not_exist.check(subject_of(draft, day=clock.today()))
    if findings:
        raise Refused(findings[0].sentence)


def _insert(*, figures: Figures, **fields: Any) -> HalfYearReport:
    """A new draft; Refused if somebody else began one at the same moment."""
    try:
        with transaction.atomic():
            return HalfYearReport.objects.create(state=ReportState.DRAFT, **figures._asdict(), **fields)
    except IntegrityError:
        raise _edited_meanwhile() from None


def _move(
    report: HalfYearReport,
    name: str,
    actor: Actor,
    *,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    transition(
        obj=report,
        key=key_of(report),
        table=REPORT,
        name=name,
        actor=actor,
        reason=reason,
        changes=changes,
        details=details,
    )


def key_of(report: HalfYearReport) -> str:
    """Under which name the trail knows this version."""
    return report_key(report.municipality.bfs_number, report.period, report.number)


def _content(report: HalfYearReport) -> dict[str, Any]:
    """What the trail keeps of a version: its figures and remarks."""
    return {**figures_of(report)._asdict(), "remarks": report.remarks}


def _hand(report: HalfYearReport, actor: Actor) -> None:
    """Remember who entered figures: not a move, but hands that may not accept (four eyes across all stages)."""
    Step.objects.create(
        object_type=REPORT.object_type,
        object_key=key_of(report),
        name=WRITE,
        from_state=report.state,
        to_state=report.state,
        account_id=actor.account_id,
        account_label=actor.label,
        at=clock.now(),
    )


def _record(
    actor: Actor,
    report: HalfYearReport,
    action: str,
    summary: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    record(
        actor,
        Entry(
            f"{REPORT.object_type}.{action}",
            REPORT.object_type,
            key_of(report),
            summary,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
            reason=reason,
        ),
    )


def _require_version(report: HalfYearReport, version: int) -> None:
    if report.version != version:
        raise _edited_meanwhile()


def _edited_meanwhile() -> Refused:
    return Refused(_("Inzwischen hat jemand anders diesen Bericht bearbeitet. Bitte neu laden und prüfen."))
