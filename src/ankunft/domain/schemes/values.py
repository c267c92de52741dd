"""What a scheme is made of, as plain values. Nothing here knows where they come from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ankunft.domain.questionnaires.values import OF_SCHEME, Questionnaire, Type
from ankunft.foundation.kernel.legal import LegalReference


class Cycle(StrEnum):
    """Which periods a scheme has."""

    HALF_YEAR = "half_year"
    YEAR = "year"


class Test(StrEnum):
    """What a condition of an entitlement rule asks on the first day of the period."""

    __test__ = False  # not one of pytest's

    ORGANISED = "organised"
    """KS 4.2: officer named and tasks organised, by the municipality or by its lead."""
    IN_ASSOCIATION = "in_association"
    """The municipality is the lead or a member of an association (KS 3.4.2)."""
    RESIDENTS_AT_LEAST = "residents_at_least"
    RESIDENTS_AT_MOST = "residents_at_most"
    FROM = "from"
    """The period begins on that day or later."""
    UNTIL = "until"
    """The period begins on that day or earlier."""
    DECLARED = "declared"
    """The form says yes in that field."""


class Condition(NamedTuple):
    """One condition of an entitlement rule; which of `limit`, `day` and `field` it has depends on what it asks."""

    test: str
    paragraph: str
    limit: int | None = None
    day: date | None = None
    field: str = ""


class Contribution(NamedTuple):
    """What a scheme pays for.

    `field` of the form gives the quantity; empty: one for each municipality. With `by_residents` the tariff has tiers.
    `least` and `most` are what the law says of the rate, in Rappen.
    """

    code: str
    label: str
    paragraph: str
    field: str = ""
    once: bool = False
    by_residents: bool = False
    least: int | None = None
    most: int | None = None


class Tariff:
    """Rates in Rappen by lower bounds of residents: each holds from its bound up to the next one.

    The first bound is zero, so that there is neither gap nor overlap. A flat rate is a tariff of one row. One without
    rows pays nothing.
    """

    __slots__ = ("_bounds", "rows")

    def __init__(self, rows: Iterable[tuple[int, int]] = ()) -> None:
        """ValueError unless the first bound is zero, every bound is above the one before, and no rate below zero."""
        self.rows = tuple((bound, rate) for bound, rate in rows)
        self._bounds = [bound for bound, _ in self.rows]
        if self._bounds and (self._bounds[0] != 0 or any(rate < 0 for _, rate in self.rows)):
            raise ValueError("the first bound is zero, and no rate is below zero")
        if any(bound >= following for bound, following in zip(self._bounds, self._bounds[1:], strict=False)):
            raise ValueError("every bound is above the one before")

    def at(self, residents: int) -> int | None:
        """The rate for so many residents; None where nothing is paid."""
        return self.rows[bisect_right(self._bounds, residents) - 1][1] if self.rows else None

    @property
    def is_flat(self) -> bool:
        """Whether residents make no difference."""
        return len(self.rows) < 2

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tariff) and self.rows == other.rows

    def __hash__(self) -> int:
        return hash(self.rows)


@dataclass(frozen=True, slots=True)
class DatedTariff:
    """A tariff of a contribution from `since` on, and the paragraph that says so."""

    since: date
    tariff: Tariff
    reference: LegalReference


@dataclass(frozen=True, slots=True)
class Scheme:
    """A definition of a scheme, for periods that begin on its day or later.

    `due_after` and `paid_after` count months from the first one of a period: at the end of the month so found the form
    is due, and the contributions are paid. Residents are those at 31.12. so many years before. `is_owed`: every
    municipality hands the form in, not only whoever applies.
    """

    key: str
    sign: str
    name: str
    valid_from: date
    act: str
    paragraph: str
    note: str
    cycle: str
    due_after: int
    paid_after: int
    residents_years_before: int
    is_owed: bool
    contributions: tuple[Contribution, ...]
    conditions: tuple[Condition, ...]
    form: Questionnaire

    @property
    def reference(self) -> LegalReference:
        """What the scheme rests on."""
        return LegalReference(self.act, self.paragraph, self.valid_from)

    def contribution(self, name: str) -> Contribution | None:
        """The contribution that lines call so; None if there is none."""
        return next((one for one in self.contributions if contribution_name(self.key, one.code) == name), None)

    @property
    def figures(self) -> dict[str, Type]:
        """The fields that the form must have, with their type: quantities, and what is declared."""
        fields = {one.field: Type.NUMBER for one in self.contributions if one.field}
        return fields | {one.field: Type.YES_NO for one in self.conditions if one.test == Test.DECLARED}


class Sheet(NamedTuple):
    """What a municipality said in an accepted form: numbers, and yes or no, by field."""

    municipality: int
    period: str
    number: int
    said: Mapping[str, int | bool]


class Residents(NamedTuple):
    """Residents of a municipality on a day, and whose figure it is."""

    people: int
    series: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule asks of a municipality for a period that begins on `day`.

    `unorganised` says why KS 4.2 is not fulfilled, empty if it is. `residents` is None where nobody is counted.
    """

    day: date
    unorganised: str
    in_association: bool
    counted_on: date
    residents: int | None
    said: Mapping[str, int | bool]


def contribution_name(scheme: str, code: str) -> str:
    """How lines, bookings and tariffs call a contribution: no two schemes share one."""
    return f"{scheme}.{code}"


def form_kind(scheme: str) -> str:
    """The kind of the scheme's questionnaire."""
    return f"{OF_SCHEME}{scheme}"
