"""What every service of reports needs: the one way to move a version, its trail, and the hands on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ankunft.domain.reporting.keys import key_of
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.reporting.selectors import figures_of
from ankunft.domain.reporting.states import REPORT, WRITE
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import hands_remember, transition


def move(
    report: HalfYearReport,
    name: str,
    actor: Actor,
    *,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Move a version along a transition of its table, under the name by which the trail knows it."""
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


def content(report: HalfYearReport) -> dict[str, Any]:
    """What the trail keeps of a version: its figures and remarks."""
    return {**figures_of(report)._asdict(), "remarks": report.remarks}


def hand(report: HalfYearReport, actor: Actor) -> None:
    """Remember who entered figures: not a move, but hands that neither sign nor accept."""
    hands_remember(obj=report, key=key_of(report), table=REPORT, name=WRITE, actor=actor)


def leave_event(
    actor: Actor,
    report: HalfYearReport,
    action: str,
    summary: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Leave the event of a write that moves nothing."""
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


def require_version(report: HalfYearReport, version: int) -> None:
    """Refused unless the version is still as the person saw it."""
    if report.version != version:
        raise edited_meanwhile()


class Overtaken(Refused):
    """Somebody else was faster: what was seen is not what is there."""


def edited_meanwhile() -> Overtaken:
    """What the later of two people is told."""
    return Overtaken(_("Inzwischen hat jemand anders diesen Bericht bearbeitet. Bitte neu laden und prüfen."))
