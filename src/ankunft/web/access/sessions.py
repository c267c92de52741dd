"""Sessions: how one begins, what it remembers, how it is kept and ended.

The contract for every way of signing in: prove who it is, then call `begin_session`.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, login, logout
from django.http import HttpRequest

from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.signing_in import sign_in_recorded, sign_out_recorded
from ankunft.foundation.kernel import clock
from ankunft.web.shell.network import client_address

from . import cookies

SIGNED_IN_AT = "access.signed_in_at"
PROVED_AT = "access.proved_at"
METHOD = "access.method"
SECOND_FACTOR = "access.second_factor"
PROOF_LASTS = 10 * 60


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
    device = cookies.device_of(request, account)
    sign_in_recorded(account=account, actor=actor, method=method, second_factor=second_factor, device=device)
    request.session.flush()
    login(request, account)
    request.session.update(marks(method=method, second_factor=second_factor))
    request.person = request.actor = actor
    if not device:
        cookies.remember_device(request, account)


def account_of(request: HttpRequest) -> Account:
    """The account that is signed in."""
    return cast(Account, request.user)


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted too long, or nothing was done in it for too long."""
    session, now = request.session, seconds_now()
    began = session.get(SIGNED_IN_AT, 0)
    active = max(began, session.get(PROVED_AT, 0), cookies.last_activity(request))
    too_long = now - began >= settings.SESSION_HOURS * 3600
    return bool(too_long or now - active >= settings.SESSION_IDLE_MINUTES * 60)


def is_freshly_proved(request: HttpRequest) -> bool:
    """Whether the person has proved within the last ten minutes who it is."""
    return seconds_now() - int(request.session.get(PROVED_AT, 0)) < PROOF_LASTS


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was proved in this session."""
    return bool(request.session.get(SECOND_FACTOR))


def forget_second_factor(request: HttpRequest) -> None:
    """The account has no second factor any more: a role that demands one leads to a new one, in this session too."""
    request.session[SECOND_FACTOR] = False


def prove_again(request: HttpRequest, *, second_factor: bool) -> None:
    """The person has just proved once more who it is (with a second factor or not): the session gets a new key."""
    request.session.cycle_key()
    request.session[PROVED_AT] = seconds_now()
    if second_factor:
        request.session[SECOND_FACTOR] = True


def keep_session(request: HttpRequest, account: Account) -> None:
    """After all sessions of the account were ended: this one goes on, with a new key."""
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = account.get_session_auth_hash()


def end_session(request: HttpRequest) -> None:
    """Sign out."""
    sign_out_recorded(account=account_of(request), actor=request.actor)
    logout(request)
