"""Signing in: address and password, then the second factor; or a passkey alone."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ankunft.foundation.access.app_codes import app_prove
from ankunft.foundation.access.factors import factors_of
from ankunft.foundation.access.models import Account, SecondFactor
from ankunft.foundation.access.passkeys import Proof, assertion_challenge, passkey_prove
from ankunft.foundation.access.recovery import FEW, code_prove, codes_left
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.signing_in import sessions_end_all
from ankunft.web.shell.network import client_address

from ..challenges import challenge_put, challenge_take, site_of
from ..forms import AppCodeForm, PasskeyForm, RecoveryCodeForm, SignInForm
from ..guessing import guessed
from ..pending import Pending, pending_begin, pending_of
from ..registry import sign_in_sections
from ..sessions import account_of, begin_session, end_session

ALONE, SECOND = "sign-in alone", "sign-in second"


def own_address(request: HttpRequest) -> str:
    """Where to go afterwards: the page asked for, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    # A path: what does not begin so would be looked up among the names of the routes.
    return asked if own and asked.startswith("/") else resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: address and password."""
    if request.user.is_authenticated:
        return redirect(own_address(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (account := _by_password(request, form)):
        if factors_of(account):
            pending_begin(request, account, next_address=own_address(request))
            return redirect("sign-in-factor")
        begin_session(request, account, method="password", second_factor=False)
        return redirect(own_address(request))
    return _first_step(request, form, form)


def _first_step(request: HttpRequest, form: forms.Form, sign_in_form: SignInForm) -> HttpResponse:
    """The page of the first step; `form` is the one that was sent, with what is wrong in it."""
    context = {
        "form": form,
        "sign_in_form": sign_in_form,
        "passkey_form": PasskeyForm(),
        "next": own_address(request),
        "ended": "ended" in request.GET,
        "sections": sign_in_sections.of(request),
    }
    return render(request, "access/sign_in.html", context, status=422 if form.errors else 200)


def _by_password(request: HttpRequest, form: SignInForm) -> Account | None:
    """The account, if address and password are right. Which of the two is wrong is not told."""
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]

    def check() -> Account | None:
        found = authenticate(request, username=email, password=password)
        return found if isinstance(found, Account) else None

    return guessed(
        request,
        form,
        check,
        what="Passwort",
        wrong=_("E-Mail-Adresse oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal."),
        email=email,
        account=Account.objects.filter(email__iexact=email).first(),
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_factor(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or a passkey."""
    pending = pending_of(request)
    if pending is None:
        return redirect("sign-in")
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if guessed(
            request,
            form,
            lambda: app_prove(account=pending.account, code=code),
            what="Code der App",
            wrong=_("Dieser Code stimmt nicht oder wurde schon gebraucht. Warten Sie auf den nächsten."),
            email=pending.account.email,
            account=pending.account,
        ):
            return _signed_in(request, pending)
    return _second_step(request, pending, form)


def _second_step(request: HttpRequest, pending: Pending, form: AppCodeForm | PasskeyForm) -> HttpResponse:
    kinds = {factor.kind for factor in factors_of(pending.account)}
    context = {
        "form": form,
        "code_form": form if isinstance(form, AppCodeForm) else AppCodeForm(),
        "has_app": SecondFactor.Kind.TOTP in kinds,
        "has_passkey": SecondFactor.Kind.PASSKEY in kinds,
    }
    return render(request, "access/sign_in_factor.html", context, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_recovery(request: HttpRequest) -> HttpResponse:
    """The second step for somebody who has lost the second factor: a recovery code."""
    pending = pending_of(request)
    if pending is None:
        return redirect("sign-in")
    form = RecoveryCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code, actor = form.cleaned_data["code"], actor_of(pending.account, "web", client_address(request))
        if guessed(
            request,
            form,
            lambda: code_prove(account=pending.account, code=code, actor=actor),
            what="Wiederherstellungscode",
            wrong=_("Dieser Code stimmt nicht oder wurde schon gebraucht. Nehmen Sie einen anderen."),
            email=pending.account.email,
            account=pending.account,
        ):
            answer = _signed_in(request, pending)
            _say_how_many_are_left(request, pending.account)
            return answer
    return render(request, "access/sign_in_recovery.html", {"form": form}, status=422 if form.errors else 200)


def _say_how_many_are_left(request: HttpRequest, account: Account) -> None:
    left = codes_left(account)
    text = ngettext(
        "Es bleibt %(count)s Wiederherstellungscode.", "Es bleiben %(count)s Wiederherstellungscodes.", left
    ) % {"count": left}
    if left <= FEW:
        messages.warning(request, text + " " + _("Machen Sie auf der Seite «Sicherheit» neue."))
    else:
        messages.info(request, text)


def _signed_in(request: HttpRequest, pending: Pending) -> HttpResponse:
    begin_session(request, pending.account, method=pending.method, second_factor=True)
    return redirect(pending.next_address)


@login_not_required
@require_POST
def sign_in_passkey_options(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a passkey: of the sign-in under way (`purpose` is `second`), or alone."""
    pending = pending_of(request) if request.POST.get("purpose") == "second" else None
    challenge = assertion_challenge(account=pending.account if pending else None, site=site_of(request))
    return challenge_put(request, challenge, purpose=SECOND if pending else ALONE)


@login_not_required
@require_POST
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by passkey alone: its owner was verified by finger, face or PIN."""
    form = PasskeyForm(request.POST)
    challenge = challenge_take(request, purpose=ALONE)
    proof = _proof(request, form, challenge, None)
    if proof is None:
        return _first_step(request, form, SignInForm())
    begin_session(request, proof.factor.account, method="passkey", second_factor=True)
    return redirect(own_address(request))


@login_not_required
@require_POST
def sign_in_factor_passkey(request: HttpRequest) -> HttpResponse:
    """The second step by passkey."""
    pending = pending_of(request)
    if pending is None:
        return redirect("sign-in")
    form = PasskeyForm(request.POST)
    challenge = challenge_take(request, purpose=SECOND)
    if _proof(request, form, challenge, pending.account):
        return _signed_in(request, pending)
    return _second_step(request, pending, form)


def _proof(request: HttpRequest, form: PasskeyForm, challenge: str, account: Account | None) -> Proof | None:
    """The passkey that answered the challenge, if it is a good one of that account (None: of any open one)."""
    if not form.is_valid():
        return None
    credential = form.cleaned_data["credential"]

    def check() -> Proof | None:
        proof = passkey_prove(account=account, credential=credential, challenge=challenge, site=site_of(request))
        return proof if proof and proof.factor.account.is_active else None

    return guessed(
        request,
        form,
        check,
        what="Passkey",
        wrong=_("Dieser Passkey passt zu keinem Konto. Versuchen Sie es noch einmal oder nehmen Sie das Passwort."),
        account=account,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out of this session."""
    end_session(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the account, this one too."""
    sessions_end_all(account=account_of(request), actor=request.actor)
    end_session(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)
