"""The import of a file as background work."""

from __future__ import annotations

from django.urls import reverse

from ankunft.domain.reporting.imports import import_declarations, import_reports
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.registry import Outcome

from .forms import DECLARATIONS

IMPORT = "reporting.import"


def import_file(job: JobContext) -> Outcome:
    """Take a file over, or refuse it as a whole. Doing it twice changes nothing."""
    declarations = job.parameters["what"] == DECLARATIONS
    job.progress(0, 1)
    take_over = import_declarations if declarations else import_reports
    result = take_over(path=job.path, actor=job.actor, name=job.file_name)
    job.progress(1, 1)
    return Outcome(
        result.sentence(), link=reverse("declarations" if declarations else "reports"), details=result.warnings
    )
