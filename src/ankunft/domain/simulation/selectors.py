"""What scenarios say: in all, by contribution, by municipality, and one beside the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from ankunft.domain.settlement.rules import FIRST_MONTH
from ankunft.domain.settlement.selectors.credits import credit_standing
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .models import Scenario, ScenarioAmount
from .values import CONTRIBUTIONS


@dataclass(frozen=True, slots=True)
class Pair:
    """Rappen as known and as assumed."""

    known: int
    assumed: int

    @property
    def difference(self) -> int:
        return self.assumed - self.known


@dataclass(frozen=True, slots=True)
class MunicipalityPair:
    """What one municipality would get."""

    bfs_number: int
    name: str
    pair: Pair


def years() -> list[int]:
    """The years of which can be asked, the latest first: since base contributions and case rates, until next year."""
    return list(range(clock.today().year + 1, FIRST_MONTH.year, -1))


def scenarios(actor: Actor) -> QuerySet[Scenario]:
    """The own ones and those that are shared, with the amounts in all."""
    sums = {"known_total": Sum("amounts__known"), "assumed_total": Sum("amounts__assumed")}
    return visible_to(actor, Scenario).select_related("owner").annotate(**sums).order_by("-pk")


def by_contribution(scenario: Scenario) -> list[tuple[str, Pair]]:
    """The contributions in their order, each with its sums."""
    rows = ScenarioAmount.objects.filter(scenario=scenario).order_by().values_list("contribution")
    sums = {name: Pair(*pair) for name, *pair in rows.annotate(Sum("known"), Sum("assumed"))}
    return [(name, sums[name]) for name in CONTRIBUTIONS if name in sums]


def by_municipality(scenario: Scenario) -> list[MunicipalityPair]:
    """Every municipality that gets something on one side, by BFS number."""
    rows = ScenarioAmount.objects.filter(scenario=scenario).order_by("municipality__bfs_number")
    summed = rows.values_list("municipality__bfs_number", "municipality__name").annotate(Sum("known"), Sum("assumed"))
    return [MunicipalityPair(number, name, Pair(*pair)) for number, name, *pair in summed]


def total(pairs: Iterable[Pair]) -> Pair:
    """The sum of pairs."""
    known = assumed = 0
    for pair in pairs:
        known, assumed = known + pair.known, assumed + pair.assumed
    return Pair(known, assumed)


def year_end(scenario: Scenario, sums: Pair) -> tuple[int, Pair] | None:
    """The credit of the year, and what would be left of it at its end (KS 4.3.4); None where no credit is recorded.

    Below nothing, so much would be missing.
    """
    granted = credit_standing(scenario.year).granted
    return None if granted is None else (granted, Pair(granted - sums.known, granted - sums.assumed))


def side_by_side(scenarios: Sequence[Scenario]) -> list[tuple[int, str, list[Pair]]]:
    """Every municipality of any of them, with its pair in each: number, name, pairs."""
    nothing = Pair(0, 0)
    names: dict[int, str] = {}
    found: list[dict[int, Pair]] = []
    rows = ScenarioAmount.objects.filter(scenario__in=scenarios).order_by()
    summed = rows.values_list("scenario_id", "municipality__bfs_number", "municipality__name")
    by_scenario: dict[int, dict[int, Pair]] = {scenario.pk: {} for scenario in scenarios}
    for scenario, number, name, *pair in summed.annotate(Sum("known"), Sum("assumed")):
        names[number] = name
        by_scenario[scenario][number] = Pair(*pair)
    found = [by_scenario[scenario.pk] for scenario in scenarios]
    return [
        (number, names[number], [one.get(number, nothing) for one in found])
        for number in sorted(names, key=lambda key: names[key])
    ]
