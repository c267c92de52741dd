"""What «Mein Tag» shows of reports and programmes: the next step, for whoever takes it with other hands."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.funds import programme_states, report_states
from ankunft.domain.funds.models import ProgrammeState, ReportKind, ReportState, SemReport
from ankunft.domain.funds.programme_permissions import moving
from ankunft.domain.funds.programme_states import PROGRAMME
from ankunft.domain.funds.report_permissions import BEGIN, reporting
from ankunft.domain.funds.report_states import REPORT
from ankunft.domain.funds.reporting_terms import reporting_terms
from ankunft.domain.funds.rules.sem_report import due_on
from ankunft.domain.funds.selectors.programmes import versions_visible
from ankunft.domain.funds.selectors.reports import Expected, quarters_expected, reports_waiting
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Quarter
from ankunft.foundation.workflow.selectors import taken_by
from ankunft.web.shell.registry import Due


def quarters(actor: Actor) -> Iterator[Due]:
    """The oldest quarter of each plan that nobody has begun; how many follow is said with it."""
    if not can(actor, BEGIN):
        return
    oldest: dict[str, list[Expected]] = {}
    for one in reversed(quarters_expected(actor)):
        if one.report is None:
            oldest.setdefault(one.plan.code, []).append(one)
    for first, *others in oldest.values():
        detail = f"{first.plan.label}, {first.quarter}"
        if others:
            more = ngettext("%(count)d weiteres Quartal", "%(count)d weitere Quartale", len(others))
            detail = f"{detail} ({more % {'count': len(others)}})"
        address = reverse("sem-report-quarter", args=[first.plan.code, str(first.quarter)])
        yield Due(
            _("Quartalsbericht an das SEM vorbereiten"), detail, first.due_on, address, _("Vorbereiten"), first.is_late
        )


def reports(actor: Actor) -> Iterator[Due]:
    """Reports in work, those to sign with other hands, those to send."""
    writes = bool(can(actor, reporting(report_states.WRITE)))
    signs = bool(can(actor, reporting(report_states.SIGN_OFF)))
    if not (writes or signs):
        return
    own = taken_by(REPORT.object_type, report_states.WRITE, actor.account_id)
    for report in reports_waiting(actor, (ReportState.DRAFT, ReportState.SIGNED_OFF)):
        if report.state == ReportState.SIGNED_OFF:
            if writes:
                yield _due(report, _("Unterzeichneten Bericht übermitteln"), _("Öffnen"))
        elif report.reference in own:
            yield _due(report, _("Bericht fertig vorbereiten"), _("Öffnen"))
        elif signs:
            yield _due(report, _("Bericht prüfen und unterzeichnen"), _("Prüfen"))


def programmes(actor: Actor) -> Iterator[Due]:
    """Versions that were submitted and wait for their agreement."""
    if not can(actor, moving(programme_states.AGREE)):
        return
    own = {
        key
        for name in PROGRAMME[programme_states.AGREE].other_hands
        for key in taken_by(PROGRAMME.object_type, name, actor.account_id)
    }
    for version in versions_visible(actor).filter(state=ProgrammeState.SUBMITTED):
        if version.reference not in own:
            day = version.programme.agreement_due
            address = reverse("programme", args=[version.programme.code, version.number])
            late = day is not None and day < clock.today()
            yield Due(
                _("Programmvereinbarung festhalten"), version.programme.label, day, address, _("Festhalten"), late
            )


def _due(report: SemReport, title: str, button: str) -> Due:
    day = None
    if report.kind == ReportKind.QUARTERLY:
        day = due_on(Quarter(report.year, report.quarter), reporting_terms().days)
    late = day is not None and day < clock.today()
    return Due(title, report.reference, day, reverse("sem-report", args=[report.pk]), button, late)
