"""A payment month as a pure function: what it pays, what it withholds, what it takes back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.settlement.calculation import calculate
from ankunft.domain.settlement.rules import TariffEntry
from ankunft.domain.settlement.values import Count, Inputs, Line, Report, Result, Settled
from ankunft.domain.territory.rules import Lead, Place
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month

ALWAYS = date(1960, 1, 1)
BUCHEGG, LUETERSWIL, OLTEN, TRIMBACH = 1, 2, 3, 4
PLACES = {
    BUCHEGG: Place(BUCHEGG, 2465, "Buchegg", date(2014, 1, 1), None, None),
    LUETERSWIL: Place(LUETERSWIL, 2456, "Lüterswil-Gächliwil", date(1995, 1, 1), date(2023, 12, 31), BUCHEGG),
    OLTEN: Place(OLTEN, 2581, "Olten", ALWAYS, None, None),
    TRIMBACH: Place(TRIMBACH, 2500, "Trimbach", ALWAYS, None, None),
}


def tariff(francs: int, since: date, paragraph: str) -> Dated[TariffEntry]:
    return Dated(
        [(since, TariffEntry(Money.francs(francs), True, LegalReference("KRS-GEF-2017/01", paragraph, since)))]
    )


TARIFFS = {
    "first_information_interview": tariff(200, date(2017, 1, 1), "4.3.2"),
    "first_information_interpreting": tariff(160, date(2018, 7, 1), "4.3.2 Fn. 3"),
    "integration_interview": tariff(200, date(2022, 1, 1), "4.3.1"),
    "integration_interpreting": tariff(160, date(2022, 1, 1), "4.3.1"),
    "base_contribution": tariff(7, date(2018, 1, 1), "4.3.2"),
}


def report(municipality: int, period: str, *counts: int, number: int = 1) -> Report:
    return Report(municipality, period, number, *counts)


def run(month: str, **inputs: Any) -> Result:
    inputs.setdefault("reports", [])
    return calculate(Inputs(month=Month.parse(month), places=PLACES, tariffs=inputs.pop("tariffs", TARIFFS), **inputs))


def amounts(lines: list[Line]) -> dict[tuple[int, str, str], int]:
    result: dict[tuple[int, str, str], int] = {}
    for line in lines:
        key = (PLACES[line.municipality].bfs_number, line.contribution, line.period)
        result[key] = result.get(key, 0) + line.quantity * line.rate
    return result


def reasons(result: Result) -> set[tuple[int, str, str]]:
    return {(PLACES[held.municipality].bfs_number, held.period, held.reason) for held in result.withheld}


def test_each_total_of_the_report_is_paid_at_its_tariff() -> None:
    result = run("2024-03", reports=[report(OLTEN, "2023-H2", 12, 5, 3, 1)])
    assert amounts(result.lines) == {
        (2581, "first_information_interview", "2023-H2"): 2400_00,
        (2581, "first_information_interpreting", "2023-H2"): 800_00,
        (2581, "integration_interview", "2023-H2"): 600_00,
        (2581, "integration_interpreting", "2023-H2"): 160_00,
    }


def test_a_missing_report_is_withheld_while_others_are_paid() -> None:
    result = run("2024-09", reports=[report(OLTEN, "2024-H1", 1, 0, 0, 0)], open_reports={BUCHEGG: "submitted"})
    assert [line.municipality for line in result.lines] == [OLTEN]
    assert reasons(result) == {(2500, "2024-H1", "report_missing"), (2465, "2024-H1", "report_incomplete")}


def test_a_late_report_is_paid_by_the_next_run() -> None:
    late = report(TRIMBACH, "2023-H2", 4, 0, 0, 0)
    result = run("2024-09", reports=[late, report(TRIMBACH, "2024-H1", 1, 0, 0, 0)])
    assert amounts(result.lines) == {
        (2500, "first_information_interview", "2023-H2"): 800_00,
        (2500, "first_information_interview", "2024-H1"): 200_00,
    }


def test_a_report_of_a_later_half_year_waits_for_its_month() -> None:
    assert run("2024-03", reports=[report(OLTEN, "2024-H1", 9, 0, 0, 0)]).lines == []


def test_what_was_settled_is_not_paid_again() -> None:
    settled = [(OLTEN, "2023-H2", "first_information_interview", 20000, 12)]
    assert run("2024-09", reports=[report(OLTEN, "2023-H2", 12, 0, 0, 0)], settled=settled).lines == []


def test_a_correction_is_the_difference_and_says_so() -> None:
    settled = [(OLTEN, "2023-H2", "first_information_interview", 20000, 12)]
    [line] = run("2024-09", reports=[report(OLTEN, "2023-H2", 10, 0, 0, 0, number=2)], settled=settled).lines
    assert (line.quantity, line.rate, line.is_correction, line.settled) == (-2, 20000, True, 2400_00)
    explained = Explained.from_data(json.loads(line.explanation))
    assert explained.amount == Money.francs(-400)
    assert [child.quantity for child in explained.children] == [10, -12]


def test_a_corrected_total_of_zero_takes_everything_back() -> None:
    settled = [(OLTEN, "2023-H2", "integration_interview", 20000, 3)]
    [line] = run("2024-09", reports=[report(OLTEN, "2023-H2", 0, 0, 0, 0, number=2)], settled=settled).lines
    assert line.quantity * line.rate == -600_00


def test_a_tariff_changed_in_retrospect_keeps_every_line_quantity_times_rate() -> None:
    new = {**TARIFFS, "first_information_interview": tariff(210, date(2017, 1, 1), "4.3.2")}
    settled = [(OLTEN, "2023-H2", "first_information_interview", 20000, 12)]
    result = run("2024-09", tariffs=new, reports=[report(OLTEN, "2023-H2", 12, 0, 0, 0)], settled=settled)
    assert [(line.quantity, line.rate) for line in result.lines] == [(-12, 20000), (12, 21000)]


def test_integration_interviews_before_2022_pay_nothing_and_are_not_withheld() -> None:
    result = run("2022-03", reports=[report(OLTEN, "2021-H2", 0, 0, 5, 2)], declared=frozenset())
    assert result.lines == []
    assert (2581, "2021-H2", "no_tariff") not in reasons(result)


def test_interpreting_before_july_2018_has_no_tariff_in_force() -> None:
    unknown = TariffEntry(None, True, LegalReference("KRS-GEF-2017/01", "4.3.2"), "der Tarif steht in keinem Dokument")
    known = TariffEntry(Money.francs(160), True, LegalReference("KRS-GEF-2017/01", "4.3.2 Fn. 3"))
    tariffs = {
        **TARIFFS,
        "first_information_interpreting": Dated([(date(2017, 1, 1), unknown), (date(2018, 7, 1), known)]),
    }
    result = run("2018-09", tariffs=tariffs, reports=[report(OLTEN, "2018-H1", 2, 1, 0, 0)])
    assert amounts(result.lines) == {(2581, "first_information_interview", "2018-H1"): 400_00}
    [held] = [held for held in result.withheld if held.reason == "no_tariff"]
    assert held.message == (
        "Kein Tarif in Kraft für Dolmetscheinsätze bei Erstinformationsgesprächen 2018-H1: "
        "der Tarif steht in keinem Dokument."
    )


POPULATION = {
    date(2023, 12, 31): {
        BUCHEGG: Count(158, "BFS STATPOP", 1),
        LUETERSWIL: Count(13, "BFS STATPOP", 1),
        OLTEN: Count(6098, "BFS STATPOP", 1),
    }
}


def test_base_contribution_gathers_what_was_merged() -> None:
    declared = frozenset({(BUCHEGG, 2025)})
    [line] = run("2025-03", declared=declared, population=POPULATION).lines
    assert (line.municipality, line.quantity, line.rate) == (BUCHEGG, 158 + 13, 700)
    explained = Explained.from_data(json.loads(line.explanation))
    assert [child.quantity for child in explained.children] == [158, 13]
    assert explained.reference == "KRS-GEF-2017/01 4.3.2"


def test_base_contribution_needs_the_declaration_and_the_figure() -> None:
    result = run("2025-03", declared=frozenset({(TRIMBACH, 2025)}), population=POPULATION)
    assert result.lines == []
    base = {reason for reason in reasons(result) if reason[1] == "2025"}
    assert base == {
        (2465, "2025", "declaration_missing"),
        (2581, "2025", "declaration_missing"),
        (2500, "2025", "population_missing"),
    }


def test_september_withholds_no_base_contribution_but_pays_a_late_declaration() -> None:
    result = run("2025-09", declared=frozenset({(OLTEN, 2025)}), population=POPULATION)
    assert amounts(result.lines) == {(2581, "base_contribution", "2025"): 42_686_00}
    assert {period for _, period, _ in reasons(result)} == {"2025-H1"}


def test_the_base_contribution_is_paid_for_the_current_year_only() -> None:
    """KS 4.5.2 "für das laufende Jahr": what was not claimed then is not claimed later; what changed is."""
    declared = frozenset({(OLTEN, 2025), (OLTEN, 2026)})
    population = {**POPULATION, date(2024, 12, 31): {OLTEN: Count(6000, "BFS STATPOP", 1)}}
    result = run("2026-03", declared=declared, population=population)
    assert amounts(result.lines) == {(2581, "base_contribution", "2026"): 42_000_00}
    settled = [(OLTEN, "2025", "base_contribution", 700, 6000)]
    result = run("2026-09", declared=frozenset({(OLTEN, 2025)}), population=population, settled=settled)
    assert amounts(result.lines) == {(2581, "base_contribution", "2025"): 98 * 7_00}


def test_what_an_earlier_run_holds_and_has_not_released_is_left_to_it() -> None:
    held = frozenset({(OLTEN, "2023-H2", "first_information_interview")})
    result = run("2024-09", reports=[report(OLTEN, "2023-H2", 3, 1, 0, 0)], held_open=held)
    assert amounts(result.lines) == {(2581, "first_information_interpreting", "2023-H2"): 160_00}


def test_who_is_not_entitled_is_told_once_per_report() -> None:
    statements = {OLTEN: Dated([(date(2023, 1, 1), Statement(False, "nein"))])}
    result = run("2024-03", reports=[report(OLTEN, "2023-H2", 3, 2, 1, 1)], statements=statements)
    assert [held.reason for held in result.withheld if held.municipality == OLTEN and held.period == "2023-H2"] == [
        "not_entitled"
    ]


def test_before_2018_there_is_no_base_contribution() -> None:
    result = run(
        "2017-03", declared=frozenset({(OLTEN, 2017)}), population={date(2015, 12, 31): {OLTEN: Count(10, "x", 1)}}
    )
    assert result.lines == []
    assert {period for _, period, _ in reasons(result)} == {"2016-H2"}


@pytest.mark.parametrize(("pays_to_lead", "payee"), [(True, OLTEN), (False, TRIMBACH)])
def test_an_association_is_paid_as_agreed(pays_to_lead: bool, payee: int) -> None:
    leads = {TRIMBACH: Dated([(ALWAYS, Lead(OLTEN, pays_to_lead))])}
    [line] = run("2024-03", reports=[report(TRIMBACH, "2023-H2", 1, 0, 0, 0)], leads=leads).lines
    assert (line.municipality, line.payee) == (TRIMBACH, payee)


def test_the_lead_municipality_declares_for_its_members() -> None:
    """KS 4.2: the conditions are fulfilled by the lead municipality."""
    leads = {TRIMBACH: Dated([(ALWAYS, Lead(OLTEN, True))])}
    population = {date(2023, 12, 31): {TRIMBACH: Count(100, "BFS STATPOP", 1), OLTEN: Count(10, "BFS STATPOP", 1)}}
    result = run("2025-03", declared=frozenset({(OLTEN, 2025)}), leads=leads, population=population)
    assert amounts(result.lines) == {
        (2581, "base_contribution", "2025"): 70_00,
        (2500, "base_contribution", "2025"): 700_00,
    }


def test_open_claims_of_a_merged_municipality_go_to_its_successor() -> None:
    [line] = run("2024-03", reports=[report(LUETERSWIL, "2023-H2", 2, 0, 0, 0)]).lines
    assert (line.municipality, line.payee) == (LUETERSWIL, BUCHEGG)


def test_who_is_not_entitled_gets_nothing_and_is_told_why() -> None:
    statements = {OLTEN: Dated([(date(2023, 1, 1), Statement(False, "Keine Person bezeichnet (KS 4.2)."))])}
    result = run("2024-03", reports=[report(OLTEN, "2023-H2", 3, 0, 0, 0)], statements=statements)
    assert result.lines == []
    assert [held.message for held in result.withheld if held.reason == "not_entitled"] == [
        "Keine Person bezeichnet (KS 4.2)."
    ]


def test_entitlement_lost_later_does_not_touch_earlier_half_years() -> None:
    statements = {OLTEN: Dated([(date(2024, 1, 1), Statement(False, "nein"))])}
    result = run("2024-03", reports=[report(OLTEN, "2023-H2", 3, 0, 0, 0)], statements=statements)
    assert amounts(result.lines) == {(2581, "first_information_interview", "2023-H2"): 600_00}


NO, YES = Statement(False, "nein"), Statement(True, "")


@pytest.mark.parametrize(
    ("own", "lead", "found", "entitled"),
    [
        pytest.param(NO, None, None, False, id="its own no"),
        pytest.param(NO, YES, None, True, id="the lead fulfils the conditions for it (KS 4.2)"),
        pytest.param(YES, NO, None, False, id="and fails them for it"),
        pytest.param(YES, None, NO, False, id="a finding of the canton stands against a declared yes (KS 4.7)"),
        pytest.param(YES, YES, NO, False, id="and against that of the lead"),
        pytest.param(NO, None, YES, True, id="the canton found since that the conditions are met"),
        pytest.param(None, None, None, True, id="presumed (KS 4.2)"),
    ],
)
def test_entitlement(own: Statement | None, lead: Statement | None, found: Statement | None, entitled: bool) -> None:
    statements = {
        place: Dated([(date(2023, 1, 1), said)]) for place, said in ((TRIMBACH, own), (OLTEN, lead)) if said is not None
    }
    findings = {TRIMBACH: Dated([(date(2023, 3, 1), found)])} if found else {}
    leads = {TRIMBACH: Dated([(ALWAYS, Lead(OLTEN, True))])} if lead else {}
    reports = [report(TRIMBACH, "2023-H2", 3, 0, 0, 0)]
    result = run("2024-03", reports=reports, statements=statements, findings=findings, leads=leads)
    assert bool(result.lines) == entitled


def test_a_declaration_later_than_the_canton_s_finding_counts_again() -> None:
    """The canton lifted its finding; what is declared of a later year is then what counts."""
    findings = {OLTEN: Dated([(date(2022, 1, 1), NO), (date(2022, 7, 1), YES)])}
    statements = {OLTEN: Dated([(date(2023, 1, 1), NO)])}
    result = run("2024-03", reports=[report(OLTEN, "2023-H2", 3, 0, 0, 0)], statements=statements, findings=findings)
    assert result.lines == []


def test_a_merger_recorded_after_the_payment_takes_the_base_contribution_back() -> None:
    """Lüterswil-Gächliwil was paid for 2025 before the register said that it had merged: nothing is paid twice."""
    settled = [(LUETERSWIL, "2025", "base_contribution", 700, 13), (BUCHEGG, "2025", "base_contribution", 700, 158)]
    declared = frozenset({(BUCHEGG, 2025), (LUETERSWIL, 2025)})
    result = run("2025-09", declared=declared, population=POPULATION, settled=settled)
    assert amounts(result.lines) == {
        (2465, "base_contribution", "2025"): 91_00,
        (2456, "base_contribution", "2025"): -91_00,
    }
    assert {line.payee for line in result.lines} == {BUCHEGG}


def test_a_new_municipality_gets_in_a_later_year_what_its_predecessors_give_back() -> None:
    """The merger became known a year after the payment, and the new municipality was never paid itself."""
    settled = [(LUETERSWIL, "2025", "base_contribution", 700, 13)]
    declared = frozenset({(BUCHEGG, 2025), (LUETERSWIL, 2025)})
    result = run("2026-03", declared=declared, population=POPULATION, settled=settled)
    base = {number: amount for (number, *_), amount in amounts(result.lines).items()}
    assert base == {2465: (158 + 13) * 7_00, 2456: -91_00}


def test_totals_that_cannot_be_valued_any_more_stay_as_they_were_settled() -> None:
    """A tariff that changes within the half-year says nothing about what was owed."""
    entries = TARIFFS["first_information_interview"].spans()
    changed = Dated([*((span.start, span.value) for span in entries), (date(2023, 9, 1), entries[0].value)])
    settled = [(OLTEN, "2023-H2", "first_information_interview", 20000, 3)]
    tariffs = {**TARIFFS, "first_information_interview": changed}
    assert run("2024-09", tariffs=tariffs, reports=[report(OLTEN, "2023-H2", 3, 0, 0, 0)], settled=settled).lines == []


def test_a_contribution_that_was_ended_in_retrospect_is_taken_back() -> None:
    ended = TariffEntry(None, False, LegalReference("KRS-GEF-2017/01", "4.4"))
    tariffs = {**TARIFFS, "base_contribution": Dated([(date(2018, 1, 1), ended)])}
    settled = [(OLTEN, "2025", "base_contribution", 700, 10)]
    result = run(
        "2025-09", tariffs=tariffs, declared=frozenset({(OLTEN, 2025)}), population=POPULATION, settled=settled
    )
    assert amounts(result.lines) == {(2581, "base_contribution", "2025"): -70_00}


counts = st.lists(st.integers(0, 30), min_size=4, max_size=4)


@given(versions=st.lists(counts, min_size=1, max_size=5))
def test_whatever_is_corrected_the_runs_together_pay_the_last_version(versions: list[list[int]]) -> None:
    """Every run settles the difference; their sum is the entitlement of the version that counts in the end."""
    settled: dict[tuple[str, int], int] = {}
    for number, version in enumerate(versions, start=1):
        held: Settled = [(OLTEN, "2023-H2", *key, quantity) for key, quantity in settled.items() if quantity]
        for line in run("2024-03", reports=[report(OLTEN, "2023-H2", *version, number=number)], settled=held).lines:
            key = (line.contribution, line.rate)
            settled[key] = settled.get(key, 0) + line.quantity
    paid = sum(rate * quantity for (_, rate), quantity in settled.items())
    first, first_interpreting, integration, integration_interpreting = versions[-1]
    assert paid == 200_00 * (first + integration) + 160_00 * (first_interpreting + integration_interpreting)


@given(order=st.permutations([report(place, "2023-H2", place, 0, 0, 0) for place in (OLTEN, TRIMBACH, BUCHEGG)]))
def test_the_order_of_the_inputs_does_not_matter(order: list[Report]) -> None:
    assert run("2024-03", reports=order) == run("2024-03", reports=sorted(order))
