"""Defining schemes and their tariffs: proposed by one, confirmed by another, then fixed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.schemes import services
from ankunft.domain.schemes.loader import load_schemes
from ankunft.domain.schemes.models import Scheme, SchemeDefinition, SchemeTariff
from ankunft.domain.schemes.readings import definitions, scheme_signs, tariffs
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.schemes.making import definition, text
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2024, 1, 1)


@pytest.fixture
def coordinator() -> Actor:
    return actor_with("coordination")


@pytest.fixture
def colleague() -> Actor:
    return actor_with("coordination")


def confirmed(proposer: Actor, other: Actor, **changes: object) -> SchemeDefinition:
    definition = services.definition_propose(text=text(**changes), actor=proposer)
    services.definition_confirm(definition=definition, actor=other)
    return definition


def tariff(actor: Actor, rate: int = 5000, valid_from: date = NEW_YEAR, code: str = "beds") -> SchemeTariff:
    return services.tariff_propose(
        scheme="gardens",
        code=code,
        valid_from=valid_from,
        rows=[(0, rate)],
        act="Demo-Beschluss",
        paragraph="5",
        actor=actor,
    )


class TestDefinitions:
    def test_what_is_only_proposed_is_no_scheme(self, coordinator: Actor) -> None:
        services.definition_propose(text=text(), actor=coordinator)
        assert len(definitions("gardens")) == 0
        assert scheme_signs() == {}

    def test_the_second_person_makes_it_one(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        assert definitions("gardens").at(NEW_YEAR) is not None
        assert scheme_signs() == {"gardens": "G"}

    def test_whoever_proposed_does_not_confirm(self, coordinator: Actor) -> None:
        definition = services.definition_propose(text=text(), actor=coordinator)
        with pytest.raises(Forbidden):
            services.definition_confirm(definition=definition, actor=coordinator)

    @pytest.mark.parametrize("role", ["auditor", "integration_officer", "strategic_lead", "administrator"])
    def test_others_define_nothing(self, role: str) -> None:
        at = "bfs-2601" if role in ("integration_officer", "strategic_lead") else None
        with pytest.raises(Forbidden):
            services.definition_propose(text=text(), actor=actor_with(role, at))

    def test_two_from_the_same_day_do_not_stand(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        with pytest.raises(Refused, match="schon eine Definition"):
            confirmed(coordinator, colleague, note="anders")

    def test_a_later_one_replaces_it_from_its_day(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        confirmed(coordinator, colleague, valid_from="2025-07-01", name="Demo-Wälder")
        series = definitions("gardens")
        named = [series.at(day) for day in (date(2025, 6, 30), date(2025, 7, 1))]
        assert [one.name for one in named if one] == ["Demo-Gärten", "Demo-Wälder"]

    @pytest.mark.parametrize("changes", [{"sign": "H"}, {"cycle": "year"}], ids=["sign", "cycle"])
    def test_the_names_of_runs_and_forms_stay(
        self, coordinator: Actor, colleague: Actor, changes: dict[str, str]
    ) -> None:
        confirmed(coordinator, colleague)
        with pytest.raises(Refused, match="bleiben, wie sie sind"):
            confirmed(coordinator, colleague, valid_from="2026-01-01", **changes)

    def test_no_two_schemes_have_one_sign(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        with pytest.raises(Refused, match="Kürzel gehört einem anderen"):
            confirmed(coordinator, colleague, key="trees")
        assert Scheme.objects.count() == 1

    @pytest.mark.parametrize(
        ("broken", "reason"),
        [("{", "kein JSON"), ("[]", "fehlt oder"), ("[" * 100_000, "kein JSON"), ("x" * 200_001, "zu lang")],
        ids=["json", "list", "deep", "long"],
    )
    def test_what_is_none_is_refused_and_nothing_is_stored(self, coordinator: Actor, broken: str, reason: str) -> None:
        with pytest.raises(Refused, match=reason):
            services.definition_propose(text=broken, actor=coordinator)
        assert not SchemeDefinition.objects.exists()

    def test_what_is_confirmed_the_database_keeps(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        for table in ("schemes_schemedefinition", "schemes_scheme"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET key = 'other'")

    def test_what_comes_with_the_product_is_proposed_once(self) -> None:
        operator = Actor.operator()
        assert (load_schemes(operator), load_schemes(operator)) == (2, 0)
        found = SchemeDefinition.objects.order_by("key").values_list("key", "state")
        assert list(found) == [("early-language", "proposed"), ("status-s", "proposed")]


class TestTariffs:
    def test_one_counts_when_a_second_person_has_confirmed_it(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        one = tariff(coordinator)
        assert tariffs("gardens") == {}
        with pytest.raises(Forbidden):
            services.tariff_confirm(tariff=one, actor=coordinator)
        services.tariff_confirm(tariff=one, actor=colleague)
        found = tariffs("gardens")["gardens.beds"].at(NEW_YEAR)
        assert found is not None
        assert (found.tariff.at(1), str(found.reference)) == (5000, "Demo-Beschluss 5")

    def test_a_withdrawn_one_never_counts(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        services.tariff_withdraw(tariff=tariff(coordinator), actor=coordinator)
        assert tariffs("gardens") == {}

    def test_two_from_the_same_day_do_not_stand(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        services.tariff_confirm(tariff=tariff(coordinator), actor=colleague)
        with pytest.raises(Refused, match="schon ein Tarif"):
            services.tariff_confirm(tariff=tariff(coordinator, 6000), actor=colleague)

    def test_a_scheme_that_nobody_confirmed_has_no_tariff(self, coordinator: Actor) -> None:
        services.definition_propose(text=text(), actor=coordinator)
        with pytest.raises(Refused, match="kein bestätigtes Programm"):
            tariff(coordinator)

    def test_a_contribution_that_there_is_not_has_no_tariff(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        with pytest.raises(Refused, match=r"gardens\.trees"):
            tariff(coordinator, code="trees")

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [
            ([(0, 4000_00), (2000, 8000_00)], ""),
            ([(2000, 8000_00), (0, 4000_00)], ""),
            ([], ""),
            ([(100, 4000_00)], "beginnt bei 0"),
            ([(0, 4000_00), (0, 5000_00)], "jede Stufe steht einmal"),
            ([(0, 3000_00)], "CHF 3'000.00 liegt ausserhalb"),
            ([(0, 4000_00), (9000, 13_000_05)], "CHF 4'000.00 bis CHF 13'000.00"),
        ],
        ids=["tiers", "unsorted", "end", "gap", "twice", "below", "above"],
    )
    def test_tiers_lie_within_the_law(
        self, coordinator: Actor, colleague: Actor, rows: list[tuple[int, int]], reason: str
    ) -> None:
        load_schemes(Actor.operator())
        definition = SchemeDefinition.objects.get(key="early-language")
        services.definition_confirm(definition=definition, actor=colleague)

        def propose() -> SchemeTariff:
            return services.tariff_propose(
                scheme="early-language",
                code="introduction",
                valid_from=date(2022, 1, 1),
                rows=rows,
                act="Demo-Beschluss",
                paragraph="1",
                actor=coordinator,
            )

        if reason:
            with pytest.raises(Refused, match=reason):
                propose()
        else:
            assert propose().rows == [list(row) for row in sorted(rows)]

    def test_a_tariff_is_confirmed_within_the_law_as_it_is_by_then(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        high, right = tariff(coordinator, valid_from=date(2025, 1, 1)), tariff(coordinator)
        [beds] = definition()["contributions"]
        confirmed(coordinator, colleague, valid_from="2025-01-01", contributions=[{**beds, "most": "40.00"}])
        with pytest.raises(Refused, match=r"CHF 50.00 liegt ausserhalb .* \(höchstens CHF 40.00\)"):
            services.tariff_confirm(tariff=high, actor=colleague)
        services.tariff_confirm(tariff=right, actor=colleague)
        assert [span.start for span in tariffs("gardens")["gardens.beds"].spans()] == [NEW_YEAR]
        services.tariff_withdraw(tariff=high, actor=coordinator)

    def test_a_tariff_of_a_contribution_that_was_dropped_is_not_confirmed(
        self, coordinator: Actor, colleague: Actor
    ) -> None:
        confirmed(coordinator, colleague)
        proposed = tariff(coordinator, valid_from=date(2025, 1, 1))
        [beds] = definition()["contributions"]
        confirmed(coordinator, colleague, valid_from="2025-01-01", contributions=[{**beds, "code": "trees"}])
        with pytest.raises(Refused, match=r"gardens\.beds"):
            services.tariff_confirm(tariff=proposed, actor=colleague)

    def test_a_flat_rate_has_no_tiers(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        with pytest.raises(Refused, match="einen einzigen Ansatz"):
            services.tariff_propose(
                scheme="gardens",
                code="beds",
                valid_from=NEW_YEAR,
                rows=[(0, 1), (5, 2)],
                act="Demo",
                paragraph="1",
                actor=coordinator,
            )

    def test_what_is_confirmed_the_database_keeps(self, coordinator: Actor, colleague: Actor) -> None:
        confirmed(coordinator, colleague)
        services.tariff_confirm(tariff=tariff(coordinator), actor=colleague)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE schemes_schemetariff SET note = 'anders'")
