"""Sign-ins at the OpenID provider that were begun in this session: each is good for one answer.

An answer that belongs to none of them was begun elsewhere, by somebody else, or is brought a second time.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest

from ankunft.foundation.access.openid.client import Attempt

ATTEMPTS = "access.openid"
MOST = 5
"""Sign-ins under way in several tabs; of more of them the oldest is given up."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sign-in under way. `links`: the account to which the identity is to be linked; None signs in."""

    attempt: Attempt
    next_address: str
    links: int | None = None


def keep(request: HttpRequest, kept: Kept) -> None:
    """Keep it until the browser comes back."""
    attempts = dict(request.session.get(ATTEMPTS, {}))
    attempts[kept.attempt.state] = {"attempt": asdict(kept.attempt), "next": kept.next_address, "links": kept.links}
    request.session[ATTEMPTS] = dict(list(attempts.items())[-MOST:])


def take(request: HttpRequest, state: str) -> Kept | None:
    """The sign-in of which the answer speaks, taken out; None if this session began none such."""
    attempts = dict(request.session.get(ATTEMPTS, {}))
    found = attempts.pop(state, None)
    if found is None:
        return None
    request.session[ATTEMPTS] = attempts
    return Kept(Attempt(**found["attempt"]), found["next"], found["links"])
