"""What a year owes under other assumptions, as a pure function."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.settlement.values import Count, Inputs, Reclaim, Refusal, Report
from ankunft.domain.simulation.assuming import Amounts, assumed, of_the_month_alone, owed, payment_months
from ankunft.domain.simulation.values import CONTRIBUTIONS, Changes
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import Month
from tests.domain.settlement.test_calculation import ALWAYS, OLTEN, PLACES, TARIFFS, TRIMBACH, report

FIRST, BASE = "first_information_interview", "base_contribution"
OLTEN_BFS, TRIMBACH_BFS = 2581, 2500


def months(**known: object) -> list[Inputs]:
    """Both payment months of 2025, as they are known."""
    values: dict[str, object] = {
        "reports": [report(OLTEN, "2024-H2", 10, 4, 2, 1), report(TRIMBACH, "2025-H1", 3, 0, 0, 0)],
        "declared": frozenset({(OLTEN, 2025)}),
        "population": {date(2023, 12, 31): {OLTEN: Count(5000, "Demo", 1), TRIMBACH: Count(1000, "Demo", 1)}},
        **known,
    }
    return [Inputs(month=month, places=PLACES, tariffs=TARIFFS, **values) for month in payment_months(2025)]  # type: ignore[arg-type]


def of(changes: Changes, counted: dict[int, Count] | None = None, **known: object) -> Amounts:
    alone = [of_the_month_alone(inputs) for inputs in months(**known)]
    return owed(assumed(inputs, changes, counted) for inputs in alone)


AS_IT_IS = {
    (OLTEN, FIRST): 2000_00,
    (OLTEN, "first_information_interpreting"): 640_00,
    (OLTEN, "integration_interview"): 400_00,
    (OLTEN, "integration_interpreting"): 160_00,
    (OLTEN, BASE): 35_000_00,
    (TRIMBACH, FIRST): 600_00,
}


def test_a_year_is_paid_in_march_and_in_september() -> None:
    assert [str(month) for month in payment_months(2025)] == ["2025-03", "2025-09"]


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        (Changes(), {}),
        (Changes(rates={FIRST: 250_00}), {(OLTEN, FIRST): 2500_00, (TRIMBACH, FIRST): 750_00}),
        (Changes(rates={BASE: 8_00}), {(OLTEN, BASE): 40_000_00}),
        (Changes(everybody_declared=True), {(TRIMBACH, BASE): 7_000_00}),
        (
            Changes(everybody_declared=True, not_entitled=frozenset({OLTEN_BFS})),
            {(TRIMBACH, BASE): 7_000_00, **{(OLTEN, name): None for name in CONTRIBUTIONS}},
        ),
        (Changes(not_entitled=frozenset({9999})), {}),
    ],
    ids=["as it is", "a case rate", "the base rate", "everybody declared", "not entitled", "no such municipality"],
)
def test_what_is_assumed_changes_what_is_owed(changes: Changes, differs: dict[tuple[int, str], int | None]) -> None:
    expected = {key: amount for key, amount in {**AS_IT_IS, **differs}.items() if amount}
    counted = {OLTEN: Count(5000, "Demo", 1), TRIMBACH: Count(1000, "Demo", 1)}
    assert of(changes, counted if changes.everybody_declared else None) == expected


def test_a_rate_of_nothing_pays_nothing() -> None:
    assert (OLTEN, BASE) not in of(Changes(rates={BASE: 0}))


def test_another_population_counts_instead() -> None:
    amounts = of(Changes(stand="demo:2024-12-31"), {OLTEN: Count(6000, "Demo", 1)})
    assert amounts[OLTEN, BASE] == 42_000_00


@pytest.mark.parametrize(
    "known",
    [
        {"statements": {OLTEN: Dated([(ALWAYS, Statement(False, "Demo"))])}},
        {"findings": {OLTEN: Dated([(ALWAYS, Statement(False, "Demo"))])}},
        {"refusals": [Refusal(OLTEN, "2024-H2", "", "V-1", "Demo"), Refusal(OLTEN, "2025", "", "V-2", "Demo")]},
    ],
    ids=["declared a no", "found by the canton", "refused by decision"],
)
def test_whoever_is_not_entitled_may_be_assumed_to_be(known: dict[str, object]) -> None:
    assert not any(municipality == OLTEN for municipality, _name in of(Changes(), **known))
    assert of(Changes(entitled=frozenset({OLTEN_BFS})), **known) == AS_IT_IS


def test_neither_settled_claims_nor_corrections_nor_reclaims_enter() -> None:
    known: dict[str, object] = {
        "reports": [*months()[0].reports, report(OLTEN, "2023-H2", 7, 0, 0, 0)],
        "settled": [(OLTEN, "2024-H2", FIRST, 200_00, 10), (OLTEN, "2023-H1", FIRST, 200_00, 4)],
        "held_open": frozenset({(OLTEN, "2024-H2", FIRST)}),
        "reclaims": [Reclaim(OLTEN, OLTEN, "F-1", 100_00, False, "KS 4.7", "Demo", "", date(2025, 1, 1))],
    }
    assert of(Changes(), **known) == AS_IT_IS


def test_a_late_declaration_is_not_counted_twice() -> None:
    march, september = (of_the_month_alone(inputs) for inputs in months())
    assert (OLTEN, BASE) in owed([march])
    assert (OLTEN, BASE) not in owed([september])


@given(
    st.integers(0, 500),
    st.dictionaries(st.sampled_from(CONTRIBUTIONS), st.integers(1, 100_000), max_size=5),
)
def test_each_contribution_is_its_quantity_at_the_assumed_rate(count: int, rates: dict[str, int]) -> None:
    inputs = of_the_month_alone(replace(months()[0], reports=[Report(OLTEN, "2024-H2", 1, count, count, count, count)]))
    amounts = owed([assumed(inputs, Changes(rates=rates))])
    for name in CONTRIBUTIONS:
        known = TARIFFS[name].at(date(2025, 1, 1))
        assert known is not None
        assert known.rate is not None
        quantity = 5000 if name == BASE else count
        assert amounts.get((OLTEN, name), 0) == quantity * rates.get(name, known.rate.rappen)


@given(st.builds(
    Changes,
    rates=st.dictionaries(st.sampled_from(CONTRIBUTIONS), st.integers(0, 10**7)),
    entitled=st.frozensets(st.integers(1, 9999)),
    not_entitled=st.frozensets(st.integers(1, 9999)),
    everybody_declared=st.booleans(),
    stand=st.text(max_size=20),
))  # fmt: skip
def test_what_is_assumed_is_read_as_it_was_stored(changes: Changes) -> None:
    assert Changes.from_dict(changes.as_dict()) == changes


def test_inputs_are_left_as_they_are() -> None:
    inputs = months()[0]
    before = repr(inputs)
    assumed(inputs, Changes(rates={BASE: 1}, not_entitled=frozenset({TRIMBACH_BFS})), {})
    assert repr(inputs) == before
    assert inputs.month == Month(2025, 3)
