"""How many things are due for somebody, as the navigation of every page says.

Every room is asked for it, with dozens of statements. Every write leaves an event: as long as the trail has no newer
one, the same person is told the same number again, for a minute at most. "Mein Tag" itself always asks.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, datetime, timedelta
from threading import Lock

from ankunft.foundation.audit.selectors import last_event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .registry import my_day

AS_LONG_AS = timedelta(minutes=1)
"""What happens without an event (a moment that comes, a transaction that ends later) is seen after that."""
AT_MOST = 2000
"""So many persons are remembered by a process."""

Known = tuple[Actor, date, int]

_counts: OrderedDict[Known, tuple[datetime, int]] = OrderedDict()
_alone = Lock()


def count_due(actor: Actor) -> int:
    """How many things are due for the person now, or a moment ago if nothing has happened since."""
    known, now = (actor, clock.today(), last_event()), clock.machine_now()
    with _alone:
        at, count = _counts.get(known, (None, 0))
    if at is None or not at <= now < at + AS_LONG_AS:
        count = len(my_day.due_for(actor))
        with _alone:
            _counts[known] = (now, count)
            _counts.move_to_end(known)
            while len(_counts) > AT_MOST:
                _counts.popitem(last=False)
    return count


def forget() -> None:
    """Ask anew from now on: the database is another one, or has been emptied."""
    with _alone:
        _counts.clear()
