"""What a funding source may bear, what it gets per half-year and what it demands: pure functions. Amounts in Rappen.

Sources: Art. 58 AIG and Art. 15 and 16 VIntA for what the federation pays, RRB 2023/2057 (FP) and RRB 2023/1268 for the
lump sum of KIP 2. What is stored with a tranche or an assignment is fixed German text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import HalfYear

LUMP_SUM = "Art. 58 Abs. 2 AIG, Art. 15 VIntA"
"""What the federation pays once for every person who is admitted or recognised, indexed every year."""
CREDIT = "Art. 58 Abs. 3 AIG, Art. 16 VIntA"
"""What the federation gives if canton and municipalities spend at least as much."""
REDUCTION = "Art. 58 Abs. 2bis AIG, Art. 15 VIntA"
"""What was paid for a person by programme S is taken off the lump sum for that person."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a source from `valid_from` until the next terms do (FP 1, 2.3).

    `purposes` and `groups` are the earmark, None where there is none; `first_year` and `last_year` are the years in
    which it may bear expenditure, None where no beginning or end is known. What is left on `refund_due` is refunded.
    `condition` and `decision` say on which condition an extension was granted, and by which decision.
    """

    valid_from: date
    legal_basis: str
    purposes: frozenset[str] | None = None
    groups: frozenset[str] | None = None
    first_year: int | None = None
    last_year: int | None = None
    refund_due: date | None = None
    condition: str = ""
    decision: str = ""

    @property
    def ends(self) -> int | None:
        """The last year that it may bear: that of its period, or the last one that is over by the day of the refund."""
        due = self.refund_due
        by_deadline = None if due is None else due.year - (0 if (due.month, due.day) == (12, 31) else 1)
        ends = [year for year in (self.last_year, by_deadline) if year is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True)
class Use:
    """What expenditure is for: its purpose, its year, and the groups that it serves.

    No group at all: nobody in particular. None: nobody has said whom it serves.
    """

    purpose: str
    year: int
    groups: frozenset[str] | None = None


class Misfit(StrEnum):
    """Why a source may not bear something."""

    NO_TERMS = "no_terms"
    PURPOSE = "purpose"
    GROUPS = "groups"
    BEFORE_PERIOD = "before_period"
    AFTER_PERIOD = "after_period"
    AFTER_DEADLINE = "after_deadline"


def misfit(terms: Terms | None, use: Use) -> Misfit | None:
    """The first reason why a source under these terms may not bear that use; None where it may (FP 2.3, 3.1).

    What serves a group that is not in the earmark, or nobody in particular, is not served by earmarked money; where
    nobody has said whom it serves, the purpose decides. Of the year in which the refund is due only what is over by
    that day counts, and accounts are closed by years.
    """
    if terms is None:
        return Misfit.NO_TERMS
    if terms.purposes is not None and use.purpose not in terms.purposes:
        return Misfit.PURPOSE
    if None not in (terms.groups, use.groups) and not _serves_only(terms.groups, use.groups):
        return Misfit.GROUPS
    if terms.first_year is not None and use.year < terms.first_year:
        return Misfit.BEFORE_PERIOD
    if terms.last_year is not None and use.year > terms.last_year:
        return Misfit.AFTER_PERIOD
    return Misfit.AFTER_DEADLINE if terms.ends is not None and use.year > terms.ends else None


def _serves_only(allowed: frozenset[str] | None, served: frozenset[str] | None) -> bool:
    return bool(allowed and served and served <= allowed)


def misfit_sentence(name: str, terms: Terms | None, found: Misfit) -> str:
    """The same in words: fixed German text, kept with assignments."""
    if terms is None or found is Misfit.NO_TERMS:
        return f"Für {name} sind keine Bedingungen erfasst."
    return {
        Misfit.PURPOSE: f"{name} ist für diesen Zweck nicht bestimmt ({terms.legal_basis}).",
        Misfit.GROUPS: f"{name} ist für diese Zielgruppe nicht bestimmt ({terms.legal_basis}).",
        Misfit.BEFORE_PERIOD: f"{name} trägt Aufwendungen erst ab {terms.first_year}.",
        Misfit.AFTER_PERIOD: f"{name} trägt Aufwendungen nur bis {terms.last_year}.",
        Misfit.AFTER_DEADLINE: f"{name} ist am {_swiss(terms.refund_due)} zurückzuerstatten.",
    }[found]


class TermsFault(StrEnum):
    """What is wrong with new terms of a source."""

    NO_BASIS = "no_basis"
    NOT_LATER = "not_later"
    PERIOD_BACKWARDS = "period_backwards"
    LAPSED = "lapsed"
    NO_CONDITION = "no_condition"
    NO_DECISION = "no_decision"


def terms_fault(before: Terms | None, new: Terms) -> TermsFault | None:
    """The first fault of terms that follow others; None where they are sound.

    A later refund deadline is an extension: it is granted before the former one is over, by a decision and on a
    condition (KIP 2: from the end of 2023 to the end of 2025 by SEM, RRB 2023/1268; FP 1).
    """
    if not new.legal_basis.strip():
        return TermsFault.NO_BASIS
    if before is not None and new.valid_from <= before.valid_from:
        return TermsFault.NOT_LATER
    if new.first_year is not None and new.ends is not None and new.ends < new.first_year:
        return TermsFault.PERIOD_BACKWARDS
    return _extension_fault(before, new) if is_extension(before, new) else None


def _extension_fault(before: Terms | None, new: Terms) -> TermsFault | None:
    if before is not None and before.refund_due is not None and new.valid_from > before.refund_due:
        return TermsFault.LAPSED
    if not new.decision.strip():
        return TermsFault.NO_DECISION
    return None if new.condition.strip() else TermsFault.NO_CONDITION


def is_extension(before: Terms | None, new: Terms) -> bool:
    """Whether terms move the refund deadline of those before them to a later day, or take it away."""
    if before is None or before.refund_due is None:
        return False
    return new.refund_due is None or new.refund_due > before.refund_due


@dataclass(frozen=True, slots=True)
class Counted:
    """What a tranche of the lump sum is counted from, for a half-year.

    `persons` are those for whom the federation pays it once; `months` are the person-months for which programme S has
    paid already for some of them (Art. 58 Abs. 2bis AIG).
    """

    half_year: HalfYear
    persons: int
    months: int = 0


class TrancheFault(StrEnum):
    """Why a tranche cannot be calculated."""

    NEGATIVE = "negative"
    NO_RATE = "no_rate"
    RATE_CHANGES = "rate_changes"
    NO_MONTHLY_RATE = "no_monthly_rate"
    REDUCED_BELOW_ZERO = "reduced_below_zero"


def tranche(counted: Counted, rates: Dated[int], monthly: Dated[int]) -> Explained | TrancheFault:
    """What the federation pays for a half-year: persons × rate, less what programme S has paid for them.

    `rates` are Rappen per person, dated because they are indexed every year (Art. 15 VIntA); `monthly` are Rappen per
    person-month of programme S. A rate that is not known is never guessed: then there is no tranche but a fault.
    """
    first, last = counted.half_year.start, counted.half_year.end
    if counted.persons < 0 or counted.months < 0:
        return TrancheFault.NEGATIVE
    rate = rates.at(first)
    if not rates.is_constant(first, last):
        return TrancheFault.RATE_CHANGES
    if rate is None:
        return TrancheFault.NO_RATE
    reduction = _reduction(counted, monthly)
    if isinstance(reduction, TrancheFault):
        return reduction
    gross = Explained(
        label="Personen × Pauschale",
        amount=Money(rate) * counted.persons,
        quantity=counted.persons,
        rate=Money(rate),
        reference=LUMP_SUM,
        since=str(rates.since(first)),
    )
    amount = Money.sum(part.amount or Money.zero() for part in (gross, *reduction))
    if amount.rappen < 0:
        return TrancheFault.REDUCED_BELOW_ZERO
    return Explained(
        label=f"Tranche {counted.half_year}",
        amount=amount,
        reference=LUMP_SUM,
        children=(gross, *reduction),
    )


def _reduction(counted: Counted, monthly: Dated[int]) -> tuple[Explained, ...] | TrancheFault:
    if not counted.months:
        return ()
    rate = monthly.at(counted.half_year.end)
    if rate is None:
        return TrancheFault.NO_MONTHLY_RATE
    taken_off = Explained(
        label="Bereits bezahlt durch das Programm S",
        amount=Money(-rate) * counted.months,
        quantity=counted.months,
        rate=Money(-rate),
        reference=REDUCTION,
        since=str(monthly.since(counted.half_year.end)),
    )
    return (taken_off,)


@dataclass(frozen=True, slots=True)
class Matching:
    """Whether canton and municipalities spend as much as the federation gives by the integration credit."""

    federal: int
    canton: int
    municipalities: int

    @property
    def own(self) -> int:
        """What canton and municipalities spend together."""
        return self.canton + self.municipalities

    @property
    def lacking(self) -> int:
        """How much they spend too little; zero where the rule is met."""
        return max(self.federal - self.own, 0)

    def explained(self) -> Explained:
        """The rule with its figures (Art. 58 Abs. 3 AIG, Art. 16 VIntA)."""
        verdict = f"Es fehlen {Money(self.lacking)}." if self.lacking else "Die Bedingung ist erfüllt."
        return Explained(
            label="Kanton und Gemeinden mindestens so viel wie der Bund",
            amount=Money(self.own),
            reference=CREDIT,
            note=f"Der Bund gibt {Money(self.federal)}. {verdict}",
            children=(
                Explained(label="Kanton", amount=Money(self.canton)),
                Explained(label="Gemeinden", amount=Money(self.municipalities)),
            ),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands at the end of a year: what it had, got, passed on, spent and gave back (Rappen)."""

    year: int
    opening: int
    received: int
    transferred: int
    spent: int
    refunded: int = 0

    @property
    def closing(self) -> int:
        """What is left; below zero where more was spent than there was."""
        return self.opening + self.received + self.transferred - self.spent - self.refunded


def standings(opening: int, years: Sequence[int], flows: Iterable[tuple[int, int, int, int, int]]) -> list[Standing]:
    """The balances of a source year by year, each opening being the closing before.

    `flows` are (year, received, transferred, spent, refunded), several per year; what lies outside of `years` is left
    out. `transferred` is below zero where money went to another source.
    """
    sums = {year: [0, 0, 0, 0] for year in years}
    for year, *parts in flows:
        if year in sums:
            sums[year] = [total + part for total, part in zip(sums[year], parts, strict=True)]
    found: list[Standing] = []
    for year in sorted(sums):
        found.append(Standing(year, found[-1].closing if found else opening, *sums[year]))
    return found


def _swiss(day: date | None) -> str:
    return "" if day is None else f"{day:%d.%m.%Y}"
