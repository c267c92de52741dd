"""A process that is killed at any moment of a release leaves it undone or done: never in between, never twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ankunft.domain.roles import APPROVER
from ankunft.domain.settlement.services import run_approve, run_calculate, run_check
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.settlement.making import MARCH, WINTER, canton, office, released, reported
from tests.domain.settlement.test_payments import payer
from tests.support.installations import PROJECT, around_test_database
from tests.support.people import account_with

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = 120
EARLIER, AUTUMN = Month(2024, 9), HalfYear(2024, 1)


def test_a_release_killed_on_the_way_is_not_there_or_whole(tmp_path: Path) -> None:
    people = office()
    places = canton("Olten", "Trimbach", "Wisen")
    payer(people)
    reported(places[0], AUTUMN, 9, 0, 0, 0)
    released(EARLIER, people)
    # What was paid too much then is more than what is due now.
    reported(places[0], AUTUMN, 2, 0, 0, 0, number=2)
    for place in places:
        reported(place, WINTER, 3, 1, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    account = account_with(APPROVER)
    run_approve(run=run, actor=actor_of(account, "test"))
    tried = subprocess.run(
        [sys.executable, "-m", "tests.domain.settlement.releasing", str(MARCH), account.email, str(POINTS)],
        env=around_test_database(tmp_path).environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr
    told = json.loads(tried.stdout)
    assert told["odd"] == []
    assert told["deaths"] >= 100
    assert told["end"] == {
        "state": "released",
        "files": 1,
        "statements": 1,
        "ordered": 1520_00,
        "written": 1520_00,
        "owed": 1520_00,
        "invoices": 1,
        "asked": 640_00,
        "invoiced": 640_00,
        "invoice_events": 1,
        "steps": 1,
        "events": 1,
        "file_events": 1,
    }
