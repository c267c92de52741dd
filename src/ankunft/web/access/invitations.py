"""Accepting an invitation. The token of the link is a secret in an address, so it does not stay there.

The link puts it into a cookie (a GET writes nothing into the database, so it is not the session) and leads on to an
address without it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.foundation.access.invitations import (
    account_invited,
    invitation_accept,
    invitation_accept_anew,
    invitation_of,
    no_longer_good,
)
from ankunft.foundation.access.models import Account, Invitation
from ankunft.foundation.access.passwords import LONGEST, password_problems
from ankunft.foundation.access.roles import get
from ankunft.foundation.access.signing_in import visitor
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.network import client_address

from .sessions import begin_session

COOKIE = f"{settings.COOKIE_PREFIX}ankunft-invitation"
LASTS = 3600


class PasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("Ihr Passwort"),
        strip=False,
        max_length=LONGEST,
        help_text=gettext_lazy("Mindestens 12 Zeichen. Ein Satz, den nur Sie kennen, ist gut."),
        error_messages={"required": gettext_lazy("Wählen Sie ein Passwort.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=gettext_lazy("Noch einmal"),
        strip=False,
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Wiederholen Sie das Passwort.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self._invitation = invitation

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if problems := password_problems(password, email=self._invitation.email, name=self._invitation.name):
            raise ValidationError(problems)
        return password

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if "password" in self.cleaned_data and repeated != self.cleaned_data["password"]:
            raise ValidationError(_("Die beiden Passwörter sind verschieden."))
        return repeated


@login_not_required
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail, right or wrong: keep the token in a cookie and lead on to an address without it."""
    response = redirect("invitation")
    # For this address only: a form on a page without referrer would be sent without an origin, and refused.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.set_cookie(
        COOKIE, token, max_age=LASTS, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
    return response


@login_not_required
@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Who invites to what; and accepting it: with a new password, or with the account that the address has."""
    token = request.COOKIES.get(COOKIE, "")
    found = invitation_of(token) if token else None
    if found is None:
        return render(request, "access/invitation_gone.html", {"sentence": no_longer_good()}, status=404)
    account = account_invited(found)
    if account is None and not request.user.is_authenticated:
        return _anew(request, found, token)
    return _with_account(request, found, account, token)


def _anew(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Somebody without an account chooses a password, and is signed in."""
    form = PasswordForm(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        try:
            account = invitation_accept_anew(
                token=token, password=form.cleaned_data["password"], actor=visitor(client_address(request))
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            begin_session(request, account, method="invitation", second_factor=False)
            return _done(request)
    return _page(request, found, form=form, status=422 if form.errors else 200)


def _with_account(request: HttpRequest, found: Invitation, account: Account | None, token: str) -> HttpResponse:
    """Somebody with an account signs in and takes the role; whoever is signed in as another one is told so."""
    if not request.user.is_authenticated:
        sign_in = f"{reverse('sign-in')}?{urlencode({'next': request.path})}"
        return _page(request, found, sign_in=sign_in)
    if account is None or request.user.pk != account.pk:
        return _page(request, found, other=str(request.user))
    if request.method == "POST":
        invitation_accept(token=token, account=account, actor=request.person)
        return _done(request)
    return _page(request, found, may_accept=True)


def _page(request: HttpRequest, found: Invitation, *, status: int = 200, **more: object) -> HttpResponse:
    role = get(found.role)
    context = {
        "invitation": found,
        "role": role.label if role else found.role,
        "inviting": found.invited_by.name if found.invited_by else _("Die Betriebsstelle"),
        **{"form": None, "sign_in": "", "other": "", "may_accept": False},
        **more,
    }
    if context["form"] is None:
        del context["form"]
    return render(request, "access/invitation.html", context, status=status)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Sie haben die Einladung angenommen."))
    response = redirect("my-day")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
