"""Plans for the table of permissions: one with a version in each state that a step starts from, own and foreign."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from ankunft.domain.funds.models import (
    AskedBody,
    FinancialPlan,
    FundingSource,
    InputAmount,
    InputPaper,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    PositionInput,
    Statement,
)
from ankunft.domain.roles import BODY_MEMBER, STRUCTURE_DELEGATE
from ankunft.foundation.encryption import encrypt_bytes
from ankunft.foundation.kernel import clock
from tests.support.people import default_organisation, organisation
from tests.web.permission_ground import Data

OPEN, CONSOLIDATED, CONSULTATION, CONSULTED, DECIDED = "P-OPEN", "P-CONS", "P-ASKED", "P-SAID", "P-DONE"
STATES = {
    OPEN: "inputs",
    CONSOLIDATED: "consolidated",
    CONSULTATION: "consultation",
    CONSULTED: "consulted",
    DECIDED: "adopted",
}
"""In which state the second version of the plan is; the first one is in force, of `DECIDED` it was."""
GIVEN, OTHERWISE = "given", "otherwise"
PAPER_KEY, ASKED_KEY = 9_000_701, 9_000_702
PAPER = b"%PDF-1.7 Demo"
SHIFT = 1000
ON_THE_WAY = ("inputs", "consolidated", "consultation", "consulted", "adopted")


def foreign_plan(code: object) -> str:
    """The same plan, of another structure and another body."""
    return f"F{code}"


def foreign(number: object) -> int:
    """The number of the same thing, of the foreign plan."""
    assert isinstance(number, int)
    return number + SHIFT


def prepare() -> None:
    """Every plan with two versions, of the own and of a foreign structure."""
    source, _made = FundingSource.objects.get_or_create(
        code="demo", defaults={"label": "Demo", "kind": "lump_sum", "number": 99}
    )
    for shift, structure, body in (
        (0, default_organisation(STRUCTURE_DELEGATE), default_organisation(BODY_MEMBER)),
        (SHIFT, "demo-structure", "demo-body"),
    ):
        for code, state in STATES.items():
            plan = FinancialPlan.objects.create(
                code=foreign_plan(code) if shift else code,
                label="Demo",
                source=source,
                first_year=2026,
                last_year=2027,
                begun_at=clock.now(),
            )
            for number, name in enumerate((GIVEN, OTHERWISE), start=1):
                Position.objects.create(
                    plan=plan,
                    code=name,
                    label="Demo",
                    number=number,
                    purpose="economic",
                    structure=organisation(structure, STRUCTURE_DELEGATE),
                )
            keys = (PAPER_KEY + shift, ASKED_KEY + shift)
            first = _version(plan, 1, "adopted", body)
            if code == DECIDED:
                PlanVersion.objects.filter(pk=first.pk).update(state="superseded")
            _version(plan, 2, state, body, keys if code in (OPEN, CONSULTATION) else None)


def _version(
    plan: FinancialPlan, number: int, state: str, body: str, keys: tuple[int, int] | None = None
) -> PlanVersion:
    """A version that went all the way to that state; the paper or the request that an address names has its key."""
    version = PlanVersion.objects.create(
        plan=plan,
        number=number,
        state="inputs",
        as_of=date(2026, 9, 30),
        opening=100_00,
        opening_source="Demo",
        inputs_due=clock.today() + timedelta(days=20),
        opened_at=clock.now(),
    )
    for position in plan.positions.all():
        _given(version, position, keys[0] if keys and state == "inputs" and position.code == GIVEN else None)
    for reached in ON_THE_WAY[1 : ON_THE_WAY.index(state) + 1]:
        if reached == "consultation":
            key = keys[1] if keys and state == "consultation" else None
            asked = AskedBody.objects.create(
                pk=key,
                version=version,
                round=1,
                body=organisation(body, BODY_MEMBER),
                name="Demo",
                asked_at=clock.now(),
            )
        more: dict[str, object] = {"statements_due": clock.today()} if reached == "consultation" else {}
        if reached == "adopted":
            more = {"decision": "Demo", "decided_by": "Demo", "decided_on": clock.today()}
        PlanVersion.objects.filter(pk=version.pk).update(state=reached, **more)
        if reached == "consultation":
            Statement.objects.create(
                asked=asked, number=1, stance="remarks", text="Demo", given_by="Demo", given_at=clock.now()
            )
    return version


def _given(version: PlanVersion, position: Position, paper: int | None) -> None:
    given = PositionInput.objects.create(
        version=version,
        position=position,
        number=1,
        comment="Demo",
        structure=position.structure,
        given_by="Demo",
        given_at=clock.now(),
    )
    InputAmount.objects.create(input=given, year=2026, amount=10_00)
    if paper:
        InputPaper.objects.create(
            pk=paper,
            input=given,
            label="Demo",
            media_type="application/pdf",
            content=encrypt_bytes(PAPER),
            sha256=hashlib.sha256(PAPER).hexdigest(),
            added_at=clock.now(),
        )
    reason = "Demo" if position.code == OTHERWISE else ""
    planned = PlannedPosition.objects.create(version=version, position=position, input=given, reason=reason)
    PlannedAmount.objects.create(planned=planned, year=2026, amount=10_00)


def at(plan: str, **more: object) -> dict[str, object]:
    """The arguments of an address of the second version of that plan."""
    return {"plan": plan, "edition": 2, **more}


def seen(plan: str) -> Data:
    """A step on the second version of the plan as it is now, with everything that any step asks for."""
    return {
        "seen": lambda: PlanVersion.objects.get(plan__code=plan, number=2).version,
        "reason": "Demo",
        "statements_due": lambda: f"{clock.today():%d.%m.%Y}",
        "others": "Demo",
        "name": "Demo",
        "by": "Demo",
        "on": lambda: f"{clock.today():%d.%m.%Y}",
    }


NEW: Data = {
    "label": "Demo",
    "code": "NEW",
    "source": lambda: FundingSource.objects.get(code="demo").pk,
    "first_year": "2026",
    "last_year": "2027",
}
POSITION: Data = {"label": "Demo", "code": "new", "purpose": "economic"}
VERSION: Data = {
    "as_of": lambda: f"{clock.today():%d.%m.%Y}",
    "inputs_due": lambda: f"{clock.today():%d.%m.%Y}",
    "balance": "100",
    "source": "Demo",
}
FIGURES: Data = {"amount_2026": "5.00", "comment": "Demo", "reason": "Demo"}
STATEMENT: Data = {"stance": "recommend", "reference": "Demo"}
