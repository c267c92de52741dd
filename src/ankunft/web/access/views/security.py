"""«Sicherheit»: how one signs in, and who has done so; and proving once more who one is."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ankunft.foundation.access.app_codes import app_prove
from ankunft.foundation.access.factors import factor_needed, factors_of
from ankunft.foundation.access.models import Account, SecondFactor
from ankunft.foundation.access.passkeys import assertion_challenge, passkey_prove
from ankunft.foundation.access.recovery import FEW, codes_left
from ankunft.foundation.access.signing_in import sign_ins_of

from ..challenges import challenge_put, challenge_take, site_of
from ..forms import AppCodeForm, PasskeyForm, PasswordForm
from ..guessing import guessed
from ..registry import security_sections
from ..sessions import account_of, has_second_factor, prove_again
from .sign_in import own_address

LATEST = 10
PROVE = "prove"


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Factors, recovery codes, password, latest sign-ins."""
    account = account_of(request)
    factors = factors_of(account)
    left = codes_left(account) if factors else 0
    context = {
        "factors": factors,
        "needed": factor_needed(account),
        "codes_left": left,
        "few": left <= FEW,
        "events": sign_ins_of(account, LATEST),
        "sections": security_sections.of(request),
    }
    return render(request, "access/security.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Prove once more who one is, by a code of the app or the password, and go back to where one was.

    In a session without second factor of somebody who has one, the password is not enough.
    """
    account = account_of(request)
    by_code = "code" in request.POST
    form: forms.Form = (AppCodeForm if by_code else PasswordForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _is_proved(request, account, form, by_code=by_code):
        prove_again(request, second_factor=by_code)
        return redirect(own_address(request))
    return _prove_page(request, account, form)


def _is_proved(request: HttpRequest, account: Account, form: forms.Form, *, by_code: bool) -> bool:
    def check() -> bool:
        if by_code:
            return app_prove(account=account, code=form.cleaned_data["code"])
        return _password_is_enough(request, account) and account.check_password(form.cleaned_data["password"])

    wrong = (
        _("Dieser Code stimmt nicht oder wurde schon gebraucht. Warten Sie auf den nächsten.")
        if by_code
        else _("Das Passwort stimmt nicht. Versuchen Sie es noch einmal.")
    )
    what = "Code der App" if by_code else "Passwort"
    return bool(guessed(request, form, check, what=what, wrong=wrong, email=account.email, account=account))


def _password_is_enough(request: HttpRequest, account: Account) -> bool:
    return account.has_usable_password() and (has_second_factor(request) or not factors_of(account))


def _prove_page(request: HttpRequest, account: Account, form: forms.Form) -> HttpResponse:
    kinds = {factor.kind for factor in factors_of(account)}
    context = {
        "form": form,
        "password_form": form if isinstance(form, PasswordForm) else PasswordForm(),
        "code_form": form if isinstance(form, AppCodeForm) else AppCodeForm(),
        "by_password": _password_is_enough(request, account),
        "has_app": SecondFactor.Kind.TOTP in kinds,
        "has_passkey": SecondFactor.Kind.PASSKEY in kinds,
        "next": own_address(request),
    }
    return render(request, "access/prove.html", context, status=422 if form.errors else 200)


@require_POST
def prove_passkey_options(request: HttpRequest) -> HttpResponse:
    """Ask the browser for one of one's own passkeys."""
    challenge = assertion_challenge(account=account_of(request), site=site_of(request))
    return challenge_put(request, challenge, purpose=PROVE)


@require_POST
def prove_passkey(request: HttpRequest) -> HttpResponse:
    """Prove by passkey who one is."""
    account = account_of(request)
    form = PasskeyForm(request.POST)
    challenge = challenge_take(request, purpose=PROVE)
    if form.is_valid():
        credential = form.cleaned_data["credential"]
        if guessed(
            request,
            form,
            lambda: passkey_prove(account=account, credential=credential, challenge=challenge, site=site_of(request)),
            what="Passkey",
            wrong=_("Dieser Passkey gehört nicht zu Ihrem Konto. Versuchen Sie es noch einmal."),
            account=account,
        ):
            prove_again(request, second_factor=True)
            return redirect(own_address(request))
    return _prove_page(request, account, form)
