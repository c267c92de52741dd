"""What an auditor sees is recorded: every page and every file, in the read log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from ankunft.domain.roles import AUDITOR
from ankunft.foundation.audit.reads import Read, reads_of, record_read
from ankunft.foundation.kernel import clock

PAGE = "page"
LONG = 200
SAME_SITTING = timedelta(hours=12)


class AuditorReadsMiddleware:
    """Leaves an entry for every page that is shown to somebody who acts as an auditor.

    It is written when the page is made and before it is sent: if that fails, the page is not shown. A part of a page
    leaves none if the page itself was read in the same sitting; what asks for itself again and again never does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.is_read_by_auditor = False
        response = self.get_response(request)
        if request.is_read_by_auditor and response.status_code == 200:
            self._record(request)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_arguments: object) -> None:
        is_open = not getattr(view, "login_required", True)
        asks_itself = getattr(view, "is_unattended", False)
        reads = request.method in ("GET", "HEAD") and not is_open and not asks_itself
        request.is_read_by_auditor = bool(reads and request.actor and request.actor.has_role(AUDITOR))

    def _record(self, request: HttpRequest) -> None:
        key = _key(request)
        if request.htmx and not request.htmx.boosted and self._is_known(request, key):
            return
        # The address without its query: what somebody searched for is no page.
        record_read(request.actor, Read(PAGE, key, "", f"Seite {request.path} angesehen."))

    def _is_known(self, request: HttpRequest, key: str) -> bool:
        read: Any = reads_of(PAGE, key)
        return bool(read.filter(actor_id=request.actor.account_id, at__gte=clock.now() - SAME_SITTING).exists())


def _key(request: HttpRequest) -> str:
    """The name of the route and what stands in the address; not what the route itself gives to its view."""
    match = request.resolver_match
    if match is None:
        return ""
    captured = match.captured_kwargs
    words = [match.view_name or "", *(f"{name}={value}" for name, value in captured.items())]
    return " ".join(words)[:LONG]
