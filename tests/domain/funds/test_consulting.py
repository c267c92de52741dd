"""Bodies are asked and answer; the consultation is closed once everybody has, or the last day is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.funds import services
from ankunft.domain.funds.export import plan_pdf
from ankunft.domain.funds.models import AskedBody, PlanVersion, Statement, VersionState
from ankunft.domain.funds.readings import asked_last
from ankunft.domain.funds.selectors import working
from ankunft.domain.funds.values import Said
from ankunft.domain.roles import IIZ
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.access.services import organisation_ensure
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import BODY, DUE, People, answered, asked, consolidated, filled
from tests.support import pdf
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

RECOMMENDED = Said("recommend", reference="Demo-Zirkularweg")


def ekg() -> Organisation:
    return organisation_ensure(code="iiz-ekg", name="Demo-EKG", kind=IIZ, actor=Actor.operator())


def in_consultation(people: People) -> tuple[PlanVersion, AskedBody, AskedBody]:
    """Asked are the EKG, which has members here, and a body that has none."""
    version = consolidated(people)
    services.version_consult(
        version=version, statements_due=DUE, bodies=[ekg()], others=["  Demo-Ausschuss "], actor=people.iiz
    )
    first, second = asked_last(version)
    return version, first, second


def test_unless_somebody_chooses_every_body_of_the_iiz_is_asked() -> None:
    people = People()
    ekg()
    organisation_ensure(code="iiz", name="Demo-Geschäftsstelle", kind=IIZ, actor=Actor.operator())
    version = consolidated(people)
    services.version_consult(version=version, statements_due=DUE, actor=people.iiz)
    assert [one.name for one in asked_last(version)] == ["Demo-EKG"]


@pytest.mark.parametrize(
    ("others", "sentence"),
    [([], "mindestens ein Gremium"), (["A", " A "], "Doppelt eingeladen: A"), ([" "], "mindestens ein Gremium")],
    ids=["nobody", "twice", "blank"],
)
def test_somebody_is_asked_and_nobody_twice(others: list[str], sentence: str) -> None:
    people = People()
    version = consolidated(people)
    with pytest.raises(Refused, match=sentence):
        services.version_consult(version=version, statements_due=DUE, bodies=[], others=others, actor=people.iiz)
    assert not AskedBody.objects.exists()


def test_a_member_speaks_for_the_own_body_and_the_office_for_all() -> None:
    people = People()
    _version, own, other = in_consultation(people)
    member = actor_with("body_member", "iiz-ekg")
    services.statement_give(asked=own, said=Said("remarks", "Demo: knapp"), actor=member)
    with pytest.raises(Forbidden, match="anderes Gremium"):
        services.statement_give(asked=other, said=RECOMMENDED, actor=member)
    with pytest.raises(Forbidden, match="Geschäftsstelle"):
        services.statement_give_for(asked=other, said=RECOMMENDED, actor=member)
    with pytest.raises(Refused, match="wo das Gremium Stellung genommen hat"):
        services.statement_give_for(asked=other, said=Said("recommend"), actor=people.iiz)
    services.statement_give_for(asked=other, said=RECOMMENDED, actor=people.iiz)
    given = {one.asked.name: one.given_by for one in Statement.objects.select_related("asked")}
    assert given == {"Demo-EKG": member.label, "Demo-Ausschuss": people.iiz.label}


@pytest.mark.parametrize("stance", ["remarks", "reject"])
def test_what_is_not_plainly_recommended_is_explained(stance: str) -> None:
    people = People()
    _version, own, _other = in_consultation(people)
    with pytest.raises(Refused, match="was das Gremium anmerkt"):
        services.statement_give_for(asked=own, said=Said(stance, " ", "Demo"), actor=people.iiz)


def test_the_newest_statement_counts_and_the_earlier_one_stays() -> None:
    people = People()
    version, own, _other = in_consultation(people)
    for said in (Said("reject", "Demo: zu viel", "Demo"), RECOMMENDED):
        services.statement_give_for(asked=own, said=said, actor=people.iiz)
    counts = working.consultation_of(version)[0].statement
    assert counts is not None
    assert (counts.number, counts.stance) == (2, "recommend")
    assert Statement.objects.count() == 2


def test_it_is_closed_early_only_once_everybody_has_spoken(on_day: Callable[[date], None]) -> None:
    people = People()
    version, own, _other = in_consultation(people)
    services.statement_give_for(asked=own, said=RECOMMENDED, actor=people.iiz)
    with pytest.raises(Refused, match="Demo-Ausschuss"):
        services.version_close_consultation(version=version, actor=people.iiz)
    on_day(DUE)
    with pytest.raises(Refused, match=r"Bis 11\.12\.2026"):
        services.version_close_consultation(version=version, actor=people.iiz)
    on_day(date(2026, 12, 12))
    services.version_close_consultation(version=version, actor=people.iiz)
    version.refresh_from_db()
    assert version.state == VersionState.CONSULTED


def test_once_everybody_has_spoken_it_is_closed_before_the_last_day() -> None:
    people = People()
    version = answered(in_consultation(people)[0], people)
    services.version_close_consultation(version=version, actor=people.iiz)
    version.refresh_from_db()
    assert version.state == VersionState.CONSULTED


def test_after_a_change_everybody_is_asked_anew() -> None:
    people = People()
    version = answered(asked(consolidated(people), people), people)
    before = asked_last(version)[0]
    services.version_reopen(version=version, reason="Demo", actor=people.office)
    services.version_consolidate(version=version, actor=people.office)
    asked(version, people)
    assert [(one.name, one.round, list(one.statements.all())) for one in asked_last(version)] == [(BODY, 2, [])]
    assert [one.round for one in working.silent_bodies([version])[version.pk]] == [2]
    with pytest.raises(Refused, match="nicht mehr Stellung"):
        services.statement_give_for(asked=before, said=RECOMMENDED, actor=people.iiz)


def test_nothing_is_said_outside_of_the_consultation() -> None:
    people = People()
    version = answered(asked(consolidated(people), people), people)
    services.version_close_consultation(version=version, actor=people.iiz)
    with pytest.raises(Refused, match="Stellungnahmen liegen vor"):
        services.statement_give_for(asked=asked_last(version)[0], said=RECOMMENDED, actor=people.iiz)
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        Statement.objects.create(
            asked=asked_last(version)[0], number=9, stance="recommend", given_by="x", given_at=version.opened_at
        )


@pytest.mark.parametrize("model", [AskedBody, Statement], ids=lambda model: model.__name__)
def test_who_was_asked_and_what_was_said_stays(model: type[AskedBody] | type[Statement]) -> None:
    answered(asked(consolidated(People()), People()), People())
    change = {"name": "x"} if model is AskedBody else {"text": "x"}
    for act in (lambda rows: rows.update(**change), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            act(model._default_manager.all())


def test_who_is_not_asked_yet_sees_neither_bodies_nor_statements() -> None:
    people = People()
    version = filled(people)
    assert not visible_to(people.lead, AskedBody).exists()
    services.version_consolidate(version=version, actor=people.office)
    answered(asked(version, people), people)
    assert visible_to(people.lead, Statement).count() == 1
    services.version_reopen(version=version, reason="Demo", actor=people.office)
    assert not visible_to(people.lead, Statement).exists()
    assert visible_to(people.iiz, Statement).count() == 1


def test_what_was_said_of_other_figures_is_not_printed_beside_new_ones() -> None:
    people = People()
    version = answered(asked(consolidated(people), people), people)
    assert BODY in pdf.spoken(plan_pdf(version))
    services.version_reopen(version=version, reason="Demo", actor=people.office)
    assert BODY not in pdf.spoken(plan_pdf(version))
    services.version_consolidate(version=version, actor=people.office)
    assert BODY not in pdf.spoken(plan_pdf(version))


def test_what_has_no_font_keeps_no_plan_from_being_printed() -> None:
    people = People()
    version = asked(consolidated(people), people)
    said = Said("remarks", "Einverstanden ✓ 😀", "Demo-Sitzung")
    services.statement_give_for(asked=asked_last(version)[0], said=said, actor=people.iiz)
    assert "Einverstanden" in pdf.spoken(plan_pdf(version))
