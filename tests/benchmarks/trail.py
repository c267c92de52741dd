"""What the trail costs: a keyed digest, a note outside the database, a block, and the verification.

python -m tests.benchmarks.trail                                        SQLite
ANKUNFT_TEST_DATABASE=postgresql python -m tests.benchmarks.trail       PostgreSQL
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import time
from collections.abc import Callable

from tests.benchmarks.grounds import database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--commits", type=int, default=2000)
    arguments = parser.parse_args()
    with database():
        measure(arguments.events, arguments.commits)


def measure(events: int, commits: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    digests()
    changes(commits)
    blocks(events)


def median_of(action: Callable[[], object], times: int) -> float:
    """Microseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1e6


def digests() -> None:
    from ankunft.foundation.audit.digests import canonical, event_digest
    from ankunft.foundation.kernel import clock

    at, values = clock.now(), ["text" * 5] * 12 + [{"n": 1, "state": "draft"}]
    keyed = median_of(lambda: event_digest("key", "trail", at, values), 20_000)
    plain = median_of(lambda: hashlib.sha256(canonical([at.isoformat(), *values]).encode()).hexdigest(), 20_000)
    print(f"digest: keyed {keyed:.1f} µs, plain {plain:.1f} µs", flush=True)


def changes(commits: int) -> None:
    from ankunft.foundation.audit import tail
    from ankunft.foundation.audit.journals import TRAIL
    from ankunft.foundation.audit.services import Entry, record
    from ankunft.foundation.kernel.actor import Actor

    actor, entry = Actor.operator(), Entry("a.b", "a", "1", "Etwas getan.", before={"n": 1}, after={"n": 2})
    line = f"1 {'0' * 64} 2026-01-01T00:00:00+01:00 a.b\n"
    note = median_of(lambda: tail._append(TRAIL, line), commits)
    change = median_of(lambda: record(actor, entry), commits)
    tail.path(TRAIL).unlink()
    print(f"a change with one event: {change:.0f} µs, of these the note {note:.0f} µs", flush=True)


def blocks(events: int) -> None:
    from ankunft.foundation.audit.services import Entry, record_many, seal
    from ankunft.foundation.audit.verification import findings
    from ankunft.foundation.kernel.actor import Actor

    many = (Entry("a.b", "a", str(number), "Etwas getan.", after={"n": number}) for number in range(events))
    for name, action in (
        ("record", lambda: record_many(Actor.operator(), many)),
        ("seal", seal),
        ("verify", lambda: list(findings())),
    ):
        start = time.perf_counter()
        found = action()
        print(f"{name} {events} events: {time.perf_counter() - start:.2f} s", flush=True)
    assert found == []


if __name__ == "__main__":
    main()
