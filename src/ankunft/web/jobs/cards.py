"""What "Mein Tag" shows of background work."""

from __future__ import annotations

from ankunft.foundation.jobs.selectors import recent
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Card

SHOWN = 5


def recent_jobs(actor: Actor) -> list[Card]:
    """The person's own jobs of the last day; no card where there are none."""
    jobs = list(recent(actor)[:SHOWN])
    return [Card("jobs/card.html", {"jobs": jobs})] if jobs else []
