"""Removing what of the read log is no longer kept: whole blocks from the oldest on, leaving a mark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .attested import told
from .journals import READS
from .models import ReadEvent, ReadMark, ReadSeal, ReadSealEntry
from .services import Entry, record
from .wording import block

LOG = "audit.reads"
PRUNED = "audit.reads.pruned"


@transaction.atomic
def reads_prune(*, before: date, actor: Actor) -> int:
    """Remove the blocks of the read log that were sealed before that day; returns how many entries went with them.

    A block is removed whole, so an entry may stay a little longer than it must. The mark says from which digest the
    chain goes on, and an event of the trail says the same, under its own seal. Whether it is time is the caller's rule.
    """
    midnight = datetime.combine(before, time.min, clock.ZURICH)
    kept = ReadSeal.objects.filter(sealed_at__gte=midnight).order_by("number").first()
    old = ReadSeal.objects.filter(number__lt=kept.number) if kept else ReadSeal.objects.all()
    last = old.order_by("-number").first()
    if last is None:
        return 0
    ReadMark.objects.create(number=last.number, digest=last.digest)
    entries = ReadSealEntry.objects.filter(seal_id__lte=last.number)
    count, _per_model = ReadEvent.objects.filter(pk__in=entries.values("event_id")).delete()
    entries.delete()
    ReadSeal.objects.filter(number__lte=last.number).delete()
    record(actor, _told(last, before, count))
    return count


def _told(last: ReadSeal, before: date, count: int) -> Entry:
    return Entry(
        PRUNED,
        LOG,
        str(last.number),
        f"{count} Einträge des Leseprotokolls von vor dem {before:%d.%m.%Y} entfernt (bis Block {last.number}).",
        after={"number": last.number, "digest": last.digest, "before": before.isoformat(), "count": count},
    )


def untold_marks() -> Iterator[str]:
    """A sentence for every mark that no event of the trail tells of in the same words."""
    afters = (event.after for event in told(PRUNED))
    known = {(after.get("number"), after.get("digest")) for after in afters if isinstance(after, dict)}
    for mark in ReadMark.objects.all():
        if (mark.number, mark.digest) not in known:
            yield _("%(block)s wurde entfernt, ohne dass die Spur davon weiss.") % {"block": block(READS, mark.number)}
