"""Gathers what a payment month of a scheme rests on, in a fixed number of queries."""

from __future__ import annotations

from datetime import date

from ankunft.domain.reporting import readings as reporting
from ankunft.domain.reporting.entitled import statement_series
from ankunft.domain.schemes import readings as schemes
from ankunft.domain.schemes.rules import period_of, periods_paid
from ankunft.domain.schemes.values import Scheme, Sheet
from ankunft.domain.territory import readings as territory
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import Month, Year

from .inputs import declared_statements, held_open, owed_by_payee, settled_elsewhere
from .rules import population_date_before
from .scheme_values import SchemeInputs


def gather_scheme(key: str, month: Month) -> SchemeInputs:
    """Everything as known now that decides what the payment month owes."""
    # Read first: whatever is released while the rest is read, this is then too old, and the release says so.
    settled = settled_elsewhere(month, key)
    definitions, places, sheets = schemes.definitions(key), territory.places(), schemes.accepted_sheets(key)
    due = [str(period) for period in periods_paid(definitions, month)]
    return SchemeInputs(
        month=month,
        definitions=definitions,
        places=places,
        tariffs=schemes.tariffs(key),
        sheets=sheets,
        open_sheets=schemes.open_states(key, due),
        statements=declared_statements(reporting.declarations(until=Year(month.year))),
        findings=statement_series(territory.entitlement_statements()),
        leads=territory.lead_series(),
        residents=schemes.residents(_days_counted(definitions, sheets)),
        settled=settled,
        owed=owed_by_payee(places, month, key),
        held_open=held_open(month, key),
    )


def _days_counted(definitions: Dated[Scheme], sheets: list[Sheet]) -> set[date]:
    """On which days residents are counted for the forms that there are."""
    days = set()
    for text in {sheet.period for sheet in sheets}:
        start = period_of(definitions.spans()[0].value.cycle, text).start
        scheme = definitions.at(start)
        if scheme is not None:
            days.add(population_date_before(start, scheme.residents_years_before))
    return days
