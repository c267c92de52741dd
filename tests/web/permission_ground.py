"""What the table of permissions is tried on: records in every state that a step starts from, and data that fit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.reporting.keys import report_key
from ankunft.domain.settlement.models import PayerAccount, PaymentFile, Run
from ankunft.domain.settlement.services import (
    payer_confirm,
    payer_propose,
    run_approve,
    run_calculate,
    run_check,
)
from ankunft.domain.settlement.services.holders import Holder
from ankunft.domain.territory.models import Municipality, PopulationSeries
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Month
from ankunft.foundation.workflow.models import Step
from tests.domain.reporting.making import REPORT_HEADER, lead_of, municipality, report
from tests.domain.settlement.making import Office, account, canton, office, released

Data = Mapping[str, object | Callable[[], object]]
"""What a form sends; what is known only once the records are there is called for."""

OWN, FOREIGN = 2601, 2581
DRAFT_PERIOD, SUBMITTED_PERIOD, ACCEPTED_PERIOD, CORRECTED_PERIOD = "2025-H2", "2025-H1", "2024-H2", "2024-H1"
OFFERED_PERIOD, SIGNED_PERIOD = "2022-H2", "2022-H1"
DRAFT_MONTH, CHECKED_MONTH, APPROVED_MONTH, RELEASED_MONTH = "2026-03", "2025-09", "2025-03", "2024-09"
FILE_MONTH = "2024-03"
PROPOSED = 9_000_001


def prepare() -> None:
    """Two municipalities with an account and a report in each state, a run in each state, and two population series."""
    canton()
    PopulationSeries.objects.create(code="demo", name="Demo", source="Demo")
    for number, name in ((OWN, "Solothurn"), (FOREIGN, "Olten")):
        place = municipality(number, name)
        account(place)
        report(place, HalfYear.parse(DRAFT_PERIOD), "draft", submitted_on=None)
        report(place, HalfYear.parse(OFFERED_PERIOD), "offered", submitted_on=None)
        report(place, HalfYear.parse(SUBMITTED_PERIOD), "submitted")
        _signed(place)
        report(place, HalfYear.parse(ACCEPTED_PERIOD), "accepted")
        report(place, HalfYear.parse(CORRECTED_PERIOD), "accepted")
        report(place, HalfYear.parse(CORRECTED_PERIOD), "draft", number=2, submitted_on=None)
    people = office()
    for month in (FILE_MONTH, RELEASED_MONTH):
        released(Month.parse(month), people)
    _payments(people)
    for month in (APPROVED_MONTH, CHECKED_MONTH, DRAFT_MONTH):
        run = run_calculate(month=Month.parse(month), actor=Actor.operator())
        if month != DRAFT_MONTH:
            run_check(run=run, actor=people.finance)
        if month == APPROVED_MONTH:
            run_approve(run=run, actor=people.approver)


def _signed(place: Municipality) -> None:
    """A report with the signature of somebody who has gone since; somebody else can sign what is offered next."""
    signed = report(place, HalfYear.parse(SIGNED_PERIOD), "submitted")
    Step.objects.create(
        object_type="reporting.report",
        object_key=report_key(place.bfs_number, SIGNED_PERIOD, 1),
        name="sign",
        from_state="offered",
        to_state=signed.state,
        account_label="Demo-Leitung",
        at=clock.now(),
    )
    lead_of(place)


def _payments(people: Office) -> None:
    """The canton has an account, and another one is proposed; one run has its file."""
    holder = Holder("CH5481230000001998736", "Demo-Kanton", "Demostrasse", "1", "4509", "Solothurn")
    payer = payer_propose(holder=holder, valid_from=date(2017, 1, 1), actor=people.finance)
    payer_confirm(account=payer, actor=people.approver)
    PayerAccount.objects.create(pk=PROPOSED, state="proposed", valid_from=date(2027, 1, 1), **holder.as_dict())
    PaymentFile.objects.create(
        run=Run.objects.get(payment_month=FILE_MONTH),
        reference=f"ANKUNFT-{FILE_MONTH}",
        made_at=clock.now(),
        pay_on=date(2024, 3, 28),
        count=1,
        total=1,
        content="<Document/>",
        sha256=hashlib.sha256(b"<Document/>").hexdigest(),
        **holder.as_dict(),
    )


def posted(data: Data) -> dict[str, object]:
    """The data as they are sent now."""
    with wall.open_for(Actor.operator()):
        return {name: value() if callable(value) else value for name, value in data.items()}


def step_of_run(month: str) -> Data:
    """A step on the run of that month as it is now."""
    return {"seen": lambda: Run.objects.get(payment_month=month).version, "reason": "Beleg fehlt."}


FIRST: Data = {"seen": "1.0"}
SECOND: Data = {"seen": "2.0"}
FIRST_RETURNED: Data = {**FIRST, "first_information": "Zahlendreher."}
FIRST_WITH_REASON: Data = {**FIRST, "reason": "Zahlendreher."}
FIGURES: Data = {
    **FIRST,
    "first_information_interviews": "3",
    "first_information_interpreters": "0",
    "integration_interviews": "1",
    "integration_interpreters": "0",
}
DECLARED: Data = {"officer_named": "yes", "tasks_organised": "yes", "submitted_on": "20.01.2026"}
FILE: Data = {
    "what": "berichte",
    "file": lambda: SimpleUploadedFile("berichte.csv", f"{REPORT_HEADER}\n2601,2023-H2,1,0,0,0,2024-01-10\n".encode()),
}
SERIES: Data = {"code": "demo_2", "name": "Demo", "source": "Demo"}
SERIES_CHOICE: Data = {
    "series": lambda: PopulationSeries.objects.get(code="demo").pk,
    "reference_from": "31.12.2020",
    "reason": "Demo",
}
CONTACT: Data = {"name": "Demo-Person", "email": "demo@example.ch", "phone": "", "valid_from": "01.01.2026"}
ADDRESS: Data = {
    "street": "Demostrasse",
    "house_number": "1",
    "postcode": "4500",
    "town": "Solothurn",
    "valid_from": "01.01.2026",
}
ACCOUNT: Data = {"iban": "CH9300762011623852957", "name": "Demo-Gemeinde", **ADDRESS}
MEMBERSHIP: Data = {"lead": "", "payee": "lead", "valid_from": "01.01.2026"}
FINDING: Data = {"entitled": "no", "reason": "Demo", "valid_from": "01.01.2026"}
