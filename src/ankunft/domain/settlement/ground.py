"""What a calculation looks up again and again: prices, payees, entitlement, who exists and who declared itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ankunft.domain.territory.rules import payee_on, responsible_lead, roll_up
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import HalfYear, Year

from .rules import Price, payment_date, population_date, price
from .values import COUNTED, Count, Inputs


class Ground:
    """The inputs of one calculation, with what was already found out from them."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self._payment_date = payment_date(inputs.month)
        self._payees: dict[tuple[int, date], int] = {}

    def price(self, contribution: str, first: date, last: date) -> Price:
        """What a unit rendered between these days is worth (KS 4.3.2)."""
        return price(self.inputs.tariffs.get(contribution) or Dated(), first, last)

    def prices_of(self, period: HalfYear) -> list[tuple[str, Price]]:
        """The price of each total of a half-year report, in the order of the totals."""
        return [(contribution, self.price(contribution, period.start, period.end)) for contribution in COUNTED]

    def refusal(self, municipality: int, day: date) -> str | None:
        """Why the municipality is not entitled on that day; None where it is, as is presumed (KS 4.2).

        Where there is a lead municipality, the conditions are its to fulfil.
        """
        if not self.inputs.statements:
            return None
        for holder in (municipality, self._lead(municipality, day)):
            statements = self.inputs.statements.get(holder) if holder is not None else None
            statement = statements.at(day) if statements is not None else None
            if statement is not None and not statement.entitled:
                return statement.reason
        return None

    def has_declared(self, municipality: int, year: Year) -> bool:
        """Its own declaration, or that of its lead municipality, which fulfils the conditions for it (KS 4.2)."""
        if (municipality, year.year) in self.inputs.declared:
            return True
        lead = self._lead(municipality, year.start)
        return lead is not None and (lead, year.year) in self.inputs.declared

    def payee(self, municipality: int, day: date) -> int:
        """Who is paid for what was rendered on `day`: on the payment date it must still exist (KS 4.5.2)."""
        key = (municipality, day)
        if key not in self._payees:
            leads = self.inputs.leads.get(municipality)
            self._payees[key] = payee_on(self.inputs.places, leads, municipality, day, self._payment_date)
        return self._payees[key]

    def existing(self, day: date) -> Iterator[int]:
        """The municipalities that exist on that day."""
        return (key for key, place in self.inputs.places.items() if place.exists_on(day))

    def population(self, year: Year) -> dict[int, dict[int, Count]]:
        """The figures that count for a year, gathered where each municipality belonged when it began (KS 4.3.2)."""
        return roll_up(self.inputs.places, self.inputs.population.get(population_date(year), {}), year.start)

    def _lead(self, municipality: int, day: date) -> int | None:
        leads = self.inputs.leads.get(municipality)
        return responsible_lead(self.inputs.places, leads, municipality, day) if leads is not None else None
