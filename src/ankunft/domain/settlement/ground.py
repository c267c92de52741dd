"""What a calculation looks up again and again: prices, payees, entitlement, who exists and who declared itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ankunft.domain.reporting.rules import refusal
from ankunft.domain.territory.rules import payee_on, responsible_lead, roll_up, successor_on
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import HalfYear, Year

from .rules import Price, half_year_paid, payment_date, population_date, price
from .values import COUNTED, Count, Inputs, Refusal


class Ground:
    """The inputs of one calculation, with what was already found out from them."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.half_years = self._half_years()
        self._payment_date = payment_date(inputs.month)
        self._payees: dict[tuple[int, date], int] = {}
        self._existing: dict[date, list[int]] = {}
        # Of nearly all nobody ever said that they are not entitled.
        self._spoken_of = inputs.statements.keys() | inputs.findings.keys()
        self.contested = frozenset(reclaim.reference for reclaim in inputs.reclaims if reclaim.is_contested)
        self._refusals = {one[:3]: one for one in inputs.refusals if one.stands}
        self._lifted = {one[:3] for one in inputs.refusals if not one.stands}
        self._declared: defaultdict[int, set[int]] = defaultdict(set)
        for municipality, year in inputs.declared:
            self._declared[year].add(municipality)

    def price(self, contribution: str, first: date, last: date) -> Price:
        """What a unit rendered between these days is worth (KS 4.3.2)."""
        return price(self.inputs.tariffs.get(contribution) or Dated(), first, last)

    def prices_of(self, period: HalfYear) -> list[tuple[str, Price]]:
        """The price of each total of a half-year report, in the order of the totals."""
        return [(contribution, self.price(contribution, period.start, period.end)) for contribution in COUNTED]

    def refusal(self, municipality: int, day: date) -> str | None:
        """Why the municipality is not entitled on that day; None where it is, as is presumed (KS 4.2)."""
        if not self._spoken_of or (municipality not in self._spoken_of and municipality not in self.inputs.leads):
            return None
        lead = self._lead(municipality, day)
        return refusal(self.inputs.statements, self.inputs.findings, municipality, lead, day)

    def refused(self, municipality: int, period: str, contribution: str) -> Refusal | None:
        """The decision that keeps that claim back, if any (KS 4.7)."""
        if not self._refusals:
            return None
        found = self._refusals.get((municipality, period, contribution))
        return found or self._refusals.get((municipality, period, ""))

    def was_refused(self, municipality: int, period: str, contribution: str) -> bool:
        """Whether the claim was kept back by a decision that was lifted since: it is paid, however late (KS 4.7)."""
        return not self._lifted.isdisjoint({(municipality, period, contribution), (municipality, period, "")})

    def owing(self, payee: int) -> int:
        """Who owes on the payment date what `payee` was asked back: a merged municipality is followed."""
        return successor_on(self.inputs.places, payee, self._payment_date)

    def years_declared(self) -> list[Year]:
        """The years up to that of the payment month for which anybody declared itself."""
        return [Year(year) for year in sorted(self._declared) if year <= self.inputs.month.year]

    def declared(self, year: Year) -> set[int]:
        """Who declared itself for the year, or whose lead municipality, which fulfils the conditions, did (KS 4.2)."""
        own = self._declared.get(year.year, set())
        return own | {member for member in self.inputs.leads if self._lead(member, year.start) in own}

    def payee(self, municipality: int, day: date) -> int:
        """Who is paid for what was rendered on `day`: on the payment date it must still exist (KS 4.5.2)."""
        key = (municipality, day)
        if key not in self._payees:
            leads = self.inputs.leads.get(municipality)
            self._payees[key] = payee_on(self.inputs.places, leads, municipality, day, self._payment_date)
        return self._payees[key]

    def existing(self, day: date) -> list[int]:
        """The municipalities that exist on that day, by BFS number."""
        if day not in self._existing:
            places = sorted(self.inputs.places.values(), key=lambda place: place.bfs_number)
            self._existing[day] = [place.id for place in places if place.exists_on(day)]
        return self._existing[day]

    def population(self, year: Year) -> dict[int, dict[int, Count]]:
        """The figures that count for a year, gathered where each municipality belonged when it began (KS 4.3.2)."""
        return roll_up(self.inputs.places, self._figures(year), year.start)

    def foreign_residents(self, year: Year) -> dict[int, int]:
        """The sums of `population`, without what they are made of."""
        sums = {municipality: count.foreign_residents for municipality, count in self._figures(year).items()}
        for place in self.inputs.places.values():
            if place.valid_to is not None and place.ended_before(year.start) and place.id in sums:
                count = sums.pop(place.id)
                carrier = successor_on(self.inputs.places, place.id, year.start)
                sums[carrier] = sums.get(carrier, 0) + count
        return sums

    def _half_years(self) -> dict[str, HalfYear]:
        """The half-years whose reports count in this month, by the name of their period (KS 4.5.2)."""
        paid_now = half_year_paid(self.inputs.month)
        half_years = {period: HalfYear.parse(period) for period in {report[1] for report in self.inputs.reports}}
        return {period: half_year for period, half_year in half_years.items() if half_year <= paid_now}

    def _figures(self, year: Year) -> dict[int, Count]:
        return self.inputs.population.get(population_date(year), {})

    def _lead(self, municipality: int, day: date) -> int | None:
        leads = self.inputs.leads.get(municipality)
        return responsible_lead(self.inputs.places, leads, municipality, day) if leads is not None else None
