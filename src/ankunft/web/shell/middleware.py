"""What every request passes: the size, the language, the clock, the actor, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.remembering import remembering

from . import errors
from .network import client_address

GetResponse = Callable[[HttpRequest], HttpResponse]
READING = {"GET", "HEAD"}
DATE_HEADER = "X-Ankunft-Date"
ORGANISATION = "organisation"
LONGEST_QUERY = 2000
FORM_BYTES = 1024 * 1024
"""What a form may bring besides its file."""


class BodySizeMiddleware:
    """Refuses a body that is too large, or of unknown length, before anything reads it.

    It must be the first whose `process_view` is called: looking for the token of a form reads the whole body, whoever
    sent it. As a `process_view` its answer still gets the language, the frame and the headers of every page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length and "HTTP_TRANSFER_ENCODING" in request.META:
            return errors.length_required(request)
        # What is no number is no length: the framework reads nothing then.
        if length.isdecimal() and int(length) > settings.IMPORT_MAX_BYTES + FORM_BYTES:
            return errors.too_large(request)
        return None


class PlainTextMiddleware:
    """Refuses (400) what no browser of an honest person sends: null characters, which no database stores, and queries
    longer than anything that is looked for.

    It must stand behind the check of the form's token, which is what reads the body.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> None:
        asked = [text for _name, texts in request.GET.lists() for text in texts]
        sent = [text for _name, texts in request.POST.lists() for text in texts]
        if any("\0" in text for text in (*asked, *sent, *map(str, kwargs.values()))):
            raise BadRequest("null characters")
        if any(len(text) > LONGEST_QUERY for text in asked):
            raise BadRequest("a query that is too long")


class LanguageMiddleware(LocaleMiddleware):
    """German unless the person chose otherwise: the language of an office does not follow a browser's default."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


class ClockMiddleware:
    """Outside production the header `X-Ankunft-Date` or the setting ANKUNFT_TODAY moves the clock for one request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        day = request.moved_to = self._day(request)
        if day is None:
            return self.get_response(request)
        with clock.moved_to(day):
            return self.get_response(request)

    def _day(self, request: HttpRequest) -> date | None:
        if settings.PRODUCTION:
            return None
        asked = request.headers.get(DATE_HEADER)
        if asked is None:
            return settings.ANKUNFT_TODAY
        try:
            return date.fromisoformat(asked)
        except ValueError as error:
            raise BadRequest(f"{DATE_HEADER} must be a day such as 2026-03-16") from error


class ReadingMiddleware:
    """A page that is only read writes nothing, so what it asks twice is answered once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembering() if request.method in READING else nullcontext():
            return self.get_response(request)


class ActorMiddleware:
    """Puts `request.actor` beside `request.user`: roles are read anew at every request. Nobody signed in: None.

    Whoever belongs to several organisations can choose to act for one of them; `request.person` has all roles.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        address = client_address(request)
        request.person = request.actor = actor_of(user, "web", address) if user.is_authenticated else None
        if request.actor and (chosen := request.session.get(ORGANISATION)):
            request.actor = acting_for(request.actor, chosen)
        return self.get_response(request)


def acting_for(person: Actor, organisation: str) -> Actor:
    """The person with the roles held in one organisation; with all roles if none is held there (any more)."""
    grants = frozenset(grant for grant in person.grants if grant.organisation == organisation)
    return replace(person, grants=grants) if grants else person


class RefusalMiddleware:
    """Turns Refused (409) and Forbidden (403) into pages that say why."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Forbidden):
            return errors.forbidden(request, exception)
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        return None
