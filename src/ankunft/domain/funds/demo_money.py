"""Invented money of the demonstration: what sources got, what was booked on their plans, what is projected.

Every amount is made up, and says so: papers and decisions are called «Demo».
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ankunft.domain.demo_people import APPROVER, COORDINATION, FINANCE, demo_actor
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Month

from . import services
from .cost_readings import GRANTS
from .models import Booking, CostKind, FundingSource, PlanVersion, Position, TrancheKind, VersionState
from .money_readings import accounts
from .rules.refunds import Paper
from .selectors.planned import planned_of
from .values import Given, NewPosition, Opening, Ruling, YearAmount

SEED = 20261122
BEFORE, CODE = "KIP2", "DEMO-KIP3"
SHARES = (21, 24, 26, 28)
"""Per cent of a year's plan that its quarters cost: less in spring, more in autumn."""
CARRIED = 320_000_00
"""What KIP 2bis had left when the year began in which KIP 2 was used up."""
KEPT = 60_000_00
"""What of it is not spent on the plan of KIP 2: it goes to KIP 3 later."""
RATE = 18_400_00
TRANCHES = ((118, 420), (104, 380), (121, 510), (109, 460), (104, 440), (98, 390))
"""Per half-year from 2024 on: persons, and months that programme S had paid for."""
OPENING = 600_000_00
GRANTED = 640_000_00
"""The integration credit of each year."""
UNUSED = (date(2025, 3, 31), 120_000_00)
"""When some of the integration credit of 2024 went back to the federation, and how much."""
PLANNED = {
    "information": ("Demo: Erstinformation und Beratung", (240_000, 260_000, 280_000, 280_000)),
    "case_management": ("Demo: Durchgehende Fallführung", (560_000, 860_000, 980_000, 1_020_000)),
    "language_16plus": ("Demo: Sprachkurse ab 16 Jahren", (820_000, 880_000, 900_000, 900_000)),
    "early_language": ("Demo: Frühe Sprachförderung", (320_000, 360_000, 380_000, 380_000)),
    "economic": ("Demo: Wirtschaftliche Integration", (460_000, 520_000, 560_000, 560_000)),
    "social": ("Demo: Soziale Integration", (180_000, 190_000, 200_000, 200_000)),
    "interpreting": ("Demo: Interkulturelles Dolmetschen", (310_000, 330_000, 350_000, 360_000)),
}
"""By purpose, in whole francs for 2024 to 2027."""
OF_CREDIT = frozenset({"interpreting"})
OF_CANTON = frozenset({"early_language"})
STRAINED = "social"
"""The position that costs more than planned this year."""


def load_demo_money(operator: Actor) -> None:
    """Fill the plan of KIP 2 and one of KIP 3; nothing if something is booked already."""
    if Booking.objects.exists():
        return
    _tranches()
    _former_plan()
    version = _plan(operator)
    _quarters(version)
    _moves()
    _refunded()
    office = demo_actor(COORDINATION)
    services.cost_rule_set(
        costs=GRANTS,
        valid_from=date(2025, 1, 1),
        position=_position(CODE, STRAINED),
        source=_source("canton"),
        actor=office,
    )
    services.projection_run(version=version, seed=SEED, actor=office)


def _source(code: str) -> FundingSource:
    return FundingSource.objects.get(code=code)


def _position(plan: str, code: str) -> Position:
    return Position.objects.select_related("plan").get(plan__code=plan, code=code)


def _tranches() -> None:
    """What the federation paid: rates per person, the lump sums of KIP 3, the credit, what KIP 2bis had left."""
    office, finance = demo_actor(COORDINATION), demo_actor(FINANCE)
    services.rate_record(
        kind="lump_sum", valid_from=date(2024, 1, 1), rate=RATE, document="Demo: erfundener Ansatz", actor=office
    )
    with clock.moved_to(date(2025, 1, 15)):
        _tranche("ip-kip2bis", finance, kind=TrancheKind.CARRIED, amount=CARRIED, document="Demo-Jahresabschluss 2024")
    half_year = HalfYear(2024, 1)
    for persons, months in TRANCHES:
        amount = persons * RATE - months * 250_00
        paid = date(half_year.year, 5 if half_year.half == 1 else 11, 12)
        if paid > clock.today():
            break
        with clock.moved_to(paid):
            document = f"Demo-Abrechnung {half_year}"
            _tranche(
                "ip-kip3",
                finance,
                amount=amount,
                document=document,
                half_year=half_year,
                persons=persons,
                months=months,
            )
        half_year = half_year.next()
    for year in range(2024, clock.today().year + 1):
        granted = date(year, 3, 20)
        if granted > clock.today():
            break
        with clock.moved_to(granted):
            document = f"Demo-Verfügung {year}"
            _tranche("ifk", finance, kind=TrancheKind.GRANTED, amount=GRANTED, document=document)


def _tranche(
    source: str,
    actor: Actor,
    *,
    amount: int,
    document: str,
    kind: str = TrancheKind.PAID,
    half_year: HalfYear | None = None,
    persons: int | None = None,
    months: int = 0,
) -> None:
    new = services.NewTranche(
        kind, clock.today(), amount, document, str(half_year or ""), persons, months, is_demo=True
    )
    services.tranche_record(source=_source(source), new=new, actor=actor)


def _plan(operator: Actor) -> PlanVersion:
    """A decided plan for KIP 3, of whose last year two positions have a range."""
    with clock.moved_to(date(2024, 1, 15)):
        plan = services.plan_begin(
            code=CODE,
            label="Demo: Finanzplan KIP 3",
            source=_source("ip-kip3"),
            first_year=2024,
            last_year=2027,
            is_demo=True,
            actor=operator,
        )
        return services.plan_take_over(
            plan=plan,
            positions=[NewPosition(purpose, label, purpose) for purpose, (label, _francs) in PLANNED.items()],
            given={purpose: _given(purpose, francs) for purpose, (_label, francs) in PLANNED.items()},
            as_of=date(2023, 12, 31),
            opening=Opening(OPENING, "Demo: Vorschuss auf die erste Tranche"),
            ruling=Ruling("Demo-Beschluss 2024/1", "IIZ-Leitung", date(2024, 1, 12)),
            actor=operator,
        )


def _given(purpose: str, francs: tuple[int, ...]) -> Given:
    amounts = [YearAmount(2024 + at, one * 100) for at, one in enumerate(francs)]
    if purpose in ("case_management", "economic"):
        last = amounts[-1]
        amounts[-1] = last._replace(low=last.amount * 85 // 100, high=last.amount * 130 // 100)
    return Given(tuple(amounts), "Demo: erfundene Zahlen")


def _former_plan() -> None:
    """What KIP 2 bore until it was used up, then KIP 2bis, then KIP 3 (FP 2.3)."""
    version = PlanVersion.objects.select_related("plan").get(plan__code=BEFORE, state=VersionState.ADOPTED)
    for position, day, amount in _spendings(version):
        _book_in_order(position, day, amount)


def _book_in_order(position: Position, day: date, amount: int) -> None:
    for code, kept in (("ip-kip2", 0), ("ip-kip2bis", KEPT)):
        source = _source(code)
        part = min(amount, accounts()[source.pk].balance_before(day.year + 1) - kept)
        if part > 0:
            _book(position, source, day, part, f"Demo-{day.year}-Q{_quarter(day)}-{code}")
            amount -= part
    if amount:
        _book(position, _source("ip-kip3"), day, amount, f"Demo-{day.year}-Q{_quarter(day)}-ip-kip3")


def _quarters(version: PlanVersion) -> None:
    """What positions of KIP 3 cost, from the sources that may bear them."""
    for position, day, amount in _spendings(version):
        code = "ifk" if position.code in OF_CREDIT else "canton" if position.code in OF_CANTON else "ip-kip3"
        more = amount * 6 // 10 if position.code == STRAINED and day.year == clock.today().year else 0
        _book(position, _source(code), day, amount + more, f"Demo-{day.year}-Q{_quarter(day)}")


def _spendings(version: PlanVersion) -> Iterator[tuple[Position, date, int]]:
    """By quarter that is over what each position of a version cost: near its plan."""
    planned = planned_of(version)
    positions = Position.objects.select_related("plan").in_bulk(planned.keys())
    for year in version.plan.years:
        for quarter, share in enumerate(SHARES, start=1):
            day = Month(year, quarter * 3).end
            if day > clock.today():
                return
            for number, (key, one) in enumerate(planned.items()):
                amount = one.amounts.get(year, 0) * (share + _swing(number, year)) // 100
                if amount:
                    yield positions[key], day, amount


def _swing(number: int, year: int) -> int:
    """By how many per cent of the year's plan a quarter of that position differs: never twice the same."""
    return (number * 3 + year * 2) % 5 - 2


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _book(position: Position, source: FundingSource, day: date, amount: int, reference: str) -> None:
    cost = services.Cost(
        CostKind.AGREEMENT,
        day,
        amount,
        reference,
        "Demo: Leistungsvereinbarung",
        "Demo: Mehr Teilnehmende als geplant.",
        is_demo=True,
    )
    with clock.moved_to(day):
        services.booking_record(position=position, source=source, cost=cost, actor=demo_actor(FINANCE))


def _moves() -> None:
    """Money that went from KIP 2bis to KIP 3, and some that waits for a second person."""
    finance, approver = demo_actor(FINANCE), demo_actor(APPROVER)
    for day, amount, is_confirmed in ((date(2026, 3, 31), 40_000_00, True), (date(2026, 11, 2), 15_000_00, False)):
        if day > clock.today():
            continue
        with clock.moved_to(day):
            transfer = services.transfer_propose(
                giving=_source("ip-kip2bis"),
                taking=_source("ip-kip3"),
                moved_on=day,
                amount=amount,
                decision="Demo-Beschluss 2026/3",
                reason="Demo: Was KIP 2bis nicht mehr braucht, trägt KIP 3.",
                actor=finance,
                is_demo=True,
            )
            if is_confirmed:
                services.transfer_confirm(transfer=transfer, actor=approver)


def _refunded() -> None:
    """What of the integration credit was not used in its year, and went back."""
    day, amount = UNUSED
    if day > clock.today():
        return
    with clock.moved_to(day):
        refund = services.refund_propose(
            source=_source("ifk"),
            paper=Paper(amount, day, "Demo-Schreiben des SEM 2025/3", "Demo: 2024 nicht verwendet und nicht verplant."),
            actor=demo_actor(FINANCE),
            is_demo=True,
        )
        services.refund_confirm(refund=refund, actor=demo_actor(APPROVER))
