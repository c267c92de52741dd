"""Which source bears which position of a plan in which year: booked, by hand, assigned, uncovered. In Rappen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month

from ..models import Assignment, FinancialPlan, FundingSource, PlanVersion, Position, SourceKind
from ..money_permissions import SEE_MONEY
from ..money_readings import Account, accounts, in_force_besides, last_booked_months, terms_series, use_of
from ..money_words import told_fault
from ..outlooks import Known, key_of, known_together
from ..rules.purses import ByHand, Need, Purse, workable
from ..rules.ranges import MONTHS, outlook
from ..rules.sources import Terms
from .money import assignments_of

if TYPE_CHECKING:
    from ..rules.coverage import Coverage


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

    `left` is what a source has at the end of a year, `refunded` what it gives back until its deadline within the plans,
    `elsewhere` what it bears of all other plans in force; by code. `faults` say what contradicts itself and is left
    out.
    """

    version: PlanVersion
    years: Sequence[int]
    order: Sequence[FundingSource]
    rows: Sequence[CoverageRow]
    left: Mapping[tuple[str, int], int]
    refunded: Mapping[str, int]
    elsewhere: Mapping[str, int]
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

    All plans in force are covered together, with this version instead of that of its plan: no franc is counted on
    twice. `over` is the last month whose bookings are complete, otherwise that of the newest booking: of a year that is
    over nothing remains to be borne.
    """
    can(actor, SEE_MONEY).require()
    from ..rules.coverage import cover  # loads SciPy: whoever does not ask who bears what does not wait for it

    versions = [version, *in_force_besides(version.plan_id)]
    booked_by = last_booked_months([one.plan_id for one in versions])
    known = known_together({one: booked_by.get(one.plan_id) for one in versions} | ({version: over} if over else {}))
    if basis is Basis.DECIDED:
        known = _before_any_booking(known)
    plans = {one.plan_id: one.plan for one in versions}
    positions = {one.pk: one for one in Position.objects.filter(plan__in=plans).select_related("plan__source")}
    funds = accounts(version)
    needs = _needs(known, positions, basis)
    said = _by_hand(assignments_of(plans, actor), known, needs)
    years = _span(plans.values())
    given = workable(_purses(funds.values(), years, basis), needs, said)
    found = cover(given.purses, needs, given.by_hand)
    by_code = {account.source.code: account.source for account in funds.values()}
    rows = [*_booked(known, positions, funds), *_found(found, positions, by_code)]
    refunded = found.refunded
    if basis is not Basis.DECIDED:
        refunded = _with_confirmed(refunded, funds.values(), given.purses, years)
    names = {code: source.label for code, source in by_code.items()}
    names |= {key_of(one): _name(one, version) for one in positions.values()}
    return CoverageTable(
        version,
        list(version.plan.years),
        [by_code[code] for code in found.order],
        _own(rows, version, found.order),
        found.left,
        refunded,
        _elsewhere(rows, version),
        [told_fault(fault, names) for fault in given.faults],
    )


def _own(rows: Iterable[CoverageRow], version: PlanVersion, order: Sequence[str]) -> list[CoverageRow]:
    """What is borne of the version, in the order of its plan, of the years and of the sources."""
    place = {code: number for number, code in enumerate(order)}
    return sorted(
        (row for row in rows if row.position.plan_id == version.plan_id),
        key=lambda row: (row.position.number, row.year, row.how, place.get(row.source.code, 0) if row.source else 0),
    )


def _name(position: Position, version: PlanVersion) -> str:
    return position.label if position.plan_id == version.plan_id else f"{position.plan.label}: {position.label}"


def _span(plans: Iterable[FinancialPlan]) -> range:
    """From the first year of the earliest plan to the last of the latest."""
    years = [year for plan in plans for year in (plan.first_year, plan.last_year)]
    return range(min(years), max(years) + 1)


def _found(
    found: Coverage, positions: Mapping[int, Position], by_code: Mapping[str, FundingSource]
) -> Iterator[CoverageRow]:
    """What the rule found, with the records behind it."""
    by_key = {key_of(one): one for one in positions.values()}
    for one in found.bearings:
        how = How.BY_HAND if one.is_by_hand else How.ASSIGNED
        why = tuple(why.sentence for why in one.why)
        yield CoverageRow(by_key[one.position], one.year, by_code[one.source], one.amount, how, why, one.is_certain)
    for gap in found.gaps:
        why = tuple(why.sentence for why in gap.why)
        yield CoverageRow(by_key[gap.position], gap.year, None, gap.amount, How.GAP, why)


def _elsewhere(rows: Iterable[CoverageRow], version: PlanVersion) -> dict[str, int]:
    """By source what it bears of other plans."""
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.source is not None and row.position.plan_id != version.plan_id:
            sums[row.source.code] += row.amount
    return dict(sums)


def _before_any_booking(known: Known) -> Known:
    """The same plan as if nothing had been booked yet."""
    years = {place: replace(facts, booked=0, over=0) for place, facts in known.years.items() if facts.is_planned}
    return Known(years, {}, known.unquantified)


def _purses(funds: Iterable[Account], years: range, basis: Basis) -> list[Purse]:
    """Every source with what it has in these years, less what was booked from it."""
    series = terms_series()
    today = clock.today()
    return [
        Purse(
            account.source.code,
            account.source.label,
            terms := series[account.source.pk].at(today) if account.source.pk in series else None,
            _income(account, terms, years, basis),
            account.source.vintage,
            account.source.number,
        )
        for account in funds
    ]


def _income(account: Account, terms: Terms | None, years: range, basis: Basis) -> dict[int, int] | None:
    """What comes in year by year, with what there was before in the first year, or in that of the opening balance.

    A lump sum of which nobody has recorded how much there is steps in all the same, as the government decided, and it
    is said that nobody knows (FP 2.3). Other sources bear what is recorded, and nothing else. What was refunded after
    the deadline is what the rule gives back at the deadline anyhow, and is not taken off twice.
    """
    if not account.is_known:
        return None if account.source.kind == SourceKind.LUMP_SUM else {}
    last = _last_to_give_back(terms, years)
    income = {}
    for year in years:
        flow = account.of_year(year)
        happened = flow.spent + flow.refunded if basis is Basis.DECIDED else flow.refunded if year > last else 0
        income[year] = flow.net + happened
    first = max(years[0], account.since or years[0])
    income[first] = income.get(first, 0) + account.balance_before(years[0])
    return income


def _last_to_give_back(terms: Terms | None, years: range) -> int:
    """The year of these with which the rule gives back what a source has left; the last one where it never does."""
    return max(terms.refund_due.year, years[0]) if terms and terms.refund_due else years[-1]


def _with_confirmed(
    to_come: Mapping[str, int], funds: Iterable[Account], purses: Iterable[Purse], years: range
) -> dict[str, int]:
    """What sources give back at their deadline, with what went back before it."""
    accounts_of = {account.source.code: account for account in funds}
    found = dict(to_come)
    for purse in purses:
        last = _last_to_give_back(purse.terms, years)
        gone = sum(accounts_of[purse.key].of_year(year).refunded for year in range(years[0], last + 1))
        if gone:
            found[purse.key] = found.get(purse.key, 0) + gone
    return found


def _needs(known: Known, positions: Mapping[int, Position], basis: Basis) -> list[Need]:
    """What remains to be borne of each position and year, beside what is booked."""
    booked = known.sums()
    needs = []
    for (key, year), facts in known.years.items():
        position = positions[key]
        if year not in position.plan.years or facts.over >= MONTHS:
            continue
        whole = outlook(facts).expected if basis is Basis.OUTLOOK else facts.planned
        rest = max(whole - booked.get((key, year), 0), 0)
        needs.append(Need(key_of(position), use_of(position, year), rest, position.plan.source.code))
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
        place = (key_of(one.position), one.year)
        if facts is not None and said[one.position_id, one.year] <= facts.planned:
            amount = min(amount, wanted[place])
            wanted[place] -= max(amount, 0)
        if amount > 0:
            found.append(ByHand(one.source.code, *place, amount, one.reason))
    return found


def _booked(known: Known, positions: Mapping[int, Position], funds: Mapping[int, Account]) -> Iterator[CoverageRow]:
    for (position, source, year), amounts in sorted(known.booked.items()):
        if amount := sum(amounts.values()):
            bearing = funds[source].source
            yield CoverageRow(positions[position], year, bearing, amount, How.BOOKED, (f"{bearing.label}: verbucht.",))
