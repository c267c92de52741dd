"""Between the two steps of signing in: the session holds an account whose first factor was right, and nothing else.

Nobody is signed in by that: no page but those of the second step looks at it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from ankunft.foundation.access.models import Account

from .sessions import seconds_now

PENDING = "access.pending"
LASTS = 10 * 60


@dataclass(frozen=True, slots=True)
class Pending:
    """Whose second factor is awaited, where the person wants to go afterwards, and how the first factor was proved."""

    account: Account
    next_address: str
    method: str = "password"


def pending_begin(request: HttpRequest, account: Account, *, next_address: str, method: str = "password") -> None:
    """The first factor was right: a session with a new key that holds only this."""
    request.session.flush()
    request.session[PENDING] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "at": seconds_now(),
        "next": next_address,
        "method": method,
    }


def pending_of(request: HttpRequest) -> Pending | None:
    """The sign-in under way; None if there is none, or if it took too long or the account has changed since."""
    kept = request.session.get(PENDING)
    if not kept or seconds_now() - kept["at"] >= LASTS:
        return None
    account = Account.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or not constant_time_compare(kept["hash"], account.get_session_auth_hash()):
        return None
    return Pending(account, kept["next"], kept["method"])
