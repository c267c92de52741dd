"""Amounts in pictures: rounded to the unit that fits the largest of them. The table beside a picture is exact.

Each figure is rounded on its own, half away from zero, and the note below the picture says so: a sum of rounded
figures may differ in the last place, what stands in the table does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Unit:
    """In what a picture counts: so many Rappen, shown with so many decimals."""

    rappen: int
    places: int
    name: str | Promise

    def figure(self, rappen: int, places: int | None = None) -> str:
        """`8.43`, `−0.56`, `1'250`: the amount in this unit, without the unit."""
        digits = self.places if places is None else places
        scaled = _divided(abs(rappen) * 10**digits, self.rappen)
        whole, rest = divmod(scaled, 10**digits)
        sign = "−" if rappen < 0 and scaled else ""
        return f"{sign}{whole:,}".replace(",", "'") + (f".{rest:0{digits}d}" if digits else "")

    def signed(self, rappen: int) -> str:
        """The same with a plus for what comes in."""
        return f"+{self.figure(rappen)}" if rappen > 0 else self.figure(rappen)


MILLION = Unit(100_000_000, 2, gettext_lazy("CHF Mio."))
THOUSAND = Unit(100_000, 1, gettext_lazy("CHF Tausend"))
FRANC = Unit(100, 0, "CHF")


def unit_for(amounts: Iterable[int]) -> Unit:
    """Million from one million francs on, thousand from ten thousand on, francs below."""
    largest = max((abs(amount) for amount in amounts), default=0)
    if largest >= MILLION.rappen:
        return MILLION
    return THOUSAND if largest >= 10 * THOUSAND.rappen else FRANC


def in_words(rappen: int, unit: Unit | None = None) -> str:
    """For a sentence: `CHF 8.43 Mio.` from one million on, whole francs below.

    Beside figures in million (`unit`), a tenth of a million is told in million as well.
    """
    if abs(rappen) * (10 if unit is MILLION else 1) >= MILLION.rappen:
        text = _("CHF %(figure)s Mio.") % {"figure": MILLION.figure(rappen)}
    else:
        text = f"CHF {FRANC.figure(rappen)}"
    return text.replace(" ", NBSP)


def _divided(dividend: int, divisor: int) -> int:
    """A quotient of whole numbers that are not negative, halves rounded up."""
    return (2 * dividend + divisor) // (2 * divisor)
