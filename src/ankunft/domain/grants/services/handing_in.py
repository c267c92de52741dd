"""How the report comes to the canton, and back: signed by the strategic lead, returned with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.reporting.hands import signatories
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..models import FinalReport, ReportFile, SubmissionKind
from ..report_permissions import reporting
from ..report_states import REPORT
from ..selectors.reports import report_checked, report_lines
from ..submission_contents import report_content
from ..submission_rules import checksum
from .moves import move, report_move
from .submissions import submission_keep, submission_withdraw


@transaction.atomic
def report_offer(*, report: FinalReport, actor: Actor) -> None:
    """Give it to the strategic lead to be signed. Refused with everything it lacks, and where nobody could sign."""
    can(actor, reporting(states.OFFER), report).require()
    _require_complete(report)
    municipality = report.project.municipality
    if not signatories(municipality, report.reference, REPORT):
        raise Refused(nobody_signs_report(municipality.name))
    report_move(report, states.OFFER, actor)


@transaction.atomic
def report_sign(*, report: FinalReport, actor: Actor) -> None:
    """Sign it and thereby hand it in: the project is reported, and nothing of it is paid until it is closed.

    What was signed is kept as it is, its papers by their checksums.
    """
    can(actor, reporting(states.SIGN), report).require()
    _require_complete(report)
    files = ReportFile.objects.filter(report=report).defer("content").order_by("pk")
    content = report_content(report, report_lines(report), files)
    digest = checksum(content)
    report_move(report, states.SIGN, actor, {"sha256": digest}, changes={"submitted_on": clock.today()})
    move(report.project, states.REPORT, actor)
    submission_keep(report.project, SubmissionKind.REPORT, content, digest, actor)


def report_decline(*, report: FinalReport, reason: str, actor: Actor) -> None:
    """The strategic lead wants it improved before it is signed."""
    report_move(report, states.DECLINE, actor, reason=reason)


@transaction.atomic
def report_take_back(*, report: FinalReport, reason: str, actor: Actor) -> None:
    """The municipality works on it again before the canton accepted it; the signature holds no longer."""
    report_move(report, states.TAKE_BACK, actor, reason=reason, changes={"submitted_on": None})
    move(report.project, states.REOPEN, actor, reason=reason)
    submission_withdraw(report.project, SubmissionKind.REPORT)


@transaction.atomic
def report_return(*, report: FinalReport, reason: str, actor: Actor) -> None:
    """Something is lacking or not proved: the municipality completes it and hands it in anew."""
    report_move(report, states.RETURN, actor, reason=reason)
    move(report.project, states.REOPEN, actor, reason=reason)


def nobody_signs_report(name: str) -> str:
    """What whoever prepares a report is told where nobody could sign it."""
    return _(
        "Für «%(name)s» kann niemand unterzeichnen: Es fehlt ein Konto mit der Rolle «Strategische Leitung», das den "
        "Bericht nicht selbst erfasst hat. Bitten Sie die Administration Ihrer Gemeinde oder die Koordinationsstelle "
        "Integration darum."
    ) % {"name": name}


def _require_complete(report: FinalReport) -> None:
    if findings := report_checked(report, report_lines(report)):
        raise Refused(" ".join(finding.sentence for finding in findings))
