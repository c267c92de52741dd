"""Projects for the table of permissions: one in each state that a step starts from, own and foreign."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.grants.criteria import criteria
from ankunft.domain.grants.models import (
    Agreement,
    BudgetLine,
    FinalReport,
    Instalment,
    Project,
    ReportFile,
    ReportLine,
    Submission,
)
from ankunft.domain.grants.submission_contents import application_content, report_content
from ankunft.domain.grants.submission_rules import checksum
from ankunft.domain.settlement.models import Payment, PaymentFile, YearEnd
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.encryption import encrypt_bytes
from ankunft.foundation.kernel import clock
from tests.web.permission_ground import FOREIGN, OWN, Data

# Beyond every number that a sequence reaches.
DRAFT, OFFERED, SUBMITTED, COMPLETE, ASSESSED = 9_000_601, 9_000_602, 9_000_603, 9_000_604, 9_000_605
GRANTED, RUNNING, TO_SIGN, REPORTED = 9_000_606, 9_000_607, 9_000_608, 9_000_609
STATES = {
    DRAFT: "draft",
    OFFERED: "offered",
    SUBMITTED: "submitted",
    COMPLETE: "complete",
    ASSESSED: "assessed",
    GRANTED: "granted",
    RUNNING: "running",
    TO_SIGN: "running",
    REPORTED: "reported",
}
REPORTS = {RUNNING: "draft", TO_SIGN: "offered", REPORTED: "submitted"}
"""In which state the report is about the project of that number. Reports and their papers have the same number."""
HANDED_IN = frozenset(STATES) - {DRAFT, OFFERED}
DECIDED = frozenset({GRANTED, RUNNING, TO_SIGN, REPORTED})
PAID, PROPOSED, PLANNED = 1, 2, 3
PAPER = b"%PDF-1.7 Demo"
SHIFT = 1000


def foreign(number: object) -> int:
    """The number of the same thing, of the foreign municipality."""
    assert isinstance(number, int)
    return number + SHIFT


def prepare() -> None:
    """A project in each state, whole, of both municipalities; a surplus from which it can be granted."""
    today = clock.today()
    for shift, bfs_number in ((0, OWN), (SHIFT, FOREIGN)):
        place = Municipality.objects.get(bfs_number=bfs_number)
        for key, state in STATES.items():
            project = Project.objects.create(
                pk=key + shift,
                state="draft",
                municipality=place,
                title="Demo",
                goal="Demo",
                target_group="Demo",
                measures="Demo",
                begins_on=today,
                ends_on=date(today.year + 1, 12, 31),
                asked=100_00,
                begun_at=clock.now(),
            )
            BudgetLine.objects.create(project=project, side="cost", number=1, label="Demo", amount=100_00)
            submitted = today if key in HANDED_IN else None
            decided = {"granted": 90_00, "decision": "Demo", "decided_on": today} if key in DECIDED else {}
            Project.objects.filter(pk=project.pk).update(state=state, submitted_on=submitted, **decided)
        _running(RUNNING + shift, place)
        for key, state in REPORTS.items():
            _reported(key + shift, state)
    said = {"decision": "Demo", "decided_on": date(2022, 12, 11)}
    YearEnd.objects.create(state="confirmed", year=2021, granted=1_000_00, paid=0, surplus=1_000_00, **said)


PAID_ON = date(2026, 1, 5)


def _running(project: int, place: Municipality) -> None:
    """An agreement, and an instalment in each state; the first one is paid."""
    today, holder = clock.today(), {"iban": "CH4299999000000000001", "name": "Demo", "postcode": "9999", "town": "Demo"}
    Agreement.objects.create(
        project_id=project,
        concluded_on=today,
        media_type="application/pdf",
        content=encrypt_bytes(PAPER),
        sha256=hashlib.sha256(PAPER).hexdigest(),
        recorded_at=clock.now(),
    )
    file = PaymentFile.objects.create(
        origin=f"P-{project}/{PAID}",
        reference=f"ANKUNFT-P-{project}-{PAID}",
        made_at=clock.now(),
        pay_on=PAID_ON,
        count=1,
        total=30_00,
        content="<Document/>",
        sha256=hashlib.sha256(b"<Document/>").hexdigest(),
        **holder,
    )
    payment = Payment.objects.create(
        origin=file.origin, payee=place, reference=f"P-{project}-{PAID}", amount=30_00, file=file, **holder
    )
    for number, state in ((PAID, "paid"), (PROPOSED, "proposed"), (PLANNED, "planned")):
        Instalment.objects.create(
            project_id=project,
            number=number,
            state=state,
            amount=30_00,
            due_on=today,
            payment=payment if number == PAID else None,
        )


def _reported(project: int, state: str) -> None:
    """A report that lacks nothing, with a paper."""
    report = FinalReport.objects.create(
        pk=project, project_id=project, state="draft", reached="Demo", deviations="Demo: früher zu Ende"
    )
    planned = BudgetLine.objects.get(project=project)
    ReportLine.objects.create(report=report, planned=planned, side="cost", number=1, label="Demo", amount=100_00)
    ReportFile.objects.create(
        pk=project,
        report=report,
        label="Demo",
        media_type="application/pdf",
        content=encrypt_bytes(PAPER),
        sha256=hashlib.sha256(PAPER).hexdigest(),
        added_at=clock.now(),
        added_by="Demo",
    )
    submitted = clock.today() if state == "submitted" else None
    FinalReport.objects.filter(pk=report.pk).update(state=state, submitted_on=submitted)
    if submitted:
        _signed(report)


def _signed(report: FinalReport) -> None:
    """The application and the report as they were signed."""
    lines = report.lines.select_related("planned")
    for kind, content in (
        ("application", application_content(report.project, report.project.lines.all())),
        ("report", report_content(report, lines, report.files.all())),
    ):
        Submission.objects.create(
            project=report.project,
            kind=kind,
            number=1,
            content=content,
            sha256=checksum(content),
            submitted_at=clock.now(),
            signed_by="Demo",
        )


def seen_report(key: int) -> Data:
    """A step on the report about that project as it is now, with everything that any step asks for."""
    return {
        "seen": lambda: FinalReport.objects.get(project=key).version,
        "reason": "Demo",
        "reached": "Demo",
        "label": "Demo",
        "file": lambda: SimpleUploadedFile("abrechnung.pdf", PAPER),
    }


def seen_instalment(number: int) -> Data:
    """A step on the instalment as it is now."""
    return {
        "seen": lambda: Instalment.objects.get(project=RUNNING, number=number).version,
        "reason": "Demo",
    }


def seen(key: int) -> Data:
    """A step on the project as it is now, with everything that any step asks for."""
    return {
        "seen": lambda: Project.objects.get(pk=key).version,
        "reason": "Demo",
        "decision": "Demo",
        "amount": "50.00",
        "conditions": "",
    }


NEW: Data = {"municipality": lambda: Municipality.objects.get(bfs_number=OWN).pk, "title": "Demo"}
WRITTEN: Data = {"title": "Demo", "seen": lambda: Project.objects.get(pk=DRAFT).version, "cost_0": ""}
ASSESSMENT: Data = {
    "recommendation": "grant",
    "reasoning": "Demo",
    **{f"points_{one.code}": "1" for one in criteria().criteria},
}
AGREED: Data = {
    "seen": lambda: Project.objects.get(pk=GRANTED).version,
    "concluded_on": lambda: f"{clock.today():%d.%m.%Y}",
    "file": lambda: SimpleUploadedFile("vereinbarung.pdf", PAPER),
    "amount_0": "90.00",
    "due_0": lambda: f"{clock.today():%d.%m.%Y}",
}
