"""Derivations filled into a template say the same as those that are made on their own."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.settlement.explanations import Explanations
from ankunft.domain.settlement.rules import Priced
from ankunft.domain.settlement.values import Count, Report
from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Year

COST = Priced(Money.francs(200), date(2017, 1, 1), LegalReference("KRS-GEF-2017/01", "4.3.2"))
RECORDED = "In Ankunft aufgezeichnet und anrechenbar: {}."
AWKWARD = 'La "Tène" 100 % \\ %s\nÄ'


def read(explanation: str) -> Explained:
    return Explained.from_data(json.loads(explanation))


@pytest.mark.parametrize(
    ("recorded", "note"), [(None, ""), (12, "In Ankunft aufgezeichnet und anrechenbar: 12."), (0, RECORDED.format(0))]
)
def test_the_amount_of_a_report(recorded: int | None, note: str) -> None:
    explanations = Explanations()
    found = [
        read(
            explanations.of_report(
                number, Report(7, "2024-H2", 3, count, 0, 0, 0), "first_information_interview", count, COST, recorded,
                {}, count, 20000,
            )
        )
        for number, count in ((2581, 12), (2500, 1))
    ]  # fmt: skip
    assert found == [
        Explained(
            "Erstinformationsgespräche 2024-H2",
            amount=Money.francs(200 * count),
            quantity=count,
            rate=Money.francs(200),
            reference="KRS-GEF-2017/01 4.3.2",
            since="2017-01-01",
            note=note,
            sources=(Source("report", f"{number}/2024-H2/3", "Bericht 2024-H2, Fassung 3"),),
        )
        for number, count in ((2581, 12), (2500, 1))
    ]


def test_a_difference_names_what_is_recorded_as_well() -> None:
    report = Report(7, "2024-H2", 3, 12, 0, 0, 0)
    explained = read(
        Explanations().of_report(2581, report, "first_information_interview", 12, COST, 11, {20000: 10}, 2, 20000)
    )
    assert (explained.quantity, explained.note) == (2, RECORDED.format(11))
    assert [child.quantity for child in explained.children] == [12, -10]


def test_reports_of_different_versions_are_told_apart() -> None:
    explanations = Explanations()
    keys = {
        read(
            explanations.of_report(
                2581, Report(7, period, version, 1, 1, 0, 0), contribution, 1, COST, None, {}, 1, 20000
            )
        ).sources[0].key
        for period in ("2024-H1", "2024-H2")
        for version in (1, 2)
        for contribution in ("first_information_interview", "first_information_interpreting")
    }  # fmt: skip
    assert keys == {"2581/2024-H1/1", "2581/2024-H1/2", "2581/2024-H2/1", "2581/2024-H2/2"}


@given(names=st.lists(st.text(min_size=1), min_size=1, max_size=4), series=st.text(min_size=1))
def test_whatever_a_municipality_is_called(names: list[str], series: str) -> None:
    explanations = Explanations()
    for residents, name in enumerate([*names, AWKWARD], start=1):
        counts = [(name, Count(residents, series, 1))]
        found = read(explanations.of_base(Year(2026), counts, COST, {}, residents, 20000))
        assert found == Explained(
            "Sockelbeitrag 2026",
            amount=Money.francs(200 * residents),
            quantity=residents,
            rate=Money.francs(200),
            reference="KRS-GEF-2017/01 4.3.2",
            since="2017-01-01",
            sources=(Source("population", f"{series}/2024-12-31", f"{series}, 31.12.2024"),),
            children=(
                Explained(
                    f"Ausländerinnen und Ausländer {name} am 31.12.2024",
                    quantity=residents,
                ),
            ),
        )


def test_a_corrected_figure_says_so() -> None:
    counts = [("Olten", Count(10, "BFS", 2))]
    [child] = read(Explanations().of_base(Year(2026), counts, COST, {}, 10, 20000)).children
    assert child.note == "korrigierte Fassung 2"
