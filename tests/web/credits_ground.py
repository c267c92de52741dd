"""Credits and the end of a year for the table of permissions."""

from __future__ import annotations

from datetime import date

from ankunft.domain.settlement.models import ORDER, BookingRule, Credit, YearEnd
from tests.web.permission_ground import Data

# Beyond every number that a sequence reaches.
CREDIT, END = 9_000_301, 9_000_302
YEAR = 2024
NEW_END: Data = {"decision": "Demo", "decided_on": "01.03.2025"}
NEW: Data = {**NEW_END, "scheme": "start.integration", "year": str(YEAR), "amount": "1000.00"}

NEW_RULE: Data = {
    "contribution": "base_contribution",
    "valid_from": "01.01.2024",
    "debit_account": "3632.00",
    "credit_account": "1002.10",
    "cost_centre": "4711",
    "fund": "KIP3",
}


def prepare() -> None:
    """A year that is over and has a credit, another credit that is proposed, and the proposed end of another year."""
    said = {"decision": "Demo", "decided_on": date(2023, 12, 11)}
    Credit.objects.create(state="confirmed", year=YEAR, amount=100_000_00, **said)
    Credit.objects.create(state="confirmed", year=YEAR - 1, amount=100_00, **said)
    Credit.objects.create(pk=CREDIT, state="proposed", year=YEAR, amount=100_00, **said)
    BookingRule.objects.create(
        contribution=ORDER,
        valid_from=date(2017, 1, 1),
        debit_account="1",
        credit_account="2",
        cost_centre="3",
        fund="4",
    )
    YearEnd.objects.create(pk=END, state="proposed", year=YEAR - 1, granted=100_00, paid=0, surplus=100_00, **said)
