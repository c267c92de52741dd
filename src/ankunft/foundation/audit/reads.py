"""The read log, kept apart from the trail: who saw whose record, for which purpose and why.

It is the one thing that a request which only reads may write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from ankunft.foundation.kernel.actor import Actor

from .appending import append
from .journals import READS
from .models import ReadEvent


@dataclass(frozen=True, slots=True)
class Read:
    """What is to be recorded of one reading.

    `subject_type` and `subject_key` name the record as the trail does (a reference, never a person's name), `owner`
    the organisation whose record it is (its code, empty if nobody's), `what` says in a German sentence what was shown.
    """

    subject_type: str
    subject_key: str
    owner: str
    what: str | Promise
    purpose: str = ""
    reason: str = ""

    def content(self) -> dict[str, str]:
        """What the entry has beside the actor."""
        return {
            "subject_type": self.subject_type,
            "subject_key": self.subject_key,
            "owner": self.owner,
            "what": str(self.what),
            "purpose": self.purpose,
            "reason": self.reason,
        }


def record_read(actor: Actor, read: Read) -> None:
    """Append one entry to the read log, before anything is shown.

    Raises DatabaseError where that is not possible: then nothing may be shown. Whoever reads again leaves another one.
    """
    record_reads(actor, [read])


def record_reads(actor: Actor, reads: Iterable[Read]) -> None:
    """The same for several records that are shown at once, in one statement."""
    if contents := [read.content() for read in reads]:
        append(READS, actor, contents)


def reads_of(subject_type: str, subject_key: str) -> QuerySet[ReadEvent]:
    """Who read one record, latest first."""
    return ReadEvent.objects.filter(subject_type=subject_type, subject_key=subject_key).order_by("-pk")
