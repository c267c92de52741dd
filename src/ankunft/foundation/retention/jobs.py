"""The execution of a deletion list as background work."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.kernel.errors import Refused

from .models import DeletionList, ItemState
from .selectors import counts_of, visible_lists
from .services import list_carry_out


def carry_out(job: JobContext) -> Outcome:
    """Carry out the list that the job names; doing it twice does nothing the second time."""
    listing = _list_of(job)
    list_carry_out(listing=listing, actor=job.actor, progress=job.progress)
    counts = counts_of(listing)
    done = counts[ItemState.CARRIED_OUT]
    sentence = ngettext(
        "Löschliste %(number)s: %(count)s Datensatz ausgeführt, %(left)s nicht.",
        "Löschliste %(number)s: %(count)s Datensätze ausgeführt, %(left)s nicht.",
        done,
    ) % {"number": listing.number, "count": done, "left": sum(counts.values()) - done}
    return Outcome(sentence)


def _list_of(job: JobContext) -> DeletionList:
    listing = visible_lists(job.actor).filter(pk=job.parameters["list"]).first()
    if listing is None:
        raise Refused(_("Diese Löschliste gibt es für Sie nicht mehr."))
    return listing
