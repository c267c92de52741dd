"""Background work: the import of a file, and reminders to many."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.reporting.imports import import_declarations, import_reports
from ankunft.domain.reporting.owed import Owed
from ankunft.domain.reporting.selectors import owed_by_keys
from ankunft.domain.reporting.services import remind_by_hand
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .forms import DECLARATIONS

IMPORT = "reporting.import"
REMIND = "reporting.remind"


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


def remind_ask(*, owed: Iterable[Owed], shown: str, actor: Actor) -> Job:
    """Ask for reminders of what is owed; `shown` is the name of the list from which it was asked."""
    keys = [[str(one.kind), one.bfs_number, one.term] for one in owed]
    return job_enqueue(kind=REMIND, parameters={"owed": keys, "shown": shown}, actor=actor)


def remind(job: JobContext) -> Outcome:
    """Remind of everything that is still owed of what was chosen. Doing it twice on a day reminds nobody twice."""
    keys = [(str(kind), int(number), str(term)) for kind, number, term in job.parameters["owed"]]
    owed = owed_by_keys(job.actor, keys, clock.today())
    job.progress(0, 1)
    sent = remind_by_hand(owed=owed, actor=job.actor, progress=job.progress)
    job.progress(1, 1)
    told = ngettext("%(count)s Person per E-Mail erinnert.", "%(count)s Personen per E-Mail erinnert.", sent)
    details = (
        [] if sent else [_("Heute ist schon erinnert worden, es hat niemand ein Konto, oder es fehlt nichts mehr.")]
    )
    shown = str(job.parameters.get("shown", "reports-outstanding"))
    return Outcome(told % {"count": sent}, link=reverse(shown), details=details)
