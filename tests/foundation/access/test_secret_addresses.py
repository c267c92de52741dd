"""Addresses that open something without signing in: they end with what ends sessions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from ankunft.foundation.access.closing import account_close, account_reopen
from ankunft.foundation.access.models import Account, SecretAddress
from ankunft.foundation.access.passwords import password_set
from ankunft.foundation.access.secret_addresses import account_of_secret, address_drop, address_make, address_of
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.signing_in import sessions_end_all
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.support.people import account_with
from tests.support.threads import at_once

PURPOSE = "calendar"
OPERATOR = Actor.operator()
End = Callable[[Account], object]


def make(account: Account) -> str:
    return address_make(account=account, purpose=PURPOSE, actor=actor_of(account, "test"))


def closed_and_open_again(account: Account) -> None:
    account_close(account=account, actor=OPERATOR)
    account_reopen(account=account, actor=OPERATOR)


ENDS: list[End] = [
    lambda account: sessions_end_all(account=account, actor=OPERATOR),
    lambda account: password_set(account=account, password="ein langer Satz fuer mich", actor=OPERATOR),
    closed_and_open_again,
]


@pytest.mark.django_db
@pytest.mark.parametrize("end", ENDS, ids=["signed out everywhere", "new password", "closed and open again"])
def test_it_ends_with_the_sessions_of_the_account(end: End) -> None:
    account = account_with("coordination")
    secret = make(account)
    assert account_of_secret(secret, PURPOSE) == account
    end(account)
    assert account_of_secret(secret, PURPOSE) is None
    assert address_of(account, PURPOSE) is None
    account.refresh_from_db()
    again = make(account)
    assert account_of_secret(again, PURPOSE) == account
    assert account_of_secret(secret, PURPOSE) is None


@pytest.mark.django_db
def test_it_opens_for_its_purpose_alone_and_until_it_is_dropped() -> None:
    account = account_with("coordination")
    secret = make(account)
    assert account_of_secret(secret, "something else") is None
    assert account_of_secret(SecretAddress.objects.get().digest, PURPOSE) is None
    address_drop(account=account, purpose=PURPOSE, actor=actor_of(account, "test"))
    assert account_of_secret(secret, PURPOSE) is None
    with pytest.raises(Refused, match="gibt es nicht mehr"):
        address_drop(account=account, purpose=PURPOSE, actor=actor_of(account, "test"))


@pytest.mark.django_db
def test_the_secret_stands_nowhere() -> None:
    secret = make(account_with("coordination"))
    assert not [one for model in (SecretAddress, Event) for one in model.objects.values() if secret in str(one)]


@pytest.mark.django_db(transaction=True)
def test_made_twice_at_the_same_moment_one_opens() -> None:
    account = account_with("coordination")
    results = at_once(*[partial(make, account)] * 6)
    secrets = [one for one in results if isinstance(one, str)]
    assert all(isinstance(one, str | Refused) for one in results)
    assert [account_of_secret(one, PURPOSE) for one in secrets].count(account) == 1
    assert SecretAddress.objects.count() == 1
