"""The law of the contributions, as pure functions over plain values. Source: KRS-GEF-2017/01 (KS), state 01.01.2024."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import HalfYear, Month, Year

MARCH, SEPTEMBER, DECEMBER = 3, 9, 12
SATURDAY = 5

# The first half-year of the programme is 2017-H1 (KS 4.3.1: "seit 2017"), paid in September (KS 4.5.2).
FIRST_MONTH = Month(2017, SEPTEMBER)


@dataclass(frozen=True, slots=True)
class TariffEntry:
    """What one unit is worth from a date on.

    `rate` None with `subsidised` true: paid for, but the tariff of that time is in no document.
    `rate` None with `subsidised` false: not, or no longer, paid for.
    """

    rate: Money | None
    subsidised: bool
    reference: LegalReference
    note: str = ""


@dataclass(frozen=True, slots=True)
class Priced:
    """A tariff is in force: the rate, since when, and the paragraph."""

    rate: Money
    since: date
    reference: LegalReference


@dataclass(frozen=True, slots=True)
class NotSubsidised:
    """The contribution is not paid in that period: nothing is owed, and nothing is missing."""


@dataclass(frozen=True, slots=True)
class NoTariff:
    """The contribution is paid, but no tariff can be named for that period: nothing is invented."""

    reason: str


Price = Priced | NotSubsidised | NoTariff


def is_payment_month(month: Month) -> bool:
    """Contributions are paid at the end of March and of September (KS 4.5.2)."""
    return month.month in (MARCH, SEPTEMBER)


def payment_date(month: Month) -> date:
    """The last day of the payment month (KS 4.5.2: "per Ende März und Ende September")."""
    return month.end


def bank_day(day: date) -> bool:
    """Whether Swiss banks book on that day, as far as it matters at the ends of March and September.

    Not on weekends, Good Friday and Easter Monday (calendar of Swiss Interbank Clearing).
    """
    sunday = easter(day.year)
    return day.weekday() < SATURDAY and day not in (sunday - timedelta(days=2), sunday + timedelta(days=1))


def pay_on(month: Month, released_on: date) -> date:
    """The day on which the bank is to pay: the last bank day of the payment month (KS 4.5.2: "per Ende").

    What is released later is paid on the next bank day.
    """
    latest = payment_date(month)
    while not bank_day(latest):
        latest -= timedelta(days=1)
    return next_bank_day(max(latest, released_on))


def accounts_day(month: Month, day: date) -> date:
    """The day whose accounts are paid if the run is released on `day`: when the bank really pays.

    The payment date (KS 4.5.2), or what comes after it where the release is late.
    """
    return max(payment_date(month), pay_on(month, day))


def next_bank_day(day: date) -> date:
    """That day, or the first one after it on which banks pay."""
    while not bank_day(day):
        day += timedelta(days=1)
    return day


def reference_of(origin: str) -> str:
    """How the payment of an order is called at the bank: `P-3/1` is `P-3-1`, since not every bank takes a slash."""
    return origin.replace("/", "-")


def numbered(reference: str, number: int) -> str:
    """What is paid for the first time has the plain reference, what is paid again a number behind it."""
    return reference if number == 1 else f"{reference}-{number}"


def month_in_preparation(day: date) -> Month:
    """The payment month whose reports are due by that day: March from February, September from August (KS 5.2)."""
    if day.month == 1:
        return Month(day.year - 1, SEPTEMBER)
    return Month(day.year, MARCH if day.month < 8 else SEPTEMBER)


def half_year_paid(month: Month) -> HalfYear:
    """The half-year whose case and interpreting rates fall due in the payment month: the one just ended (KS 4.5.2)."""
    return HalfYear(month.year - 1, 2) if month.month == MARCH else HalfYear(month.year, 1)


def base_year_paid(month: Month) -> Year | None:
    """The year whose base contribution falls due: in March that of the current year, in September none (KS 4.5.2)."""
    return Year(month.year) if month.month == MARCH else None


def population_date(year: Year) -> date:
    """The base contribution counts foreign residents at 31.12. two years before (KS 4.3.2)."""
    return population_date_before(year.start, 2)


def population_date_before(day: date, years: int) -> date:
    """31.12. of so many years before the year of that day: what a scheme of its own counts residents on."""
    return date(day.year - years, 12, 31)


def price(tariffs: Dated[TariffEntry], first: date, last: date) -> Price:
    """What a unit rendered between `first` and `last` is worth (KS 4.3.1, 4.3.2).

    The tariff of the time counts, not that of the payment. Where it changes within the days, totals
    cannot be valued: that is said, not guessed.
    """
    if not tariffs:
        return NoTariff("es ist kein Tarif erfasst")
    entry = tariffs.at(last)
    since = tariffs.since(last)
    if not tariffs.is_constant(first, last):
        return NoTariff("der Tarif wechselt innerhalb der Periode")
    if entry is None or since is None or not entry.subsidised:
        return NotSubsidised()
    if entry.rate is None:
        return NoTariff(entry.note or "der Tarif dieser Zeit steht in keinem Dokument")
    return Priced(entry.rate, since, entry.reference)


def difference(entitled: Mapping[int, int], settled: Mapping[int, int]) -> dict[int, int]:
    """Entitlement as known now, less what is already settled, as quantity by rate in Rappen.

    What was settled at another rate is taken back at that rate and granted at the present one, so that
    every line remains quantity × rate and their sum is exactly the difference in francs.
    """
    result: dict[int, int] = {}
    for rate in sorted({*entitled, *settled}) if settled else sorted(entitled):
        quantity = entitled.get(rate, 0) - settled.get(rate, 0)
        if quantity and rate:
            result[rate] = quantity
    return result


def in_rappen(quantities: Mapping[int, int]) -> int:
    """The amount of quantities by rate."""
    return sum(quantity * rate for rate, quantity in quantities.items()) if quantities else 0


@dataclass(frozen=True, slots=True)
class Balance:
    """What a payee gets or owes, in Rappen: exactly one of payment and invoice can be above zero."""

    credit: int
    reclaimed: int
    carried: int
    payment: int
    invoice: int


def balance(credit: int, reclaimed: int, owed: int = 0) -> Balance:
    """Net what is owed to a payee with what is taken back from it, then with what it still owes of before (Rappen).

    Reclaims are netted with the next payments; what exceeds the credit is to be paid back within 30 days
    of the invoice (KS 4.7). What is left of such an invoice is `owed`: as much of it is `carried` as there is to pay.
    """
    net = credit - reclaimed
    carried = min(max(net, 0), owed)
    return Balance(credit, reclaimed, carried, max(net, 0) - carried, max(-net, 0))
