"""The import of messages or a table as a job."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.arrivals.imports.arrivals import result_of
from ankunft.domain.arrivals.models import Channel
from ankunft.domain.arrivals.register.taking_in import take_in
from ankunft.foundation.documents.ech.sources import opened
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.registry import Outcome

TAKE_IN = "arrivals.take_in"
MESSAGES = (".xml", ".zip")


def take_in_file(job: JobContext) -> Outcome:
    """Take in everything good of the file and name what is bad. Doing it twice changes nothing."""
    total = opened(job.path, name=job.file_name).count if job.file_name.lower().endswith(MESSAGES) else 0

    def progress(done: int, known: int) -> None:
        # How many persons there are in a delivery of many, or rows in a table, is known at the end.
        job.progress(done, max(total, known, done))

    delivery = take_in(job.path, channel=Channel.UPLOAD, actor=job.actor, name=job.file_name, progress=progress)
    details = [_("Zurückgewiesen: die Orte und Gründe stehen beim Ergebnis.")] if delivery.refused else []
    return Outcome(result_of(delivery).sentence(), link=reverse("delivery", args=[delivery.pk]), details=details)
