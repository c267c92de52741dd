"""What every request passes on its way in: an ended session, the demand to sign in, and what must be done first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from ankunft.foundation.access.factors import factor_needed, factors_of

from . import cookies, sessions

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., Any]

ALWAYS_REACHED = frozenset({"sign-out", "sign-out-everywhere", "prove", "prove-passkey", "prove-passkey-options"})
FOR_PASSWORD = ALWAYS_REACHED | {"password-change"}
FOR_FACTOR = ALWAYS_REACHED | {"factor-setup", "app-setup", "passkey-options", "passkey-add"}


def unattended(view: View) -> View:
    """Mark a view that the page itself asks for again and again: it does not show that somebody is there."""
    view.is_unattended = True
    return view


def lead_to(request: HttpRequest, address: str) -> HttpResponse:
    """Go to that page as a whole, even where only a part of a page was asked for."""
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else HttpResponseRedirect(address)


class SessionLimitsMiddleware:
    """Ends sessions that last too long or in which nothing was done for too long, and notes that something was done."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.is_attended = False
        request.session_ended = request.user.is_authenticated and sessions.is_over(request)
        if request.session_ended:
            request.session.flush()
            request.user = AnonymousUser()
        response = self.get_response(request)
        if request.user.is_authenticated and request.is_attended:
            cookies.note_activity(request, response)
        cookies.put_device(request, response)
        return response

    def process_view(self, request: HttpRequest, view: View, *_arguments: object) -> None:
        request.is_attended = not getattr(view, "is_unattended", False)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Whoever is not signed in is led to the sign-in, and back to the page they were on."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:  # type: ignore[override]
        sign_in = reverse("sign-in")
        query = {"next": page_of(request)}
        if request.session_ended:
            query["ended"] = "1"
        return lead_to(request, f"{sign_in}?{urlencode(query, safe='/')}")


def page_of(request: HttpRequest) -> str:
    """The page on which the person is: of a request for a part of a page, the page that asked."""
    shown = getattr(request, "htmx", False) and request.htmx.current_url_abs_path
    return str(shown or request.get_full_path())


class ObligationsMiddleware:
    """What must be done before anything else: replace a temporary password, set up or prove a second factor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_arguments: object) -> HttpResponse | None:
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        name = match.url_name if match else None
        account = request.user
        if account.password_is_temporary:
            return None if name in FOR_PASSWORD else lead_to(request, reverse("password-change"))
        if sessions.has_second_factor(request) or not factor_needed(account):
            return None
        if factors_of(account):
            return None if name in ALWAYS_REACHED else lead_to(request, prove_address(page_of(request)))
        return None if name in FOR_FACTOR else lead_to(request, reverse("factor-setup"))


def prove_address(back: str) -> str:
    """The page on which one proves once more who one is, and that leads back."""
    return f"{reverse('prove')}?{urlencode({'next': back}, safe='/')}"
