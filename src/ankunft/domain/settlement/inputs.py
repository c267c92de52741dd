"""Gathers what a payment month rests on: a fixed number of queries, whatever the number of municipalities."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import BigIntegerField, Sum
from django.db.models.functions import Cast

from ankunft.domain.interviews.counts import counted
from ankunft.domain.reporting import readings as reporting
from ankunft.domain.reporting.entitled import statement_series
from ankunft.domain.reporting.rules import Statement
from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.rules import Places, successor_on
from ankunft.foundation.bulk import fetch_rows
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month, Year

from .explanations import concerned
from .models import OWED, START_INTEGRATION, Invoice, Line, Tariff
from .models import Reclaim as ReclaimRecord
from .models import Refusal as RefusalRecord
from .models.refusals import REFUSAL_PREFIX
from .rules import TariffEntry, half_year_paid, payment_date, population_date
from .ruling_states import CONTESTED, LIFTED
from .states import RELEASED
from .values import Count, Inputs, Reclaim, Refusal, Settled


def gather(month: Month) -> Inputs:
    """Everything as known now that decides what the payment month owes."""
    # Read first: whatever is released while the rest is read, this is then too old, and the release says so.
    settled = settled_elsewhere(month)
    half_year = half_year_paid(month)
    places = territory.places()
    declarations = reporting.declarations(until=Year(month.year))
    declared = frozenset(row[:2] for row in declarations)
    return Inputs(
        month=month,
        places=places,
        tariffs=tariff_series(),
        reports=reporting.accepted_reports(until=half_year),
        open_reports=reporting.open_states(half_year),
        recorded=counted(str(half_year)),
        declared=declared,
        statements=declared_statements(declarations),
        findings=statement_series(territory.entitlement_statements()),
        leads=territory.lead_series(),
        population=_population(sorted({population_date(Year(year)) for _, year in declared})),
        settled=settled,
        owed=owed_by_payee(places, month),
        held_open=held_open(month),
        reclaims=reclaims(),
        refusals=refusals(),
    )


def tariff_series() -> dict[str, Dated[TariffEntry]]:
    """Every contribution's tariffs as a dated series."""
    rows = Tariff.objects.order_by("contribution").values_list(
        "contribution", "valid_from", "rate", "subsidised", "act", "paragraph", "note"
    )
    return {
        contribution: Dated(
            (
                valid_from,
                TariffEntry(
                    None if rate is None else Money(rate), subsidised, LegalReference(act, paragraph, valid_from), note
                ),
            )
            for _, valid_from, rate, subsidised, act, paragraph, note in entries
        )
        for contribution, entries in groupby(rows, key=itemgetter(0))
    }


def settled_elsewhere(month: Month, scheme: str = START_INTEGRATION) -> Settled:
    """What released runs of the scheme hold of each claim."""
    return fetch_rows(
        Line.objects.filter(run__state=RELEASED, run__scheme=scheme)
        .exclude(run__payment_month=str(month))
        .order_by()
        .values_list("municipality_id", "period", "contribution", "rate")
        .annotate(held=Cast(Sum("quantity"), BigIntegerField()))
        .exclude(held=0)
    )


def owed_by_payee(places: Places, month: Month, scheme: str = START_INTEGRATION) -> dict[int, int]:
    """What is left of earlier invoices of the scheme, by the one that carries it on the payment date, in Rappen."""
    day = payment_date(month)
    owed: dict[int, int] = {}
    invoices = Invoice.objects.filter(state__in=OWED, run__scheme=scheme).order_by()
    for payee, left in fetch_rows(invoices.values_list("payee_id", "open")):
        carrier = successor_on(places, payee, day)
        owed[carrier] = owed.get(carrier, 0) + left
    return owed


def held_open(month: Month, scheme: str = START_INTEGRATION) -> frozenset[tuple[int, str, str]]:
    """The claims that the scheme's runs of earlier months hold and have not released yet: they are theirs to pay."""
    rows = (
        Line.objects.filter(run__payment_month__lt=str(month), run__scheme=scheme)
        .exclude(run__state=RELEASED)
        .order_by()
        .values_list("municipality_id", "period", "contribution")
    )
    return frozenset(fetch_rows(rows))


def reclaims() -> list[Reclaim]:
    """Every reclaim that was ever decided: those lifted since are worth nothing (KS 4.7)."""
    rows = ReclaimRecord.objects.filter(decided_on__isnull=False).order_by()
    return [
        Reclaim(
            municipality,
            payee,
            f"{prefix}{key}",
            0 if state == LIFTED else amount,
            state == CONTESTED,
            paragraph,
            reason,
            concerned(period, contribution),
            decided_on,
        )
        for prefix, key, municipality, payee, amount, state, paragraph, reason, period, contribution, decided_on in (
            rows.values_list(
                "prefix",
                "id",
                "municipality_id",
                "payee_id",
                "amount",
                "state",
                "paragraph",
                "reason",
                "period",
                "contribution",
                "decided_on",
            )
        )
        if decided_on
    ]


def refusals() -> list[Refusal]:
    """Every refusal that was ever decided; one that is contested stands until that is decided (KS 4.7)."""
    rows = RefusalRecord.objects.filter(decided_on__isnull=False).order_by()
    return [
        Refusal(municipality, period, contribution, f"{REFUSAL_PREFIX}{key}", reason, state != LIFTED)
        for key, municipality, period, contribution, reason, state in rows.values_list(
            "id", "municipality_id", "period", "contribution", "reason", "state"
        )
    ]


def declared_statements(declarations: list[tuple[Any, ...]]) -> dict[int, Dated[Statement]]:
    """What municipalities declared that ever declared a no; of the others a yes is presumed anyway (KS 4.2)."""
    doubtful = {municipality for municipality, _, named, organised, _ in declarations if not (named and organised)}
    return statement_series(reporting.entitlement_statements(row for row in declarations if row[0] in doubtful))


def _population(days: list[date]) -> dict[date, dict[int, Count]]:
    """Foreign residents on the reference dates, each from the series chosen for that date (KS 4.3.2)."""
    population: dict[date, dict[int, Count]] = {}
    for day, municipality, foreign_residents, series, number in territory.chosen_population(days):
        population.setdefault(day, {})[municipality] = Count(foreign_residents, series, number)
    return population
