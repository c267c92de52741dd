"""What people see of reports: which are due, what they say, their files."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Quarter

from ..models import (
    WITH_DECISION,
    FileFormat,
    FinancialPlan,
    PlanVersion,
    ReportKind,
    ReportState,
    SemReport,
    SemReportFile,
)
from ..reporting_terms import reporting_terms
from ..reports import contents
from ..reports.files import file_of
from ..reports.papers import Content
from ..reports.quarterly import lacking_comments
from ..reports.reading import version_for
from ..rules.sem_report import due_on, quarters_between

SIGNED = (ReportState.SIGNED_OFF, ReportState.SUBMITTED)
COUNTING = (ReportState.DRAFT, *SIGNED)


class Expected(NamedTuple):
    """A quarter that is to be reported of a plan, until when, and the report where there is one."""

    plan: FinancialPlan
    quarter: Quarter
    due_on: date
    report: SemReport | None

    @property
    def is_open(self) -> bool:
        """Whether the federation still waits for it."""
        return self.report is None or self.report.state != ReportState.SUBMITTED

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()


def reports_visible(actor: Actor) -> QuerySet[SemReport]:
    """The reports that the actor sees, the newest first."""
    return visible_to(actor, SemReport).select_related(
        "plan_version__plan__source", "programme_version__programme", "corrects"
    )


def quarters_expected(actor: Actor) -> list[Expected]:
    """The quarters that are over of every decided plan, the newest first: two statements, however many there are.

    A plan is reported from the quarter of its first decision on: before, nobody asked (FP 2.4, 3.2).
    """
    decided: dict[int, date] = {}
    plans: dict[int, FinancialPlan] = {}
    versions = visible_to(actor, PlanVersion).filter(state__in=WITH_DECISION).select_related("plan__source")
    for version in versions.order_by("number"):
        assert version.decided_on is not None
        plans[version.plan_id] = version.plan
        decided.setdefault(version.plan_id, version.decided_on)
    reports = {
        (report.subject, report.year, report.quarter): report
        for report in visible_to(actor, SemReport)
        .filter(kind=ReportKind.QUARTERLY, state__in=COUNTING)
        .order_by("number")
    }
    days, today = reporting_terms().days, clock.today()
    found = [
        Expected(plan, quarter, due_on(quarter, days), reports.get((plan.code, quarter.year, quarter.number)))
        for key, plan in plans.items()
        for quarter in quarters_between(plan.first_year, plan.last_year, today)
        if quarter >= Quarter.containing(decided[key])
    ]
    return sorted(found, key=lambda one: (one.quarter, one.plan.code), reverse=True)


def reports_waiting(actor: Actor, states: Iterable[str]) -> QuerySet[SemReport]:
    """Reports in one of these states, the oldest first."""
    return visible_to(actor, SemReport).filter(state__in=list(states)).order_by("year", "quarter", "pk")


def report_content(report: SemReport) -> Content:
    """What the report says: what was signed, or before that what the records say now."""
    if report.state not in SIGNED:
        return contents.content_of(report)
    content: Content = json.loads(report_file(report, FileFormat.JSON))
    return content


def comments_lacking(content: Content) -> list[str]:
    """The positions of a quarterly report that deviate so much that they need a word, and have none."""
    return lacking_comments(content) if content["kind"] == ReportKind.QUARTERLY else []


def report_file(report: SemReport, form: str) -> bytes:
    """A file of the report: the one that was signed, byte for byte, or before that a draft.

    Refused if the file is not the one that was signed.
    """
    if report.state not in SIGNED:
        return file_of(contents.content_of(report), form)
    kept = SemReportFile.objects.get(report=report, form=form)
    content = _unpacked(kept)
    if content is None:
        raise Refused(
            _("Die Datei des Berichts %(report)s ist nicht mehr die, die unterzeichnet wurde.")
            % {"report": report.reference}
        )
    return content


def report_repeated(report: SemReport, form: str) -> bytes:
    """The file made once more from what was signed: to be compared with the one that is kept."""
    return file_of(report_content(report), form)


def quarterly_file(plan_code: str, quarter: Quarter, form: str) -> tuple[bytes, SemReport | None]:
    """The newest signed report of that quarter as a file, with the report; else a draft of it, and None.

    Refused where there is no such plan, none decided, or the quarter is not one of it that is over.
    """
    signed = SemReport.objects.filter(
        kind=ReportKind.QUARTERLY, subject=plan_code, year=quarter.year, quarter=quarter.number, state__in=SIGNED
    )
    if report := signed.order_by("-number").first():
        return report_file(report, form), report
    version = version_for(plan_code, quarter)
    if version is None:
        raise Refused(_("Einen beschlossenen Finanzplan «%(plan)s» gibt es nicht.") % {"plan": plan_code})
    if quarter.year not in version.plan.years or quarter.end >= clock.today():
        raise Refused(
            _("%(quarter)s ist kein Quartal des Finanzplans «%(plan)s», das schon vorbei ist.")
            % {"quarter": quarter, "plan": plan_code}
        )
    reference = f"{plan_code}-{quarter}"
    return file_of(contents.quarterly(version, quarter, reference), form), None


def _unpacked(kept: SemReportFile) -> bytes | None:
    try:
        content = gzip.decompress(bytes(kept.packed))
    except (OSError, EOFError, zlib.error):
        return None
    return content if hashlib.sha256(content).hexdigest() == kept.sha256 else None
