"""How the municipality hands its report in: the officer prepares it, the strategic lead signs it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.reporting import checks, permissions
from ankunft.domain.reporting.hands import signatories
from ankunft.domain.reporting.keys import key_of
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.reporting.selectors import subject_of, unexplained
from ankunft.domain.reporting.states import OFFER, SIGN, SUBMIT
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .findings import NOTHING_SAID, Words, explain
from .moving import content, move, require_version
from .records import rest_on_records
from .returning import give_back


@transaction.atomic
def report_offer(*, report: HalfYearReport, actor: Actor, version: int, explanations: Words = NOTHING_SAID) -> None:
    """Give a version to the strategic lead to be signed, with an explanation of every warning of the checks.

    Refused with every error that the checks find, before the half-year is over for one, with the warnings that nobody
    explained, and where nobody could sign.
    """
    can(actor, permissions.writing(report.number), report.municipality).require()
    require_version(report, version)
    _require_no_errors(report)
    if not signatories(report.municipality, key_of(report)):
        raise Refused(nobody_signs(report.municipality.name))
    explain(report, explanations, actor)
    _require_explained(report)
    move(report, OFFER, actor, details=content(report))


@transaction.atomic
def report_sign(*, report: HalfYearReport, actor: Actor, version: int, explanations: Words = NOTHING_SAID) -> None:
    """Sign a version and hand it in with that. Refused to whoever prepared it (four eyes).

    What the records say since it was prepared, and what came from a file, may still have to be explained.
    """
    can(actor, permissions.SIGN_OFF, report).require()
    require_version(report, version)
    _require_no_errors(report)
    explain(report, explanations, actor)
    _require_explained(report)
    _hand_in(report, SIGN, actor)


@transaction.atomic
def report_decline(*, report: HalfYearReport, reasons: Mapping[str, str], actor: Actor, version: int) -> None:
    """Give a version back to whoever prepared it, unsigned, with what each section (code) lacks."""
    can(actor, permissions.DECLINE, report).require()
    require_version(report, version)
    give_back(report, "decline", reasons, actor)


@transaction.atomic
def report_withdraw(*, report: HalfYearReport, reason: str, actor: Actor, version: int) -> None:
    """Take back what the municipality handed in and nobody decided on yet; its signature holds no longer."""
    can(actor, permissions.WITHDRAW, report).require()
    require_version(report, version)
    move(report, "withdraw", actor, reason=reason.strip(), changes={"submitted_on": None}, details=content(report))


@transaction.atomic
def report_submit(*, report: HalfYearReport, actor: Actor, version: int) -> None:
    """Hand in a correction that the canton entered itself: it has come on paper, and carries no signature here."""
    can(actor, permissions.HAND_IN, report).require()
    require_version(report, version)
    _require_no_errors(report)
    _hand_in(report, SUBMIT, actor)


def nobody_signs(name: str) -> str:
    """What whoever prepares a report is told where nobody could sign it."""
    return _(
        "Für «%(name)s» kann niemand unterzeichnen: Es fehlt ein Konto mit der Rolle «Strategische Leitung», das den "
        "Bericht nicht selbst erfasst hat. Bitten Sie die Administration Ihrer Gemeinde oder die Koordinationsstelle "
        "Integration darum. Bis dahin nimmt die Koordinationsstelle den auf Papier unterzeichneten Bericht entgegen."
    ) % {"name": name}


def _hand_in(report: HalfYearReport, name: str, actor: Actor) -> None:
    behind = rest_on_records(report)
    details = {**content(report), "interviews": behind}
    move(report, name, actor, changes={"submitted_on": clock.today()}, details=details)


def _require_no_errors(report: HalfYearReport) -> None:
    if errors := checks.errors(subject_of(report, day=clock.today())):
        raise Refused(" ".join(finding.sentence for finding in errors))


def _require_explained(report: HalfYearReport) -> None:
    if open_ := unexplained(report, day=clock.today()):
        told = " ".join(finding.sentence for finding in open_)
        raise Refused(_("Korrigieren oder erklären Sie zuerst jeden Hinweis: %(told)s") % {"told": told})
