"""Releases a run again and again in processes that die on the way, each a little later, until one gets through.

    python -m tests.domain.settlement.releasing MONTH EMAIL POINTS

After each death somebody looks: the run is released with everything that belongs to it, or nothing has happened.
Prints how often it died and what was there at the end, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402

from ankunft.domain.settlement import states  # noqa: E402
from ankunft.domain.settlement.models import Invoice, PayeeBalance, Payment, PaymentFile, RunStatement  # noqa: E402
from ankunft.domain.settlement.selectors import run_of  # noqa: E402
from ankunft.domain.settlement.services import run_release  # noqa: E402
from ankunft.foundation.access.selectors import actor_by_email  # noqa: E402
from ankunft.foundation.audit.models import Event  # noqa: E402
from ankunft.foundation.workflow.models import Step  # noqa: E402

OURS = f"{os.sep}ankunft{os.sep}"


class Counter:
    """Counts the calls and returns of our own functions and of Django's, and ends the process at one of them."""

    def __init__(self, last: int | None = None) -> None:
        self.seen = 0
        self._last = last

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        file = frame.f_code.co_filename
        if event in ("call", "return") and (OURS in file or "django/db" in file):
            self.seen += 1
            if self.seen == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def release(month: str, email: str) -> None:
    run_release(run=run_of(month), actor=actor_by_email(email, "test"))


def in_child(work: Callable[[], None]) -> bool:
    """Whether the work came to its end in a process of its own."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def steps(month: str, email: str) -> int:
    """How many points a release passes: counted on one that is taken back."""
    counter = Counter()
    with transaction.atomic():
        sys.setprofile(counter)
        release(month, email)
        sys.setprofile(None)
        transaction.set_rollback(True)
    return counter.seen


def found(month: str) -> dict[str, object]:
    """What is there now."""
    run = run_of(month)
    trail = Event.objects.filter(object_key=month)
    return {
        "state": run.state,
        "files": PaymentFile.objects.filter(run=run).count(),
        "ordered": Payment.objects.filter(run=run, file__isnull=False).aggregate(sum=Sum("amount"))["sum"],
        "written": PaymentFile.objects.filter(run=run).aggregate(sum=Sum("total"))["sum"],
        "owed": PayeeBalance.objects.filter(run=run).aggregate(sum=Sum("payment"))["sum"],
        "statements": RunStatement.objects.filter(run=run).count(),
        "invoices": Invoice.objects.filter(run=run).count(),
        "asked": Invoice.objects.filter(run=run).aggregate(sum=Sum("open"))["sum"],
        "invoiced": PayeeBalance.objects.filter(run=run).aggregate(sum=Sum("invoice"))["sum"],
        "invoice_events": Event.objects.filter(action="settlement.invoice.issue", after__run=month).count(),
        "steps": Step.objects.filter(object_key=month, name=states.RELEASE).count(),
        "events": trail.filter(action="settlement.run.release").count(),
        "file_events": trail.filter(action="settlement.payment_file.make").count(),
    }


def main(month: str, email: str, points: int) -> None:
    before = found(month)
    total = steps(month, email)
    deaths, odd = 0, []
    for number in range(1, points + 1):
        sys.setprofile(None)
        last = max(1, number * total // points)

        def dying(last: int = last) -> None:
            sys.setprofile(Counter(last))
            release(month, email)

        if in_child(dying):
            break
        deaths += 1
        now = found(month)
        if now["state"] == states.RELEASED:
            break
        if now != before:
            odd.append((last, now))
    if found(month)["state"] != states.RELEASED:
        in_child(lambda: release(month, email))
    print(json.dumps({"deaths": deaths, "total": total, "odd": odd, "end": found(month)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
