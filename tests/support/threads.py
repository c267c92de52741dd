"""Two people who press the button at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

from django.db import connection, connections, transaction

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused

LINGERING = 0.3
"""So many seconds pass between what somebody did and its commit: enough for the others to have read what was before."""


def at_once(*actions: Callable[[], Any], lingering: float = LINGERING) -> Sequence[Any]:
    """Run every action in a thread and a database connection of its own, all at once; results or exceptions in order.

    On PostgreSQL each is a transaction that lingers before it commits, so that what does not wait for its turn decides
    by what is no longer true; with `lingering` 0 each has the transactions of its own. On SQLite whoever writes has the
    database alone from the beginning: a transaction around everything would only keep the others from reading.

    It is the same day for all of them as for whoever calls. The test needs `@pytest.mark.django_db(transaction=True)`:
    other connections see committed rows only.
    """
    ready, day = Barrier(len(actions)), clock.today()
    lingering = lingering if connection.vendor == "postgresql" else 0

    def run(action: Callable[[], Any]) -> Any:
        try:
            ready.wait(timeout=10)
            with clock.moved_to(day):
                return _lingered(action, lingering) if lingering else action()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def _lingered(action: Callable[[], Any], seconds: float) -> Any:
    with transaction.atomic():
        done = action()
        sleep(seconds)
        return done


def one_was_refused(outcomes: Sequence[object]) -> bool:
    """Whether all but one did it, and that one was told why not; whatever else was raised is raised here."""
    for one in outcomes:
        if isinstance(one, Exception) and not isinstance(one, Refused):
            raise one
    return sum(isinstance(one, Refused) for one in outcomes) == 1
