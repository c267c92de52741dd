"""The second wall, opened for one request and closed again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ankunft.foundation.access import wall


class WallMiddleware:
    """Lets the database show what whoever asks may see, while the request lasts; then it is blind again.

    It comes after whoever acts is known. A request of nobody sees nothing behind the wall.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with wall.open_for(request.actor):
            return self.get_response(request)
