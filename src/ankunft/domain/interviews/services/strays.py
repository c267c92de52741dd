"""Files of evidence to which no record leads: what was stored in a transaction that was then undone."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import islice

from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .. import evidence_files
from ..models import Evidence

logger = logging.getLogger("ankunft.interviews")

STRAY_AFTER = timedelta(days=7)
"""Longer than any transaction lasts; and whoever restored an older database has time to notice."""
AT_ONCE = 500


def evidence_tidy() -> int:
    """Remove the files to which no record leads and that are older than a week; returns how many.

    A file that a record names stays, whatever the state of the interview. Safe to run in several workers at once.
    """
    removed = 0
    # Behind the closed wall no record would be seen, and every file would look like a stray.
    with wall.open_for(Actor.operator()):
        old = evidence_files.lying_since_before(clock.machine_now() - STRAY_AFTER)
        while names := list(islice(old, AT_ONCE)):
            known = set(Evidence.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))
            for name in set(names) - known:
                _remove(name)
                removed += 1
    if removed:
        logger.warning("%s files of evidence without a record removed", removed)
    return removed


def _remove(name: str) -> None:
    if name.endswith(evidence_files.UNFINISHED):
        evidence_files.remove_unfinished(name)
    else:
        evidence_files.remove(name)
