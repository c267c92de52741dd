"""Put together, asked, decided: in this order, by other hands, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import PlannedPosition, PlanVersion, VersionState
from ankunft.domain.funds.selectors.plans import plan_as_data, plan_table
from ankunft.domain.funds.values import Ruling
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import (
    BODY,
    DUE,
    RULING,
    People,
    adopted,
    answered,
    asked,
    consolidated,
    consulted,
    filled,
    francs,
    opened,
    position,
)
from tests.support.people import actor_with
from tests.support.threads import at_once, one_was_refused

pytestmark = pytest.mark.django_db


def figures(version: PlanVersion) -> dict[str, object]:
    rows = plan_as_data(version)["rows"]
    assert isinstance(rows, list)
    return {row["code"]: row["values"] for row in rows}


class TestConsolidating:
    def test_the_plan_is_what_was_given(self) -> None:
        assert figures(consolidated(People())) == {
            "opening": ["3.00", "1.30"],
            "workplace": ["-1.00", "-0.50"],
            "language": ["-0.70", "-0.20"],
            "language.courses": ["-0.40", None],
            "language.early": ["-0.30", "-0.20"],
            "closing": ["1.30", "0.60"],
        }

    def test_so_far_is_shown_while_inputs_are_open(self) -> None:
        people = People()
        assert figures(filled(people)) == figures(consolidated_again(people))

    def test_a_position_without_input_is_named(self) -> None:
        people = People()
        version = opened(people)
        services.input_give(version=version, position=position(version, "workplace"), given=francs(), actor=people.awa)
        with pytest.raises(Refused, match="Demo: Kurse, Demo: Frühe Sprache"):
            services.version_consolidate(version=version, actor=people.office)
        assert not PlannedPosition.objects.exists()

    def test_planned_otherwise_with_a_reason_and_back(self) -> None:
        people = People()
        version = filled(people)
        work = position(version, "workplace")
        with pytest.raises(Refused, match="Begründen"):
            services.position_plan(
                version=version, position=work, given=francs(y2026=1), reason=" ", actor=people.office
            )
        services.position_plan(
            version=version, position=work, given=francs(y2026=800_000), reason="Demo: gekürzt", actor=people.office
        )
        services.version_consolidate(version=version, actor=people.office)
        assert figures(version)["workplace"] == ["-0.80", None]
        services.version_reopen(version=version, reason="Demo", actor=people.office)
        services.position_plan_take_back(version=version, position=work, actor=people.office)
        services.version_consolidate(version=version, actor=people.office)
        assert figures(version)["workplace"] == ["-1.00", "-0.50"]

    def test_an_assumption_takes_the_place_of_a_missing_input(self) -> None:
        people = People()
        version = opened(people)
        for code in ("workplace", "language.courses", "language.early"):
            services.position_plan(
                version=version,
                position=position(version, code),
                given=francs(y2026=100_000),
                reason="Demo: unverändert",
                actor=people.office,
            )
        services.version_consolidate(version=version, actor=people.office)
        assert figures(version)["closing"] == ["2.70", "2.70"]

    def test_nothing_is_planned_for_a_sum(self) -> None:
        people = People()
        version = filled(people)
        with pytest.raises(Refused, match="untersten"):
            services.position_plan(
                version=version,
                position=position(version, "language"),
                given=francs(y2026=1),
                reason="Demo",
                actor=people.office,
            )

    def test_known_and_not_quantified_stands_below_the_table(self) -> None:
        people = People()
        version = filled(people)
        early = position(version, "language.early")
        given = francs()._replace(is_quantified=False, comment="Demo: noch offen")
        services.input_give_for(version=version, position=early, given=given, actor=people.office)
        services.version_consolidate(version=version, actor=people.office)
        table = plan_table(version)
        assert [one.position.code for one in table.unquantified] == ["language.early"]
        assert "language.early" not in {row.code for row in table.rows}
        assert figures(version)["language"] == ["-0.40", None]

    def test_after_reopening_new_inputs_count(self) -> None:
        people = People()
        version = consolidated(people)
        services.version_reopen(version=version, reason="Demo", actor=people.office)
        services.input_give(
            version=version, position=position(version, "workplace"), given=francs(y2027=100_000), actor=people.awa
        )
        assert figures(version)["workplace"] == [None, "-0.10"]
        services.version_consolidate(version=version, actor=people.office)
        assert figures(version)["workplace"] == [None, "-0.10"]


def consolidated_again(people: People) -> PlanVersion:
    version = PlanVersion.objects.get()
    services.version_consolidate(version=version, actor=people.office)
    return version


class TestDeciding:
    def test_the_way_to_the_decision(self) -> None:
        version = adopted(People())
        assert (version.state, version.decision, version.decided_by, version.decided_on) == (
            VersionState.ADOPTED,
            RULING.name,
            RULING.by,
            RULING.on,
        )

    def test_only_the_lead_of_the_iiz_decides(self) -> None:
        people = People()
        version = consulted(people)
        for actor in (people.office, people.iiz, people.awa, actor_with("body_member", "iiz-ekg")):
            with pytest.raises(Refused, match=r"IIZ-Leitung|Rolle"):
                services.version_adopt(version=version, ruling=RULING, actor=actor)
        services.version_adopt(version=version, ruling=RULING, actor=people.lead)

    @pytest.mark.parametrize("step", ["consolidated", "consulted"])
    def test_whoever_made_it_does_not_decide(self, step: str) -> None:
        """One person with every role: four eyes hold across all stages."""
        from ankunft.foundation.access.selectors import actor_of
        from ankunft.foundation.access.services import role_grant
        from tests.support.people import ALWAYS, account_with, organisation

        people = People()
        account = account_with("body_member", "iiz-leitung")
        for role, at in (("coordination", "ags"), ("iiz_office", "iiz")):
            role_grant(
                account=account,
                organisation=organisation(at, role),
                role=role,
                actor=people.office,
                valid_from=ALWAYS,
            )
        both = actor_of(account, "test")
        version = filled(people)
        services.version_consolidate(version=version, actor=both if step == "consolidated" else people.office)
        by = both if step == "consulted" else people.iiz
        services.version_consult(version=version, statements_due=DUE, others=[BODY], actor=by)
        services.version_close_consultation(version=answered(version, people), actor=people.iiz)
        with pytest.raises(Refused, match="andere Person"):
            services.version_adopt(version=version, ruling=RULING, actor=both)

    @pytest.mark.parametrize("before", [filled, consolidated], ids=["inputs", "consolidated"])
    def test_nothing_is_decided_before_it_was_asked(self, before: Callable[[People], PlanVersion]) -> None:
        people = People()
        with pytest.raises(Refused, match="Der Stand ist"):
            services.version_adopt(version=before(people), ruling=RULING, actor=people.lead)

    def test_twice_is_refused(self) -> None:
        people = People()
        version = adopted(people)
        with pytest.raises(Refused, match="beschlossen"):
            services.version_adopt(version=version, ruling=RULING, actor=people.lead)

    @pytest.mark.parametrize(
        ("ruling", "reason"),
        [
            (Ruling(" ", "IIZ-Leitung", date(2026, 11, 20)), "Nummer"),
            (Ruling("Demo", "", date(2026, 11, 20)), "Gremium"),
            (Ruling("Demo", "IIZ-Leitung", date(2026, 11, 23)), "23.11.2026"),
        ],
        ids=["no name", "nobody", "tomorrow"],
    )
    def test_what_is_no_decision(self, ruling: Ruling, reason: str) -> None:
        people = People()
        version = consulted(people)
        with pytest.raises(Refused, match=reason):
            services.version_adopt(version=version, ruling=ruling, actor=people.lead)
        version.refresh_from_db()
        assert (version.state, version.decision) == (VersionState.CONSULTED, "")

    def test_a_consultation_has_a_day_that_is_to_come(self) -> None:
        people = People()
        version = consolidated(people)
        with pytest.raises(Refused, match="schon vorbei"):
            asked(version, people, date(2026, 11, 21))

    def test_the_next_decision_supersedes_the_one_before(self) -> None:
        people = People()
        first = adopted(people)
        second = opened(people, first.plan)
        for code, actor in (("workplace", people.awa), ("language.courses", people.abmh)):
            services.input_give(version=second, position=position(second, code), given=francs(y2026=1), actor=actor)
        services.input_give_for(
            version=second, position=position(second, "language.early"), given=francs(), actor=people.office
        )
        services.version_consolidate(version=second, actor=people.office)
        services.version_close_consultation(version=answered(asked(second, people), people), actor=people.iiz)
        services.version_adopt(version=second, ruling=RULING, actor=people.lead)
        first.refresh_from_db()
        assert (first.state, second.supersedes_id) == (VersionState.SUPERSEDED, first.pk)
        assert figures(first)["closing"] == ["1.30", "0.60"]

    def test_withdrawn_with_a_reason_until_it_is_decided(self) -> None:
        people = People()
        version = consulted(people)
        with pytest.raises(Refused, match="Begründung"):
            services.version_withdraw(version=version, reason="", actor=people.office)
        services.version_withdraw(version=version, reason="Demo", actor=people.office)
        assert version.state == VersionState.WITHDRAWN
        with pytest.raises(Refused, match="zurückgezogen"):
            services.version_adopt(version=version, ruling=RULING, actor=people.lead)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_two_decide_and_it_is_decided_once(self) -> None:
        people = People()
        version = consulted(people)
        other = actor_with("body_member", "iiz-leitung")
        outcomes = at_once(
            *(
                lambda actor=actor: services.version_adopt(
                    version=PlanVersion.objects.get(pk=version.pk), ruling=RULING, actor=actor
                )
                for actor in (people.lead, other)
            )
        )
        assert one_was_refused(outcomes)
        version.refresh_from_db()
        assert (version.state, version.version) == (VersionState.ADOPTED, 4)

    def test_an_input_and_the_consolidation(self) -> None:
        """Either the input is in the plan, or it was refused: never taken and lost."""
        people = People()
        version = filled(people)
        work = position(version, "workplace")
        given, _ = at_once(
            lambda: services.input_give(
                version=PlanVersion.objects.get(pk=version.pk),
                position=work,
                given=francs(y2026=900_000),
                actor=people.awa,
            ),
            lambda: services.version_consolidate(version=PlanVersion.objects.get(pk=version.pk), actor=people.office),
        )
        version.refresh_from_db()
        assert version.state == VersionState.CONSOLIDATED
        expected = ["-1.00", "-0.50"] if isinstance(given, Refused) else ["-0.90", None]
        assert figures(version)["workplace"] == expected


def test_what_was_given_up_shows_what_it_would_have_planned() -> None:
    people = People()
    version = filled(people)
    services.position_plan(
        version=version,
        position=position(version, "workplace"),
        given=francs(y2026=800_000),
        reason="Demo: gekürzt",
        actor=people.office,
    )
    before = figures(version)
    services.version_withdraw(version=version, reason="Demo", actor=people.office)
    version.refresh_from_db()
    assert figures(version) == before
    assert before["closing"] == ["1.50", "1.30"]


def test_what_is_planned_otherwise_rests_on_what_was_given_last() -> None:
    people = People()
    version = filled(people)
    work = position(version, "workplace")
    services.position_plan(
        version=version, position=work, given=francs(y2026=800_000), reason="Demo: gekürzt", actor=people.office
    )
    newest = services.input_give(version=version, position=work, given=francs(y2026=900_000), actor=people.awa)
    services.version_consolidate(version=version, actor=people.office)
    planned = PlannedPosition.objects.get(version=version, position=work)
    assert (planned.input, planned.reason) == (newest, "Demo: gekürzt")
    assert figures(version)["workplace"] == ["-0.80", None]


def test_opened_again_with_a_new_last_day_nothing_is_late(on_day: Callable[[date], None]) -> None:
    people = People()
    version = consolidated(people)
    on_day(date(2026, 12, 15))
    with pytest.raises(Refused, match="schon vorbei"):
        services.version_reopen(version=version, reason="Demo", inputs_due=date(2026, 12, 14), actor=people.office)
    services.version_reopen(version=version, reason="Demo", inputs_due=date(2026, 12, 18), actor=people.office)
    work = position(version, "workplace")
    given = services.input_give(version=version, position=work, given=francs(y2026=900_000), actor=people.awa)
    assert (version.inputs_due, given.is_late) == (date(2026, 12, 18), False)
    on_day(date(2026, 12, 19))
    assert services.input_give(version=version, position=work, given=francs(y2026=1), actor=people.awa).is_late


def test_the_last_day_stays_unless_another_is_named() -> None:
    people = People()
    version = consolidated(people)
    services.version_reopen(version=version, reason="Demo", actor=people.office)
    assert version.inputs_due == DUE
