"""Two people at the same moment: a report is signed once, and what is signed is what was seen."""

from __future__ import annotations

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import ReportState, SemReport, SemReportFile
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.reporting import Q3, Reporting, seen
from tests.support.threads import at_once, one_was_refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_signatures() -> None:
    ground = Reporting()
    report = ground.written()
    shown = seen(report)

    def sign(actor: Actor) -> None:
        services.report_sign_off(report=SemReport.objects.get(pk=report.pk), seen=shown, actor=actor)

    assert one_was_refused(at_once(lambda: sign(ground.colleague), lambda: sign(ground.approver)))
    assert SemReportFile.objects.count() == 3


def test_a_comment_and_a_signature() -> None:
    ground = Reporting()
    report = ground.written()
    shown, key = seen(report), ground.position("iim.social").pk
    copies = [SemReport.objects.get(pk=report.pk) for _one in range(2)]
    at_once(
        lambda: services.report_write(report=copies[0], comments={key: "Demo: anders"}, actor=ground.office),
        lambda: services.report_sign_off(report=copies[1], seen=shown, actor=ground.approver),
    )
    report.refresh_from_db()
    texts = set(report.comments.values_list("text", flat=True))
    assert (report.state == ReportState.SIGNED_OFF) == ("Demo: anders" not in texts)


def test_two_who_begin_the_same_quarter() -> None:
    ground = Reporting()

    def begin(actor: Actor) -> None:
        services.quarterly_begin(plan=ground.plan, quarter=Q3, actor=actor)

    assert one_was_refused(at_once(lambda: begin(ground.office), lambda: begin(ground.colleague)))
    assert SemReport.objects.count() == 1
