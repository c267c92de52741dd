"""Which claims a payment month has to look at: those that fall due now, and those not settled as they are known now.

Nearly every claim of the past was settled in full long ago. The claims to one contribution of one period
at one rate make a column: a quantity for each municipality. Where the column that is known now is the
column that is settled, the whole canton is done with at once; only where they differ are the
municipalities sought out that make the difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ankunft.foundation.kernel.periods import Year

from .entries import Rates
from .ground import Ground
from .rules import Priced, base_year_paid, half_year_paid
from .values import BASE, FIRST_COUNT, RECLAIM, ReportRow

# A municipality and a period to which it has claims.
Pair = tuple[int, str]

# Period, contribution and rate in Rappen; and the quantity of each municipality (never zero).
Heading = tuple[str, str, int]
Column = dict[int, int]


def open_claims(ground: Ground) -> Mapping[Pair, Mapping[str, Rates]]:
    """What a run has to look at, each with what other runs hold of it, by contribution.

    Among it may be settled claims that nothing is known of in this month, e.g. those of a later one.
    """
    settled = _settled(ground)
    claimed = dict((*_of_reports(ground), *_of_declarations(ground), *_of_reclaims(ground)))
    # What is contested stays as it is settled until that is decided.
    claimed |= {heading: column for heading, column in settled.items() if heading[0] in ground.contested}
    pairs = _due(ground) | _differing(claimed, settled)
    periods = {period for _, period in pairs}
    held: dict[Pair, dict[str, dict[int, int]]] = {pair: {} for pair in pairs}
    for (period, contribution, rate), column in settled.items():
        if period in periods:
            for municipality, quantity in column.items():
                if (municipality, period) in held:
                    held[municipality, period].setdefault(contribution, {})[rate] = quantity
    return held


def _due(ground: Ground) -> set[Pair]:
    """What this payment month is there for, settled or not (KS 4.5.2)."""
    half_year = str(half_year_paid(ground.inputs.month))
    year = base_year_paid(ground.inputs.month)
    pairs = {report[:2] for report in ground.inputs.reports if report[1] == half_year}
    return pairs | ({(municipality, str(year)) for municipality in ground.existing(year.start)} if year else set())


def _differing(claimed: dict[Heading, Column], settled: dict[Heading, Column]) -> set[Pair]:
    """What is not settled exactly as it is known now."""
    pairs: set[Pair] = set()
    for heading in claimed.keys() | settled.keys():
        ours, theirs = claimed.get(heading, {}), settled.get(heading, {})
        if ours != theirs:
            pairs.update((municipality, heading[0]) for municipality, _ in ours.items() ^ theirs.items())
    return pairs


def _settled(ground: Ground) -> dict[Heading, Column]:
    """What other runs hold."""
    columns: defaultdict[Heading, Column] = defaultdict(dict)
    for municipality, period, contribution, rate, quantity in ground.inputs.settled:
        columns[period, contribution, rate][municipality] = quantity
    return columns


def _of_reports(ground: Ground) -> Iterator[tuple[Heading, Column]]:
    """The totals of the reports that have a tariff, of those who are entitled (KS 4.2, 4.3.2)."""
    reports: defaultdict[str, list[ReportRow]] = defaultdict(list)
    for report in ground.inputs.reports:
        reports[report[1]].append(report)
    for period, half_year in ground.half_years.items():
        start = half_year.start
        counted = [report for report in reports[period] if ground.refusal(report[0], start) is None]
        for position, (contribution, cost) in enumerate(ground.prices_of(half_year), start=FIRST_COUNT):
            if isinstance(cost, Priced) and cost.rate:
                column = {report[0]: report[position] for report in counted if report[position]}
                yield (period, contribution, cost.rate.rappen), column  # type: ignore[misc]  # a total is a number


def _of_declarations(ground: Ground) -> Iterator[tuple[Heading, Column]]:
    """The base contribution of every year for which municipalities declared themselves (KS 4.2, 4.3.2)."""
    for year in ground.years_declared():
        cost = ground.price(BASE, year.start, year.start)
        if isinstance(cost, Priced) and cost.rate:
            yield (str(year), BASE, cost.rate.rappen), _of_year(ground, year)


def _of_reclaims(ground: Ground) -> Iterator[tuple[Heading, Column]]:
    """What decisions take back and nobody contests: each is a claim of its own, under its reference (KS 4.7)."""
    for reclaim in ground.inputs.reclaims:
        if reclaim.amount and not reclaim.is_contested:
            yield (reclaim.reference, RECLAIM, reclaim.amount), {reclaim.municipality: -1}


def _of_year(ground: Ground, year: Year) -> Column:
    start, residents, declared = year.start, ground.foreign_residents(year), ground.declared(year)
    return {
        municipality: residents[municipality]
        for municipality in ground.existing(start)
        if residents.get(municipality) and municipality in declared and ground.refusal(municipality, start) is None
    }
