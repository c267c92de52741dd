"""What the trail tells of plans: in its own language, and naming what it is about."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from ankunft.domain.funds import services
from ankunft.domain.funds.models import PlannedPosition
from ankunft.domain.funds.values import GoalEntry, NewSource, Opening
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds import programmes
from tests.domain.funds.making import BODY, DUE, People, adopted, position

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return list(Event.objects.filter(action__startswith="funds.").order_by("pk").values_list("summary", flat=True))


def test_it_is_german_whoever_acts() -> None:
    with translation.override("en"):
        version = adopted(People())
        services.sources_ensure(sources=[NewSource("demo-2", "Demo", "lump_sum", "Demo")], actor=Actor.operator())
    assert set(told()) == {
        "Finanzierungsquelle aufgenommen.",
        "Finanzplan begonnen.",
        "Position in den Finanzplan aufgenommen.",
        "Fassung eines Finanzplans für Eingaben geöffnet.",
        "Zahlen für «Demo: Arbeit» eingegeben.",
        "Zahlen für «Demo: Kurse» eingegeben.",
        "Zahlen für «Demo: Frühe Sprache» eingegeben.",
        "Finanzplan konsolidiert: Die Eingaben sind zusammengeführt.",
        "Gremien der IIZ zur Stellungnahme zum Finanzplan eingeladen.",
        f"Stellungnahme von «{BODY}» festgehalten.",
        "Konsultation zum Finanzplan abgeschlossen.",
        "Finanzplan beschlossen.",
    }
    assert version.state == "adopted"


def test_what_is_taken_over_or_planned_otherwise_names_the_position_in_german() -> None:
    people = People()
    before = adopted(people)
    version = services.version_open(
        plan=before.plan, as_of=date(2026, 10, 31), opening=Opening(1, "Demo"), inputs_due=DUE, actor=people.office
    )
    work = position(version, "workplace")
    with translation.override("en"):
        services.position_plan_as_before(version=version, position=work, actor=people.office)
        assert PlannedPosition.objects.get(version=version).reason.startswith(
            "Unverändert aus der geltenden Fassung DEMO/1 übernommen."
        )
        services.position_plan_take_back(version=version, position=work, actor=people.office)
    assert told()[-2:] == [
        "Für «Demo: Arbeit» etwas anderes geplant als eingegeben.",
        "«Demo: Arbeit» wieder geplant wie eingegeben.",
    ]


def test_what_is_written_of_a_programme_is_named() -> None:
    office = programmes.Office()
    version = programmes.written(office)
    goal = version.goals.get()
    entry = GoalEntry(2, "Demo: Alle verstehen sich")
    services.goal_write(version=version, goal=goal, entry=entry, actor=office.delegate)
    measure = goal.measures.get()
    services.measure_write(
        version=version, goal=goal, measure=measure, entry=programmes.courses(), actor=office.delegate
    )
    services.measure_remove(version=version, measure=measure, actor=office.delegate)
    services.goal_remove(version=version, goal=goal, actor=office.delegate)
    assert told()[-6:] == [
        "Ziel «Demo: Alle lernen die Sprache» aufgenommen.",
        "Massnahme «Demo: Kurse» aufgenommen.",
        "Ziel «Demo: Alle verstehen sich» geändert.",
        "Massnahme «Demo: Kurse» geändert.",
        "Massnahme «Demo: Kurse» entfernt.",
        "Ziel «Demo: Alle verstehen sich» entfernt.",
    ]
