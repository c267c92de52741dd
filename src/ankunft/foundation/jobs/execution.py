"""The one task that the queue knows: it works on a job."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django_tasks import task

from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from . import registry, services
from .context import JobContext, TakenOver
from .models import Job

logger = logging.getLogger("ankunft.jobs")

MOST_DETAILS = 200
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30))


@task(takes_context=True)
def work(context: Any, job_id: int) -> None:
    """Do the job if this task is the one that may; say what came of it.

    A refusal is an outcome. Any other exception is logged without its message (it may name persons)
    and tried again, three times in all.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None or not services.job_start(job, str(context.task_result.id)):
        return
    try:
        outcome = _outcome(job)
    except TakenOver:
        logger.warning("job %s (%s): another worker has taken it over", job.pk, job.kind)
    except Refused as refused:
        services.job_fail(job, _refusal(refused))
    except Exception as error:
        logger.error("job %s (%s), attempt %s: %s", job.pk, job.kind, job.attempts, _where(error))
        pause = RETRY_AFTER[min(job.attempts, len(RETRY_AFTER)) - 1]
        services.job_again(job, pause, error_class=type(error).__qualname__)
    else:
        services.job_finish(job, outcome)


def _outcome(job: Job) -> registry.Outcome:
    kind = registry.get(job.kind)
    if kind is None:
        raise Refused(_("Diese Art von Auftrag gibt es in dieser Version nicht mehr. Bitte lösen Sie ihn neu aus."))
    actor = _actor(job)
    with wall.open_for(actor):
        return kind.handler(JobContext(job=job, actor=actor))


def _refusal(refused: Refused) -> registry.Outcome:
    """The reason as the outcome; where it sums up the problems of a file, the first line of it, and they as details."""
    problems = getattr(refused, "problems", ())
    details = [str(problem) for problem in problems[:MOST_DETAILS]]
    if (more := len(problems) - MOST_DETAILS) > 0:
        details.append(_("… und %(count)s weitere.") % {"count": more})
    return registry.Outcome(refused.reason.partition("\n")[0] if details else refused.reason, details=details)


def _actor(job: Job) -> Actor:
    """Whoever asked for the job, with the roles of now; Refused if the account was closed meanwhile, or never was."""
    if job.is_operator:
        return Actor.operator()
    account = None
    if job.account_id is not None:
        account = Account.objects.filter(pk=job.account_id, is_active=True).first()
    if account is None:
        raise Refused(_("Das Konto, das diesen Auftrag gegeben hat, ist nicht mehr aktiv."))
    return actor_of(account, "job")


def _where(error: BaseException) -> str:
    """The kind of an exception and the places it passed, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-6:])
    return f"{type(error).__qualname__} at {places}"
