"""Sources, bookings and what follows from them, for the table of permissions: on a plan that is in force."""

from __future__ import annotations

from datetime import date

from django.db import models

from ankunft.domain.funds.models import (
    Assignment,
    Booking,
    FundingSource,
    PlanVersion,
    Position,
    Projection,
    Refund,
    SourceTerms,
    Tranche,
    Transfer,
)
from ankunft.domain.funds.services import projection_run
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.web import funds_ground
from tests.web.permission_ground import Data

SOURCE, OTHER = "money", "money-other"
BOOKING, TRANCHE, TRANSFER, ASSIGNMENT, PROJECTION = 9_000_801, 9_000_802, 9_000_803, 9_000_804, 9_000_805
REFUND, REFUNDED_BEFORE = 9_000_806, 9_000_807
PLAN = {"plan": funds_ground.DECIDED, "edition": 2}


def prepare() -> None:
    """Two sources that may bear anything, one of them with money; a booking, a tranche; what is to be confirmed."""
    today = clock.today()
    by = {"recorded_at": clock.now(), "recorded_by": "Demo"}
    sources = [
        FundingSource.objects.create(code=code, label=f"Demo {code}", kind="lump_sum", number=90 + at)
        for at, code in enumerate((SOURCE, OTHER))
    ]
    for source in sources:
        SourceTerms.objects.create(
            source=source, valid_from=date(2020, 1, 1), legal_basis="Demo", set_at=clock.now(), set_by="Demo"
        )
    Tranche.objects.create(
        pk=TRANCHE, source=sources[0], kind="paid", received_on=date(2026, 1, 5), amount=900_00, document="Demo", **by
    )
    Booking.objects.create(
        pk=BOOKING,
        position=_position(),
        source=sources[0],
        kind="other",
        booked_on=date(2026, 2, 5),
        amount=1_00,
        reference="Demo",
        text="Demo",
        **by,
    )
    Transfer.objects.create(
        pk=TRANSFER,
        state="proposed",
        giving=sources[0],
        taking=sources[1],
        moved_on=today,
        amount=1_00,
        reason="Demo",
        decision="Demo",
    )
    for pk, state in ((REFUND, "proposed"), (REFUNDED_BEFORE, "confirmed")):
        Refund.objects.create(
            pk=pk, state=state, source=sources[0], moved_on=today, amount=2_00, reason="Demo", decision="Demo"
        )
    Assignment.objects.create(
        pk=ASSIGNMENT,
        position=_position(),
        source=sources[0],
        year=2026,
        number=1,
        amount=2_00,
        reason="Demo",
        set_at=clock.now(),
        set_by="Demo",
    )
    made = projection_run(version=_version(), seed=1, actor=Actor.operator())
    kept = {field.attname: getattr(made, field.attname) for field in Projection._meta.concrete_fields}
    Projection.objects.create(**{**kept, "id": PROJECTION})


def _version() -> PlanVersion:
    return PlanVersion.objects.select_related("plan__source").get(plan__code=PLAN["plan"], number=PLAN["edition"])


def _position() -> Position:
    return Position.objects.select_related("plan").get(plan__code=PLAN["plan"], code=funds_ground.GIVEN)


def _key(model: type[models.Model], **by: object) -> object:
    return model._default_manager.get(**by).pk


def _today() -> str:
    return f"{clock.today():%d.%m.%Y}"


_PLACED: Data = {
    "position": lambda: _position().pk,
    "source": lambda: _key(FundingSource, code=SOURCE),
    "amount": "1.00",
    "reason": "Demo",
}
TERMS: Data = {"valid_from": _today, "legal_basis": "Demo"}
RATE: Data = {"kind": "lump_sum", "valid_from": _today, "rate": "18000", "document": "Demo"}
NEW_TRANCHE: Data = {"kind": "paid", "received_on": _today, "amount": "1", "document": "Neu"}
CORRECTION: Data = {"amount": "-1", "document": "Neu", "comment": "Demo"}
COST: Data = {**_PLACED, "kind": "other", "booked_on": _today, "reference": "Neu", "text": "Demo"}
REASON: Data = {"reason": "Demo"}
COST_RULE: Data = {**_PLACED, "costs": "grants", "valid_from": _today}
MOVE: Data = {
    "giving": lambda: _key(FundingSource, code=SOURCE),
    "taking": lambda: _key(FundingSource, code=OTHER),
    "moved_on": _today,
    "amount": "1",
    "decision": "Demo",
    "reason": "Demo",
}
SEEN: Data = {"seen": lambda: Transfer.objects.get(pk=TRANSFER).version, "reason": "Demo"}
SEEN_REFUND: Data = {"seen": lambda: Refund.objects.get(pk=REFUND).version, "reason": "Demo"}
REFUNDED: Data = {"moved_on": _today, "amount": "1", "decision": "Demo", "reason": "Demo"}
ASSIGNED: Data = {**_PLACED, "year": "2026"}
