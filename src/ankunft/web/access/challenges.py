"""Challenges for passkeys: each is kept in the session for one purpose, and good for one answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ankunft.foundation.access.passkeys import Challenge, Site

from .sessions import seconds_now

CHALLENGE = "access.challenge"
LASTS = 5 * 60


def site_of(request: HttpRequest) -> Site:
    """The host (one of ALLOWED_HOSTS, or the request is refused) and the origin that the browser must confirm."""
    host = request.get_host()
    return Site(host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host, f"{request.scheme}://{host}")


def challenge_put(request: HttpRequest, challenge: Challenge, *, purpose: str) -> HttpResponse:
    """Keep what is needed to check the answer, and send the browser the question."""
    request.session[CHALLENGE] = {"kept": challenge.kept, "purpose": purpose, "at": seconds_now()}
    return HttpResponse(challenge.options, content_type="application/json")


def challenge_take(request: HttpRequest, *, purpose: str) -> str:
    """The question that was asked for this purpose, which is now used up; empty if there is none."""
    kept = request.session.pop(CHALLENGE, None)
    good = kept and kept["purpose"] == purpose and seconds_now() - kept["at"] < LASTS
    return kept["kept"] if good else ""
