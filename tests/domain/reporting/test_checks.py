"""Each plausibility check finds what it is for, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.reporting import checks
from ankunft.domain.reporting.checks import Severity, Subject
from ankunft.domain.reporting.rules import Figures
from ankunft.foundation.kernel.periods import HalfYear

PLAUSIBLE = Subject(
    municipality="Olten",
    valid_from=date(1960, 1, 1),
    valid_to=None,
    period=HalfYear(2026, 1),
    figures=Figures(20, 5, 4, 2),
    day=date(2026, 7, 10),
    previous=Figures(18, 4, 5, 2),
)


def _found(**changes: object) -> list[tuple[str, str, str]]:
    return [
        (finding.code, finding.field, finding.sentence)
        for finding in checks.run(replace(PLAUSIBLE, **changes))  # type: ignore[arg-type]
    ]


def test_a_plausible_report_has_no_findings() -> None:
    assert _found() == []


def test_more_interpreters_than_first_information_interviews() -> None:
    assert _found(figures=Figures(4, 5, 4, 2), previous=None) == [
        (
            "interpreters_above_first_information",
            "first_information_interpreters",
            "Es sind mehr Dolmetscheinsätze (5) als Erstinformationsgespräche (4) angegeben. Bitte prüfen.",
        )
    ]


def test_more_interpreters_than_integration_interviews() -> None:
    assert _found(figures=Figures(20, 5, 1, 2)) == [
        (
            "interpreters_above_integration",
            "integration_interpreters",
            "Es sind mehr Dolmetscheinsätze (2) als Integrationsgespräche (1) angegeben. Bitte prüfen.",
        )
    ]


@pytest.mark.parametrize(("period", "found"), [("2021-H2", True), ("2022-H1", False)])
@pytest.mark.parametrize("figures", [Figures(0, 0, 1, 0), Figures(0, 0, 1, 1)])
def test_integration_interviews_before_2022(period: str, found: bool, figures: Figures) -> None:
    findings = _found(period=HalfYear.parse(period), figures=figures, previous=None)
    assert [finding[:2] for finding in findings] == (
        [("integration_before_2022", "integration_interviews")] if found else []
    )


def test_integration_interviews_before_2022_say_that_they_pay_nothing() -> None:
    ((_, _, sentence),) = _found(period=HalfYear(2021, 2), figures=Figures(5, 0, 3, 0), previous=None)
    assert sentence == (
        "Integrationsgespräche werden erst seit dem 01.01.2022 subventioniert (KS 4.3.1): "
        "Die Angaben für 2021-H2 lösen keinen Beitrag aus."
    )


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [(20, 31, True), (20, 30, False), (40, 60, False), (40, 61, True), (40, 19, True), (0, 11, True), (0, 10, False)],
)
def test_a_jump_is_more_than_half_and_more_than_ten(before: int, now: int, jumps: bool) -> None:
    findings = _found(figures=Figures(now), previous=Figures(before))
    assert [finding[:2] for finding in findings] == ([("jump", "first_information_interviews")] if jumps else [])


def test_a_jump_names_both_figures_and_the_period() -> None:
    ((_, _, sentence),) = _found(figures=Figures(60), previous=Figures(20))
    assert sentence == (
        "«Erstinformationsgespräche»: 60 statt 20 im Halbjahr davor (2025-H2). Bitte prüfen, ob das stimmt."
    )


def test_nothing_jumps_without_a_report_before() -> None:
    assert _found(figures=Figures(500), previous=None) == []


@pytest.mark.parametrize(("day", "found"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_the_half_year_must_be_over(day: date, found: bool) -> None:
    expected = "Das Halbjahr 2026-H1 dauert bis 30.06.2026. Eingereicht werden kann der Bericht ab dem Tag danach."
    assert _found(day=day) == ([("period_not_over", "", expected)] if found else [])


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "sentence"),
    [
        (
            date(1960, 1, 1),
            date(2025, 12, 31),
            "«Olten» gab es nur bis 31.12.2025. Über 2026-H1 berichtet die Gemeinde, die am 30.06.2026 bestand.",
        ),
        (
            date(2027, 1, 1),
            None,
            "«Olten» gibt es erst seit 01.01.2027. Über 2026-H1 berichtet die Gemeinde, die am 30.06.2026 bestand.",
        ),
    ],
)
def test_the_municipality_must_exist_when_the_half_year_ends(
    valid_from: date, valid_to: date | None, sentence: str
) -> None:
    findings = _found(valid_from=valid_from, valid_to=valid_to)
    assert findings == [("municipality_did_not_exist", "", sentence)]


def test_errors_come_first_and_are_told_from_warnings() -> None:
    subject = replace(PLAUSIBLE, figures=Figures(1, 2), day=date(2026, 6, 1), previous=None)
    assert [finding.severity for finding in checks.run(subject)] == [Severity.ERROR, Severity.WARNING]
    assert [finding.code for finding in checks.errors(subject)] == ["period_not_over"]
    assert [finding.code for finding in checks.warnings(subject)] == ["interpreters_above_first_information"]


@given(st.builds(Figures, *[st.integers(0, 10_000)] * 4), st.none() | st.builds(Figures, *[st.integers(0, 10_000)] * 4))
def test_figures_alone_never_refuse_a_report(figures: Figures, previous: Figures | None) -> None:
    assert checks.errors(replace(PLAUSIBLE, figures=figures, previous=previous)) == []


@pytest.mark.parametrize(("families", "found"), [(None, False), (20, False), (19, True), (1, True)])
def test_more_first_information_interviews_than_arrivals(families: int | None, found: bool) -> None:
    findings = _found(families=families)
    sentence = (
        f"Es sind mehr Erstinformationsgespräche (20) angegeben, als in diesem Halbjahr und dem davor Einzelpersonen "
        f"und Familien zugezogen sind ({families}). Bitte prüfen."
    )
    assert findings == ([("above_arrivals", "first_information_interviews", sentence)] if found else [])


@given(st.builds(Figures, *[st.integers(0, 40)] * 4), st.builds(Figures, *[st.integers(0, 40)] * 4))
def test_a_finding_is_known_again_by_exactly_its_numbers(figures: Figures, others: Figures) -> None:
    """What is said about a warning holds for the same numbers, and for no other ones."""
    one, other = (
        {finding.key[:2]: finding for finding in checks.warnings(replace(PLAUSIBLE, figures=shown, families=7))}
        for shown in (figures, others)
    )
    for key in one.keys() & other.keys():
        assert (one[key].key == other[key].key) is (one[key].sentence == other[key].sentence)
