"""What changed between two versions and why: complete, and the balance is explained by it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.funds import services
from ankunft.domain.funds.rules.differences import Cause, Figures, differences, opening_difference
from ankunft.domain.funds.selectors.comparing import compared
from ankunft.domain.funds.selectors.plans import plan_table
from ankunft.domain.funds.values import Given, NewPosition, Opening
from tests.domain.funds.making import MILLION, People, adopted, francs, opened, position

YEARS = [2026, 2027]


@pytest.mark.parametrize(
    ("old", "new", "cause", "changes"),
    [
        (None, Figures({2026: 5}), Cause.NEW, [(2026, None, 5)]),
        (Figures({2026: 5}), None, Cause.DROPPED, [(2026, 5, None)]),
        (Figures({2026: 5}), Figures({2026: 7}), Cause.INPUT, [(2026, 5, 7)]),
        (Figures({2026: 5}), Figures({2026: 7}, is_otherwise=True), Cause.OVERRIDE, [(2026, 5, 7)]),
        (Figures({}, is_quantified=False), Figures({2027: 7}), Cause.QUANTIFIED, [(2027, None, 7)]),
        (Figures({2027: 7}), Figures({}, is_quantified=False), Cause.NO_LONGER_QUANTIFIED, [(2027, 7, None)]),
        (Figures({2026: 0}), Figures({}), Cause.INPUT, [(2026, 0, None)]),
        (None, Figures({}, is_quantified=False), Cause.NEW, []),
    ],
    ids=["new", "dropped", "input", "override", "quantified", "no longer", "zero is not nothing", "new and unknown"],
)
def test_each_cause(
    old: Figures | None, new: Figures | None, cause: Cause, changes: list[tuple[int, int | None, int | None]]
) -> None:
    before, after = ({1: old} if old else {}), ({1: new} if new else {})
    [found] = differences(before, after, order=[1, 2], years=YEARS)
    assert (found.position, found.cause) == (1, cause)
    assert [tuple(one) for one in found.changes] == changes


def test_what_lacks_while_inputs_are_open_is_missing_and_not_dropped() -> None:
    old = {1: Figures({2026: 5}), 2: Figures({2026: 7})}
    found = differences(old, {2: Figures({2026: 8})}, order=[1, 2], years=YEARS, takes_inputs=True)
    assert [(one.position, one.cause) for one in found] == [(1, Cause.MISSING), (2, Cause.INPUT)]


@pytest.mark.django_db
def test_a_version_that_takes_inputs_tells_what_is_missing() -> None:
    people = People()
    first = adopted(people)
    second = opened(people, first.plan)
    rows = compared(first, second).rows
    assert {one.difference.cause for one in rows} == {Cause.MISSING}
    assert all("noch nichts eingegeben" in one.why for one in rows)


def test_what_stays_the_same_is_not_told() -> None:
    same = {1: Figures({2026: 5}), 2: Figures({}, is_quantified=False)}
    assert differences(same, {**same, 1: Figures({2026: 5}, is_otherwise=True)}, order=[1, 2, 3], years=YEARS) == []
    assert opening_difference(5, 5, 2026) is None


FIGURES = st.dictionaries(
    st.integers(1, 6), st.dictionaries(st.sampled_from(YEARS), st.integers(0, 10**12)).map(Figures), max_size=6
)


@given(FIGURES, FIGURES)
def test_the_differences_explain_the_whole(old: dict[int, Figures], new: dict[int, Figures]) -> None:
    found = differences(old, new, order=range(1, 7), years=YEARS)
    spent = [sum(sum(one.amounts.values()) for one in version.values()) for version in (old, new)]
    assert sum(one.total for one in found) == spent[1] - spent[0]


@pytest.mark.django_db
def test_a_newer_version_is_explained_position_by_position() -> None:
    people = People()
    first = adopted(people)
    services.position_add(
        plan=first.plan, new=NewPosition("late", "Demo: Neu", "economic", structure="awa"), actor=people.office
    )
    second = services.version_open(
        plan=first.plan,
        as_of=date(2026, 11, 1),
        opening=Opening(4 * MILLION, "Demo: Rechnung"),
        actor=people.office,
    )
    for code, figures in (("workplace", francs(y2026=1_200_000, y2027=500_000)), ("late", francs(y2027=10_000))):
        services.input_give(version=second, position=position(second, code), given=figures, actor=people.awa)
    early = position(second, "language.early")
    services.position_plan(
        version=second, position=early, given=francs(y2026=300_000), reason="Demo: gestrichen", actor=people.office
    )
    services.position_plan_as_before(version=second, position=position(second, "language.courses"), actor=people.office)
    services.version_consolidate(version=second, actor=people.office)
    found = compared(first, second)
    told = [
        (one.position.code if one.position else "", one.difference.cause, one.difference.total) for one in found.rows
    ]
    assert told == [
        ("", Cause.OPENING, MILLION),
        ("workplace", Cause.INPUT, 200_000_00),
        ("language.early", Cause.OVERRIDE, -200_000_00),
        ("late", Cause.NEW, 10_000_00),
    ]
    words = [one.why for one in found.rows]
    assert words[0] == "Demo: Rechnung; vorher Demo: Jahresabschluss 31.12.2025."
    assert words[1].startswith("Eingabe von Demo awa vom 22.11.2026: Demo")
    assert words[2] == "Begründung: Demo: gestrichen"
    closing = [plan_table(one).rows[-1].exact[-1] or 0 for one in (first, second)]
    assert closing[1] - closing[0] == MILLION - found.total


@pytest.mark.django_db
def test_what_nobody_can_say_yet_is_told_when_somebody_can() -> None:
    people = People()
    first = adopted(people)
    second = services.version_open(
        plan=first.plan,
        as_of=date(2026, 11, 1),
        opening=Opening(first.opening, first.opening_source),
        actor=people.office,
    )
    work = position(second, "workplace")
    services.input_give(version=second, position=work, given=Given((), "Demo: offen", False), actor=people.awa)
    [told, *_rest] = compared(first, second).rows
    assert told.difference.cause == Cause.NO_LONGER_QUANTIFIED
    assert told.why.startswith("Nicht mehr beziffert. Eingabe von Demo awa")
