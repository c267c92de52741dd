"""Setting up and removing second factors, and recovery codes."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ankunft.foundation.access.app_codes import app_add, offer_address, offer_make, offer_secret
from ankunft.foundation.access.factors import factor_needed, factor_remove, factors_of
from ankunft.foundation.access.models import Account, SecondFactor
from ankunft.foundation.access.passkeys import passkey_add, registration_challenge
from ankunft.foundation.access.recovery import codes_left, codes_make
from ankunft.foundation.kernel.errors import Refused

from ..challenges import challenge_put, challenge_take, site_of
from ..forms import AppSetupForm, NewPasskeyForm
from ..proof import freshly_proved
from ..sessions import account_of, forget_second_factor, has_second_factor, keep_session, prove_again

REGISTER = "register"


@require_safe
@freshly_proved()
def factor_setup(request: HttpRequest) -> HttpResponse:
    """Choose which second factor to set up."""
    return _choice(request, NewPasskeyForm())


def _choice(request: HttpRequest, form: NewPasskeyForm) -> HttpResponse:
    factors = factors_of(account_of(request))
    context = {
        "form": form,
        "has_app": any(factor.kind == SecondFactor.Kind.TOTP for factor in factors),
        "demanded": not factors and factor_needed(account_of(request)) and not has_second_factor(request),
    }
    return render(request, "access/factor_setup.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@freshly_proved()
def app_setup(request: HttpRequest) -> HttpResponse:
    """Give the secret to an app, and confirm it by the code that the app shows."""
    account = account_of(request)
    form = AppSetupForm(request.POST if request.method == "POST" else None, initial={"offer": offer_make(account)})
    if request.method == "POST" and form.is_valid():
        offer, code = form.cleaned_data["offer"], form.cleaned_data["code"]
        if app_add(account=account, offer=offer, code=code, actor=request.actor):
            return _added(request, _("Die Authenticator-App ist eingerichtet."))
        form.add_error(
            "code", _("Dieser Code stimmt nicht. Prüfen Sie die Uhr Ihres Telefons und nehmen Sie den nächsten Code.")
        )
    secret = offer_secret(account, form["offer"].value() or "")
    context = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "qr": segno.make(offer_address(account, secret), error="m").svg_data_uri(scale=5, border=3, light="white"),
    }
    return render(request, "access/app_setup.html", context, status=422 if form.errors else 200)


@require_POST
@freshly_proved(back="factor-setup")
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Ask the browser to make a passkey."""
    challenge = registration_challenge(account=account_of(request), site=site_of(request))
    return challenge_put(request, challenge, purpose=REGISTER)


@require_POST
@freshly_proved(back="factor-setup")
def passkey_create(request: HttpRequest) -> HttpResponse:
    """Take the passkey that the browser made."""
    form = NewPasskeyForm(request.POST)
    challenge = challenge_take(request, purpose=REGISTER)
    if form.is_valid():
        try:
            passkey_add(
                account=account_of(request),
                credential=form.cleaned_data["credential"],
                challenge=challenge,
                site=site_of(request),
                name=form.cleaned_data["name"],
                actor=request.actor,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _added(request, _("Der Passkey ist eingerichtet."))
    return _choice(request, form)


def _added(request: HttpRequest, sentence: str) -> HttpResponse:
    """After a factor was added: with the first one come the recovery codes."""
    account = account_of(request)
    account.refresh_from_db()
    keep_session(request, account)
    prove_again(request, second_factor=True)
    messages.success(request, sentence)
    return redirect("security") if codes_left(account) else _show_codes(request, account)


def _show_codes(request: HttpRequest, account: Account) -> HttpResponse:
    """New codes, on the only page that ever shows them."""
    return render(request, "access/codes.html", {"codes": codes_make(account=account, actor=request.actor)})


@require_http_methods(["GET", "POST"])
@freshly_proved()
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make a new set of recovery codes; the earlier ones are no longer good."""
    account = account_of(request)
    if not factors_of(account):
        raise Refused(_("Wiederherstellungscodes ersetzen einen zweiten Faktor. Richten Sie zuerst einen ein."))
    if request.method == "POST":
        return _show_codes(request, account)
    return render(request, "access/codes_new.html", {"left": codes_left(account)})


@require_http_methods(["GET", "POST"])
@freshly_proved()
def factor_removal(request: HttpRequest, factor: int) -> HttpResponse:
    """Remove one of one's own factors, after being asked once."""
    account = account_of(request)
    own = next((each for each in factors_of(account) if each.pk == factor), None)
    if own is None:
        raise Http404
    if request.method == "POST":
        factor_remove(account=account, key=own.pk, actor=request.actor)
        if not factors_of(account):
            forget_second_factor(request)
        messages.success(request, _("«%(name)s» ist entfernt.") % {"name": own.name})
        return redirect("security")
    return render(request, "access/factor_remove.html", {"factor": own})
