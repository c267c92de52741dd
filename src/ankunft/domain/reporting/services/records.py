"""What a report rests on: the recorded interviews, kept with the version when it is handed in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.interviews.models import Interview
from ankunft.domain.interviews.rules import Verdict
from ankunft.domain.reporting.models import HalfYearReport, ReportedInterview, ReportState
from ankunft.foundation.access import wall


def rest_on_records(report: HalfYearReport) -> int:
    """Keep which recorded interviews count for the half-year as this version is handed in; how many there are.

    In the caller's transaction. What an earlier submission of the same version kept is replaced. The wall is opened
    around that municipality: the canton may hand in a correction without seeing whose interviews they are.
    """
    with wall.also(municipality=[report.municipality_id]):
        ReportedInterview.objects.filter(report=report).delete()
        found = (
            Interview.objects.filter(municipality=report.municipality, half_year=report.period)
            .order_by("pk")
            .values_list("pk", "case_verdict", "interpreting_verdict")
        )
        kept = [
            ReportedInterview(
                report=report,
                interview_id=pk,
                municipality_id=report.municipality_id,
                is_case=case == Verdict.COUNTS,
                is_deployment=deployment == Verdict.COUNTS,
            )
            for pk, case, deployment in found
            if Verdict.COUNTS in (case, deployment)
        ]
        ReportedInterview.objects.bulk_create(kept, batch_size=500)
    return len(kept)


def why_settled(municipality: int, half_year: str) -> str:
    """Why an interview of that half-year stands in a report by now; empty where none is handed in.

    Asked by whoever records or changes an interview (`interviews.guards`): that needs a reason, and makes a difference
    that a correction of the report brings to the next payment.
    """
    reports = HalfYearReport.objects.filter(municipality=municipality, period=half_year)
    states = set(reports.values_list("state", flat=True))
    if ReportState.ACCEPTED in states:
        return _(
            "Der Bericht %(period)s ist angenommen und bleibt, wie er ist; ein Unterschied braucht eine Korrektur des "
            "Berichts."
        ) % {"period": half_year}
    if ReportState.SUBMITTED in states:
        return _("Der Bericht %(period)s ist eingereicht.") % {"period": half_year}
    return ""
