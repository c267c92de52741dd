"""What the records say beside what is reported: figures for everybody who sees the report, interviews for officers."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from ankunft.domain.arrivals.models import Arrival, ArrivalState
from ankunft.domain.interviews.counts import counted
from ankunft.domain.interviews.models import Interview
from ankunft.domain.interviews.rules import MENDABLE
from ankunft.domain.reporting.models import HalfYearReport, ReportedInterview
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear


def recorded_of(municipality: Municipality, period: HalfYear) -> Figures | None:
    """The totals that recorded interviews of a half-year give as of now; None where there are none. One query."""
    found = counted(str(period), municipality=municipality).get(municipality.pk)
    return Figures(*found) if found else None


def families_of(municipality: Municipality, period: HalfYear) -> int | None:
    """How many single persons and families arrived in a half-year or the one before whom first information is for.

    Who belongs to a household is one with it (KS 4.3.2). None where no arrivals are recorded. One query.
    """
    arrived = Arrival.objects.filter(
        municipality=municipality,
        exclusion="",
        arrived_on__range=(period.previous().start, period.end),
    ).exclude(state=ArrivalState.RECALLED)
    with wall.for_figures():
        found = arrived.aggregate(
            households=Count("household", distinct=True), alone=Count("pk", filter=Q(household__isnull=True))
        )
    return (found["households"] + found["alone"]) or None


def not_counting_yet(municipality: Municipality, period: HalfYear) -> int:
    """How many interviews of a half-year would count if something were added to them: evidence, an order number."""
    mendable = Q(case_verdict__in=MENDABLE) | Q(interpreting_verdict__in=MENDABLE)
    with wall.for_figures():
        return Interview.objects.filter(mendable, municipality=municipality, half_year=str(period)).count()


def interviews_behind(actor: Actor, report: HalfYearReport) -> QuerySet[Interview]:
    """The interviews on which a version rests, for those who see them, each with what it counted for there."""
    interviews = visible_to(actor, Interview).filter(reported__report=report)
    return interviews.annotate(is_case=F("reported__is_case"), is_deployment=F("reported__is_deployment")).order_by(
        "held_on", "pk"
    )


def count_behind(report: HalfYearReport) -> int:
    """On how many recorded interviews a version rests: a figure, which everybody is told who sees the report."""
    with wall.for_figures():
        return ReportedInterview.objects.filter(report=report).count()
