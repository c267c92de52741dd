"""The schedule, what is due, deletion lists and holds as rows of a table: plain values for the templates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention import permissions, registry, selectors, states
from ankunft.foundation.retention.models import DeletionList, LegalHold, Period
from ankunft.foundation.retention.registry import ANONYMISE, RecordClass

from .words import STATE_KINDS, class_label, period_words


def schedule_rows() -> list[dict[str, Any]]:
    """Every class with the period of today."""
    today = clock.today()
    periods = selectors.periods_over_time()
    rows = []
    for one in registry.all_classes():
        dated = periods.get(one.code)
        rows.append(_schedule_row(one, dated.at(today) if dated else None))
    return rows


def _schedule_row(one: RecordClass, recorded: Period | None) -> dict[str, Any]:
    return {
        "one": one,
        "period": period_words(recorded.months if recorded else one.default_months),
        "since": recorded.valid_from if recorded and recorded.confirmed else None,
        "confirmed": bool(recorded and recorded.confirmed),
        "source": recorded.source if recorded else one.source,
        "action": _("anonymisieren") if one.action == ANONYMISE else _("löschen"),
        "how": _("mit geprüfter Löschliste") if one.needs_review else _("von selbst"),
    }


def periods_of(code: str) -> list[dict[str, Any]]:
    """Every period ever recorded for the class, latest first."""
    found = Period.objects.filter(record_class=code).order_by("-valid_from")
    return [{"recorded": one, "words": period_words(one.months)} for one in found]


def due_rows(actor: Actor) -> list[dict[str, Any]]:
    """What is due of the person's organisations."""
    found = selectors.due_of(actor)
    names = selectors.names_of({code for _one, code, _count in found})
    return [{"one": one, "organisation": code, "name": names.get(code, code), "count": n} for one, code, n in found]


def list_rows(listings: list[DeletionList]) -> list[dict[str, Any]]:
    names = selectors.names_of({listing.organisation for listing in listings})
    return [
        {
            "listing": listing,
            "label": class_label(listing.record_class),
            "name": names.get(listing.organisation, listing.organisation),
            "state": states.LABELS[listing.state],
            "kind": STATE_KINDS[listing.state],
        }
        for listing in listings
    ]


def hold_rows(holds: list[LegalHold], actor: Actor) -> list[dict[str, Any]]:
    """Holds with what they cover in words."""
    names = selectors.names_of({hold.organisation for hold in holds})
    return [
        {
            "hold": hold,
            "covers": _covers(hold, names),
            "may_lift": hold.lifted_at is None and bool(can(actor, permissions.LIFT, hold)),
        }
        for hold in holds
    ]


def _covers(hold: LegalHold, names: dict[str, str]) -> str:
    label = class_label(hold.record_class) if hold.record_class else _("Alle Datensätze")
    if hold.key:
        return f"{label}: {hold.key}"
    return f"{label}, {names.get(hold.organisation, hold.organisation)}" if hold.organisation else str(label)
