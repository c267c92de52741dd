"""An invented plan on its way, and the people who take it there."""

from __future__ import annotations

from datetime import date

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FinancialPlan, FundingSource, PlanVersion, Position
from ankunft.domain.funds.permissions import LEADERSHIP
from ankunft.domain.funds.readings import asked_last
from ankunft.domain.funds.values import Given, NewPosition, NewSource, Opening, Ruling, Said, YearAmount
from ankunft.foundation.kernel.actor import Actor
from tests.support.people import actor_with, organisation

MILLION = 1_000_000_00
DUE = date(2026, 12, 11)
BODY = "Demo-Gremium"
RULING = Ruling("Demo-Beschluss 1", "IIZ-Leitung", date(2026, 11, 20))
OPENING = Opening(3 * MILLION, "Demo: Jahresabschluss 31.12.2025")


class People:
    """One of each who has to do with a plan."""

    def __init__(self) -> None:
        organisation("awa", "structure_delegate")
        organisation("abmh", "structure_delegate")
        self.office = actor_with("coordination")
        self.iiz = actor_with("iiz_office")
        self.lead = actor_with("body_member", LEADERSHIP)
        self.awa = actor_with("structure_delegate", "awa")
        self.abmh = actor_with("structure_delegate", "abmh")


def source(code: str = "ip-demo") -> FundingSource:
    services.sources_ensure(
        sources=[NewSource(code, f"Demo-Pauschale {code}", "lump_sum", "Demo")], actor=Actor.operator()
    )
    return FundingSource.objects.get(code=code)


def plan(people: People, code: str = "DEMO", first: int = 2026, last: int = 2027) -> FinancialPlan:
    """A plan with work (of awa), language: courses (abmh) and early (nobody's)."""
    made = services.plan_begin(
        code=code, label="Demo-Plan", source=source(), first_year=first, last_year=last, actor=people.office
    )
    for new in (
        NewPosition("workplace", "Demo: Arbeit", "economic", structure="awa"),
        NewPosition("language", "Demo: Sprache", "language_16plus"),
        NewPosition("language.courses", "Demo: Kurse", "language_16plus", "language", "abmh"),
        NewPosition("language.early", "Demo: Frühe Sprache", "early_language", "language"),
    ):
        services.position_add(plan=made, new=new, actor=people.office)
    return made


def opened(people: People, of: FinancialPlan | None = None) -> PlanVersion:
    return services.version_open(
        plan=of or plan(people), as_of=date(2026, 9, 30), opening=OPENING, inputs_due=DUE, actor=people.office
    )


def position(version: PlanVersion, code: str) -> Position:
    return Position.objects.select_related("structure", "plan").get(plan=version.plan, code=code)


def francs(**years: int) -> Given:
    """Whole francs by year: `francs(y2026=1000)`."""
    return Given(tuple(YearAmount(int(year[1:]), amount * 100) for year, amount in years.items()), "Demo")


def filled(people: People) -> PlanVersion:
    """With an input for every position: 1.0 and 0.5, 0.4 and nothing, 0.3 and 0.2 million."""
    version = opened(people)
    services.input_give(
        version=version,
        position=position(version, "workplace"),
        given=francs(y2026=1_000_000, y2027=500_000),
        actor=people.awa,
    )
    services.input_give(
        version=version, position=position(version, "language.courses"), given=francs(y2026=400_000), actor=people.abmh
    )
    services.input_give_for(
        version=version,
        position=position(version, "language.early"),
        given=francs(y2026=300_000, y2027=200_000),
        actor=people.office,
    )
    return version


def consolidated(people: People) -> PlanVersion:
    version = filled(people)
    services.version_consolidate(version=version, actor=people.office)
    return version


def asked(version: PlanVersion, people: People, due: date = DUE) -> PlanVersion:
    """One body is asked until that day."""
    services.version_consult(version=version, statements_due=due, others=[BODY], actor=people.iiz)
    return version


def answered(version: PlanVersion, people: People) -> PlanVersion:
    """Everybody asked recommends it."""
    for one in asked_last(version):
        services.statement_give_for(asked=one, said=Said("recommend", reference="Demo-Sitzung"), actor=people.iiz)
    return version


def consulted(people: People) -> PlanVersion:
    version = answered(asked(consolidated(people), people), people)
    services.version_close_consultation(version=version, actor=people.iiz)
    return version


def adopted(people: People) -> PlanVersion:
    version = consulted(people)
    services.version_adopt(version=version, ruling=RULING, actor=people.lead)
    return version
