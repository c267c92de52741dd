"""What people do with one half-year report before it is handed in: open, fill in, correct, give up a correction."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from ankunft.domain.reporting import checks, permissions
from ankunft.domain.reporting.models import OPEN_STATES, CurrentReport, HalfYearReport, ReportState
from ankunft.domain.reporting.rules import FIRST_PERIOD, Figures
from ankunft.domain.reporting.selectors import figures_of, subject_of
from ankunft.domain.reporting.states import REPORT
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear

from .moving import content, edited_meanwhile, hand, leave_event, move, require_version

NONE_YET = Figures()
EDITABLE = (ReportState.DRAFT, ReportState.OFFERED, ReportState.RETURNED)


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
        raise edited_meanwhile()
    report = _insert(municipality=municipality, period=str(period), number=1, figures=figures, remarks=remarks)
    hand(report, actor)
    leave_event(actor, report, "open", "Bericht begonnen.", after=content(report))
    return report


@transaction.atomic
def report_save(*, report: HalfYearReport, figures: Figures, remarks: str, version: int, actor: Actor) -> None:
    """Write the figures of a version that is not handed in (or was returned).

    `version` is the one the person saw: Refused if somebody else saved or handed it in since. What waits to be signed
    is in work again: signed is only what was seen.
    """
    can(actor, permissions.writing(report.number), report.municipality).require()
    if report.state not in EDITABLE:
        raise Refused(_("Speichern geht nicht: Der Stand ist «%(state)s».") % {"state": REPORT.labels[report.state]})
    require_version(report, version)
    before = content(report)
    if figures_of(report) == figures and report.remarks == remarks:
        return
    changes = {**figures._asdict(), "remarks": remarks}
    if report.state == ReportState.OFFERED:
        move(report, "change", actor, changes=changes)
    else:
        known = HalfYearReport.objects.filter(pk=report.pk, state=report.state, version=version)
        if known.update(**changes, version=F("version") + 1) != 1:
            raise edited_meanwhile()
        report.refresh_from_db()
    hand(report, actor)
    leave_event(actor, report, "save", "Angaben gespeichert.", before=before, after=content(report))


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
    hand(correction, actor)
    leave_event(
        actor,
        correction,
        "correct",
        f"Korrektur der Fassung {report.number} begonnen.",
        before=content(report),
        after=content(correction),
        reason=reason.strip(),
    )
    return correction


@transaction.atomic
def report_discard(*, report: HalfYearReport, actor: Actor, version: int) -> None:
    """Give up a correction that was begun by mistake. The first version of a report cannot be discarded: it is owed."""
    can(actor, permissions.writing(report.number), report.municipality).require()
    require_version(report, version)
    if report.number == 1:
        raise Refused(_("Verworfen werden nur Korrekturen. Der Bericht selbst ist geschuldet (KS 5.2)."))
    move(report, "discard", actor, details=content(report))


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
        raise edited_meanwhile() from None
