"""An invented version of the plan of the demonstration that takes inputs: some are given, a structure owes its own.

What sources got and what is booked is invented as well (`demo_money`).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from ankunft.domain.demo_people import COORDINATION, DELEGATE, demo_actor
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import services
from .demo_money import load_demo_money
from .demo_reports import load_demo_reports
from .models import PlanVersion, Position
from .values import Given, Opening, YearAmount

PLAN, STRUCTURE = "KIP2", "awa"
OURS, OWED = "iim.economic", "ami_language"
UNCHANGED = ("iim.case_management", "iim.early_language", "introduction", "open_access")
OTHERWISE, REASON = "programme_r", "Demo: Das Programm endet einen Monat früher als geplant."
GIVEN = Given(
    (
        YearAmount(2023, 160_000_00),
        YearAmount(2024, 452_500_00),
        YearAmount(2025, 300_000_00, 250_000_00, 380_000_00),
    ),
    "Demo: Budget 2025, ein Kurs mehr als bisher.",
)
PLANNED = Given((YearAmount(2023, 100_000_00), YearAmount(2024, 275_000_00)))
AS_OF, TIME = date(2024, 9, 30), timedelta(days=21)


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Open the version and give a part of its figures, and fill the sources; nothing of what is there."""
    load_demo_money(actor)
    load_demo_reports(actor)
    if PlanVersion.objects.filter(is_demo=True).exists():
        return
    office = demo_actor(COORDINATION)
    before = PlanVersion.objects.select_related("plan").get(plan__code=PLAN, number=1)
    for code in (OURS, OWED):
        services.structure_name(position=_position(before, code), structure=STRUCTURE, actor=office)
    version = services.version_open(
        plan=before.plan,
        as_of=AS_OF,
        opening=Opening(before.opening, before.opening_source),
        inputs_due=clock.today() + TIME,
        occasion="Demo: Aktualisierung per Ende Jahr (RRB 2023/2057, Ziffer 3.3)",
        actor=office,
        is_demo=True,
    )
    services.input_give(version=version, position=_position(version, OURS), given=GIVEN, actor=demo_actor(DELEGATE))
    for code in UNCHANGED:
        services.position_plan_as_before(version=version, position=_position(version, code), actor=office)
    services.position_plan(
        version=version, position=_position(version, OTHERWISE), given=PLANNED, reason=REASON, actor=office
    )


def _position(version: PlanVersion, code: str) -> Position:
    return Position.objects.select_related("structure", "plan").get(plan=version.plan_id, code=code)
