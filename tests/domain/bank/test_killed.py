"""A process that is killed at any moment of an import leaves all of it or nothing, and the same file has one effect."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ankunft.domain.bank.models import BankStatement
from ankunft.domain.bank.services import statement_import
from ankunft.domain.roles import FINANCE_OFFICER
from ankunft.domain.settlement.models import InvoiceBooking
from tests.domain.bank.ground import Settled, settled
from tests.support.bank import Booking, single, statement
from tests.support.installations import PROJECT, around_test_database
from tests.support.people import account_with
from tests.support.reports import Said, report
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = 48


def the_statement(case: Settled) -> bytes:
    return statement(
        single(1000_00, reference=case.invoice.reference),
        single(-600_00, "B-2", end_to_end=case.payments[0].reference),
        single(7_00, "B-3"),
    )


def the_report(case: Settled) -> bytes:
    rejected = Said(case.payments[0].reference, code="AC04", amount=600_00, iban="CH5481230000001998736")
    return report("ANKUNFT-2025-03", rejected, group="PART", count=2, total="1000.00")


NOTHING = dict.fromkeys(
    ("statements", "entries", "uses", "bookings", "executions", "events", "executed", "reports", "words"), 0
) | {"rejections": 0, "rejected": 0, "open": 1200_00}
BOOKED = {"statements": 1, "entries": 3, "uses": 2, "bookings": 1, "executions": 1, "events": 1, "executed": 1}


@pytest.mark.parametrize(
    ("file_of", "end"),
    [
        (the_statement, NOTHING | BOOKED | {"open": 200_00}),
        (the_report, NOTHING | {"reports": 1, "words": 1, "rejections": 1, "rejected": 1}),
    ],
    ids=["statement", "report"],
)
def test_an_import_killed_on_the_way_is_not_there_or_whole(
    tmp_path: Path, file_of: Callable[[Settled], bytes], end: dict[str, int]
) -> None:
    file = tmp_path / "bank.xml"
    file.write_bytes(file_of(settled()))
    tried = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.domain.bank.importing",
            str(file),
            account_with(FINANCE_OFFICER).email,
            str(POINTS),
        ],
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
    assert told["deaths"] >= 40
    assert told["end"] == end


def test_the_same_file_at_the_same_moment_books_once() -> None:
    case = settled()
    content = statement(
        single(700_00, reference=case.invoice.reference), Booking(-1000_00, "B-2", batch="ANKUNFT-2025-03", count=2)
    )
    results = at_once(
        *[lambda actor=actor: statement_import(content=content, actor=actor) for actor in (case.people.finance,) * 3]
    )
    assert sorted(result.created for result in results) == [0, 0, 2]
    assert (BankStatement.objects.count(), InvoiceBooking.objects.count()) == (1, 1)
    assert case.invoice.open == 500_00
