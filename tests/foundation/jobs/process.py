"""A real worker process with jobs for the tests: `python process.py` in the environment of an installation."""

from __future__ import annotations

import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from ankunft.foundation.access.models import Organisation  # noqa: E402
from ankunft.foundation.audit.services import Entry, record  # noqa: E402
from ankunft.foundation.jobs.context import JobContext  # noqa: E402
from ankunft.foundation.jobs.registry import Outcome, handler  # noqa: E402
from ankunft.foundation.jobs.worker import Pace, run_worker  # noqa: E402


@handler("test.found")
def found(job: JobContext) -> Outcome:
    """Found organisations 1 to `total`, each in its own transaction; idempotent.

    The first attempt stops half-way inside a transaction, where the test kills the process.
    """
    total = job.parameters["total"]
    paused = settings.HOME / "paused"
    for number in range(total):
        job.progress(number, total)
        with transaction.atomic():
            code, name = f"test-{number}", f"Demo {number}"
            _, created = Organisation.objects.get_or_create(code=code, defaults={"name": name, "kind": "provider"})
            if created:
                record(job.actor, Entry("test.founded", "test", code, f"{name} gegründet."))
            if number == total // 2 and not paused.exists():
                paused.touch()
                time.sleep(600)
    job.progress(total, total)
    return Outcome(f"{total} gegründet.")


if __name__ == "__main__":
    run_worker(pace=Pace(poll=0.1, heartbeat=0.2, recover=0.3, seal=0.5))
