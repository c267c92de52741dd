"""Two people at the same moment: what a body says is counted once, in order, and never after the end."""

from __future__ import annotations

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import AskedBody, PlanVersion, Statement, VersionState
from ankunft.domain.funds.readings import asked_last
from ankunft.domain.funds.selectors import working
from ankunft.domain.funds.values import Said
from ankunft.domain.roles import IIZ
from ankunft.foundation.access.services import organisation_ensure
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.making import DUE, People, answered, asked, consolidated
from tests.support.people import actor_with
from tests.support.threads import LINGERING, at_once, one_was_refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_statements_of_a_body_are_both_kept_and_the_newest_counts() -> None:
    people = People()
    version = consolidated(people)
    ekg = organisation_ensure(code="iiz-ekg", name="Demo-EKG", kind=IIZ, actor=Actor.operator())
    services.version_consult(version=version, statements_due=DUE, bodies=[ekg], actor=people.iiz)
    key = asked_last(version)[0].pk
    member = actor_with("body_member", "iiz-ekg")

    def give() -> None:
        services.statement_give(asked=AskedBody.objects.get(pk=key), said=Said("reject", "Demo: zu viel"), actor=member)

    def give_for() -> None:
        said = Said("recommend", reference="Demo-Sitzung")
        services.statement_give_for(asked=AskedBody.objects.get(pk=key), said=said, actor=people.iiz)

    assert at_once(give, give_for) == [None, None], "neither is lost"
    first, second = Statement.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.given_at <= second.given_at
    assert {first.stance, second.stance} == {"reject", "recommend"}
    assert working.consultation_of(version)[0].statement == second
    told = Event.objects.filter(action="funds.statement.given").order_by("pk")
    assert [one.after["number"] for one in told if one.after] == [1, 2]


@pytest.mark.parametrize("lingering", [0, LINGERING])
def test_a_statement_and_the_end_of_the_consultation(lingering: float) -> None:
    people = People()
    version = answered(asked(consolidated(people), people), people)
    copies = [PlanVersion.objects.get(pk=version.pk), asked_last(version)[0]]
    both = at_once(
        lambda: services.version_close_consultation(version=copies[0], actor=people.iiz),
        lambda: services.statement_give_for(
            asked=copies[1], said=Said("remarks", "Demo: knapp", "Demo-Sitzung"), actor=people.iiz
        ),
        lingering=lingering,
    )
    version.refresh_from_db()
    assert version.state == VersionState.CONSULTED
    assert Statement.objects.count() == 2 - one_was_refused(both)
