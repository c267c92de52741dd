"""What becomes of a row of a file, in every situation that it can meet."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.reporting.intake import (
    AwaitsDecision,
    DeclarationRow,
    KnownDeclaration,
    KnownVersion,
    ReportRow,
    decide_declaration,
    decide_report,
)
from ankunft.domain.reporting.rules import Figures
from ankunft.foundation.kernel.periods import HalfYear, Year

SAME, OTHER = Figures(12, 4, 3, 1), Figures(10, 4, 3, 1)
ROW = ReportRow(2, 7, 2601, "Solothurn", HalfYear(2026, 1), SAME, date(2026, 7, 10))


def _version(number: int, state: str, figures: Figures) -> KnownVersion:
    return KnownVersion(id=number, number=number, state=state, version=1, figures=figures)


ACCEPTED, SUBMITTED, OFFERED = "accepted", "submitted", "offered"
"""What becomes of the rows of the operator, of the coordination office, and of a municipality."""


@pytest.mark.parametrize(
    ("versions", "target", "number", "into", "replaces"),
    [
        ([], ACCEPTED, 1, None, None),
        ([], SUBMITTED, 1, None, None),
        ([_version(1, "accepted", OTHER)], ACCEPTED, 2, None, 1),
        ([_version(1, "accepted", OTHER)], SUBMITTED, 2, None, 1),
        ([_version(1, "draft", OTHER)], ACCEPTED, 1, 1, None),
        ([_version(1, "draft", SAME)], SUBMITTED, 1, 1, None),
        ([_version(1, "returned", OTHER)], SUBMITTED, 1, 1, None),
        ([_version(1, "submitted", SAME)], ACCEPTED, 1, 1, None),
        ([_version(1, "submitted", OTHER)], ACCEPTED, 1, 1, None),
        ([_version(1, "accepted", OTHER), _version(2, "draft", OTHER)], ACCEPTED, 2, 2, 1),
        ([_version(1, "accepted", OTHER), _version(2, "discarded", SAME)], ACCEPTED, 3, None, 1),
        ([_version(1, "accepted", SAME), _version(2, "accepted", OTHER)], ACCEPTED, 3, None, 2),
        ([], OFFERED, 1, None, None),
        ([_version(1, "draft", SAME)], OFFERED, 1, 1, None),
        ([_version(1, "offered", OTHER)], OFFERED, 1, 1, None),
        ([_version(1, "offered", SAME)], SUBMITTED, 1, 1, None),
        ([_version(1, "offered", SAME)], ACCEPTED, 1, 1, None),
    ],
)
def test_a_row_that_changes_something(
    versions: list[KnownVersion], target: str, number: int, into: int | None, replaces: int | None
) -> None:
    intake = decide_report(ROW, versions, target=target)
    assert intake is not None
    assert intake.number == number
    assert (intake.into.number if intake.into else None) == into
    assert (intake.replaces.number if intake.replaces else None) == replaces


@pytest.mark.parametrize(
    ("versions", "target"),
    [
        ([_version(1, "accepted", SAME)], ACCEPTED),
        ([_version(1, "accepted", SAME)], SUBMITTED),
        ([_version(1, "accepted", OTHER), _version(2, "accepted", SAME)], ACCEPTED),
        ([_version(1, "accepted", SAME), _version(2, "draft", OTHER)], ACCEPTED),
        ([_version(1, "submitted", SAME)], SUBMITTED),
        ([_version(1, "submitted", SAME)], OFFERED),
        ([_version(1, "offered", SAME)], OFFERED),
    ],
)
def test_a_row_that_changes_nothing(versions: list[KnownVersion], target: str) -> None:
    assert decide_report(ROW, versions, target=target) is None


@pytest.mark.parametrize("target", [SUBMITTED, OFFERED])
def test_a_person_does_not_overtake_what_waits_for_the_canton(target: str) -> None:
    with pytest.raises(AwaitsDecision):
        decide_report(ROW, [_version(1, "submitted", OTHER)], target=target)


@given(st.lists(st.sampled_from([SAME, OTHER]), max_size=4), st.sampled_from([ACCEPTED, SUBMITTED, OFFERED]))
def test_a_new_version_never_takes_a_number_that_is_there(accepted: list[Figures], target: str) -> None:
    versions = [_version(number, "accepted", figures) for number, figures in enumerate(accepted, start=1)]
    intake = decide_report(ROW, versions, target=target)
    assert intake is None or intake.number == len(versions) + 1


def test_the_same_declaration_again_changes_nothing_and_another_one_is_the_next() -> None:
    row = DeclarationRow(2, 7, 2601, "Solothurn", Year(2026), date(2026, 1, 20), True, True)
    assert decide_declaration(row, KnownDeclaration(1, date(2026, 1, 20), True, True)) is None
    first = decide_declaration(row, None)
    assert first is not None
    assert first.number == 1
    for known in [
        KnownDeclaration(1, date(2026, 1, 19), True, True),
        KnownDeclaration(1, date(2026, 1, 20), False, True),
    ]:
        intake = decide_declaration(row, known)
        assert intake is not None
        assert intake.number == 2
        assert intake.replaces == known
