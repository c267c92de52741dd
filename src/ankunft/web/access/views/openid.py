"""Signing in by the OpenID provider, and linking what one is there with one's own account."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ankunft.foundation.access.factors import factors_of
from ankunft.foundation.access.identities import failure_recorded, identity_link, identity_unlink, stranger_recorded
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.openid.client import begin, finish
from ankunft.foundation.access.openid.configuration import Configuration, configuration
from ankunft.foundation.access.openid.failures import SignInFailed, stale
from ankunft.foundation.access.openid.tokens import Identity
from ankunft.foundation.access.selectors import account_of_identity, identities_of
from ankunft.foundation.access.signing_in import visitor
from ankunft.foundation.access.throttle import Paused, attempt_begin, attempt_right, limits_for
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.network import client_address

from ..attempts import Kept, keep, take
from ..pending import pending_begin
from ..proof import freshly_proved
from ..sessions import begin_session
from .sign_in import own_address

ANSWER = ("state", "code", "iss", "error")
LONGEST = 4000


def _configured() -> Configuration:
    """The provider; 404 where there is none."""
    found = configuration()
    if found is None:
        raise Http404
    return found


@login_not_required
@require_POST
def openid_begin(request: HttpRequest) -> HttpResponse:
    """To the provider, to sign in."""
    if request.user.is_authenticated:
        return redirect(own_address(request))
    return _to_provider(request, next_address=own_address(request), links=None)


@freshly_proved(back="security")
@require_POST
def openid_link(request: HttpRequest) -> HttpResponse:
    """To the provider, to link who one is there with one's own account."""
    account = cast(Account, request.user)
    return _to_provider(request, next_address=resolve_url("security"), links=account.pk)


@freshly_proved(back="security")
@require_POST
def openid_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Not that identity any more; those of others do not exist (404)."""
    account = cast(Account, request.user)
    if pk not in {identity.pk for identity in identities_of(account)}:
        raise Http404
    identity_unlink(account=account, pk=pk, actor=request.actor)
    messages.success(request, _("Die externe Anmeldung ist getrennt."))
    return redirect("security")


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def openid_return(request: HttpRequest) -> HttpResponse:
    """Back from the provider: the page sends what the browser brought as a form, because looking changes nothing."""
    provider = _configured()
    if request.method == "POST":
        return _judged(request, provider)
    answer = {name: value for name in ANSWER if (value := request.GET.get(name, "")[:LONGEST])}
    return render(request, "access/openid_return.html", {"answer": answer, "provider": provider.name})


def _return_to(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("openid-return"))


def _to_provider(request: HttpRequest, *, next_address: str, links: int | None) -> HttpResponse:
    provider = _configured()
    try:
        address, attempt = begin(provider, return_to=_return_to(request))
    except SignInFailed as failure:
        return _failed(request, provider, failure, next_address)
    keep(request, Kept(attempt, next_address, links))
    return redirect(address)


def _judged(request: HttpRequest, provider: Configuration) -> HttpResponse:
    """What the answer is good for; answers that an honest browser does not bring are counted like wrong guesses."""
    kept = take(request, request.POST.get("state", ""))
    next_address = kept.next_address if kept else ""
    try:
        guess = attempt_begin(limits_for(address=client_address(request)))
    except Paused as paused:
        return _said(request, paused.reason, next_address)
    try:
        identity = _identity(request, provider, kept)
    except SignInFailed as failure:
        if not failure.is_hostile:
            attempt_right(guess)
        return _failed(request, provider, failure, next_address)
    attempt_right(guess)
    if kept and kept.links is not None:
        return _linked(request, identity, kept)
    return _signed_in(request, provider, identity, next_address)


def _identity(request: HttpRequest, provider: Configuration, kept: Kept | None) -> Identity:
    """Whom the answer proves; SignInFailed if nobody, or if this session did not ask."""
    if kept is None:
        raise stale(provider.name, "in dieser Sitzung nicht begonnen, oder zum zweiten Mal", is_hostile=True)
    answer = {name: request.POST[name] for name in ANSWER if name in request.POST}
    return finish(provider, kept.attempt, answer, return_to=_return_to(request))


def _signed_in(request: HttpRequest, provider: Configuration, identity: Identity, next_address: str) -> HttpResponse:
    """Into the account that is linked. Whoever has a second factor proves it, unless the provider attests one."""
    account = account_of_identity(identity.issuer, identity.subject)
    if account is None:
        stranger_recorded(identity=identity, provider=provider.name, actor=visitor(client_address(request)))
        return _said(request, _unknown(provider), next_address)
    if account.is_active and not identity.has_second_factor and factors_of(account):
        pending_begin(request, account, next_address=next_address, method="openid")
        return redirect("sign-in-factor")
    try:
        begin_session(request, account, method="openid", second_factor=identity.has_second_factor)
    except Refused as refused:
        return _said(request, refused.reason, next_address)
    return redirect(next_address)


def _unknown(provider: Configuration) -> str:
    return _(
        "Diese Anmeldung bei %(name)s ist hier mit keinem Konto verbunden. Haben Sie ein Konto, so melden Sie sich mit "
        "E-Mail-Adresse und Passwort an und verbinden Sie sie auf der Seite «Sicherheit». Haben Sie keines, so wenden "
        "Sie sich an die Administration Ihrer Organisation: Sie lädt Sie ein."
    ) % {"name": provider.name}


def _linked(request: HttpRequest, identity: Identity, kept: Kept) -> HttpResponse:
    """Linked with the account of whoever asked for it, if the same person is still signed in."""
    if not request.user.is_authenticated or request.user.pk != kept.links:
        return _said(request, _("Melden Sie sich an und beginnen Sie das Verbinden noch einmal."), "")
    try:
        identity_link(account=request.user, identity=identity, actor=request.actor)
    except Refused as refused:
        return _said(request, refused.reason, kept.next_address)
    messages.success(request, _("Die externe Anmeldung ist mit Ihrem Konto verbunden."))
    return redirect(kept.next_address)


def _failed(request: HttpRequest, provider: Configuration, failure: SignInFailed, next_address: str) -> HttpResponse:
    if failure.cause:
        actor = request.actor or visitor(client_address(request))
        failure_recorded(failure=failure, provider=provider.name, actor=actor)
    return _said(request, failure.reason, next_address)


def _said(request: HttpRequest, sentence: str, next_address: str) -> HttpResponse:
    """The sentence on the page where the person can go on: the sign-in, or where a signed-in person wanted to go."""
    messages.error(request, sentence)
    if request.user.is_authenticated:
        return redirect(next_address or "my-day")
    query = f"?{urlencode({'next': next_address})}" if next_address else ""
    return redirect(reverse("sign-in") + query)
