"""What structures give: own positions, possible figures, in time or marked as late, never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import InputAmount, PositionInput
from ankunft.domain.funds.readings import newest_inputs
from ankunft.domain.funds.values import Given, YearAmount
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import People, consolidated, filled, francs, opened, position

pytestmark = pytest.mark.django_db


def test_the_newest_counts_and_the_earlier_one_stays() -> None:
    people = People()
    version = filled(people)
    work = position(version, "workplace")
    services.input_give(version=version, position=work, given=francs(y2026=900_000), actor=people.awa)
    given = newest_inputs(version)[work.pk]
    assert (given.number, given.given_by, given.structure and given.structure.code) == (2, people.awa.label, "awa")
    assert [(one.year, one.amount) for one in given.amounts.all()] == [(2026, 900_000_00)]
    assert InputAmount.objects.filter(input__position=work, input__number=1).count() == 2


def test_after_the_last_day_it_is_marked_as_late(on_day: Callable[[date], None]) -> None:
    people = People()
    version = opened(people)
    work = position(version, "workplace")
    on_day(date(2026, 12, 11))
    assert not services.input_give(version=version, position=work, given=francs(), actor=people.awa).is_late
    on_day(date(2026, 12, 12))
    assert services.input_give(version=version, position=work, given=francs(), actor=people.awa).is_late


def test_once_put_together_nothing_is_taken_in_any_more() -> None:
    people = People()
    version = consolidated(people)
    with pytest.raises(Refused, match="keine Eingaben mehr") as refused:
        services.input_give(version=version, position=position(version, "workplace"), given=francs(), actor=people.awa)
    assert "konsolidiert" in refused.value.reason
    assert PositionInput.objects.count() == 3


def test_a_stale_version_is_asked_of_the_database() -> None:
    people = People()
    version = filled(people)
    stale = type(version).objects.get(pk=version.pk)
    services.version_consolidate(version=version, actor=people.office)
    with pytest.raises(Refused, match="keine Eingaben mehr"):
        services.input_give(version=stale, position=position(version, "workplace"), given=francs(), actor=people.awa)


@pytest.mark.parametrize("who", ["abmh", "office", "iiz", "lead"])
def test_a_position_is_given_by_its_structure(who: str) -> None:
    people = People()
    version = opened(people)
    with pytest.raises(Refused):
        services.input_give(
            version=version, position=position(version, "workplace"), given=francs(), actor=getattr(people, who)
        )


def test_for_a_position_of_nobody_the_office_gives_and_says_from_where() -> None:
    people = People()
    version = opened(people)
    early = position(version, "language.early")
    with pytest.raises(Refused):
        services.input_give(version=version, position=early, given=francs(), actor=people.awa)
    with pytest.raises(Refused, match="woher"):
        services.input_give_for(version=version, position=early, given=Given(), actor=people.office)
    with pytest.raises(Refused, match="Im Namen"):
        services.input_give_for(version=version, position=early, given=francs(), actor=people.iiz)
    services.input_give_for(version=version, position=early, given=francs(), actor=people.office)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (francs(y2025=1), "umfasst 2026 bis 2027"),
        (francs(y2026=-1), "ohne Vorzeichen"),
        (francs(y2026=1_000_000_001), "ohne Vorzeichen"),
        (Given((YearAmount(2026, 1), YearAmount(2026, 2))), "doppelt"),
        (Given((YearAmount(2026, 5, 6, 7),)), "Bandbreite"),
        (Given((YearAmount(2026, 5, 1, 4),)), "Bandbreite"),
        (Given((YearAmount(2026, 5, 1, None),)), "Bandbreite"),
        (Given((YearAmount(2026, 5, -1, 9),)), "Bandbreite"),
        (Given((YearAmount(2026, 5),), "Demo", is_quantified=False), "nicht beides"),
        (Given(is_quantified=False), "warum"),
    ],
    ids=["outside", "negative", "too much", "twice", "below", "above", "half", "under zero", "both", "no word"],
)
def test_figures_that_cannot_be(given: Given, reason: str) -> None:
    people = People()
    version = opened(people)
    with pytest.raises(Refused, match=reason):
        services.input_give(version=version, position=position(version, "workplace"), given=given, actor=people.awa)
    assert not PositionInput.objects.exists()


def test_a_sum_has_no_figures_of_its_own() -> None:
    people = People()
    version = opened(people)
    with pytest.raises(Refused, match="Summe"):
        services.input_give_for(
            version=version, position=position(version, "language"), given=francs(y2026=1), actor=people.office
        )


def test_a_position_of_another_plan() -> None:
    people = People()
    version = opened(people)
    from tests.domain.funds.making import plan

    other = plan(people, "ANDERER")
    with pytest.raises(Refused, match="anderen Finanzplan"):
        services.input_give(
            version=version, position=other.positions.get(code="workplace"), given=francs(), actor=people.awa
        )
