"""What the bank said, for the table of permissions: movements, and payments that came back, in every state."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.bank.models import BankEntry, BankStatement, StatusReport, StatusWord
from ankunft.domain.settlement.models import Payment, PaymentFile, PaymentReturn, ReturnDecision, Run
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from tests.support.bank import single, statement
from tests.web.permission_ground import OWN, Data

# Beyond every number that a sequence reaches.
STATEMENT, UNMATCHED, MATCHED, ASIDE = 95_000, 95_001, 95_002, 95_003
RETURNED, PROPOSED, GIVEN_UP, EXECUTED = 95_010, 95_011, 95_012, 95_013
BY_HAND, REJECTED_PAYMENT, ORDERED = 95_014, 95_015, 95_016
REPORT, WAITING, REJECTED, WORD_ASIDE = 95_020, 95_021, 95_022, 95_023
MONTH = "2022-03"
HOLDER = {"iban": "CH9300762011623852957", "name": "Demo", "postcode": "4500", "town": "Demo"}


def prepare() -> None:
    """Movements in each state; a payment that came back, one with a proposal, and one that is given up."""
    said = {"made_at": clock.now(), "made_by": "Demo", "told_by": "Demo"}
    one = BankStatement.objects.create(
        pk=STATEMENT, kind="camt.053", iban="CH5481230000001998736", message="M", number="S", imported_at=clock.now()
    )
    day = {"booked_on": date(2026, 1, 5), "valued_on": date(2026, 1, 5)}
    for key, state, rest in ((UNMATCHED, "unmatched", 100), (MATCHED, "matched", 0), (ASIDE, "set_aside", 100)):
        BankEntry.objects.create(
            pk=key, statement=one, state=state, key=f"K{key}", group=f"K{key}", amount=100, rest=rest, **day
        )
    # Of a year that nobody closes: what came back is undecided.
    run = Run.objects.create(state="released", payment_month=MONTH)
    file = PaymentFile.objects.create(
        run=run,
        reference=f"ANKUNFT-{MONTH}",
        made_at=clock.now(),
        pay_on=date(2022, 3, 31),
        count=1,
        total=100,
        **HOLDER,
    )
    before = None
    for number, key in enumerate((RETURNED, PROPOSED, GIVEN_UP, EXECUTED, BY_HAND, REJECTED_PAYMENT, ORDERED), start=1):
        before = Payment.objects.create(
            run=run,
            payee=Municipality.objects.get(bfs_number=OWN),
            number=number,
            replaces=before,
            reference=f"demo-{key}",
            amount=100,
            message="Demo",
            file=file,
            **HOLDER,
        )
        if key not in (EXECUTED, ORDERED):
            PaymentReturn.objects.create(
                pk=key,
                payment=before,
                amount=100,
                returned_on=date(2026, 1, 5),
                is_rejection=key in (BY_HAND, REJECTED_PAYMENT),
                by_hand_of=0 if key == BY_HAND else None,
                **said,
            )
    ReturnDecision.objects.create(
        pk=PROPOSED, payment_return_id=PROPOSED, state="proposed", kind="give_up", reason="Demo"
    )
    ReturnDecision.objects.create(
        pk=GIVEN_UP, payment_return_id=GIVEN_UP, state="confirmed", kind="give_up", reason="Demo"
    )
    _report(file)


def _report(file: PaymentFile) -> None:
    """What the bank said of the file: a rejection that waits, one that holds, one that was set aside."""
    report = StatusReport.objects.create(
        pk=REPORT, file=file, message="M", made_on=date(2026, 1, 5), imported_at=clock.now()
    )
    ordered = Payment.objects.get(reference=f"demo-{ORDERED}")
    for key, state in ((WAITING, "waiting"), (WORD_ASIDE, "set_aside")):
        StatusWord.objects.create(
            pk=key, report=report, payment=ordered, reference=ordered.reference, status="RJCT", state=state
        )
    StatusWord.objects.create(
        pk=REJECTED,
        report=report,
        payment=Payment.objects.get(reference=f"demo-{REJECTED_PAYMENT}"),
        status="RJCT",
        state="rejected",
        rejection_id=REJECTED_PAYMENT,
    )


FILE: Data = {"file": lambda: SimpleUploadedFile("auszug.xml", statement(single(100, "B-77")))}
MATCH: Data = {"seen": "0", "target": f"demo-{EXECUTED}"}
REASON: Data = {"seen": "0", "reason": "Demo"}
SEEN: Data = {"seen": "0"}
PROPOSAL: Data = {"kind": "give_up", "reason": "Demo"}
REJECTION: Data = {"reference": f"demo-{ORDERED}", "rejected_on": f"{clock.today():%d.%m.%Y}", "reason": "Demo"}
UNDO: Data = {"reason": "Demo"}
