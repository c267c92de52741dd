"""What goes into the calculation of a payment month and what comes out of it: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.territory.rules import Lead, Place
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import Month

from .rules import TariffEntry

# A claim as plain values: municipality, period, contribution, rate in Rappen, quantity (neither is zero).
Claim = tuple[int, str, str, int, int]

# What released runs hold of each claim; a claim and rate appear once.
Settled = Sequence[Claim]

# The values of a `Report`. Reports come by the ten thousand, and few need names for their values.
ReportRow = tuple[int, str, int, int, int, int, int]


class Report(NamedTuple):
    """An accepted half-year report: its totals in the order of `COUNTED`."""

    municipality: int
    period: str
    number: int
    first_information_interviews: int
    first_information_interpreters: int
    integration_interviews: int
    integration_interpreters: int

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The totals in the order of `COUNTED`."""
        return self[3:]


BASE = "base_contribution"
RECLAIM = "reclaim"

# Which total of the report counts for which contribution (KS 4.3.1).
COUNTED = (
    "first_information_interview",
    "first_information_interpreting",
    "integration_interview",
    "integration_interpreting",
)

# Where in a `Report` the totals begin.
FIRST_COUNT = 3


class Count(NamedTuple):
    """Foreign residents of a municipality on a day, and whose figure it is."""

    foreign_residents: int
    series: str
    number: int


class Reclaim(NamedTuple):
    """What a decision takes back, in Rappen; nothing where it was lifted. `payee` is who owes it (KS 4.7).

    What is contested is left as it is: neither netted nor given back until that is decided.
    """

    municipality: int
    payee: int
    reference: str
    amount: int
    is_contested: bool
    paragraph: str
    reason: str
    concerns: str
    decided_on: date


class Refusal(NamedTuple):
    """What a decision keeps back: the claims of a period to that contribution, or to all where it is empty (KS 4.7).

    Lifted it does not stand any more; it still says that the contribution was claimed in time.
    """

    municipality: int
    period: str
    contribution: str
    reference: str
    reason: str
    stands: bool = True


class Line(NamedTuple):
    """One amount of the run, quantity × rate, in Rappen. `settled` is what other runs hold of the same claim."""

    municipality: int
    payee: int
    contribution: str
    period: str
    quantity: int
    rate: int
    amount: int
    legal_reference: str
    is_correction: bool
    settled: int
    explanation: str


class Withholding(NamedTuple):
    """What is not paid this month, and why."""

    municipality: int
    period: str
    contribution: str
    reason: str
    message: str


@dataclass(frozen=True)
class Inputs:
    """Everything a run rests on. Municipalities are named by their record id; `reports` in any order.

    `statements` are what municipalities declare of themselves, `findings` what the canton found (KS 4.2, 4.7).
    `recorded` is what recorded interviews count to in the half-year paid now, in the order of `COUNTED`, for those who
    keep such records. `owed` is what payees have not paid back yet of earlier invoices, in Rappen (KS 4.7).
    `held_open` are claims (municipality, period, contribution) that earlier runs hold and have not released.
    `reclaims` are those ever decided, `refusals` those that stand or were lifted (KS 4.7).
    """

    month: Month
    places: dict[int, Place]
    tariffs: dict[str, Dated[TariffEntry]]
    reports: Sequence[ReportRow]
    open_reports: dict[int, str] = field(default_factory=dict)
    recorded: Mapping[int, tuple[int, int, int, int]] = field(default_factory=dict)
    declared: frozenset[tuple[int, int]] = frozenset()
    statements: dict[int, Dated[Statement]] = field(default_factory=dict)
    findings: dict[int, Dated[Statement]] = field(default_factory=dict)
    leads: dict[int, Dated[Lead | None]] = field(default_factory=dict)
    population: dict[date, dict[int, Count]] = field(default_factory=dict)
    settled: Settled = ()
    owed: Mapping[int, int] = field(default_factory=dict)
    held_open: frozenset[tuple[int, str, str]] = frozenset()
    reclaims: Sequence[Reclaim] = ()
    refusals: Sequence[Refusal] = ()


@dataclass(frozen=True)
class Result:
    """The lines of the run and what it withholds."""

    lines: list[Line]
    withheld: list[Withholding]
