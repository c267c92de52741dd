"""Reports and programmes for the table of permissions: one in each state that a step starts from."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date, datetime

from ankunft.domain.funds.models import (
    FinancialPlan,
    FundingSource,
    IntegrationProgramme,
    MeasureFunding,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    PositionInput,
    ProgrammeGoal,
    ProgrammeMeasure,
    ProgrammeVersion,
    SemReport,
    SemReportFile,
)
from ankunft.domain.funds.reports.contents import content_of
from ankunft.domain.funds.reports.files import as_json, file_of
from ankunft.domain.funds.services.reports import digest_of
from ankunft.foundation.kernel import clock
from tests.web.permission_ground import Data

PLAN = "S-PLAN"
DRAFT, SIGNED = 9_000_801, 9_000_802
WRITTEN, SUBMITTED, AGREED = "S-WRITTEN", "S-SENT", "S-AGREED"
PROGRAMMES = {WRITTEN: "draft", SUBMITTED: "submitted", AGREED: "agreed"}
GOAL, MEASURE = 9_000_811, 9_000_812
FREE_QUARTER = {"plan": PLAN, "quarter": "2025-Q1"}


def version(programme: str, **more: object) -> dict[str, object]:
    """The arguments of the address of its version."""
    return {"programme": programme, "edition": 1, **more}


def prepare() -> None:
    """A decided plan with a report in work and a signed one; a programme in each state."""
    source, _made = FundingSource.objects.get_or_create(
        code="demo", defaults={"label": "Demo", "kind": "lump_sum", "number": 99}
    )
    planned = _plan(source)
    for key, quarter in ((DRAFT, 3), (SIGNED, 4)):
        SemReport.objects.create(
            pk=key,
            state="draft",
            kind="quarterly",
            subject=PLAN,
            plan_version=planned,
            year=2025,
            quarter=quarter,
            begun_at=clock.now(),
        )
    _sign(SemReport.objects.get(pk=SIGNED))
    for shift, (code, state) in enumerate(PROGRAMMES.items()):
        _programme(code, state, source, shift)


def _plan(source: FundingSource) -> PlanVersion:
    plan = FinancialPlan.objects.create(
        code=PLAN, label="Demo", source=source, first_year=2025, last_year=2025, begun_at=clock.now()
    )
    position = Position.objects.create(plan=plan, code="demo", label="Demo", number=1, purpose="economic")
    made = PlanVersion.objects.create(
        state="inputs",
        plan=plan,
        number=1,
        as_of=date(2024, 9, 30),
        opening=100_00,
        opening_source="Demo",
        opened_at=clock.now(),
    )
    given = PositionInput.objects.create(
        version=made, position=position, number=1, given_by="Demo", given_at=clock.now()
    )
    row = PlannedPosition.objects.create(version=made, position=position, input=given)
    PlannedAmount.objects.create(planned=row, year=2025, amount=100_00)
    PlanVersion.objects.filter(pk=made.pk).update(state="adopted", decision="Demo", decided_on=date(2024, 12, 11))
    return PlanVersion.objects.get(pk=made.pk)


def _sign(report: SemReport) -> None:
    content = content_of(report)
    content["signed_off"] = {"on": "2026-01-10", "at": "2026-01-10T10:00:00+01:00", "by": "Demo"}
    assert json.loads(as_json(content)) == content
    for form in ("json", "pdf", "xlsx"):
        made = file_of(content, form)
        SemReportFile.objects.create(
            report=report,
            form=form,
            packed=gzip.compress(made, mtime=0),
            sha256=hashlib.sha256(made).hexdigest(),
            made_at=datetime.fromisoformat(content["signed_off"]["at"]),
        )
    SemReport.objects.filter(pk=report.pk).update(state="signed_off")


def _programme(code: str, state: str, source: FundingSource, shift: int) -> None:
    programme = IntegrationProgramme.objects.create(code=code, label="Demo", first_year=2024, last_year=2025)
    made = ProgrammeVersion.objects.create(
        state="draft", programme=programme, number=1, opened_at=clock.now(), receipt="Demo"
    )
    goal = ProgrammeGoal.objects.create(pk=GOAL + 100 * shift, version=made, area=1, number=1, text="Demo")
    measure = ProgrammeMeasure.objects.create(pk=MEASURE + 100 * shift, goal=goal, number=1, label="Demo")
    MeasureFunding.objects.create(measure=measure, source=source, year=2024, amount=1_00)
    decided = {"decision": "Demo", "decided_on": date(2023, 12, 1)} if state == "agreed" else {}
    ProgrammeVersion.objects.filter(pk=made.pk).update(state=state, **decided)


def seen_report(key: int) -> Data:
    """The version of a report that was seen."""
    return {"seen": lambda: SemReport.objects.get(pk=key).version}


def seen_programme(code: str) -> Data:
    """The first version of a programme as it was seen, counted by its moves."""
    return {"seen": lambda: ProgrammeVersion.objects.get(programme__code=code, number=1).version}


SENT: Data = {**seen_report(SIGNED), "submitted_on": "2026-01-20", "receipt": "Demo"}
SIGN: Data = {
    **seen_report(DRAFT),
    "digest": lambda: digest_of(content_of(SemReport.objects.get(pk=DRAFT))),
}
YEARLY: Data = {"version": lambda: PlanVersion.objects.get(plan__code=PLAN, number=1).pk}
AREAS: Data = {"version": lambda: ProgrammeVersion.objects.get(programme__code=AGREED, number=1).pk, "year": 2024}
NEW: Data = {"label": "Demo", "code": "S-NEW", "first_year": 2028, "last_year": 2031}
GOAL_WRITTEN: Data = {**seen_programme(WRITTEN), "area": 1, "text": "Demo"}
MEASURE_WRITTEN: Data = {**seen_programme(WRITTEN), "label": "Demo"}
STEPS: dict[str, tuple[str, Data]] = {
    "einreichen": (WRITTEN, {**seen_programme(WRITTEN), "submitted_on": "2023-04-28", "receipt": "Demo"}),
    "zurueckziehen": (WRITTEN, {**seen_programme(WRITTEN), "reason": "Demo"}),
    "vereinbaren": (SUBMITTED, {**seen_programme(SUBMITTED), "name": "Demo", "by": "Demo", "on": "2023-12-01"}),
    "abschliessen": (AGREED, seen_programme(AGREED)),
}
