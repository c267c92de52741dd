"""What administrators do with accounts, with whose, and what the person is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.administration import selectors, services
from ankunft.foundation.access import factors
from ankunft.foundation.access.models import Account, Membership, Organisation, SecondFactor
from ankunft.foundation.access.selectors import grants_of
from ankunft.foundation.access.services import account_open, role_grant
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import OutgoingMail
from tests.support import people

pytestmark = pytest.mark.django_db

OLTEN = "bfs-2581"
ACTS: list[Callable[..., object]] = [
    services.close_account,
    services.sign_out_everywhere,
    services.reset_second_factor,
    services.give_temporary_password,
]


def olten() -> Organisation:
    return people.organisation(OLTEN)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_ends_the_sessions_leaves_an_event_and_tells_the_person(
    own: Actor, officer: Account, act: Callable[..., object]
) -> None:
    act(account=officer, actor=own, reason="Gerät verloren")
    officer.refresh_from_db()
    assert officer.sessions_epoch >= 1
    events = Event.objects.filter(object_type="access.account", object_key=officer.email, actor_id=own.account_id)
    assert events.filter(reason="Gerät verloren").exists()
    assert OutgoingMail.objects.get().to == officer.email


def test_closed_and_opened_again(own: Actor, officer: Account) -> None:
    services.close_account(account=officer, actor=own)
    officer.refresh_from_db()
    assert not officer.is_active
    with pytest.raises(Refused, match="schon geschlossen"):
        services.close_account(account=officer, actor=own)
    services.reopen_account(account=officer, actor=own)
    officer.refresh_from_db()
    assert officer.is_active
    with pytest.raises(Refused, match="schon offen"):
        services.reopen_account(account=officer, actor=own)


def test_a_temporary_password_is_returned_and_written_nowhere(own: Actor, officer: Account) -> None:
    password = services.give_temporary_password(account=officer, actor=own)
    officer.refresh_from_db()
    assert officer.check_password(password)
    assert officer.password_is_temporary
    assert not [event for event in Event.objects.all() if password in f"{event.summary}{event.after}{event.reason}"]


def test_second_factors_are_gone(own: Actor, officer: Account) -> None:
    SecondFactor.objects.create(account=officer, kind="totp", name="App", created_at=clock.now())
    services.reset_second_factor(account=officer, actor=own)
    assert factors.factors_of(officer) == []


@pytest.mark.parametrize("act", [*ACTS, services.reopen_account])
def test_nobody_acts_on_the_own_account_nor_on_a_foreign_one(own: Actor, act: Callable[..., object]) -> None:
    with pytest.raises(Forbidden, match="eigenen Konto"):
        act(account=Account.objects.get(pk=own.account_id), actor=own)
    with pytest.raises(Forbidden, match="anderen Organisation"):
        act(account=people.account_with("integration_officer", "bfs-2601"), actor=own)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("days", [-10, 10])
def test_an_account_that_also_belongs_elsewhere_is_for_the_operations(
    own: Actor, operations: Actor, officer: Account, act: Callable[..., object], days: int
) -> None:
    """Or else whoever administers a municipality could take over somebody of the canton."""
    role_grant(
        account=officer,
        organisation=people.organisation("ags", "coordination"),
        role="coordination",
        actor=Actor.operator(),
        valid_from=clock.today() + timedelta(days=days),
    )
    with pytest.raises(Forbidden, match="Betriebsstelle"):
        act(account=officer, actor=own)
    act(account=officer, actor=operations)


def test_a_role_given_and_ended(own: Actor, officer: Account) -> None:
    today = clock.today()
    services.give_role(account=officer, organisation=olten(), role="municipal_finance", valid_from=today, actor=own)
    assert Grant("municipal_finance", OLTEN) in grants_of(officer, today)
    with pytest.raises(Refused, match="schon"):
        services.give_role(account=officer, organisation=olten(), role="municipal_finance", valid_from=today, actor=own)
    end = today + timedelta(days=5)
    services.end_role(account=officer, organisation=olten(), role="municipal_finance", valid_from=end, actor=own)
    assert Grant("municipal_finance", OLTEN) in grants_of(officer, today)
    assert Grant("municipal_finance", OLTEN) not in grants_of(officer, end)
    assert [row.account for row in selectors.roles_ending(own)] == [officer]
    with pytest.raises(Refused, match="nicht"):
        services.end_role(account=officer, organisation=olten(), role="municipal_finance", valid_from=end, actor=own)
    assert {mail.kind for mail in OutgoingMail.objects.all()} == {"role_given", "role_ended"}


def test_nobody_gives_or_ends_backwards(own: Actor, officer: Account) -> None:
    past = clock.today() - timedelta(days=1)
    with pytest.raises(Refused, match="frühestens"):
        services.give_role(account=officer, organisation=olten(), role="municipal_finance", valid_from=past, actor=own)
    with pytest.raises(Refused, match="frühestens"):
        services.end_role(account=officer, organisation=olten(), role="integration_officer", valid_from=past, actor=own)


def test_nobody_gives_oneself_a_role_nor_one_elsewhere(own: Actor, operations: Actor, officer: Account) -> None:
    today = clock.today()
    for actor in (own, operations):
        oneself = Account.objects.get(pk=actor.account_id)
        with pytest.raises(Forbidden, match="eigenen Konto"):
            services.give_role(
                account=oneself, organisation=olten(), role="strategic_lead", valid_from=today, actor=actor
            )
    with pytest.raises(Forbidden, match="anderen Organisation"):
        services.give_role(
            account=officer,
            organisation=people.organisation("bfs-2601"),
            role="integration_officer",
            valid_from=today,
            actor=own,
        )


def test_what_each_administrator_sees(own: Actor, operations: Actor, officer: Account) -> None:
    foreign = people.account_with("coordination")
    none = selectors.Filters()
    assert officer in selectors.accounts(own, none)
    assert foreign not in selectors.accounts(own, none)
    assert {officer, foreign} <= set(selectors.accounts(operations, none))
    assert not selectors.accounts(people.actor_with("coordination"), none).exists()
    role_grant(
        account=officer,
        organisation=people.organisation("ags", "coordination"),
        role="coordination",
        actor=Actor.operator(),
        valid_from=date(2020, 1, 1),
    )
    shown = selectors.roles_over_time(own, [officer])[officer.pk]
    assert {held.organisation.code for held in shown} == {OLTEN}
    assert not selectors.events_of(own, officer).exists()
    assert selectors.events_of(operations, officer).exists()


def test_the_filters(operations: Actor, officer: Account) -> None:
    closed = people.account_with("auditor")
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    nobody = account_open(email="ohne@so.example", name="Demo-Ohne", password="x", actor=Actor.operator())
    real = account_open(email="echt@so.example", name="Demo-Echt", password="x", actor=Actor.operator())
    role_grant(account=real, organisation=olten(), role="strategic_lead", actor=Actor.operator())

    def found(**change: str) -> set[Account]:
        return set(selectors.accounts(operations, selectors.Filters(**change)))

    assert found(state="closed") == {closed}
    assert closed not in found(state="open")
    assert found(state="without_role") == {nobody}
    assert found(state="without_factor") == {real}
    assert selectors.accounts_without_factor(operations) == 1
    assert found(role="auditor") == {closed}
    assert found(organisation=OLTEN) == {officer, real}
    assert found(query="ECHT@") == {real}
    assert found(organisation=OLTEN, role="auditor") == set()


def test_a_role_that_ended_is_held_no_more(operations: Actor, officer: Account) -> None:
    Membership.objects.create(
        account=officer, organisation=olten(), role="integration_officer", valid_from=date(2021, 1, 1), granted=False
    )
    assert not list(selectors.accounts(operations, selectors.Filters(role="integration_officer")))
    (held,) = selectors.roles_over_time(operations, [officer])[officer.pk]
    assert held.last_day == date(2020, 12, 31)


def test_roles_of_many_cost_no_more(operations: Actor) -> None:
    def cost(count: int) -> int:
        while Account.objects.count() < count:
            people.account_with("integration_officer", OLTEN)
        with CaptureQueriesContext(connection) as captured:
            selectors.roles_over_time(operations, list(Account.objects.all()))
        return len(captured)

    assert cost(3) == cost(20)


def test_organisations_are_added_and_renamed_by_the_operations(own: Actor, operations: Actor) -> None:
    added = services.organisation_add(code="anbieter-ost", name="Demo-Anbieter", kind="provider", actor=operations)
    services.organisation_rename(organisation=added, name="Demo-Anbieter Ost", actor=operations)
    added.refresh_from_db()
    assert added.name == "Demo-Anbieter Ost"
    for change, reason in (
        ({"code": "anbieter-ost"}, "schon eine"),
        ({"code": "Ost!"}, "Code hat"),
        ({"code": "bfs-1"}, "Code hat"),
        ({"kind": "municipality"}, "Register"),
        ({"name": " "}, "Namen"),
    ):
        values = {"code": "neu", "name": "Demo", "kind": "provider", **change}
        with pytest.raises(Refused, match=reason):
            services.organisation_add(**values, actor=operations)
    with pytest.raises(Refused, match="Register"):
        services.organisation_rename(organisation=olten(), name="Anders", actor=operations)
    with pytest.raises(Forbidden, match="Betriebsstelle"):
        services.organisation_add(code="neu", name="Demo", kind="provider", actor=own)
