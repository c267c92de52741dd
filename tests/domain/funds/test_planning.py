"""Plans, positions and versions: what may be begun, and what is refused with the reason."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FinancialPlan, PlanVersion, Position
from ankunft.domain.funds.values import Given, NewPosition, Opening
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import (
    DUE,
    MILLION,
    OPENING,
    People,
    adopted,
    filled,
    francs,
    opened,
    plan,
    position,
    source,
)
from tests.domain.funds.money_making import Ground

pytestmark = pytest.mark.django_db


class TestPlans:
    def test_a_code_is_given_once(self) -> None:
        people = People()
        plan(people)
        with pytest.raises(Refused, match="gibt es schon"):
            plan(people)
        assert FinancialPlan.objects.count() == 1

    @pytest.mark.parametrize(("first", "last"), [(2027, 2026), (2013, 2020), (2090, 2100), (2020, 2032)])
    def test_years_are_a_period(self, first: int, last: int) -> None:
        with pytest.raises(Refused, match="Jahre"):
            plan(People(), first=first, last=last)

    @pytest.mark.parametrize("code", ["", "a b", ".x", "x" * 31, "ä"])
    def test_a_code_is_short_and_plain(self, code: str) -> None:
        with pytest.raises(Refused, match="Kürzel"):
            plan(People(), code=code)

    @pytest.mark.parametrize("who", ["iiz", "lead", "awa"])
    def test_only_the_coordination_office_begins_one(self, who: str) -> None:
        people = People()
        with pytest.raises(Refused, match="Koordinationsstelle"):
            services.plan_begin(
                code="X", label="X", source=source(), first_year=2026, last_year=2027, actor=getattr(people, who)
            )


class TestPositions:
    @pytest.mark.parametrize(
        ("new", "reason"),
        [
            (NewPosition("workplace", "Demo", "economic"), "gibt es in diesem Plan schon"),
            (NewPosition("new", " ", "economic"), "Bezeichnung"),
            (NewPosition("new", "Demo", "holidays"), "Zweck"),
            (NewPosition("new", "Demo", "economic", parent="nowhere"), "gibt es in diesem Plan nicht"),
            (NewPosition("new", "Demo", "economic", structure="nobody"), "Organisation"),
        ],
        ids=["taken", "no words", "no purpose", "no parent", "no structure"],
    )
    def test_what_is_no_position(self, new: NewPosition, reason: str) -> None:
        people = People()
        of = plan(people)
        with pytest.raises(Refused, match=reason):
            services.position_add(plan=of, new=new, actor=people.office)
        assert Position.objects.count() == 4

    def test_below_a_position_with_figures_there_is_none(self) -> None:
        people = People()
        version = filled(people)
        with pytest.raises(Refused, match="eigene Zahlen"):
            services.position_add(
                plan=version.plan, new=NewPosition("workplace.a", "Demo", "economic", "workplace"), actor=people.office
            )

    def test_what_has_figures_is_split_beside_it(self) -> None:
        """As the refusal says: booked and planned stays where it is, and the next version plans both."""
        ground = Ground()
        ground.book()
        people, of = ground.people, ground.version.plan
        below = NewPosition("courses", "Demo", "economic", "workplace", "awa")
        with pytest.raises(Refused, match="daneben"):
            services.position_add(plan=of, new=below, actor=people.office)
        services.position_add(plan=of, new=below._replace(parent=""), actor=people.office)
        version = opened(people, of)
        for code in ("workplace", "courses"):
            given = francs(y2026=500_000)
            services.input_give(version=version, position=position(version, code), given=given, actor=people.awa)

    def test_another_structure_gives_the_figures_from_now_on(self) -> None:
        people = People()
        version = adopted(people)
        services.structure_name(position=position(version, "workplace"), structure="abmh", actor=people.office)
        following = opened(people, version.plan)
        with pytest.raises(Refused, match="andere Stelle"):
            services.input_give(
                version=following, position=position(version, "workplace"), given=Given(), actor=people.awa
            )
        services.input_give(
            version=following, position=position(version, "workplace"), given=Given(), actor=people.abmh
        )

    def test_a_position_added_later_is_not_in_an_earlier_version(self) -> None:
        from ankunft.domain.funds.selectors.plans import plan_table

        people = People()
        version = adopted(people)
        services.position_add(plan=version.plan, new=NewPosition("late", "Demo", "social"), actor=people.office)
        assert "late" not in {row.code for row in plan_table(version).rows}


class TestVersions:
    def test_one_at_a_time(self) -> None:
        people = People()
        version = opened(people)
        with pytest.raises(Refused, match="DEMO/1 ist noch unterwegs"):
            opened(people, version.plan)
        services.version_withdraw(version=version, reason="Demo", actor=people.office)
        assert opened(people, version.plan).number == 2

    def test_a_negative_opening_balance_is_refused_with_what_to_do(self) -> None:
        people = People()
        with pytest.raises(Refused, match="negativ") as refused:
            services.version_open(
                plan=plan(people), as_of=DUE, opening=Opening(-56_000_000, "Demo"), actor=people.office
            )
        assert "CHF −560'000.00" in refused.value.reason
        assert "Quelle" in refused.value.reason
        assert not PlanVersion.objects.exists()

    def test_nobody_knows_where_the_opening_balance_comes_from(self) -> None:
        people = People()
        with pytest.raises(Refused, match="woher"):
            services.version_open(plan=plan(people), as_of=DUE, opening=Opening(MILLION, " "), actor=people.office)

    def test_a_deadline_that_is_over(self) -> None:
        people = People()
        with pytest.raises(Refused, match="schon vorbei"):
            services.version_open(
                plan=plan(people), as_of=DUE, opening=OPENING, inputs_due=date(2026, 11, 21), actor=people.office
            )

    def test_a_plan_without_positions(self) -> None:
        people = People()
        empty = services.plan_begin(
            code="LEER", label="Demo", source=source(), first_year=2026, last_year=2026, actor=people.office
        )
        with pytest.raises(Refused, match="ohne Positionen"):
            opened(people, empty)

    def test_every_write_leaves_an_event(self) -> None:
        people = People()
        opened(people)
        kinds = set(Event.objects.filter(action__startswith="funds.").values_list("action", flat=True))
        assert kinds == {"funds.source.added", "funds.plan.begun", "funds.position.added", "funds.version.opened"}


@pytest.mark.parametrize("code", ["opening", "closing", "Neu"])
def test_no_position_is_called_like_a_balance(code: str) -> None:
    people = People()
    made = plan(people)
    with pytest.raises(Refused, match="vergeben"):
        services.position_add(plan=made, new=NewPosition(code, "Demo", "economic"), actor=people.office)


def test_what_is_booked_onto_takes_no_positions_below() -> None:
    ground = Ground()
    made, office = ground.version.plan, ground.people.office
    services.position_add(plan=made, new=NewPosition("later", "Demo", "economic"), actor=office)
    ground.book("later", reason="Demo: noch nicht geplant")
    with pytest.raises(Refused, match="eigene Zahlen"):
        services.position_add(plan=made, new=NewPosition("below", "Demo", "economic", "later"), actor=office)
