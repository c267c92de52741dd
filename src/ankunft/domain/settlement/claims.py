"""Which claims a payment month has to look at: those that fall due now, and those not settled as they are known now.

Nearly every claim of the past was settled in full long ago. As plain tuples, all that is entitled as
known now and all that is settled are two sets, and what is in only one of them differs: found for the
whole canton in one comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ankunft.foundation.kernel.periods import Year

from .ground import Ground
from .rules import Priced, base_year_paid, half_year_paid
from .values import BASE, FIRST_COUNT, Claim

# A municipality and a period to which it has claims.
Pair = tuple[int, str]

# Quantity by rate in Rappen.
Rates = Mapping[int, int]


def open_claims(ground: Ground) -> Mapping[Pair, Mapping[str, Rates]]:
    """What a run has to look at, each with what other runs hold of it, by contribution.

    Among it may be settled claims that nothing is known of in this month, e.g. those of a later one.
    """
    pairs = _due(ground) | _differing(ground)
    periods = {period for _, period in pairs}
    settled: dict[Pair, dict[str, dict[int, int]]] = {pair: {} for pair in pairs}
    for municipality, period, contribution, rate, quantity in ground.inputs.settled:
        # Most periods are settled throughout; that is seen without looking up the pair.
        if period in periods and (municipality, period) in settled:
            settled[municipality, period].setdefault(contribution, {})[rate] = quantity
    return settled


def _due(ground: Ground) -> set[Pair]:
    """What this payment month is there for, settled or not (KS 4.5.2)."""
    half_year = str(half_year_paid(ground.inputs.month))
    year = base_year_paid(ground.inputs.month)
    pairs = {report[:2] for report in ground.inputs.reports if report[1] == half_year}
    return pairs | ({(municipality, str(year)) for municipality in ground.existing(year.start)} if year else set())


def _differing(ground: Ground) -> set[Pair]:
    """What is not settled exactly as it is known now."""
    claims = {*_of_reports(ground), *_of_declarations(ground)}
    claims.symmetric_difference_update(ground.inputs.settled)
    return {claim[:2] for claim in claims}


def _of_reports(ground: Ground) -> list[Claim]:
    """Every total of a report that has a tariff, where the municipality is entitled (KS 4.2, 4.3.2)."""
    starts = {period: half_year.start for period, half_year in ground.half_years.items()}
    priced = {
        period: [
            (contribution, cost.rate.rappen, position)
            for position, (contribution, cost) in enumerate(ground.prices_of(half_year), start=FIRST_COUNT)
            if isinstance(cost, Priced) and cost.rate
        ]
        for period, half_year in ground.half_years.items()
    }
    return [
        (report[0], report[1], contribution, rate, report[position])  # type: ignore[misc]  # a total is a number
        for report in ground.inputs.reports
        if report[1] in priced and ground.refusal(report[0], starts[report[1]]) is None
        for contribution, rate, position in priced[report[1]]
        if report[position]
    ]


def _of_declarations(ground: Ground) -> Iterator[Claim]:
    """The base contribution of every year for which municipalities declared themselves (KS 4.2, 4.3.2)."""
    for year in ground.years_declared():
        cost = ground.price(BASE, year.start, year.start)
        if isinstance(cost, Priced) and cost.rate:
            yield from _of_year(ground, year, cost.rate.rappen)


def _of_year(ground: Ground, year: Year, rate: int) -> Iterator[Claim]:
    residents, declared = ground.foreign_residents(year), ground.declared(year)
    period, start = str(year), year.start
    for municipality in ground.existing(start):
        count = residents.get(municipality)
        if count and municipality in declared and ground.refusal(municipality, start) is None:
            yield municipality, period, BASE, rate, count
