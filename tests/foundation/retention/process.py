"""A real worker process that carries out lists of leaves: `python process.py` in the environment of an installation."""

from __future__ import annotations

import time
from collections.abc import Collection

import django

django.setup()

from django.conf import settings  # noqa: E402

from ankunft.foundation.jobs.worker import Pace, run_worker  # noqa: E402
from ankunft.foundation.kernel.actor import Actor  # noqa: E402
from ankunft.foundation.retention.services import carrying_out  # noqa: E402
from tests.foundation.retention.making import empty, leaf_class, put  # noqa: E402

STEP = 5
PAUSE_AT = "B-018"


def empty_and_pause(keys: Collection[str], actor: Actor) -> None:
    """Empty the leaves; the first time stop inside the step of one of them, where the test kills the process."""
    empty(keys, actor)
    paused = settings.HOME / "paused"
    if PAUSE_AT in keys and not paused.exists():
        paused.touch()
        time.sleep(600)


if __name__ == "__main__":
    carrying_out.STEP = STEP
    put(leaf_class(carry_out=empty_and_pause))
    run_worker(pace=Pace(poll=0.1, heartbeat=0.2, recover=0.3, seal=0.5))
