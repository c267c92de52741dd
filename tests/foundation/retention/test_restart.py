"""A worker process is killed in the middle of a deletion list, another one goes on: every record once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ankunft.foundation.audit.models import Event
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.retention.models import DeletionList, ItemState
from ankunft.foundation.retention.selectors import counts_of
from ankunft.foundation.retention.services import hold_set
from tests.foundation.retention.making import LEAF, People, approved, confirmed, leaves
from tests.support.installations import PROJECT, around_test_database, wait_until
from tests.support.records.models import Leaf

pytestmark = pytest.mark.django_db(transaction=True)

TOTAL = 40
DONE_BEFORE = 15
"""Three whole steps of five: the process dies within the fourth."""
PROCESS = Path(__file__).with_name("process.py")
Process = subprocess.Popen[str]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """`worker()` starts a worker process on the test's database."""
    place = around_test_database(tmp_path)
    # The leaves' application is installed in the tests alone.
    lines = "from ankunft.config.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'tests.support.records']\n"
    (tmp_path / "settings_with_leaves.py").write_text(lines)
    paths = {"DJANGO_SETTINGS_MODULE": "settings_with_leaves", "PYTHONPATH": f"{tmp_path}:{PROJECT}"}
    place = replace(place, environment=place.environment | paths)
    processes: list[Process] = []

    def start() -> Process:
        processes.append(place.start(sys.executable, PROCESS))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def killed_in_the_middle(worker: Callable[[], Process], home: Path) -> None:
    first = worker()
    wait_until((home / "paused").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()


def test_every_record_is_carried_out_once(worker: Callable[[], Process], who: People, tmp_path: Path) -> None:
    leaves(TOTAL)
    confirmed()
    listing = approved(who)
    killed_in_the_middle(worker, tmp_path)
    listing.refresh_from_db()
    assert listing.state == "running"
    assert Leaf.objects.filter(name="").count() == DONE_BEFORE
    assert counts_of(listing)[ItemState.CARRIED_OUT] == DONE_BEFORE

    second = worker()
    wait_until(lambda: Job.objects.get().state == JobState.DONE)
    listing.refresh_from_db()
    assert (listing.state, listing.batches) == ("done", TOTAL // 5)
    assert counts_of(listing)[ItemState.CARRIED_OUT] == TOTAL
    assert set(Leaf.objects.values_list("emptied", flat=True)) == {1}
    assert listing.before == listing.after == {"bfs-2601": TOTAL}
    steps = Event.objects.filter(object_type="retention.list").order_by("pk").values_list("action", flat=True)
    assert [step.rpartition(".")[2] for step in steps] == ["propose", "review", "approve", "start", "finish"]
    assert Job.objects.get().attempts == 2

    second.terminate()
    assert second.wait(timeout=20) == 0


def test_a_hold_set_while_the_worker_is_dead_keeps_the_rest(
    worker: Callable[[], Process], who: People, tmp_path: Path
) -> None:
    leaves(TOTAL)
    confirmed()
    approved(who)
    killed_in_the_middle(worker, tmp_path)
    hold_set(code=LEAF, reason="Verfahren hängig", actor=who.coordination)
    worker()
    wait_until(lambda: Job.objects.get().state == JobState.DONE)
    assert Leaf.objects.filter(name="").count() == DONE_BEFORE
    assert counts_of(DeletionList.objects.get())[ItemState.HELD] == TOTAL - DONE_BEFORE
