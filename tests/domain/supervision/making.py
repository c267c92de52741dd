"""Interviews on which an accepted report rests, and samples of them."""

from __future__ import annotations

from datetime import date

from ankunft.domain.interviews.models import Interview
from ankunft.domain.reporting.models import HalfYearReport, ReportedInterview
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.settlement.loader import load_tariffs
from ankunft.domain.supervision import services
from ankunft.domain.supervision.models import Sample, SampleItem
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import SPRING, report
from tests.domain.reporting.test_records import interview

CASE, INTERPRETING = "first_information_interview", "first_information_interpreting"
DUE = date(2026, 12, 22)
AFTER = date(2026, 12, 23)


def rested(
    of: Municipality, *interviews: Interview, number: int = 1, deployed: bool = False, figures: Figures | None = None
) -> HalfYearReport:
    """An accepted version that rests on these interviews."""
    count = len(interviews)
    version = report(of, SPRING, "accepted", figures or Figures(count, count if deployed else 0, 0, 0), number=number)
    with wall.open_for(Actor.operator()):
        for one in interviews:
            ReportedInterview.objects.create(
                report=version, interview=one, municipality=of, is_case=True, is_deployment=deployed
            )
    return version


def reported(of: Municipality, count: int, *, deployed: bool = False) -> list[Interview]:
    """So many interviews that count, in an accepted report."""
    load_tariffs(Actor.operator())
    made = [interview(of, held_on=date(2026, 3, day % 28 + 1)) for day in range(count)]
    rested(of, *made, deployed=deployed)
    return made


def drawn(actor: Actor, count: int = 3, contribution: str = CASE, **values: object) -> Sample:
    """A sample of this spring, drawn with what the actor's keys open and no more."""
    with wall.open_for(actor):
        return services.sample_draw(
            periods=[SPRING],
            contribution=contribution,
            count=count,
            purpose="Demo: Aufsicht 2026",
            actor=actor,
            **values,  # type: ignore[arg-type]
        )


def requested(actor: Actor, count: int = 3, **values: object) -> Sample:
    """The same, with evidence asked for until 22 December."""
    sample = drawn(actor, count, **values)
    services.sample_request(sample=sample, due_on=DUE, actor=actor)
    return sample


def item_of(sample: Sample, number: int = 1) -> SampleItem:
    return SampleItem.objects.select_related("sample", "municipality").get(sample=sample, number=number)


def judged(sample: Sample, actor: Actor, finding: str = "in_order", *, ground: str = "") -> None:
    """Every interview of it has that finding, after the municipalities' time is over."""
    for item in sample.items.all():
        services.item_judge(
            item=item_of(sample, item.number), finding=finding, reason="Demo: Beleg fehlt", ground=ground, actor=actor
        )
    sample.refresh_from_db()
