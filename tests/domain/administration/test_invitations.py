"""Invitations: who may invite whom to what, and accepting once."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest

from ankunft.domain.administration import services
from ankunft.foundation.access import invitations
from ankunft.foundation.access.models import Account, Invitation, Membership
from ankunft.foundation.access.selectors import actor_of, grants_of
from ankunft.foundation.access.services import account_open
from ankunft.foundation.access.signing_in import visitor
from ankunft.foundation.audit.models import Event
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import OutgoingMail
from tests.support import people
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

PASSWORD = "Ein Satz nur fuer mich"
OLTEN = "bfs-2581"


def invite(actor: Actor, **change: object) -> Invitation:
    values = {
        "email": "neu@olten.example",
        "name": "Demo-Neu",
        "organisation": people.organisation(OLTEN),
        "role": "integration_officer",
        "valid_from": clock.today(),
        "link_of": lambda token: f"https://ankunft.example/einladung/{token}/",
    }
    return services.invite(**{**values, **change}, actor=actor)  # type: ignore[arg-type]


def token_of_last_mail() -> str:
    found = re.search(r"/einladung/([\w-]+)/", decrypt(OutgoingMail.objects.latest("pk").text))
    assert found
    return found[1]


def accept(token: str, password: str = PASSWORD) -> Account:
    return invitations.invitation_accept_anew(token=token, password=password, actor=visitor("192.0.2.1"))


def test_somebody_invited_opens_an_account_with_the_role(own: Actor) -> None:
    invitation = invite(own)
    token = token_of_last_mail()
    assert token not in str(Invitation.objects.values())
    assert not [event for event in Event.objects.all() if token in f"{event.summary}{event.after}"]
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.is_secret, mail.kind) == ("neu@olten.example", True, "invitation")
    account = accept(token)
    assert account.check_password(PASSWORD)
    assert not account.password_is_temporary
    assert grants_of(account, clock.today()) == {Grant("integration_officer", OLTEN)}
    invitation.refresh_from_db()
    assert invitation.accepted_by == account
    with pytest.raises(Refused, match="gilt nicht"):
        accept(token)


def test_an_address_with_an_account_gets_a_further_role(own: Actor) -> None:
    account = account_open(email="neu@olten.example", name="Demo", password="x", actor=Actor.operator())
    invite(own, email="NEU@olten.example")
    token = token_of_last_mail()
    with pytest.raises(Refused, match="schon ein Konto"):
        accept(token)
    other = people.account_with("coordination")
    with pytest.raises(Refused, match="ist für neu@olten"):
        invitations.invitation_accept(token=token, account=other, actor=actor_of(other, "test"))
    with pytest.raises(Refused, match="ist für neu@olten"):
        invitations.invitation_accept(token=token, account=account, actor=actor_of(other, "test"))
    invitations.invitation_accept(token=token, account=account, actor=actor_of(account, "test"))
    assert Grant("integration_officer", OLTEN) in grants_of(account, clock.today())


def test_a_role_for_later_begins_then(own: Actor) -> None:
    later = clock.today() + timedelta(days=20)
    invite(own, valid_from=later)
    accept(token_of_last_mail())
    assert Membership.objects.get(account__email="neu@olten.example").valid_from == later


def test_a_link_is_dead_after_a_week(own: Actor, on_day: Callable[[date], None]) -> None:
    invite(own)
    token = token_of_last_mail()
    on_day(clock.today() + timedelta(days=8))
    assert invitations.invitation_of(token) is None
    with pytest.raises(Refused, match="gilt nicht"):
        accept(token)


def test_sent_again_the_old_link_is_dead_and_withdrawn_both_are(own: Actor) -> None:
    invitation = invite(own)
    old = token_of_last_mail()
    services.invite_again(invitation=invitation, actor=own, link_of=lambda token: f"/einladung/{token}/")
    new = token_of_last_mail()
    assert invitations.invitation_of(old) is None
    assert invitations.invitation_of(new) == invitation
    services.invitation_withdraw(invitation=invitation, actor=own)
    for token in (old, new, "", "x"):
        assert invitations.invitation_of(token) is None
    with pytest.raises(Refused, match="zurückgezogen"):
        services.invite_again(invitation=invitation, actor=own, link_of=str)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"role": "coordination"}, "kann in"),
        ({"role": "king"}, "gibt es nicht"),
        ({"email": "niemand"}, "keine E-Mail-Adresse"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "keine E-Mail-Adresse"),
        ({"name": "  "}, "Namen"),
        ({"valid_from": date(2020, 1, 1)}, "frühestens ab heute"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(own: Actor, change: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        invite(own, **change)
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_nobody_is_invited_twice_to_the_same(own: Actor) -> None:
    invite(own)
    with pytest.raises(Refused, match="schon eingeladen"):
        invite(own)


def test_who_checks_cannot_be_invited_to_approve(operations: Actor) -> None:
    checks = people.account_with("finance_officer")
    with pytest.raises(Refused, match="nicht bei derselben Person"):
        invite(operations, email=checks.email, role="approver", organisation=people.organisation("finanzen"))


def test_nobody_invites_oneself(own: Actor) -> None:
    account = Account.objects.get(pk=own.account_id)
    with pytest.raises(Refused, match="nicht selbst"):
        invite(own, email=account.email.upper())


def test_administrators_stay_at_home_those_of_the_operations_do_not(own: Actor, operations: Actor) -> None:
    solothurn = people.organisation("bfs-2601")
    with pytest.raises(Forbidden, match="anderen Organisation"):
        invite(own, organisation=solothurn)
    foreign = invite(operations, organisation=solothurn)
    for refused in (
        lambda: services.invite_again(invitation=foreign, actor=own, link_of=str),
        lambda: services.invitation_withdraw(invitation=foreign, actor=own),
    ):
        with pytest.raises(Forbidden):
            refused()


@pytest.mark.parametrize("role", ["coordination", "integration_officer", "auditor", "approver"])
def test_others_do_not_invite(role: str) -> None:
    with pytest.raises(Forbidden, match="Administration"):
        invite(people.actor_with(role))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_the_same_moment_one_succeeds(own: Actor) -> None:
    invite(own)
    token = token_of_last_mail()
    outcomes = at_once(lambda: accept(token), lambda: accept(token, "Ein anderer Satz hier"))
    assert sum(isinstance(outcome, Account) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert Account.objects.filter(email="neu@olten.example").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_invitations_of_one_address_only_one_opens_the_account(
    own: Actor, operations: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Barrier(2)
    original = Account.full_clean

    def checked(account: Account) -> None:
        original(account)
        # On SQLite nobody else gets this far meanwhile.
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)

    tokens = []
    for actor, organisation in ((own, OLTEN), (operations, people.SOLOTHURN)):
        invite(actor, organisation=people.organisation(organisation))
        tokens.append(token_of_last_mail())
    monkeypatch.setattr(Account, "full_clean", checked)
    outcomes = at_once(*(partial(accept, token) for token in tokens))
    assert sum(isinstance(outcome, Account) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepted_and_withdrawn_at_the_same_moment_is_one_or_the_other(own: Actor) -> None:
    invitation = invite(own)
    token = token_of_last_mail()
    at_once(lambda: accept(token), lambda: services.invitation_withdraw(invitation=invitation, actor=own))
    invitation.refresh_from_db()
    assert (invitation.accepted_at is None) != (invitation.withdrawn_at is None)
    assert Membership.objects.filter(account__email="neu@olten.example").exists() == bool(invitation.accepted_at)
