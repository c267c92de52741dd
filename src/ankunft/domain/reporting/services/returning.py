"""Giving a version back section by section: every round stays, and the municipality answers by correcting."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext as _

from ankunft.domain.reporting.models import HalfYearReport, ReturnedSection
from ankunft.domain.reporting.sections import sections
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .moving import content, move


def give_back(report: HalfYearReport, name: str, reasons: Mapping[str, str], actor: Actor) -> None:
    """Move the version back with a reason for each section (code) that needs one, in the caller's transaction.

    Refused without any reason. KeyError for a section that the form does not have.
    """
    given = {section: text.strip() for section, text in reasons.items() if text.strip()}
    if not given:
        raise Refused(_("Zurückgeben braucht eine Begründung zu mindestens einem Abschnitt."))
    titles = sections(report.period)
    told = " ".join(f"{titles[section]}: {text}" for section, text in given.items())
    move(
        report,
        name,
        actor,
        reason=told,
        changes={"returned_reason": told},
        details={**content(report), "sections": list(given)},
    )
    latest = ReturnedSection.objects.filter(report=report).aggregate(latest=Max("round"))["latest"] or 0
    now = clock.now()
    ReturnedSection.objects.bulk_create(
        [
            ReturnedSection(
                report=report,
                municipality=report.municipality,
                round=latest + 1,
                section=section,
                reason=text,
                returned_by=actor.label,
                returned_at=now,
            )
            for section, text in given.items()
        ]
    )
