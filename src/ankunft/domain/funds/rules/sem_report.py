"""What a report tells of a plan at the end of a quarter: per position plan, booked, expected, deviation; balances.

The federation asks every quarter how its money is used (FP 2.4, 3.2). Amounts are whole Rappen, expenditure above 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from ankunft.foundation.kernel.periods import Quarter

from .tree import Node, Tree

ByYear = Mapping[int, int]
"""Rappen by calendar year."""


class Thresholds(NamedTuple):
    """From when on a deviation needs a word: more than this share of the plan and more than this amount, both."""

    percent: int
    amount: int


@dataclass(frozen=True, slots=True)
class Position:
    """A position as a report takes it in, by year.

    `plan` has no year for which nothing is planned. `booked` is what the source of the plan has borne by the end of
    the quarter, `elsewhere` what other sources have. `rest` is what the months after it are expected to cost.
    """

    key: int
    parent: int | None
    number: int
    code: str
    label: str
    plan: ByYear = field(default_factory=dict)
    booked: ByYear = field(default_factory=dict)
    elsewhere: ByYear = field(default_factory=dict)
    rest: ByYear = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A position over a year or over the whole plan. `plan` is None where nothing is planned."""

    plan: int | None
    booked: int
    elsewhere: int
    rest: int

    @property
    def expected(self) -> int:
        """What the source of the plan will probably have borne at the end."""
        return self.booked + self.rest

    @property
    def deviation(self) -> int:
        """By how much that is more (or, below zero, less) than planned; nothing planned counts as zero."""
        return self.expected - (self.plan or 0)

    def deviates(self, thresholds: Thresholds) -> bool:
        """Whether the deviation needs a word. Of nothing planned, any amount is a share beyond measure."""
        apart = abs(self.deviation)
        return apart > thresholds.amount and apart * 100 > thresholds.percent * (self.plan or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the report: a position, or the sum of those below it, over the year and over the whole plan."""

    key: int
    code: str
    label: str
    depth: int
    is_sum: bool
    year: Span
    period: Span

    def needs_comment(self, thresholds: Thresholds) -> bool:
        """Sums need none: what makes them deviate stands below them."""
        return not self.is_sum and (self.year.deviates(thresholds) or self.period.deviates(thresholds))


def lines(positions: Iterable[Position], years: Sequence[int], year: int) -> list[Line]:
    """Every position in the order of the plan, sums before what is below them.

    ValueError where a position with others below it has amounts of its own.
    """
    known = {position.key: position for position in positions}
    tree = Tree(Node(one.key, one.parent, one.number) for one in known.values())
    of_year = _spans(tree, known, [year])
    of_period = _spans(tree, known, years)
    return [
        Line(key, known[key].code, known[key].label, depth, not tree.is_leaf(key), of_year[key], of_period[key])
        for key, depth in tree.order()
    ]


def total(found: Sequence[Line]) -> tuple[Span, Span]:
    """The whole plan over the year and over all its years: the sum of what stands at the top."""
    top = [line for line in found if line.depth == 0]
    return _added(line.year for line in top), _added(line.period for line in top)


def _spans(tree: Tree, known: Mapping[int, Position], years: Sequence[int]) -> dict[int, Span]:
    plan = tree.sums({key: amount for key, one in known.items() if (amount := _of(one.plan, years)) is not None})
    booked = tree.sums(_filled(tree, known, years, "booked"))
    elsewhere = tree.sums(_filled(tree, known, years, "elsewhere"))
    rest = tree.sums(_filled(tree, known, years, "rest"))
    return {key: Span(plan.get(key), booked.get(key, 0), elsewhere.get(key, 0), rest.get(key, 0)) for key in known}


def _filled(tree: Tree, known: Mapping[int, Position], years: Sequence[int], name: str) -> dict[int, int]:
    """The amounts of the leaves, zero where there are none; those of sums only where somebody gave them one."""
    amounts = {key: _of(getattr(one, name), years) for key, one in known.items()}
    return {key: amount or 0 for key, amount in amounts.items() if tree.is_leaf(key) or amount is not None}


def _of(amounts: ByYear, years: Sequence[int]) -> int | None:
    """The sum of those years; None where there is nothing in any of them."""
    present = [amounts[year] for year in years if year in amounts]
    return sum(present) if present else None


def _added(spans: Iterable[Span]) -> Span:
    found = list(spans)
    planned = [span.plan for span in found if span.plan is not None]
    return Span(
        sum(planned) if planned else None,
        sum(span.booked for span in found),
        sum(span.elsewhere for span in found),
        sum(span.rest for span in found),
    )


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """How the source stands in a year: with what it began, what came and went, what is booked, what is still expected.

    `transferred` is below zero where money went to another source. `outside` is what it bore of other plans, `refunded`
    what went back to the federation.
    """

    year: int
    opening: int
    received: int
    transferred: int
    booked: int
    rest: int
    outside: int = 0
    refunded: int = 0

    @property
    def standing(self) -> int:
        """What was there when the quarter ended, or at the end of a year before."""
        return self.opening + self.received + self.transferred - self.booked - self.outside - self.refunded

    @property
    def closing(self) -> int:
        """What will probably be there at the end of the year; below zero: so much is lacking (FP 2.3)."""
        return self.standing - self.rest


class Flow(NamedTuple):
    """What a source got, passed on, bore of other plans and gave back in a year, by the end of the quarter."""

    received: int = 0
    transferred: int = 0
    outside: int = 0
    refunded: int = 0


def balance_lines(
    opening: int, found: Iterable[Position], flows: Mapping[int, Flow], years: Sequence[int]
) -> list[BalanceLine]:
    """Year by year, each beginning with what the one before it will probably leave."""
    positions = list(found)
    balance = opening
    told = []
    for year in years:
        flow = flows.get(year, Flow())
        line = BalanceLine(
            year,
            balance,
            flow.received,
            flow.transferred,
            sum(one.booked.get(year, 0) for one in positions),
            sum(one.rest.get(year, 0) for one in positions),
            flow.outside,
            flow.refunded,
        )
        told.append(line)
        balance = line.closing
    return told


def due_on(quarter: Quarter, days: int) -> date:
    """Until when the report of that quarter is to be with the federation."""
    return quarter.end + timedelta(days=days)


def quarters_between(first: int, last: int, day: date) -> list[Quarter]:
    """The quarters of those years that are over on that day, in order."""
    quarters = (Quarter(year, number) for year in range(first, last + 1) for number in range(1, 5))
    return [quarter for quarter in quarters if quarter.end < day]
