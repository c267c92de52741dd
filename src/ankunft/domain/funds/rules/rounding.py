"""Shown in larger units, and every sum on the page still adds up.

Rounding each figure on its own breaks sums: 0.4 + 0.4 + 0.4 is 1, and not 1.2. So balances are rounded first, half a
unit upwards; what lies between two balances is the difference of the rounded ones; and every sum hands its rounded
figure down to its parts by the largest remainder. No figure is ever a whole unit away from the exact one.
"""

from __future__ import annotations

from collections.abc import Sequence


def rounded(amount: int, unit: int) -> int:
    """How many units an amount (Rappen) is; half a unit goes up, below zero as well."""
    return (2 * amount + unit) // (2 * unit)


def shares(total: int, parts: Sequence[int], unit: int) -> list[int]:
    """Whole units for the parts (Rappen) that add up to `total` units.

    Each part gets its units rounded down; what is left of `total` goes to the largest remainders, the first of equal
    ones first. ValueError where `total` is not the sum of the parts, rounded down or up: no shares would be honest.
    """
    exact = sum(parts)
    if not exact // unit <= total <= -(-exact // unit):
        raise ValueError(f"{total} units of {unit} are not the sum of {exact}")
    units = [part // unit for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda index: (-(parts[index] % unit), index))
    for index in by_remainder[: total - sum(units)]:
        units[index] += 1
    return units


def in_units(units: int, places: int) -> str:
    """`-0.56`: a count of units of which `10 ** places` make one, for files and JSON."""
    whole, part = divmod(abs(units), 10**places)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"
