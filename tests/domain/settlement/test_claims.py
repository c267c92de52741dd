"""That what is found open at one glance is all there is: looking at every claim one by one gives the same run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.settlement import calculation
from ankunft.domain.settlement.calculation import calculate
from ankunft.domain.settlement.claims import Pair, Rates, open_claims
from ankunft.domain.settlement.ground import Ground
from ankunft.domain.settlement.rules import TariffEntry
from ankunft.domain.settlement.values import COUNTED, Claim, Count, Inputs, Reclaim, Refusal, Report, Result
from ankunft.domain.territory.rules import Lead, Place
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month

ALWAYS = date(1960, 1, 1)
# The first two are merged into the third, one before and one within the years looked at.
PLACES = {
    1: Place(1, 2401, "Demo-Alt", ALWAYS, date(2022, 12, 31), 3),
    2: Place(2, 2402, "Demo-Zuletzt", ALWAYS, date(2024, 6, 30), 3),
    3: Place(3, 2403, "Demo-Neu", ALWAYS, None, None),
    4: Place(4, 2404, "Demo-Leit", ALWAYS, None, None),
}
HALF_YEARS = ("2023-H2", "2024-H1", "2024-H2")
YEARS = (2023, 2024, 2025)
DAYS = tuple(date(year - 2, 12, 31) for year in YEARS)
REFERENCE = LegalReference("KRS-GEF-2017/01", "4.3.2")

places = st.sampled_from(list(PLACES))
counts = st.integers(0, 3)
rates = st.sampled_from([None, Money(0), Money.francs(160), Money.francs(200)])
statement = st.builds(Statement, st.booleans(), st.just("Keine Person bezeichnet."))
lead = st.none() | st.builds(Lead, places, st.booleans())


def dated(values: st.SearchStrategy, *days: date) -> st.SearchStrategy:
    """A series that may change on these days."""
    return st.dictionaries(st.sampled_from(days), values).map(lambda entries: Dated(entries.items()))


tariffs = dated(
    st.builds(lambda rate, paid: TariffEntry(rate if paid else None, paid, REFERENCE), rates, st.booleans()),
    date(2017, 1, 1), date(2024, 1, 1), date(2024, 9, 1),
)  # fmt: skip
reports = st.dictionaries(
    st.tuples(places, st.sampled_from(HALF_YEARS)), st.tuples(st.integers(1, 2), counts, counts, counts, counts)
).map(lambda found: [Report(*pair, *rest) for pair, rest in found.items()])
claims = st.tuples(places, st.sampled_from(HALF_YEARS), st.sampled_from(COUNTED), st.sampled_from([16000, 20000]))
bases = st.tuples(
    places, st.sampled_from(YEARS).map(str), st.just("base_contribution"), st.sampled_from([16000, 20000])
)
taken = st.tuples(places, st.sampled_from(["F-1", "F-2"]), st.just("reclaim"), st.sampled_from([5000, 16000]))
reclaim_values = st.tuples(places, places, st.sampled_from([0, 5000, 16000]), st.booleans())
reclaims = st.dictionaries(st.sampled_from(["F-1", "F-2"]), reclaim_values).map(
    lambda found: [
        Reclaim(municipality, payee, reference, amount, contested, "KS 4.7", "Demo", "", ALWAYS)
        for reference, (municipality, payee, amount, contested) in found.items()
    ]
)
refusals = st.dictionaries((claims | bases).map(lambda claim: claim[:2]), st.tuples(st.booleans(), st.booleans())).map(
    lambda found: [
        Refusal(*pair, "" if whole or len(pair[1]) == 4 else COUNTED[0], "V-1", "Demo", stands)
        for pair, (whole, stands) in found.items()
    ]
)
settled = st.dictionaries(claims | bases | taken, st.integers(-2, 6).filter(bool)).map(
    lambda held: [(*claim, quantity) for claim, quantity in held.items()]
)
FIELDS: dict[str, st.SearchStrategy] = {
    "tariffs": st.dictionaries(st.sampled_from([*COUNTED, "base_contribution"]), tariffs),
    "reports": reports,
    "declared": st.frozensets(st.tuples(places, st.sampled_from(YEARS))),
    "statements": st.dictionaries(places, dated(statement, date(2023, 1, 1), date(2024, 5, 1))),
    "findings": st.dictionaries(places, dated(statement, date(2023, 9, 1), date(2024, 1, 1))),
    "leads": st.dictionaries(places, dated(lead, ALWAYS, date(2024, 1, 1))),
    "population": st.dictionaries(
        st.sampled_from(DAYS), st.dictionaries(places, st.builds(Count, counts, st.just("Demo"), st.just(1)))
    ),
    "settled": settled,
    "reclaims": reclaims,
    "refusals": refusals,
    "held_open": st.frozensets((claims | bases | taken).map(lambda claim: claim[:3])),
}
inputs = st.builds(
    Inputs,
    month=st.sampled_from([Month(2024, 3), Month(2024, 9), Month(2025, 3)]),
    places=st.just(PLACES),
    **FIELDS,
)


def once_settled(inputs: Inputs) -> Inputs:
    """The same inputs after everything that they owe was settled."""
    held: dict[tuple[int, str, str, int], int] = {claim[:4]: claim[4] for claim in inputs.settled}
    for line in calculate(inputs).lines:
        key = (line.municipality, line.period, line.contribution, line.rate)
        held[key] = held.get(key, 0) + line.quantity
    settled: list[Claim] = [(*key, quantity) for key, quantity in held.items() if quantity]
    return replace(inputs, settled=settled)


@st.composite
def changed(draw: st.DrawFn) -> Inputs:
    """Inputs of which everything was settled before one thing about them became known in another way."""
    name = draw(st.sampled_from(list(FIELDS)))
    return replace(once_settled(draw(inputs)), **{name: draw(FIELDS[name])})


def everything(ground: Ground) -> Mapping[Pair, Mapping[str, Rates]]:
    """Every municipality and period, whether there is anything to settle or not."""
    claims: dict[Pair, dict[str, dict[int, int]]] = {
        (place, period): {} for place in PLACES for period in (*HALF_YEARS, *map(str, YEARS), "F-1", "F-2")
    }
    for place, period, contribution, rate, quantity in ground.inputs.settled:
        claims[place, period].setdefault(contribution, {})[rate] = quantity
    return claims


@settings(max_examples=300)
@given(inputs=inputs | changed())
def test_nothing_is_overlooked(inputs: Inputs) -> None:
    with mock.patch.object(calculation, "open_claims", everything):
        one_by_one = calculate(inputs)
    assert calculate(inputs) == one_by_one


@given(inputs=inputs)
def test_what_was_settled_is_settled(inputs: Inputs) -> None:
    assert calculate(once_settled(inputs)) == Result([], calculate(inputs).withheld)


def test_only_what_falls_due_is_looked_at_where_all_the_rest_is_settled() -> None:
    tariff = Dated([(date(2017, 1, 1), TariffEntry(Money.francs(200), True, REFERENCE))])
    ground = Ground(
        Inputs(
            month=Month(2024, 9),
            places=PLACES,
            tariffs=dict.fromkeys(COUNTED, tariff),
            reports=[Report(4, "2023-H2", 1, 2, 0, 0, 0), Report(4, "2024-H1", 1, 3, 0, 0, 0)],
            settled=[(4, "2023-H2", COUNTED[0], 20000, 2)],
        )
    )
    assert open_claims(ground) == {(4, "2024-H1"): {}}


def test_a_run_leaves_alone_what_later_years_settled() -> None:
    tariff = Dated([(date(2017, 1, 1), TariffEntry(Money.francs(7), True, REFERENCE))])
    result = calculate(
        Inputs(
            month=Month(2024, 9),
            places=PLACES,
            tariffs={"base_contribution": tariff},
            reports=[],
            declared=frozenset({(3, 2025)}),
            population={date(2023, 12, 31): {1: Count(1, "Demo", 1)}},
            settled=[(1, "2025", "base_contribution", 700, 1)],
        )
    )
    assert result.lines == []


def test_what_was_settled_is_taken_back_from_who_turns_out_not_to_be_entitled() -> None:
    tariff = Dated([(date(2017, 1, 1), TariffEntry(Money.francs(200), True, REFERENCE))])
    result = calculate(
        Inputs(
            month=Month(2024, 9),
            places=PLACES,
            tariffs=dict.fromkeys([*COUNTED, "base_contribution"], tariff),
            reports=[Report(4, "2023-H2", 1, 2, 0, 0, 0)],
            declared=frozenset({(4, 2024)}),
            population={date(2022, 12, 31): {4: Count(3, "Demo", 1)}},
            settled=[(4, "2023-H2", COUNTED[0], 20000, 2), (4, "2024", "base_contribution", 20000, 3)],
            statements={4: Dated([(date(2023, 7, 1), Statement(False, "Keine Person bezeichnet."))])},
        )
    )
    assert [(line.period, line.quantity) for line in result.lines] == [("2023-H2", -2), ("2024", -3)]
