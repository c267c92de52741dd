"""`ankunft import arrivals`: messages (XML, ZIP, folder) or a table (CSV, XLSX)."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.actor import Actor

from ..models import Channel, Exclusion, Outcome, RegisterDelivery
from ..register.taking_in import take_in

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What was made of a delivery; `refusals` are sentences with their place, at most fifty."""

    read: int
    applied: int
    excluded: int
    unchanged: int
    noted: int
    refused: int
    warnings: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The result in words."""
        return _(
            "%(read)d gelesen: %(applied)d übernommen, %(excluded)d nicht start.integration, %(noted)d ohne Wirkung, "
            "%(unchanged)d schon bekannt, %(refused)d zurückgewiesen."
        ) % {name: getattr(self, name) for name in ("read", "applied", "excluded", "noted", "unchanged", "refused")}


def import_arrivals(*, path: Path, actor: Actor, dry_run: bool = False, name: str = "") -> DeliveryResult:
    """Take in a file or folder: everything good is stored, and what is refused is named.

    Again, it changes nothing. With `dry_run` nothing is stored.
    """
    with transaction.atomic() if dry_run else nullcontext():
        delivery = take_in(path, channel=Channel.COMMAND, actor=actor, name=name)
        result = result_of(delivery)
        if dry_run:
            transaction.set_rollback(True)
    return result


def result_of(delivery: RegisterDelivery) -> DeliveryResult:
    """The counts of a delivery, with why what was refused."""
    shown = delivery.refusals.all()[:MOST_SHOWN]
    refusals = [f"{one.place}: {one.reason}" for one in shown]
    if (more := delivery.refused - len(refusals)) > 0:
        refusals.append(_("… und %(count)d weitere.") % {"count": more})
    counted = delivery.applied + delivery.excluded + delivery.unchanged + delivery.refused
    return DeliveryResult(
        read=delivery.read,
        applied=delivery.applied,
        excluded=delivery.excluded,
        unchanged=delivery.unchanged,
        noted=delivery.read - counted,
        refused=delivery.refused,
        warnings=_excluded(delivery),
        refusals=refusals,
    )


def _excluded(delivery: RegisterDelivery) -> list[str]:
    """How many are outside start.integration for which reason: none is lost silently."""
    excluded = delivery.messages.filter(outcome=Outcome.EXCLUDED).order_by().values_list("exclusion")
    counts = {str(Exclusion(reason).label): count for reason, count in excluded.annotate(count=Count("pk"))}
    return [
        _("nicht start.integration, weil %(reason)s: %(count)d.") % {"reason": label, "count": count}
        for label, count in sorted(counts.items())
    ]
