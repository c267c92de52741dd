"""The decided plan that comes with the product says what the government decided, figure by figure (FP 2.1, 2.2)."""

from __future__ import annotations

import pytest

from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import FundingSource, PlannedAmount, PlanVersion, PositionInput
from ankunft.domain.funds.selectors.plans import plan_as_data, plan_table, version_of
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.django_db

DECIDED = {
    "opening": ["8.43", "4.82", "0.99"],
    "ami_language": ["-2.36", None, None],
    "programme_r": ["-0.10", "-0.30", None],
    "iim": ["-1.15", "-3.53", "-1.55"],
    "iim.case_management": ["-0.80", "-2.70", "-1.03"],
    "iim.language_16plus": ["0.00", "-0.04", "0.00"],
    "iim.early_language": ["-0.09", "-0.12", "-0.10"],
    "iim.economic": ["-0.16", "-0.44", "-0.30"],
    "iim.social": ["-0.10", "-0.23", "-0.12"],
    "closing": ["4.82", "0.99", "-0.56"],
}


def test_the_table_of_the_government_figure_by_figure() -> None:
    load_funds(Actor.operator())
    data = plan_as_data(version_of("KIP2", None, Actor.operator()))
    assert {row["code"]: row["values"] for row in data["rows"]} == DECIDED  # type: ignore[attr-defined]
    assert [row["code"] for row in data["rows"]] == list(DECIDED)  # type: ignore[attr-defined]
    assert (data["plan"], data["unit"], data["years"]) == ("KIP2", "CHF million", [2023, 2024, 2025])


def test_expenditure_is_8_99_million() -> None:
    load_funds(Actor.operator())
    by_year = dict.fromkeys((2023, 2024, 2025), 0)
    for amount in PlannedAmount.objects.all():
        by_year[amount.year] += amount.amount
    assert by_year == {2023: 3_610_000_00, 2024: 3_830_000_00, 2025: 1_550_000_00}
    assert sum(by_year.values()) == 8_990_000_00


def test_what_is_known_and_not_quantified_stands_below() -> None:
    load_funds(Actor.operator())
    table = plan_table(version_of("KIP2", 1, Actor.operator()))
    assert [one.position.code for one in table.unquantified] == ["introduction", "open_access", "it_application"]
    assert PositionInput.objects.filter(is_quantified=False, comment="").count() == 0


def test_loading_again_changes_nothing() -> None:
    assert load_funds(Actor.operator()) == 1
    assert load_funds(Actor.operator()) == 0
    version = PlanVersion.objects.get()
    assert (version.state, version.decision, f"{version.decided_on}") == ("adopted", "RRB 2023/2057", "2023-12-11")
    assert FundingSource.objects.count() == 8
