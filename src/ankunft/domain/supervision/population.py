"""The interviews on which accepted reports rest, as far as drawing asks for them. The wall is opened around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from ankunft.domain.interviews.models import Evidence
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport, ReportedInterview
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear

from .rules import INTERPRETING, KINDS, Candidate

REPORTED = {
    "first_information_interview": "first_information_interviews",
    "first_information_interpreting": "first_information_interpreters",
    "integration_interview": "integration_interviews",
    "integration_interpreting": "integration_interpreters",
}
"""The column of a report that states how many there are."""


class Reported(NamedTuple):
    """Versions of reports, and how many interviews or deployments they state."""

    reports: list[int]
    total: int


def reported(periods: Iterable[HalfYear], contribution: str, municipality: Municipality | None) -> Reported:
    """The versions that count today for these half-years. One query."""
    current = CurrentReport.objects.filter(period__in=[str(period) for period in periods])
    if municipality is not None:
        current = current.filter(municipality=municipality)
    rows = list(current.order_by("report_id").values_list("report_id", f"report__{REPORTED[contribution]}"))
    return Reported([report for report, _count in rows], sum(count for _report, count in rows))


def candidates(reports: Collection[int], contribution: str) -> list[Candidate]:
    """Every recorded interview that was reported for the contribution in these versions. Two queries.

    Nobody's name is in it. The office sees no interviews among which is drawn: what leaves the caller is a count, a
    fingerprint, and those that were drawn.
    """
    concerned = HalfYearReport.objects.filter(pk__in=reports).order_by()
    with wall.also(municipality=list(concerned.values_list("municipality_id", flat=True).distinct())):
        files = Evidence.objects.filter(interview=OuterRef("interview"), removed_at=None, is_on_paper=False)
        flag = "is_case" if contribution in INTERPRETING else "is_deployment"
        rows = (
            ReportedInterview.objects.filter(report__in=reports, interview__kind=KINDS[contribution], **{flag: True})
            .annotate(has_file=Exists(files))
            .order_by()
            .values_list(
                "interview__reference",
                "municipality_id",
                "interview__held_on",
                "interview__recorded_at",
                "interview__performed_by_id",
                "has_file",
                "is_deployment",
            )
        )
        return [
            Candidate(
                reference,
                municipality,
                held_on or date.min,
                recorded_at.astimezone(clock.ZURICH).date(),
                by_lead=performed_by != municipality,
                on_paper=not has_file,
                has_deployment=deployed,
            )
            for reference, municipality, held_on, recorded_at, performed_by, has_file, deployed in rows
        ]
