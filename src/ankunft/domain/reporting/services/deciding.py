"""What the canton decides on a version that was handed in: accept it, or give it back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.reporting import permissions
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport
from ankunft.domain.reporting.selectors import unwaived
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .findings import NOTHING_SAID, Words, waive
from .moving import content, move, require_version
from .returning import give_back


@transaction.atomic
def report_accept(*, report: HalfYearReport, actor: Actor, version: int, waivers: Words = NOTHING_SAID) -> None:
    """Accept a version that was handed in: from now on it is the one that counts.

    Refused to whoever entered figures, signed or handed it in (four eyes), and while a warning is neither corrected
    nor waived; `waivers` says why the warnings of the version are taken.
    """
    can(actor, permissions.ACCEPT, report).require()
    require_version(report, version)
    waive(report, waivers, actor)
    if open_ := unwaived(report, day=clock.today()):
        told = " ".join(finding.sentence for finding in open_)
        raise Refused(
            _("Annehmen geht erst, wenn jeder Hinweis korrigiert oder mit Begründung hingenommen ist: %(told)s")
            % {"told": told}
        )
    pointer = (
        CurrentReport.objects.select_related("report")
        .filter(municipality=report.municipality, period=report.period)
        .first()
    )
    details = content(report)
    if pointer is not None:
        details["replaces"] = {"number": pointer.report.number, **content(pointer.report)}
    move(report, "accept", actor, changes={"accepted_on": clock.today()}, details=details)
    CurrentReport.objects.update_or_create(
        municipality=report.municipality, period=report.period, defaults={"report": report}
    )


@transaction.atomic
def report_return(*, report: HalfYearReport, reasons: Mapping[str, str], actor: Actor, version: int) -> None:
    """Give a version back to the municipality, with what is to be put right in which section (code)."""
    can(actor, permissions.RETURN, report).require()
    require_version(report, version)
    give_back(report, "return", reasons, actor)
