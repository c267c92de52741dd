"""Which source bears which position of a plan in which year: booked, by hand, assigned, uncovered. In Rappen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month

from ..models import Assignment, FundingSource, PlanVersion, Position, SourceKind
from ..money_permissions import SEE_MONEY
from ..money_readings import Account, accounts, last_booked_month, terms_series, use_of
from ..money_words import told_fault
from ..outlooks import Known, known_of
from ..rules.purses import ByHand, Need, Purse, faults
from ..rules.ranges import MONTHS, outlook
from .money import assignments_for


class Basis(StrEnum):
    """What is to be covered: what is booked and the rest of the plan, or what the rest will probably cost; or the plan
    alone as it was decided, whatever was booked since."""

    PLAN = "plan"
    OUTLOOK = "outlook"
    DECIDED = "decided"


class How(StrEnum):
    """How it came about that a source bears something; or that nobody does."""

    BOOKED = "booked"
    BY_HAND = "by_hand"
    ASSIGNED = "assigned"
    GAP = "gap"


class CoverageRow(NamedTuple):
    """That a source bears an amount of a position in a year; without a source: that nobody does.

    `why` are sentences, source after source in their order. `is_certain` is false where it is not known how much the
    source has.
    """

    position: Position
    year: int
    source: FundingSource | None
    amount: int
    how: How
    why: tuple[str, ...]
    is_certain: bool = True


class CoverageTable(NamedTuple):
    """Who bears what of a version. `order` are the sources as they come one after the other.

    `left` is what a source has at the end of a year, `refunded` what it gives back at its deadline within the plan,
    both by code. With `faults` nothing was assigned: they say what contradicts itself.
    """

    version: PlanVersion
    years: Sequence[int]
    order: Sequence[FundingSource]
    rows: Sequence[CoverageRow]
    left: Mapping[tuple[str, int], int]
    refunded: Mapping[str, int]
    faults: Sequence[str]

    @property
    def uncovered(self) -> int:
        """What nobody bears."""
        return sum(row.amount for row in self.rows if row.how is How.GAP)

    def by_source(self) -> dict[tuple[str, int], int]:
        """What each source bears in each year, by its code; of nobody: an empty code."""
        sums: dict[tuple[str, int], int] = defaultdict(int)
        for row in self.rows:
            sums[row.source.code if row.source else "", row.year] += row.amount
        return dict(sums)


def coverage_of(
    version: PlanVersion, actor: Actor, basis: Basis = Basis.PLAN, over: Month | None = None
) -> CoverageTable:
    """Who bears what: what is booked as it was booked, the rest such that least is refunded (FP 2.3).

    `over` is the last month whose bookings are complete, otherwise that of the newest booking: of a year that is over
    nothing remains to be borne.
    """
    can(actor, SEE_MONEY).require()
    from ..rules.coverage import cover  # loads SciPy: whoever does not ask who bears what does not wait for it

    known = known_of(version, over or last_booked_month(version))
    if basis is Basis.DECIDED:
        known = _before_any_booking(known)
    by_code = {account.source.code: account.source for account in accounts(version).values()}
    positions = {one.code: one for one in Position.objects.filter(plan=version.plan_id).select_related("plan")}
    years = list(version.plan.years)
    purses = _purses(version, basis)
    needs = _needs(known, positions, basis, years)
    by_hand = _by_hand(assignments_for(version.plan, actor), known, needs)
    names = {code: source.label for code, source in by_code.items()}
    names |= {code: position.label for code, position in positions.items()}
    if wrong := faults(purses, needs, by_hand):
        told = [told_fault(fault, names) for fault in wrong]
        return CoverageTable(version, years, list(by_code.values()), _booked(known, positions), {}, {}, told)
    found = cover(purses, needs, by_hand)
    rows = _booked(known, positions)
    rows += [
        CoverageRow(
            positions[one.position],
            one.year,
            by_code[one.source],
            one.amount,
            How.BY_HAND if one.is_by_hand else How.ASSIGNED,
            tuple(why.sentence for why in one.why),
            one.is_certain,
        )
        for one in found.bearings
    ]
    rows += [
        CoverageRow(
            positions[gap.position], gap.year, None, gap.amount, How.GAP, tuple(why.sentence for why in gap.why)
        )
        for gap in found.gaps
    ]
    place = {code: number for number, code in enumerate(found.order)}
    rows.sort(
        key=lambda row: (row.position.number, row.year, row.how, place.get(row.source.code, 0) if row.source else 0)
    )
    return CoverageTable(version, years, [by_code[code] for code in found.order], rows, found.left, found.refunded, ())


def _before_any_booking(known: Known) -> Known:
    """The same plan as if nothing had been booked yet."""
    years = {place: replace(facts, booked=0, over=0) for place, facts in known.years.items() if facts.is_planned}
    return Known(years, {}, known.unquantified)


def _purses(version: PlanVersion, basis: Basis) -> list[Purse]:
    """Every source with what it has for the years of the plan, less what was booked from it."""
    series = terms_series()
    today = clock.today()
    return [
        Purse(
            account.source.code,
            account.source.label,
            series[key].at(today) if key in series else None,
            _income(account, version, basis),
            account.source.vintage,
            account.source.number,
        )
        for key, account in accounts(version).items()
    ]


def _income(account: Account, version: PlanVersion, basis: Basis) -> dict[int, int] | None:
    """What comes in year by year, with the balance before the plan in its first year.

    A lump sum of which nobody has recorded how much there is steps in all the same, as the government decided, and it
    is said that nobody knows (FP 2.3). Other sources bear what is recorded, and nothing else.
    """
    if not account.is_known:
        return None if account.source.kind == SourceKind.LUMP_SUM else {}
    plan = version.plan
    flows = {year: account.of_year(year) for year in plan.years}
    income = {year: flow.net + (flow.spent if basis is Basis.DECIDED else 0) for year, flow in flows.items()}
    income[plan.first_year] += account.balance_before(plan.first_year)
    return income


def _needs(known: Known, positions: Mapping[str, Position], basis: Basis, years: Sequence[int]) -> list[Need]:
    """What remains to be borne of each position and year, beside what is booked."""
    by_key = {position.pk: position for position in positions.values()}
    booked = known.sums()
    needs = []
    for (key, year), facts in known.years.items():
        if year not in years or facts.over >= MONTHS:
            continue
        whole = outlook(facts).expected if basis is Basis.OUTLOOK else facts.planned
        rest = max(whole - booked.get((key, year), 0), 0)
        needs.append(Need(by_key[key].code, use_of(by_key[key], year), rest))
    return needs


def _by_hand(assignments: Sequence[Assignment], known: Known, needs: Sequence[Need]) -> list[ByHand]:
    """What people assigned, less what is booked of it already; of a year that is over nothing remains.

    Where other sources have borne some of it, or less is expected, it is what remains to be borne; where more was
    assigned than is planned, it stays, and contradicts the plan.
    """
    wanted = {need.place: need.amount for need in needs}
    said: dict[tuple[int, int], int] = defaultdict(int)
    for one in assignments:
        said[one.position_id, one.year] += one.amount
    found = []
    for one in assignments:
        facts = known.years.get((one.position_id, one.year))
        if facts is not None and facts.over >= MONTHS:
            continue
        amount = one.amount - sum(known.booked.get((one.position_id, one.source_id, one.year), {}).values())
        if facts is not None and said[one.position_id, one.year] <= facts.planned:
            place = (one.position.code, one.year)
            amount = min(amount, wanted[place])
            wanted[place] -= max(amount, 0)
        if amount > 0:
            found.append(ByHand(one.source.code, one.position.code, one.year, amount, one.reason))
    return found


def _booked(known: Known, positions: Mapping[str, Position]) -> list[CoverageRow]:
    by_key = {position.pk: position for position in positions.values()}
    sources = FundingSource.objects.in_bulk({source for _position, source, _year in known.booked})
    rows = []
    for (position, source, year), amounts in sorted(known.booked.items()):
        if amount := sum(amounts.values()):
            why = (f"{sources[source].label}: verbucht.",)
            rows.append(CoverageRow(by_key[position], year, sources[source], amount, How.BOOKED, why))
    return rows
