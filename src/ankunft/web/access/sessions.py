"""Sessions: how one begins, what it remembers, how it is kept and ended.

The contract for every way of signing in: prove who it is, then call `begin_session`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest

from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.signing_in import sign_in_recorded, sign_out_recorded
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.network import client_address

SIGNED_IN_AT = "access.signed_in_at"
PROVED_AT = "access.proved_at"
METHOD = "access.method"
SECOND_FACTOR = "access.second_factor"


def seconds_now() -> int:
    """The machine's own time: sessions do not end because somebody moved the clock."""
    return int(clock.machine_now().timestamp())


def marks(*, method: str, second_factor: bool) -> dict[str, Any]:
    """What a session that begins now remembers of the sign-in."""
    now = seconds_now()
    return {SIGNED_IN_AT: now, PROVED_AT: now, METHOD: method, SECOND_FACTOR: second_factor}


def begin_session(request: HttpRequest, account: Account, *, method: str, second_factor: bool) -> None:
    """Sign the person in: a session with a new key that remembers how, and an event in the trail.

    `method`: `password`, `passkey`, `openid`, `invitation`. `second_factor`: whether more than one factor was proved
    (by a code, a passkey with user verification, or by the identity provider). Whoever needs a second factor and has
    proved none is led to it before anything else. Refused if the account is closed.
    """
    actor = actor_of(account, "web", client_address(request))
    sign_in_recorded(account=account, actor=actor, method=method, second_factor=second_factor)
    request.session.flush()
    login(request, account)
    request.session.update(marks(method=method, second_factor=second_factor))
    request.person = request.actor = actor


def prove_again(request: HttpRequest, *, second_factor: bool) -> None:
    """The person has just proved once more who it is (with a second factor or not): the session gets a new key."""
    request.session.cycle_key()
    request.session[PROVED_AT] = seconds_now()
    if second_factor:
        request.session[SECOND_FACTOR] = True


def keep_session(request: HttpRequest, account: Account) -> None:
    """After all sessions of the account were ended: this one goes on, with a new key."""
    request.session.cycle_key()
    request.session["_auth_user_hash"] = account.get_session_auth_hash()


def end_session(request: HttpRequest, actor: Actor) -> None:
    """Sign out."""
    sign_out_recorded(actor=actor)
    logout(request)
