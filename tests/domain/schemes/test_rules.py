"""What every scheme works by: calendar, tiers, the rule of who is entitled, and definitions that are none."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.schemes import words
from ankunft.domain.schemes.content import Malformed, content_of, scheme_of
from ankunft.domain.schemes.rules import (
    Use,
    asked_from,
    due_on,
    faults,
    is_one,
    is_open_to_anybody,
    judge,
    outside_limits,
    payment_month,
    period_of,
    periods_asked,
    periods_paid,
    reports_on,
    uses_paid,
)
from ankunft.domain.schemes.values import Contribution, Facts, Tariff
from ankunft.domain.territory.rules import Place
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import HalfYear, Month, Year
from tests.domain.schemes.making import brought, definition, question, scheme

FACTS = Facts(date(2024, 1, 1), "", False, date(2023, 12, 31), 1000, {"tended": True})


def test_what_comes_with_the_product_can_be_worked_with() -> None:
    for name in ("status-s", "early-language"):
        one = brought(name)
        assert faults(one) == []
        assert scheme_of(content_of(one)) == one


@pytest.mark.parametrize(
    ("name", "period", "due", "paid"),
    [
        ("status-s", HalfYear(2024, 1), date(2024, 7, 31), Month(2024, 9)),
        ("status-s", HalfYear(2024, 2), date(2025, 1, 31), Month(2025, 3)),
        ("early-language", Year(2023), date(2023, 9, 30), Month(2023, 12)),
    ],
)
def test_the_calendar_is_counted_from_the_first_month(
    name: str, period: HalfYear | Year, due: date, paid: Month
) -> None:
    one = brought(name)
    assert (due_on(one, period), payment_month(one, period)) == (due, paid)
    assert periods_paid(Dated([(one.valid_from, one)]), paid) == [period]


@given(
    cycle=st.sampled_from(["half_year", "year"]),
    due=st.integers(0, 24),
    wait=st.integers(0, 24),
    year=st.integers(2026, 2060),
    half=st.integers(1, 2),
)
def test_every_period_is_paid_in_exactly_one_month(cycle: str, due: int, wait: int, year: int, half: int) -> None:
    one = scheme(cycle=cycle, due_after=due, paid_after=min(due + wait, 24))
    series = Dated([(one.valid_from, one)])
    period = HalfYear(year, half) if cycle == "half_year" else Year(year)
    month = payment_month(one, period)
    assert due_on(one, period) <= month.end
    months = [Month(year + index // 12, index % 12 + 1) for index in range(36)]
    assert [each for each in months if period in periods_paid(series, each)] == [month]


def test_a_changed_calendar_may_pay_two_periods_at_once_and_loses_none() -> None:
    late, early = scheme(paid_after=14), scheme(valid_from="2025-01-01", paid_after=8)
    series = Dated([(late.valid_from, late), (early.valid_from, early)])
    assert periods_paid(series, Month(2025, 9)) == [HalfYear(2024, 2), HalfYear(2025, 1)]
    assert periods_paid(series, Month(2023, 9)) == []


@pytest.mark.parametrize(
    ("name", "day", "asked"),
    [
        ("status-s", date(2024, 6, 30), []),
        ("status-s", date(2024, 7, 1), ["2024-H1"]),
        ("status-s", date(2025, 1, 1), ["2024-H2", "2024-H1"]),
        ("early-language", date(2021, 12, 31), []),
        ("early-language", date(2022, 1, 1), ["2022"]),
        ("early-language", date(2023, 5, 1), ["2023", "2022"]),
        # Nobody can be entitled for 2024 any more: nobody is asked.
        ("early-language", date(2026, 5, 1), ["2023", "2022"]),
    ],
)
def test_a_report_is_asked_for_after_its_period_and_an_application_within_it(
    name: str, day: date, asked: list[str]
) -> None:
    one = brought(name)
    assert [str(period) for _scheme, period in periods_asked(Dated([(one.valid_from, one)]), day)] == asked


@given(
    cycle=st.sampled_from(["half_year", "year"]),
    due=st.integers(0, 24),
    day=st.dates(date(2024, 1, 1), date(2040, 1, 1)),
)
def test_what_is_due_was_asked_for_before(cycle: str, due: int, day: date) -> None:
    one = scheme(cycle=cycle, due_after=due, paid_after=24)
    asked = [period for _scheme, period in periods_asked(Dated([(one.valid_from, one)]), day)]
    assert asked == sorted(asked, key=lambda period: period.start, reverse=True)
    for period in asked:
        assert period.start <= asked_from(one, period) <= min(day, due_on(one, period))
    if cycle == "half_year":
        every = [HalfYear(year, half) for year in range(2024, 2041) for half in (1, 2)]
        assert set(asked) == {period for period in every if asked_from(one, period) <= day}


@pytest.mark.parametrize(
    ("conditions", "first", "later"),
    [
        ([], True, True),
        ([{"test": "from", "paragraph": "3", "day": "2024-07-01"}], False, True),
        ([{"test": "until", "paragraph": "3", "day": "2024-01-01"}], True, False),
        ([{"test": "residents_at_least", "paragraph": "3", "limit": 1}], True, True),
    ],
    ids=["none", "from", "until", "others"],
)
def test_conditions_on_days_close_a_period_to_everybody(
    conditions: list[dict[str, Any]], first: bool, later: bool
) -> None:
    one = scheme(conditions=conditions)
    assert is_open_to_anybody(one, date(2024, 1, 1)) is first
    assert is_open_to_anybody(one, date(2024, 7, 1)) is later


@pytest.mark.parametrize(
    ("period", "gone", "is_theirs"),
    [
        (HalfYear(2025, 1), date(2025, 6, 30), True),
        (HalfYear(2025, 1), date(2025, 6, 29), False),
        (Year(2025), date(2025, 6, 29), True),
        (Year(2026), date(2025, 6, 29), False),
    ],
    ids=["half-year to its end", "within the half-year", "year that had begun", "next year"],
)
def test_who_hands_in_the_form_of_a_period(period: HalfYear | Year, gone: date, is_theirs: bool) -> None:
    assert reports_on(date(1990, 1, 1), gone, period) is is_theirs


@pytest.mark.parametrize(("cycle", "text"), [("half_year", "2024"), ("year", "2024-H1"), ("year", ""), ("year", "x")])
def test_a_period_is_written_as_the_scheme_has_them(cycle: str, text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        period_of(cycle, text)


bounds = st.lists(st.integers(1, 100_000), unique=True, max_size=8).map(lambda found: [0, *sorted(found)])


@given(bounds=bounds, residents=st.integers(0, 200_000), data=st.data())
def test_every_number_of_residents_lies_in_exactly_one_tier(
    bounds: list[int], residents: int, data: st.DataObject
) -> None:
    rates = data.draw(st.lists(st.integers(0, 10**7), min_size=len(bounds), max_size=len(bounds)))
    tariff = Tariff(zip(bounds, rates, strict=True))
    ends = [*bounds[1:], 10**9]
    within = [rate for bound, end, rate in zip(bounds, ends, rates, strict=True) if bound <= residents < end]
    assert [tariff.at(residents)] == within


@pytest.mark.parametrize(
    "rows",
    [[(1, 100)], [(0, 100), (0, 200)], [(0, 100), (500, 1), (300, 2)], [(0, -1)]],
    ids=["gap below", "twice", "out of order", "below zero"],
)
def test_gaps_and_overlaps_cannot_be_written_down(rows: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="bound"):
        Tariff(rows)


@pytest.mark.parametrize(
    ("residents", "rate"), [(0, 4000_00), (1999, 4000_00), (2000, 8000_00), (9999, 8000_00), (10_000, 13_000_00)]
)
def test_a_tier_begins_with_its_bound(residents: int, rate: int) -> None:
    assert Tariff([(0, 4000_00), (2000, 8000_00), (10_000, 13_000_00)]).at(residents) == rate


def test_a_flat_rate_is_one_row_and_none_is_nothing() -> None:
    assert Tariff([(0, 500_00)]).is_flat
    assert Tariff().at(1000) is None


@pytest.mark.parametrize(
    ("rates", "wrong"),
    [
        ([4000_00, 13_000_00], []),
        ([3999_99, 13_000_00], [3999_99]),
        ([4000_00, 13_000_01], [13_000_01]),
        ([0, 20_000_00], [0, 20_000_00]),
    ],
)
def test_the_introduction_rate_lies_within_what_the_report_says(rates: list[int], wrong: list[int]) -> None:
    (contribution,) = brought("early-language").contributions
    assert outside_limits(contribution, Tariff(enumerate(rates))) == wrong


def test_without_limits_every_rate_is_right() -> None:
    assert outside_limits(Contribution("beds", "Demo", "1"), Tariff([(0, 10**12)])) == []


@pytest.mark.parametrize(
    ("condition", "changes", "met", "sentence"),
    [
        ({"test": "organised"}, {}, True, "organisiert"),
        ({"test": "organised"}, {"unorganised": "Demo-Grund (KS 4.2)."}, False, "Demo-Grund (KS 4.2)."),
        ({"test": "in_association"}, {"in_association": True}, True, "01.01.2024"),
        ({"test": "in_association"}, {}, False, "gehört am 01.01.2024 keinem Verbund"),
        ({"test": "residents_at_least", "limit": 1000}, {}, True, "1'000 Einwohnerinnen"),
        ({"test": "residents_at_least", "limit": 1001}, {}, False, "mindestens 1'001, gezählt 1'000"),
        ({"test": "residents_at_least", "limit": 0}, {"residents": None}, False, "31.12.2023 ist keine"),
        ({"test": "residents_at_most", "limit": 1000}, {}, True, "höchstens 1'000"),
        ({"test": "residents_at_most", "limit": 999}, {}, False, "höchstens 999"),
        ({"test": "from", "day": "2024-01-01"}, {}, True, "nicht vor dem 01.01.2024"),
        ({"test": "from", "day": "2024-01-02"}, {}, False, "ab dem 02.01.2024"),
        ({"test": "until", "day": "2024-01-01"}, {}, True, "nicht nach dem 01.01.2024"),
        ({"test": "until", "day": "2023-12-31"}, {}, False, "bis zum 31.12.2023"),
        ({"test": "declared", "field": "tended"}, {}, True, "«Demo tended?»"),
        ({"test": "declared", "field": "tended"}, {"said": {"tended": False}}, False, "nicht mit Ja"),
        ({"test": "declared", "field": "tended"}, {"said": {}}, False, "fragt nicht danach"),
    ],
)
def test_every_condition_is_judged_with_a_sentence(
    condition: dict[str, Any], changes: dict[str, Any], met: bool, sentence: str
) -> None:
    one = scheme(conditions=[condition | {"paragraph": "3"}])
    facts = Facts(**{name: getattr(FACTS, name) for name in Facts.__dataclass_fields__} | changes)
    (verdict,) = judge(one, facts)
    assert verdict.is_met is met
    assert sentence in verdict.sentence
    assert verdict.is_unknown is (changes.get("residents", 1) is None or changes.get("said", {"tended"}) == {})


def test_all_conditions_are_judged_not_only_the_first_that_fails() -> None:
    one = scheme(
        conditions=[
            {"test": "in_association", "paragraph": "3"},
            {"test": "organised", "paragraph": "3"},
            {"test": "residents_at_most", "paragraph": "3", "limit": 5},
        ]
    )
    assert [verdict.is_met for verdict in judge(one, FACTS)] == [False, True, False]


A, B, HEIR = 1, 2, 3
MERGED = {
    A: Place(A, 2456, "Demo-A", date(1995, 1, 1), date(2023, 12, 31), HEIR),
    B: Place(B, 2457, "Demo-B", date(1995, 1, 1), date(2023, 12, 31), HEIR),
    HEIR: Place(HEIR, 2465, "Demo-Heir", date(1995, 1, 1), None, None),
}


@pytest.mark.parametrize(
    ("claimed", "settled", "paid"),
    [
        ([], [], []),
        ([(HEIR, 2023), (HEIR, 2022)], [], [(HEIR, 2022)]),
        ([(HEIR, 2023), (HEIR, 2022)], [(HEIR, 2023)], [(HEIR, 2023)]),
        ([(HEIR, 2023)], [(HEIR, 2022)], [(HEIR, 2023)]),
        ([], [(HEIR, 2022)], []),
        ([(A, 2022), (B, 2023), (HEIR, 2023)], [], [(A, 2022), (B, 2023), (HEIR, 2023)]),
        ([(A, 2022), (HEIR, 2024)], [], [(A, 2022)]),
        ([(A, 2022), (HEIR, 2024)], [(A, 2022)], [(A, 2022)]),
        ([(A, 2022), (HEIR, 2024)], [(HEIR, 2024)], [(HEIR, 2024)]),
        ([(HEIR, 2024)], [(A, 2022)], [(HEIR, 2024)]),
        ([(A, 2022), (B, 2022), (HEIR, 2024)], [(A, 2022), (B, 2022)], [(A, 2022), (B, 2022)]),
    ],
    ids=[
        "nothing",
        "the first",
        "what is settled stays",
        "what is none any more makes room",
        "nothing left",
        "each its own before the merger",
        "the first of those merged",
        "what was merged was paid",
        "the heir was paid",
        "what was merged claims no more",
        "two were paid and are one now",
    ],
)
def test_what_is_paid_once_is_paid_in_one_period(
    claimed: list[tuple[int, int]], settled: list[tuple[int, int]], paid: list[tuple[int, int]]
) -> None:
    def uses(those: list[tuple[int, int]]) -> list[Use]:
        return [Use.of(Year(year), place) for place, year in those]

    assert sorted(uses_paid(MERGED, uses(claimed), uses(settled))) == sorted(uses(paid))


USES = st.sets(st.builds(Use.of, st.builds(Year, st.integers(2020, 2027)), st.sampled_from(sorted(MERGED))))


@given(claimed=USES, settled=USES)
def test_nobody_is_paid_twice_and_nobody_is_forgotten(claimed: set[Use], settled: set[Use]) -> None:
    paid = uses_paid(MERGED, claimed, settled)
    assert set(paid) <= claimed
    assert not [pair for pair in combinations(paid, 2) if is_one(MERGED, *pair)]
    assert all(any(is_one(MERGED, use, one) for one in paid) for use in claimed)


@pytest.mark.parametrize(("period", "is_heir"), [("2023-H2", False), ("2024-H1", True)])
def test_of_a_half_year_the_last_day_says_who_is_one(period: str, is_heir: bool) -> None:
    one, other = Use.of(HalfYear(2022, 1), A), Use.of(HalfYear.parse(period), HEIR)
    assert is_one(MERGED, one, other) is is_one(MERGED, other, one) is is_heir


def _with(path: str, value: object) -> dict[str, Any]:
    """The invented definition with something else at that place; a full stop goes deeper."""
    data: Any = deepcopy(definition())
    *way, last = path.split(".")
    place = data
    for name in way:
        place = place[int(name) if name.isdecimal() else name]
    place[int(last) if last.isdecimal() else last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("key", "Gardens", "Der Schlüssel «Gardens»"),
        ("key", "a" * 21, "Der Schlüssel"),
        ("key", "start.integration", "Der Schlüssel"),
        ("sign", "g", "Das Kürzel «g»"),
        ("sign", "GART", "Das Kürzel"),
        ("sign", "", "Das Kürzel"),
        ("sign", "P", "Das Kürzel «P» gehört den Projektbeiträgen"),
        ("name", " ", "«name» ist leer"),
        ("name", "n" * 61, "länger als 60 Zeichen"),
        ("act", "", "«act» ist leer"),
        ("valid_from", "2024-02-01", "Am 01.02.2024 beginnt keine Periode"),
        ("paid_after", 5, "nicht vor der Frist"),
        ("paid_after", 25, "nicht vor der Frist"),
        ("contributions", [], "keinen Beitrag"),
        ("contributions.0.code", "Beds", "Beitrag «Beds»"),
        ("contributions.0.label", "", "«beds.label» ist leer"),
        ("contributions.0.most", "-1.00", "unter null"),
        ("conditions.0.test", "nice", "Voraussetzung «nice»"),
        ("conditions.0.paragraph", "", "«conditions.1.paragraph» ist leer"),
        ("conditions.0.limit", 3, "Zu «declared» gehört etwas anderes"),
        ("conditions.0", {"test": "from", "paragraph": "3"}, "Zu «from» gehört etwas anderes"),
        ("conditions.0.field", "beds", "zugleich Anzahl und Voraussetzung"),
        ("contributions.0.field", "trees", "Formular: Nach der Kennzahl «trees» wird nicht gefragt"),
        ("form.sections.0.questions.0.type", "text", "Formular: Frage «q_beds»: Ihr Typ passt nicht"),
        ("form.sections.0.questions.0.required", False, "braucht eine Antwort von allen"),
        ("form.sections.0.questions.0.feeds", "other", "Die Kennzahl «other» gibt es nicht"),
    ],
)
def test_what_cannot_be_worked_with_is_said(path: str, value: object, sentence: str) -> None:
    assert sentence in " ".join(words.of_fault(fault) for fault in faults(scheme_of(_with(path, value))))


def test_two_contributions_of_one_code_are_refused() -> None:
    twice = [{"code": "beds", "label": "Demo", "paragraph": "2", "field": "beds"}] * 2
    assert "gibt es mehrmals" in " ".join(words.of_fault(fault) for fault in faults(scheme(contributions=twice)))


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("valid_from", "2024-13-01", "valid_from"),
        ("cycle", "month", "cycle"),
        ("due_after", -1, "due_after"),
        ("due_after", True, "due_after"),
        ("due_after", "6", "due_after"),
        ("owed", "yes", "owed"),
        ("extra", 1, "extra"),
        ("contributions", {}, "contributions"),
        ("contributions.0.least", "viel", "contributions.0.least"),
        ("contributions.0.rate", "1.00", "contributions.0.rate"),
        ("conditions.0.day", 5, "conditions.0.day"),
        ("form", [], "form"),
        ("form.sections.0.title", None, "sections.0.title"),
        ("form.kind", "half_year", "form.kind"),
    ],
)
def test_what_is_no_definition_is_named_by_its_way(path: str, value: object, where: str) -> None:
    with pytest.raises(Malformed) as error:
        scheme_of(_with(path, value))
    assert error.value.where.endswith(where)


@pytest.mark.parametrize("data", [None, [], "x", 3, {}], ids=["null", "list", "text", "number", "empty"])
def test_anything_else_is_malformed(data: object) -> None:
    with pytest.raises(Malformed):
        scheme_of(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda one: st.lists(one) | st.dictionaries(st.text(max_size=5), one),
    )
)
def test_no_json_does_anything_but_be_malformed(value: object) -> None:
    for name in ("contributions", "conditions", "form", "valid_from", "owed"):
        try:
            faults(scheme_of(definition() | {name: value}))
        except Malformed:
            continue


def test_the_form_asks_what_the_scheme_needs() -> None:
    one = scheme()
    assert {name: str(kind) for name, kind in one.figures.items()} == {"beds": "number", "tended": "yes_no"}
    assert one.form.kind == "scheme.gardens"
    assert question("beds", "number")["feeds"] == "beds"
