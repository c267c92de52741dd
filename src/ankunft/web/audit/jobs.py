"""The verification of both journals as background work."""

from __future__ import annotations

from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain import oversight
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.attested import verified
from ankunft.foundation.audit.heads import Position, position
from ankunft.foundation.audit.journals import READS, TRAIL
from ankunft.foundation.audit.services import record
from ankunft.foundation.audit.verification import findings
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.registry import Outcome

VERIFY = "audit.verify"
SHOWN = 50


def verify(job: JobContext) -> Outcome:
    """Verify trail and read log; what came of it is an event itself. Doing it twice leaves two."""
    can(job.actor, oversight.VERIFY).require()
    found = list(islice(findings(job.progress), SHOWN))
    trail, reads = position(TRAIL), position(READS)
    sentence = _sentence(len(found), trail, reads)
    record(job.actor, verified(sentence, found))
    return Outcome(sentence, link=reverse("trail"), details=found)


def _sentence(found: int, trail: Position, reads: Position) -> str:
    if not found:
        return _("Spur und Leseprotokoll sind unversehrt: %(events)s Ereignisse, %(reads)s Leseeinträge.") % {
            "events": trail.events,
            "reads": reads.events,
        }
    return ngettext(
        "Die Spur ist nicht unversehrt: %(found)s beschädigte Stelle.",
        "Die Spur ist nicht unversehrt: %(found)s beschädigte Stellen.",
        found,
    ) % {"found": found}
