"""Two people who press the button at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused


def at_once(*actions: Callable[[], Any]) -> Sequence[Any]:
    """Run every action in a thread and a database connection of its own, all at once; results or exceptions in order.

    It is the same day for all of them as for whoever calls. The test needs `@pytest.mark.django_db(transaction=True)`:
    other connections see committed rows only.
    """
    ready, day = Barrier(len(actions)), clock.today()

    def run(action: Callable[[], Any]) -> Any:
        try:
            ready.wait(timeout=10)
            with clock.moved_to(day):
                return action()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def one_was_refused(outcomes: Sequence[object]) -> bool:
    """Whether all but one did it, and that one was told why not; whatever else was raised is raised here."""
    for one in outcomes:
        if isinstance(one, Exception) and not isinstance(one, Refused):
            raise one
    return sum(isinstance(one, Refused) for one in outcomes) == 1
