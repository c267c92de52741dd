"""Jobs of the kind "test", asked for and worked off."""

from __future__ import annotations

from collections.abc import Callable

from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.registry import Handler
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel.actor import Actor

Declare = Callable[[Handler], None]


def enqueue(actor: Actor, **parameters: object) -> Job:
    return job_enqueue(kind="test", parameters=dict(parameters), actor=actor)


def done(job: Job) -> Job:
    run_waiting()
    job.refresh_from_db()
    return job
