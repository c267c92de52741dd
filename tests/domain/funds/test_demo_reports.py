"""The reports and the programme of the demonstration: invented, signed by other hands, one waiting, and made once."""

from __future__ import annotations

import pytest

from ankunft.domain.demo_accounts import demo_accounts_open
from ankunft.domain.demo_people import APPROVER, demo_actor
from ankunft.domain.funds.demo import load_demo
from ankunft.domain.funds.models import ProgrammeVersion, ReportKind, ReportState, SemReport
from ankunft.domain.funds.selectors.reports import quarters_expected, report_content, report_file, report_repeated
from ankunft.foundation.kernel.actor import Actor
from tests.cli import making
from tests.support import standing

pytestmark = pytest.mark.django_db


def test_every_quarter_is_reported_and_the_last_waits_for_a_signature() -> None:
    standing.ground(making.solothurn)
    operator = Actor.operator()
    demo_accounts_open(actor=operator)
    load_demo(operator)
    expected = quarters_expected(demo_actor(APPROVER))
    assert [one.report.state for one in expected if one.report is not None] == [
        ReportState.DRAFT,
        *[ReportState.SUBMITTED] * (len(expected) - 1),
    ]
    report = SemReport.objects.get(subject="KIP2", year=2024, quarter=3)
    content = report_content(report)
    assert content["is_demo"]
    assert content["total"]["year"]["booked"] > 0
    assert report_repeated(report, "pdf") == report_file(report, "pdf")
    areas = report_content(SemReport.objects.get(kind=ReportKind.AREAS))
    assert all(measure["actual"] for measure in areas["measures"])
    assert ProgrammeVersion.objects.get(programme__code="DEMO-KIP").is_demo
    before = SemReport.objects.count()
    load_demo(operator)
    assert SemReport.objects.count() == before
