"""The plan KIP2 as it comes with the product, with invented bookings of 2023 and 2024, and who reports on it."""

from __future__ import annotations

from datetime import date

from ankunft.domain.funds import services
from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import Booking, FinancialPlan, FundingSource, Position, SemReport
from ankunft.domain.funds.reports.contents import content_of
from ankunft.domain.funds.services import Cost
from ankunft.domain.funds.services.reports import digest_of
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Quarter
from tests.support.people import actor_with

Q3 = Quarter(2024, 3)
FRANCS = 100
BOOKED = (
    ("ami_language", 2_360_000, date(2023, 12, 15)),
    ("iim.case_management", 800_000, date(2023, 11, 30)),
    ("programme_r", 100_000, date(2023, 12, 20)),
    ("programme_r", 120_000, date(2024, 4, 30)),
    ("iim.case_management", 1_400_000, date(2024, 6, 30)),
    ("iim.case_management", 500_000, date(2024, 9, 30)),
    ("iim.social", 40_000, date(2024, 3, 31)),
)
LATER = ("iim.economic", 200_000, date(2024, 10, 1))
"""A day after the quarter: it does not belong to its report."""


class Reporting:
    """The plan with bookings, two people of the coordination office, and who approves at the finances."""

    def __init__(self) -> None:
        load_funds(Actor.operator())
        self.office = actor_with("coordination")
        self.colleague = actor_with("coordination")
        self.approver = actor_with("approver")
        self.plan = FinancialPlan.objects.get(code="KIP2")
        for number, (code, francs, day) in enumerate((*BOOKED, LATER), start=1):
            self.book(code, francs, day, f"Demo-Beleg {number}")

    def position(self, code: str) -> Position:
        return Position.objects.get(plan=self.plan, code=code)

    def book(self, code: str, francs: int, day: date, reference: str, source: str = "ip-kip2") -> Booking:
        cost = Cost("other", day, francs * FRANCS, reference, "Demo", "Demo: nachgetragen")
        return services.booking_record(
            position=self.position(code),
            source=FundingSource.objects.get(code=source),
            cost=cost,
            actor=self.office,
        )

    def begun(self, quarter: Quarter = Q3) -> SemReport:
        return services.quarterly_begin(plan=self.plan, quarter=quarter, actor=self.office)

    def written(self, quarter: Quarter = Q3) -> SemReport:
        """With a comment for every position that needs one."""
        report = self.begun(quarter)
        comments = {
            self.position(row["code"]).pk: f"Demo: {row['label']} verläuft anders als geplant."
            for row in content_of(report)["rows"]
            if row["needs_comment"]
        }
        services.report_write(report=report, comments=comments, actor=self.office)
        return report

    def signed(self, quarter: Quarter = Q3) -> SemReport:
        report = self.written(quarter)
        services.report_sign_off(report=report, seen=seen(report), actor=self.approver)
        return report


def seen(report: SemReport) -> str:
    """The digest of what is shown of the report now."""
    return digest_of(content_of(report))
