"""Runs as tables for pages: one row per municipality, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from ankunft.domain.territory.readings import places
from ankunft.domain.territory.rules import successor_on
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month

from .bookings import rules_at
from .explain import booked, explained_of
from .models import START_INTEGRATION, BookingRule, Contribution, Line, Run
from .rules import payment_date
from .selectors import lines_of, withheld_of
from .states import RELEASED

INTERVIEWS = frozenset({Contribution.FIRST_INFORMATION_INTERVIEW, Contribution.INTEGRATION_INTERVIEW})
INTERPRETING = frozenset({Contribution.FIRST_INFORMATION_INTERPRETING, Contribution.INTEGRATION_INTERPRETING})

# From which deviation against the run a year before a row is worth a second look.
NOTABLE_DEVIATION = 25


@dataclass
class Row:
    """What one municipality gets from a run. Amounts in Rappen; each belongs to one of the five kinds only."""

    bfs_number: int
    name: str
    payee: str = ""
    interviews: int = 0
    interpreting: int = 0
    base: int = 0
    corrections: int = 0
    reclaims: int = 0
    total: int = 0
    year_before: int | None = None
    withheld_reason: str = ""

    @property
    def is_withheld(self) -> bool:
        return bool(self.withheld_reason)

    @property
    def has_correction(self) -> bool:
        return self.corrections != 0

    @property
    def has_reclaim(self) -> bool:
        return self.reclaims != 0

    @property
    def deviation(self) -> int | None:
        """Per cent against the same month a year before; None where there is nothing to compare with."""
        if not self.year_before:
            return None
        return round((self.total - self.year_before) * 100 / self.year_before)

    @property
    def deviates(self) -> bool:
        return self.deviation is not None and abs(self.deviation) > NOTABLE_DEVIATION


def rows_of(run: Run) -> list[Row]:
    """One row per municipality that gets something, owes something or has something withheld, by name."""
    rows: dict[int, Row] = {}
    before = _year_before(run)
    for line in lines_of(run).defer("explanation"):
        row = rows.get(line.municipality_id)
        if row is None:
            row = rows[line.municipality_id] = Row(line.municipality.bfs_number, line.municipality.name)
            row.year_before = before.get(line.municipality_id)
        _add(row, line)
    for held in withheld_of(run):
        row = rows.setdefault(held.municipality_id, Row(held.municipality.bfs_number, held.municipality.name))
        row.withheld_reason = held.get_reason_display()
    return sorted(rows.values(), key=lambda row: row.name)


def rules_of(run: Run, lines: Iterable[Line]) -> dict[str, BookingRule]:
    """Where the contributions of these lines are booked, as far as accounts are entered."""
    return rules_at(payment_date(run.month), {line.contribution for line in lines})


def derivation_of(lines: Iterable[Line], name: str, rules: Mapping[str, BookingRule] | None = None) -> Explained:
    """The lines of one municipality as one derivation: the total with every line below it.

    With `rules` each line says to which accounts and which fund it is booked.
    """
    order = {str(contribution): position for position, contribution in enumerate(Contribution)}
    ordered = sorted(
        lines, key=lambda line: (line.period, order.get(line.contribution, len(order)), line.contribution, line.rate)
    )
    children = tuple(
        explained_of(line) if rules is None else booked(explained_of(line), rules.get(line.contribution))
        for line in ordered
    )
    total = Money.sum(child.amount for child in children if child.amount is not None)
    return Explained(name, amount=total, children=children)


def _add(row: Row, line: Line) -> None:
    row.total += line.amount
    if line.payee_id != line.municipality_id:
        row.payee = line.payee.name
    if line.contribution == Contribution.RECLAIM:
        row.reclaims += line.amount
    elif line.is_correction:
        row.corrections += line.amount
    elif line.contribution in INTERVIEWS:
        row.interviews += line.amount
    elif line.contribution in INTERPRETING:
        row.interpreting += line.amount
    else:
        row.base += line.amount


def _year_before(run: Run) -> dict[int, int]:
    """What each municipality got in the same month a year before, in Rappen."""
    month = run.month
    amounts: dict[int, int] = {}
    rows = Line.objects.filter(run__scheme=run.scheme, run__payment_month=f"{month.year - 1}-{month.month:02d}")
    for municipality, amount in rows.order_by().values_list("municipality_id", "amount"):
        amounts[municipality] = amounts.get(municipality, 0) + amount
    return amounts


def years_paid() -> list[int]:
    """The years in which runs of start.integration were released, latest first."""
    months = Run.objects.filter(scheme=START_INTEGRATION, state=RELEASED).values_list("payment_month", flat=True)
    return sorted({Month.parse(month).year for month in months}, reverse=True)


def paid_in(year: int, day: date) -> dict[int, int]:
    """What a year's runs of start.integration released, by BFS number in Rappen; of a merged one at its successor."""
    known = places()
    amounts = dict.fromkeys((place.bfs_number for place in known.values() if place.exists_on(day)), 0)
    rows = (
        Line.objects.filter(
            run__scheme=START_INTEGRATION, run__state=RELEASED, run__payment_month__startswith=f"{year}-"
        )
        .order_by()
        .values_list("municipality_id")
        .annotate(paid=Sum("amount"))
    )
    for municipality, paid in rows:
        heir = known[successor_on(known, municipality, day)].bfs_number
        amounts[heir] = amounts.get(heir, 0) + int(paid)
    return amounts


def released_amounts(lines: QuerySet[Line], municipality_id: int) -> list[tuple[Run, int]]:
    """What one municipality got from each released run that `lines` show, latest first: the run and Rappen."""
    rows = (
        lines.filter(municipality_id=municipality_id, run__state=RELEASED)
        .order_by("-run__payment_month", "run__sign")
        .values_list("run__payment_month", "run_id")
        .annotate(paid=Sum("amount"))
    )
    paid_by = {run: int(paid) for _month, run, paid in rows}
    runs = Run.objects.in_bulk(paid_by)
    return [(runs[run], paid) for run, paid in paid_by.items()]
