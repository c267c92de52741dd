"""Two people at the same moment: nothing is decided twice, and no franc of the credit is given to two projects."""

from __future__ import annotations

import pytest

from ankunft.domain.grants import services
from ankunft.domain.grants.models import (
    Assessment,
    ClosingAccount,
    FinalReport,
    Instalment,
    Project,
    ProjectState,
)
from ankunft.domain.grants.selectors import credit_standing
from ankunft.domain.settlement.models import Payment, PaymentFile, Reclaim
from ankunft.foundation.kernel.actor import Actor
from tests.domain.grants.making import (
    CHEAPER,
    People,
    assessed,
    assessed_by,
    complete,
    paid,
    proposed,
    reported,
    surplus,
)
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import account, office
from tests.domain.settlement.test_payments import payer
from tests.support.people import actor_with
from tests.support.threads import at_once, one_was_refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_decisions_that_want_the_same_rest() -> None:
    people = People(municipality(2601, "Solothurn"))
    surplus(7_000_00)
    first, second = assessed(people), assessed(people)
    other = actor_with("approver")

    def grant(key: int, actor: Actor) -> None:
        services.project_grant(
            project=Project.objects.get(pk=key), amount=5_000_00, decision="Demo", reason="Demo", actor=actor
        )

    outcomes = at_once(lambda: grant(first.pk, people.approver), lambda: grant(second.pk, other))
    assert one_was_refused(outcomes)
    standing = credit_standing()
    assert (standing.committed, standing.free) == (5_000_00, 2_000_00)
    assert sorted(Project.objects.values_list("state", flat=True)) == ["assessed", "granted"]


def test_granted_and_rejected_at_the_same_moment() -> None:
    people = People(municipality(2601, "Solothurn"))
    surplus(7_000_00)
    key = assessed(people).pk
    other = actor_with("approver")
    outcomes = at_once(
        lambda: services.project_grant(
            project=Project.objects.get(pk=key), amount=1, decision="Demo", reason="Demo", actor=people.approver
        ),
        lambda: services.project_reject(
            project=Project.objects.get(pk=key), decision="Demo", reason="Demo", actor=other
        ),
    )
    assert one_was_refused(outcomes)


def test_two_assessments_at_the_same_moment_are_not_both_the_first() -> None:
    people = People(municipality(2601, "Solothurn"))
    project = complete(people)
    at_once(
        lambda: assessed_by(Project.objects.get(pk=project.pk), people.first),
        lambda: assessed_by(Project.objects.get(pk=project.pk), people.second),
    )
    given = Assessment.objects.count()
    project.refresh_from_db()
    assert given in (1, 2)
    assert project.state == (ProjectState.ASSESSED if given == 2 else ProjectState.COMPLETE)
    assert sorted(Assessment.objects.values_list("number", flat=True)) == list(range(1, given + 1))


def test_two_release_the_same_instalment_and_it_is_paid_once() -> None:
    place = municipality(2601, "Solothurn")
    account(place)
    people, bank = People(place), office()
    payer(bank)
    key = proposed(people, bank.finance).pk
    other = actor_with("approver")
    outcomes = at_once(
        *(
            lambda actor=actor: services.instalment_release(instalment=Instalment.objects.get(pk=key), actor=actor)
            for actor in (people.approver, other)
        )
    )
    assert one_was_refused(outcomes)
    assert (Payment.objects.count(), PaymentFile.objects.count()) == (1, 1)
    assert Instalment.objects.get(pk=key).state == "paid"


def test_two_close_the_same_project_and_what_is_too_much_is_asked_back_once() -> None:
    place = municipality(2601, "Solothurn")
    account(place)
    people, bank = People(place), office()
    payer(bank)
    key = reported(people, paid(people, bank.finance, 1, 2), CHEAPER).pk
    outcomes = at_once(
        *(
            lambda actor=actor: services.project_close(report=FinalReport.objects.get(pk=key), actor=actor) and None
            for actor in (people.first, people.second)
        )
    )
    assert one_was_refused(outcomes)
    assert (ClosingAccount.objects.count(), Reclaim.objects.count()) == (1, 1)
    assert Reclaim.objects.get().amount == 1_000_00


def test_accepted_and_taken_back_at_the_same_moment() -> None:
    place = municipality(2601, "Solothurn")
    account(place)
    people, bank = People(place), office()
    payer(bank)
    key = reported(people, paid(people, bank.finance), CHEAPER).pk
    outcomes = at_once(
        lambda: services.project_close(report=FinalReport.objects.get(pk=key), actor=people.first) and None,
        lambda: services.report_take_back(report=FinalReport.objects.get(pk=key), reason="Demo", actor=people.lead),
    )
    assert one_was_refused(outcomes)
    closed = ClosingAccount.objects.exists()
    assert FinalReport.objects.get().state == ("accepted" if closed else "draft")
    assert Project.objects.get().state == ("closed" if closed else "running")
    assert Instalment.objects.get(number=2).payable == (1_000_00 if closed else None)
