"""A real worker process that sends mail, quick to look and quick to take over."""

from __future__ import annotations

from datetime import timedelta

import django

django.setup()

from ankunft.foundation.jobs import chores  # noqa: E402
from ankunft.foundation.jobs.worker import Pace, run_worker  # noqa: E402
from ankunft.foundation.mail import sending  # noqa: E402

if __name__ == "__main__":
    sending.LEASE = timedelta(seconds=1)
    chores.register(chores.Chore("mail.send", 0.2, sending.send_waiting))
    run_worker(pace=Pace(poll=0.1, heartbeat=0.2, recover=0.3, seal=5))
