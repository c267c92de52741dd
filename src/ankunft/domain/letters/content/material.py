"""What the letters of an occasion are written from: read once for all recipients, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ankunft.domain.schemes.readings import definitions
from ankunft.domain.settlement.models import (
    START_INTEGRATION,
    Line,
    PayeeBalance,
    Payment,
    PaymentFile,
    Run,
    Tariff,
    Withheld,
)
from ankunft.domain.settlement.states import RELEASED
from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.models import Municipality

from .base import Basis


@dataclass(frozen=True)
class RunMaterial:
    """A released run by payee: its balance, its lines (with those of members), its payment, and what is withheld.

    `basis` is the scheme by which it pays.
    """

    run: Run
    basis: Basis
    balances: Mapping[int, PayeeBalance]
    lines: Mapping[int, Sequence[Line]]
    payments: Mapping[int, Payment]
    withheld: Mapping[int, Sequence[Withheld]]
    file: PaymentFile | None
    addresses: Mapping[int, list[str]]


@dataclass(frozen=True)
class YearMaterial:
    """All released runs of a year by payee, and the tariffs."""

    year: int
    places: Mapping[int, Municipality]
    lines: Mapping[int, Sequence[Line]]
    tariffs: Sequence[Tariff]
    addresses: Mapping[int, list[str]]


def of_run(run: Run, day: date) -> RunMaterial:
    """Eight queries, of another scheme than start.integration nine. `day` is that of the letters, and of addresses."""
    balances = {row.municipality_id: row for row in PayeeBalance.objects.filter(run=run).select_related("municipality")}
    lines = by_payee(_lines().filter(run=run))
    payees_of = {line.municipality_id: line.payee_id for rows in lines.values() for line in rows}
    withheld: dict[int, list[Withheld]] = defaultdict(list)
    for row in Withheld.objects.filter(run=run).select_related("municipality").order_by("municipality__name", "period"):
        withheld[payees_of.get(row.municipality_id, row.municipality_id)].append(row)
    return RunMaterial(
        run,
        basis_of(run),
        balances,
        lines,
        {payment.payee_id: payment for payment in Payment.objects.filter(run=run, number=1)},
        withheld,
        PaymentFile.objects.filter(run=run, number=1).first(),
        territory.postal_lines_on(balances.keys(), day),
    )


def basis_of(run: Run) -> Basis:
    """What the scheme of the run is called in letters, and what it rests on in the month of the run."""
    if run.scheme == START_INTEGRATION:
        return Basis(START_INTEGRATION)
    definition = definitions(run.scheme).at(run.month.end)
    return Basis(run.title, str(definition.reference) if definition else run.title)


def of_year(year: int, day: date) -> YearMaterial:
    """What was released in the payment months of that year."""
    released = Run.objects.filter(scheme=START_INTEGRATION, state=RELEASED, payment_month__startswith=f"{year}-")
    lines = by_payee(_lines().filter(run__in=released).select_related("run"))
    places = {place.pk: place for place in Municipality.objects.filter(pk__in=lines)}
    tariffs = list(Tariff.objects.order_by("contribution", "valid_from"))
    return YearMaterial(year, places, lines, tariffs, territory.postal_lines_on(places.keys(), day))


def by_payee(lines: Iterable[Line]) -> dict[int, list[Line]]:
    """Lines by who gets (or owes) them."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.payee_id].append(line)
    return found


def recipient(place: Municipality, addresses: Mapping[int, list[str]], functions: Collection[str] = ()) -> list[str]:
    """To whom the letter is addressed: no names, whoever holds the function reads it."""
    return [f"Gemeinde {place.name}", *functions, *addresses.get(place.pk, [])]


def _lines() -> QuerySet[Line]:
    return Line.objects.select_related("municipality").order_by(
        "run__payment_month", "municipality__name", "period", "contribution", "rate"
    )
