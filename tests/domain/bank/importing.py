"""Reads a file of the bank in, in processes that die on the way, each a little later than the last, until one does not.

    python -m tests.domain.bank.importing FILE EMAIL POINTS

After each death somebody looks: all of it is there, or nothing. Prints how often it died and what was there at the end,
as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.domain.settlement.releasing import Counter, in_child

# isort: split
from django.db import transaction
from django.db.models import Sum

from ankunft.domain.bank.models import BankEntry, BankStatement, EntryUse, StatusReport, StatusWord
from ankunft.domain.bank.services import file_import
from ankunft.domain.settlement.models import Invoice, InvoiceBooking, PaymentExecution, PaymentReturn
from ankunft.foundation.access.selectors import actor_by_email
from ankunft.foundation.audit.models import Event


def take_in(file: str, email: str) -> None:
    file_import(content=Path(file).read_bytes(), actor=actor_by_email(email, "test"))


def found() -> dict[str, int]:
    """What is there now."""
    return {
        "statements": BankStatement.objects.count(),
        "entries": BankEntry.objects.count(),
        "uses": EntryUse.objects.count(),
        "bookings": InvoiceBooking.objects.count(),
        "executions": PaymentExecution.objects.count(),
        "open": Invoice.objects.aggregate(sum=Sum("open"))["sum"],
        "events": Event.objects.filter(action="bank.statement.import").count(),
        "executed": Event.objects.filter(action="settlement.payment.execute").count(),
        "reports": StatusReport.objects.count(),
        "words": StatusWord.objects.count(),
        "rejections": PaymentReturn.objects.count(),
        "rejected": Event.objects.filter(action="settlement.payment.reject").count(),
    }


def steps(file: str, email: str) -> int:
    """How many points an import passes: counted on one that is taken back."""
    counter = Counter()
    with transaction.atomic():
        sys.setprofile(counter)
        take_in(file, email)
        sys.setprofile(None)
        transaction.set_rollback(True)
    return counter.seen


def main(file: str, email: str, points: int) -> None:
    before = found()
    total = steps(file, email)
    deaths, odd = 0, []
    for number in range(1, points + 1):
        last = max(1, number * total // points)

        def dying(last: int = last) -> None:
            sys.setprofile(Counter(last))
            take_in(file, email)

        if in_child(dying):
            break
        deaths += 1
        now = found()
        if now["statements"] or now["reports"]:
            break
        if now != before:
            odd.append((last, now))
    # Once more, whatever was there: it has no second effect.
    in_child(lambda: take_in(file, email))
    print(json.dumps({"deaths": deaths, "total": total, "odd": odd, "end": found()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
