"""What the calculation of a scheme looks up: who exists, who is paid, what holds of each, what a unit is worth."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ankunft.domain.reporting.rules import refusal
from ankunft.domain.schemes.rules import Period, Use, is_outside, payment_month, period_of, periods_paid, reporting_day
from ankunft.domain.schemes.values import Contribution, DatedTariff, Facts, Residents, Scheme, Sheet, contribution_name
from ankunft.domain.territory.rules import payee_on, responsible_lead, roll_up, successor_on
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.money import Money

from .rules import NoTariff, Price, Priced, TariffEntry, payment_date, population_date_before, price
from .scheme_values import SchemeInputs


class SchemeGround:
    """The inputs of one calculation, with what was already found out from them."""

    def __init__(self, inputs: SchemeInputs) -> None:
        self.inputs = inputs
        self.due = periods_paid(inputs.definitions, inputs.month)
        self._cycle = inputs.definitions.spans()[0].value.cycle
        self._payment_date = payment_date(inputs.month)
        self._residents: dict[tuple[date, date], dict[int, dict[int, Residents]]] = {}
        self._settled: defaultdict[tuple[int, str], dict[str, dict[int, int]]] = defaultdict(dict)
        for municipality, period, contribution, rate, quantity in inputs.settled:
            self._settled[municipality, period].setdefault(contribution, {})[rate] = quantity

    def period(self, text: str) -> tuple[Scheme, Period] | None:
        """The period with the definition in force when it begins; None where that is paid later than this month."""
        period = period_of(self._cycle, text)
        scheme = self.inputs.definitions.at(period.start)
        if scheme is None or payment_month(scheme, period) > self.inputs.month:
            return None
        return scheme, period

    def settled(self, municipality: int, period: str) -> dict[str, dict[int, int]]:
        """What other runs hold, by contribution: quantity by rate."""
        return self._settled.get((municipality, period), {})

    def settled_pairs(self) -> set[tuple[int, str]]:
        """Of which municipality and period other runs hold something."""
        return set(self._settled)

    def settled_uses(self, heir: int, contribution: str) -> list[Use]:
        """What other runs settled of the contribution to a municipality and to those that were merged into it."""
        return [
            self.use(one, period)
            for (one, period), held in self._settled.items()
            if contribution in held and self.heir(one) == heir
        ]

    def use(self, municipality: int, period: str) -> Use:
        """What a municipality gets for a period, which need not fall due by this month."""
        return Use.of(period_of(self._cycle, period), municipality)

    def heir(self, municipality: int) -> int:
        """Who carries the municipality after every merger that is known."""
        return successor_on(self.inputs.places, municipality, date.max)

    def reporting(self, period: Period) -> list[int]:
        """Who hands in the form of a period: whoever exists when a half-year ends, or when a year begins; by number."""
        places = sorted(self.inputs.places.values(), key=lambda place: place.bfs_number)
        return [place.id for place in places if place.exists_on(reporting_day(period))]

    def payee(self, municipality: int, period: Period) -> int:
        """Who is paid, as agreed for the last day of a half-year or the first of a year (KS 4.5.2)."""
        leads = self.inputs.leads.get(municipality)
        return payee_on(self.inputs.places, leads, municipality, reporting_day(period), self._payment_date)

    def facts(self, scheme: Scheme, sheet: Sheet, period: Period) -> Facts:
        """What the entitlement rule asks of the municipality when the period begins."""
        day, places = period.start, self.inputs.places
        leads = self.inputs.leads.get(sheet.municipality)
        lead = responsible_lead(places, leads, sheet.municipality, day)
        residents = self.residents(scheme, sheet.municipality, period)
        return Facts(
            day=day,
            unorganised=refusal(self.inputs.statements, self.inputs.findings, sheet.municipality, lead, day) or "",
            in_association=lead is not None or self._leads(sheet.municipality, day),
            counted_on=population_date_before(period.start, scheme.residents_years_before),
            residents=sum(one.people for one in residents.values()) if residents else None,
            said=sheet.said,
        )

    def residents(self, scheme: Scheme, municipality: int, period: Period) -> dict[int, Residents]:
        """The figures that count, of the municipality and of whoever was merged into it by the beginning."""
        counted_on = population_date_before(period.start, scheme.residents_years_before)
        key = (counted_on, period.start)
        if key not in self._residents:
            figures = self.inputs.residents.get(counted_on, {})
            self._residents[key] = roll_up(self.inputs.places, figures, period.start)
        return self._residents[key].get(municipality, {})

    def price(self, scheme: Scheme, one: Contribution, period: Period, residents: int) -> Price:
        """What a unit of the period is worth for so many residents, by the same rule as everywhere (KS 4.3.2).

        A rate that was confirmed before a definition gave other limits pays nothing of the periods of that one.
        """
        series = self.inputs.tariffs.get(contribution_name(scheme.key, one.code)) or Dated()
        entries = Dated((span.start, _entry(span.value, residents)) for span in series.spans())
        if entries and entries.at(period.end) is None:
            return NoTariff("der erste Tarif gilt erst später")
        found = price(entries, period.start, period.end)
        if isinstance(found, Priced) and is_outside(one, found.rate.rappen):
            return NoTariff(f"{found.rate} liegt ausserhalb dessen, was {one.paragraph} zulässt")
        return found

    def _leads(self, municipality: int, day: date) -> bool:
        places, leads = self.inputs.places, self.inputs.leads
        return any(responsible_lead(places, series, member, day) == municipality for member, series in leads.items())


def quantity_of(one: Contribution, sheet: Sheet) -> int:
    """How many units the form says; a contribution without a field is one for each municipality."""
    return int(sheet.said.get(one.field, 0)) if one.field else 1


def _entry(tariff: DatedTariff, residents: int) -> TariffEntry:
    rate = tariff.tariff.at(residents)
    return TariffEntry(None if rate is None else Money(rate), rate is not None, tariff.reference)
