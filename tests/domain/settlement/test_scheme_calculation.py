"""A payment month of another scheme as a pure function: claims from forms, tiers, conditions, what is paid once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.schemes.values import DatedTariff, Residents, Scheme, Sheet, Tariff
from ankunft.domain.settlement.scheme_calculation import calculate_scheme
from ankunft.domain.settlement.scheme_values import SchemeInputs
from ankunft.domain.settlement.values import Result
from ankunft.domain.territory.rules import Lead
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.periods import Month
from tests.domain.schemes.making import brought, definition, scheme
from tests.domain.settlement.test_calculation import (
    ALWAYS,
    BUCHEGG,
    LUETERSWIL,
    OLTEN,
    PLACES,
    TRIMBACH,
    amounts,
    reasons,
)

GARDENS = scheme()
BEDS = "gardens.beds"
INTRODUCTION = "early-language.introduction"
NEW_YEAR = date(2024, 1, 1)


def tariff(since: date, *rows: tuple[int, int]) -> tuple[date, DatedTariff]:
    return since, DatedTariff(since, Tariff(rows), LegalReference("Demo-Beschluss", "5", since))


FLAT = {BEDS: Dated([tariff(NEW_YEAR, (0, 50_00))])}
TIERS = {INTRODUCTION: Dated([tariff(date(2022, 1, 1), (0, 4000_00), (2000, 8000_00), (10_000, 13_000_00))])}


def beds(municipality: int, period: str, count: int, *, tended: bool = True, number: int = 1) -> Sheet:
    return Sheet(municipality, period, number, {"beds": count, "tended": tended})


def run(month: str, *definitions: Scheme, **inputs: Any) -> Result:
    known = definitions or (GARDENS,)
    series = Dated((one.valid_from, one) for one in known)
    inputs.setdefault("tariffs", FLAT)
    return calculate_scheme(SchemeInputs(month=Month.parse(month), definitions=series, places=PLACES, **inputs))


def early(month: str, *sheets: Sheet, residents: dict[int, int] | None = None, **inputs: Any) -> Result:
    counted = {place: Residents(count, "Demo-Statistik") for place, count in (residents or {OLTEN: 19_000}).items()}
    population = {date(year, 12, 31): counted for year in (2021, 2022)}
    return run(month, brought("early-language"), tariffs=TIERS, sheets=sheets, residents=population, **inputs)


def introduced(municipality: int, period: str, said: bool = True) -> Sheet:
    return Sheet(municipality, period, 1, {"introduces_offer": said})


def test_what_the_form_says_is_paid_at_the_tariff_of_its_period() -> None:
    result = run("2024-09", sheets=[beds(OLTEN, "2024-H1", 12)])
    assert amounts(result.lines) == {(2581, BEDS, "2024-H1"): 600_00}
    [line] = result.lines
    assert (line.payee, line.legal_reference, line.is_correction) == (OLTEN, "Demo-Beschluss 5", False)
    explained = Explained.from_data(json.loads(line.explanation))
    assert explained.label == "Demo-Beete 2024-H1"
    assert [source.key for source in explained.sources] == ["scheme.gardens/2581/2024-H1/1"]
    assert "Im Formular mit Ja beantwortet" in explained.children[0].label


def test_a_form_of_a_later_period_waits_for_its_month() -> None:
    assert run("2024-09", sheets=[beds(OLTEN, "2024-H2", 9)]).lines == []


def test_a_late_form_is_paid_by_the_next_run() -> None:
    result = run("2025-03", sheets=[beds(OLTEN, "2024-H1", 2), beds(OLTEN, "2024-H2", 3)])
    assert amounts(result.lines) == {(2581, BEDS, "2024-H1"): 100_00, (2581, BEDS, "2024-H2"): 150_00}


def test_missing_forms_are_withheld_where_every_municipality_owes_one() -> None:
    result = run("2024-09", sheets=[beds(OLTEN, "2024-H1", 1)], open_sheets={(BUCHEGG, "2024-H1"): "submitted"})
    assert reasons(result) == {(2500, "2024-H1", "form_missing"), (2465, "2024-H1", "form_incomplete")}


@pytest.mark.parametrize(
    ("last", "missing"), [("2024-06-30", 3), ("2023-12-31", 0)], ids=["open to anybody", "open to nobody"]
)
def test_of_a_period_that_is_open_to_nobody_no_form_is_missing(last: str, missing: int) -> None:
    ended = {"test": "until", "day": last, "paragraph": "4"}
    result = run("2024-09", scheme(conditions=[ended]), open_sheets={(BUCHEGG, "2024-H1"): "draft"})
    assert len(result.withheld) == missing


def test_where_nobody_owes_a_form_only_those_begun_are_told() -> None:
    result = run("2024-09", scheme(owed=False), open_sheets={(BUCHEGG, "2024-H1"): "draft"})
    assert reasons(result) == {(2465, "2024-H1", "form_incomplete")}


def test_an_unmet_condition_withholds_with_its_sentence() -> None:
    result = run("2024-09", scheme(owed=False), sheets=[beds(OLTEN, "2024-H1", 12, tended=False)])
    assert result.lines == []
    [held] = result.withheld
    assert (held.reason, held.contribution) == ("not_entitled", BEDS)
    assert held.message == "Im Formular nicht mit Ja beantwortet: «Demo tended?» (3)"


def test_what_nobody_claims_is_not_withheld() -> None:
    assert run("2024-09", scheme(owed=False), sheets=[beds(OLTEN, "2024-H1", 0, tended=False)]).withheld == []


@pytest.mark.parametrize("month", ["2025-03", "2025-09"])
def test_a_corrected_form_is_a_difference(month: str) -> None:
    settled = [(OLTEN, "2024-H1", BEDS, 50_00, 12)]
    [line] = run(month, scheme(owed=False), sheets=[beds(OLTEN, "2024-H1", 10, number=2)], settled=settled).lines
    assert (line.quantity, line.rate, line.is_correction, line.settled) == (-2, 50_00, True, 600_00)
    explained = Explained.from_data(json.loads(line.explanation))
    assert [child.quantity for child in explained.children][:2] == [10, -12]


def test_a_condition_that_is_met_no_more_takes_everything_back() -> None:
    settled = [(OLTEN, "2024-H1", BEDS, 50_00, 12)]
    sheets = [beds(OLTEN, "2024-H1", 12, tended=False, number=2)]
    result = run("2025-03", sheets=sheets, settled=settled)
    assert amounts(result.lines) == {(2581, BEDS, "2024-H1"): -600_00}


def test_another_rate_is_taken_back_at_the_old_one_and_paid_at_the_new_one() -> None:
    settled = [(OLTEN, "2024-H1", BEDS, 40_00, 12)]
    result = run("2025-03", sheets=[beds(OLTEN, "2024-H1", 12)], settled=settled)
    assert sorted((line.quantity, line.rate) for line in result.lines) == [(-12, 40_00), (12, 50_00)]


def test_a_contribution_that_the_definition_has_no_more_is_taken_back() -> None:
    settled = [(OLTEN, "2024-H1", "gardens.trees", 10_00, 3)]
    result = run("2025-03", sheets=[beds(OLTEN, "2024-H1", 1)], settled=settled)
    assert amounts(result.lines)[2581, "gardens.trees", "2024-H1"] == -30_00


def test_what_a_later_run_settled_is_left_alone() -> None:
    settled = [(OLTEN, "2024-H2", BEDS, 50_00, 12)]
    assert run("2024-09", scheme(owed=False), settled=settled).lines == []


def test_what_an_earlier_run_holds_open_is_left_to_it() -> None:
    held = frozenset({(OLTEN, "2024-H1", BEDS)})
    assert run("2025-03", sheets=[beds(OLTEN, "2024-H1", 12)], held_open=held).lines == []


@pytest.mark.parametrize(
    ("tariffs", "reason"),
    [
        ({}, "es ist kein Tarif erfasst"),
        (
            {BEDS: Dated([tariff(NEW_YEAR, (0, 1)), tariff(date(2024, 4, 1), (0, 2))])},
            "wechselt innerhalb der Periode",
        ),
    ],
    ids=["none", "changed"],
)
def test_without_a_tariff_nothing_is_invented_and_what_is_settled_stays(tariffs: Any, reason: str) -> None:
    settled = [(OLTEN, "2024-H1", BEDS, 50_00, 12)]
    result = run("2024-09", scheme(owed=False), sheets=[beds(OLTEN, "2024-H1", 5)], tariffs=tariffs, settled=settled)
    assert result.lines == []
    [held] = result.withheld
    assert held.reason == "no_tariff"
    assert reason in held.message


@pytest.mark.parametrize(
    ("limits", "pays"), [({"most": "40.00"}, False), ({"least": "60.00"}, False), ({"most": "50.00"}, True)]
)
def test_a_rate_outside_of_what_the_law_says_by_now_pays_nothing(limits: dict[str, str], pays: bool) -> None:
    narrow = [{"code": "beds", "label": "Demo-Beete", "paragraph": "Demo 2", "field": "beds", **limits}]
    result = run("2024-09", scheme(owed=False, contributions=narrow), sheets=[beds(OLTEN, "2024-H1", 5)])
    assert amounts(result.lines) == ({(2581, BEDS, "2024-H1"): 250_00} if pays else {})
    if not pays:
        [held] = result.withheld
        assert held.reason == "no_tariff"
        assert "CHF 50.00 liegt ausserhalb dessen, was Demo 2 zulässt" in plain(held.message)


def plain(message: str) -> str:
    return message.replace("\xa0", " ")


def test_an_ended_tariff_pays_nothing_and_lacks_nothing() -> None:
    ended = {BEDS: Dated([tariff(NEW_YEAR, (0, 50_00)), tariff(date(2024, 7, 1))])}
    result = run("2025-03", scheme(owed=False), sheets=[beds(OLTEN, "2024-H2", 5)], tariffs=ended)
    assert (result.lines, result.withheld) == ([], [])


@pytest.mark.parametrize(
    ("residents", "francs"), [(1, 4000), (1999, 4000), (2000, 8000), (9999, 8000), (10_000, 13_000)]
)
def test_the_introduction_rate_goes_by_residents(residents: int, francs: int) -> None:
    result = early("2022-12", introduced(OLTEN, "2022"), residents={OLTEN: residents})
    assert amounts(result.lines) == {(2581, INTRODUCTION, "2022"): francs * 100}
    explained = Explained.from_data(json.loads(result.lines[0].explanation))
    assert explained.children[0].quantity == residents
    assert explained.sources[1].key == "Demo-Statistik/2021-12-31"


def test_residents_of_the_merged_count_with_their_successor() -> None:
    population = {date(2023, 12, 31): {place: Residents(1500, "Demo") for place in (BUCHEGG, LUETERSWIL)}}
    tiers = {BEDS: Dated([tariff(NEW_YEAR, (0, 1_00), (3000, 2_00))])}
    by_residents = [{"code": "beds", "label": "Demo", "paragraph": "2", "field": "beds", "by_residents": True}]
    one = scheme(owed=False, contributions=by_residents)
    result = run("2024-09", one, sheets=[beds(BUCHEGG, "2024-H1", 1)], tariffs=tiers, residents=population)
    assert amounts(result.lines) == {(2465, BEDS, "2024-H1"): 2_00}
    explained = Explained.from_data(json.loads(result.lines[0].explanation))
    assert [child.quantity for child in explained.children[:2]] == [1500, 1500]


ONCE = [{"code": "beds", "label": "Demo-Beete", "paragraph": "2", "field": "beds", "once": True}]
LONG_AGO = {BEDS: Dated([tariff(date(2022, 1, 1), (0, 50_00))])}


@pytest.mark.parametrize("is_settled", [False, True], ids=["claimed", "settled"])
def test_what_a_merged_municipality_was_paid_once_its_successor_was_paid(is_settled: bool) -> None:
    one = scheme(owed=False, valid_from="2022-01-01", contributions=ONCE)
    sheets = [beds(LUETERSWIL, "2022-H1", 1), beds(BUCHEGG, "2024-H1", 2), beds(OLTEN, "2024-H1", 3)]
    settled = [(LUETERSWIL, "2022-H1", BEDS, 50_00, 1)] if is_settled else []
    result = run("2024-09", one, tariffs=LONG_AGO, sheets=sheets, settled=settled)
    paid = {(2581, BEDS, "2024-H1"): 150_00} | ({} if is_settled else {(2456, BEDS, "2022-H1"): 50_00})
    assert amounts(result.lines) == paid
    [held] = result.withheld
    assert (held.municipality, held.reason) == (BUCHEGG, "not_entitled")
    assert "einmal ausgerichtet: für 2022-H1 an Lüterswil-Gächliwil, seither fusioniert" in held.message


def test_what_two_were_paid_before_they_were_merged_stays() -> None:
    one = scheme(owed=False, valid_from="2022-01-01", contributions=ONCE)
    sheets = [beds(LUETERSWIL, "2022-H1", 1), beds(BUCHEGG, "2022-H1", 1)]
    settled = [(place, "2022-H1", BEDS, 50_00, 1) for place in (LUETERSWIL, BUCHEGG)]
    assert run("2024-09", one, tariffs=LONG_AGO, sheets=sheets, settled=settled).lines == []


def test_without_residents_there_is_no_tier() -> None:
    result = early("2022-12", introduced(OLTEN, "2022"), residents={TRIMBACH: 5})
    assert result.lines == []
    assert [(held.reason, held.period) for held in result.withheld] == [("population_missing", "2022")]


def test_a_tariff_that_begins_later_is_missing() -> None:
    later = {BEDS: Dated([tariff(date(2024, 8, 1), (0, 50_00))])}
    result = run("2024-09", scheme(owed=False), sheets=[beds(OLTEN, "2024-H1", 12)], tariffs=later)
    assert result.lines == []
    [held] = result.withheld
    assert held.reason == "no_tariff"
    assert "der erste Tarif gilt erst später" in held.message


@pytest.mark.parametrize("said", [{"tended": True}, {"beds": 12}], ids=["quantity", "condition"])
def test_what_the_wording_of_a_form_did_not_ask_is_said_and_takes_nothing_back(said: dict[str, Any]) -> None:
    sheet = Sheet(OLTEN, "2024-H1", 1, said)
    settled = [(OLTEN, "2024-H1", BEDS, 50_00, 12)]
    result = run("2024-09", scheme(owed=False), sheets=[sheet], settled=settled)
    assert result.lines == []
    assert [(held.reason, held.contribution) for held in result.withheld] == [("form_incomplete", BEDS)]


class TestOnce:
    def test_the_first_period_is_paid_and_the_second_one_withheld(self) -> None:
        sheets = (introduced(OLTEN, "2022"), introduced(OLTEN, "2023"))
        settled = [(OLTEN, "2022", INTRODUCTION, 13_000_00, 1)]
        assert amounts(early("2022-12", *sheets).lines) == {(2581, INTRODUCTION, "2022"): 13_000_00}
        result = early("2023-12", *sheets, settled=settled)
        assert result.lines == []
        [held] = result.withheld
        assert held.message.endswith("» wird jeder Gemeinde einmal ausgerichtet: für 2022 (JB 3.1.4.1).")

    def test_whoever_said_no_first_gets_it_later(self) -> None:
        sheets = (introduced(OLTEN, "2022", False), introduced(OLTEN, "2023"))
        assert amounts(early("2023-12", *sheets).lines) == {(2581, INTRODUCTION, "2023"): 13_000_00}

    def test_a_late_form_of_an_earlier_year_does_not_move_what_is_settled(self) -> None:
        sheets = (introduced(OLTEN, "2022"), introduced(OLTEN, "2023"))
        settled = [(OLTEN, "2023", INTRODUCTION, 13_000_00, 1)]
        assert early("2024-12", *sheets, settled=settled).lines == []

    def test_what_a_later_month_settled_is_not_paid_by_an_earlier_one(self) -> None:
        sheets = (introduced(OLTEN, "2022"), introduced(OLTEN, "2023"))
        settled = [(OLTEN, "2023", INTRODUCTION, 13_000_00, 1)]
        result = early("2022-12", *sheets, settled=settled)
        assert result.lines == []
        assert [(held.reason, held.period) for held in result.withheld] == [("not_entitled", "2022")]

    def test_a_rate_of_nothing_uses_up_nothing(self) -> None:
        sheets = (introduced(OLTEN, "2022"), introduced(OLTEN, "2023"))
        tiers = {INTRODUCTION: Dated([tariff(date(2022, 1, 1), (0, 0)), tariff(date(2023, 1, 1), (0, 4000_00))])}
        population = {date(year, 12, 31): {OLTEN: Residents(19_000, "Demo")} for year in (2021, 2022)}
        one = brought("early-language")
        result = run("2023-12", one, tariffs=tiers, sheets=sheets, residents=population)
        assert amounts(result.lines) == {(2581, INTRODUCTION, "2023"): 4000_00}

    def test_what_cannot_be_judged_now_is_not_paid_twice(self) -> None:
        sheets = (introduced(OLTEN, "2022"), introduced(OLTEN, "2023"))
        settled = [(OLTEN, "2022", INTRODUCTION, 13_000_00, 1)]
        one = brought("early-language")
        later = {INTRODUCTION: Dated([tariff(date(2022, 1, 1), (0, 4000_00)), tariff(date(2022, 6, 1), (0, 5000_00))])}
        population = {date(year, 12, 31): {OLTEN: Residents(19_000, "Demo")} for year in (2021, 2022)}
        result = run("2023-12", one, tariffs=later, sheets=sheets, residents=population, settled=settled)
        assert result.lines == []

    def test_after_the_two_years_there_is_none(self) -> None:
        result = early("2024-12", introduced(OLTEN, "2024"))
        assert result.lines == []
        assert "bis zum 31.12.2023" in result.withheld[0].message


class TestWhoIsPaid:
    LEADS = {TRIMBACH: Dated([(ALWAYS, Lead(OLTEN, True))])}

    def test_a_member_s_contribution_goes_where_the_association_agreed(self) -> None:
        result = run("2024-09", scheme(owed=False), sheets=[beds(TRIMBACH, "2024-H1", 1)], leads=self.LEADS)
        assert [(line.municipality, line.payee) for line in result.lines] == [(TRIMBACH, OLTEN)]

    def test_a_merged_municipality_is_followed(self) -> None:
        one = scheme(owed=False, valid_from="2023-01-01")
        early_tariff = {BEDS: Dated([tariff(date(2023, 1, 1), (0, 50_00))])}
        result = run("2024-03", one, sheets=[beds(LUETERSWIL, "2023-H2", 1)], tariffs=early_tariff)
        assert [(line.municipality, line.payee) for line in result.lines] == [(LUETERSWIL, BUCHEGG)]

    @pytest.mark.parametrize(
        ("municipality", "entitled"),
        [(OLTEN, True), (TRIMBACH, True), (BUCHEGG, False)],
        ids=["lead", "member", "none"],
    )
    def test_in_an_association_are_its_lead_and_its_members(self, municipality: int, entitled: bool) -> None:
        one = scheme(owed=False, conditions=[{"test": "in_association", "paragraph": "3"}], form=_without_tended())
        result = run("2024-09", one, sheets=[beds(municipality, "2024-H1", 1)], leads=self.LEADS)
        assert bool(result.lines) is entitled

    def test_the_lead_s_declaration_counts_for_the_member(self) -> None:
        one = scheme(owed=False, conditions=[{"test": "organised", "paragraph": "KS 4.2"}], form=_without_tended())
        said = {OLTEN: Dated([(ALWAYS, Statement(False, "Demo: nicht organisiert (KS 4.2)."))])}
        result = run("2024-09", one, sheets=[beds(TRIMBACH, "2024-H1", 1)], leads=self.LEADS, statements=said)
        assert [held.message for held in result.withheld] == ["Demo: nicht organisiert (KS 4.2). (KS 4.2)"]


def _without_tended() -> dict[str, Any]:
    form = definition()["form"]
    form["sections"][0]["questions"].pop()
    return dict(form)


counts = st.integers(0, 50)


@given(
    first=counts,
    second=counts,
    tended=st.tuples(st.booleans(), st.booleans()),
    rates=st.tuples(st.integers(1, 10_000), st.integers(1, 10_000)),
)
def test_whatever_was_settled_the_sum_is_what_is_known_now(
    first: int, second: int, tended: tuple[bool, bool], rates: tuple[int, int]
) -> None:
    """Settling, correcting form and tariff, and settling again: all lines together are the claim as it stands."""
    settled: list[tuple[int, str, str, int, int]] = []
    total = 0
    for month, count, yes, rate in zip(("2024-09", "2025-03"), (first, second), tended, rates, strict=True):
        tariffs = {BEDS: Dated([tariff(NEW_YEAR, (0, rate))])}
        sheets = [beds(OLTEN, "2024-H1", count, tended=yes)]
        result = run(month, sheets=sheets, tariffs=tariffs, settled=settled)
        settled += [
            (line.municipality, line.period, line.contribution, line.rate, line.quantity) for line in result.lines
        ]
        total += sum(line.amount for line in result.lines)
    assert total == (second * rates[1] if tended[1] else 0)
