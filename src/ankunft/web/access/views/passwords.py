"""Changing one's password, and getting a new one when it is forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ankunft.foundation.access.models import Account
from ankunft.foundation.access.passwords import account_of_reset, password_set, reset_token
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.signing_in import reset_asked_recorded, visitor
from ankunft.foundation.access.throttle import Paused, attempt_begin, limits_for_reset
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.services import mail_put
from ankunft.web.shell.network import client_address

from ..forms import AddressForm, NewPasswordForm
from ..proof import freshly_proved
from ..sessions import account_of, keep_session


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@freshly_proved()
def password_change(request: HttpRequest) -> HttpResponse:
    """Choose a new password; all other sessions end."""
    account = account_of(request)
    temporary = account.password_is_temporary
    form = NewPasswordForm(account, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        password_set(account=account, password=form.cleaned_data["password"], actor=request.actor)
        keep_session(request, account)
        messages.success(request, _("Ihr Passwort ist geändert. Alle anderen Anmeldungen sind beendet."))
        return redirect("my-day" if temporary else "security")
    context = {"form": form, "temporary": temporary}
    return render(request, "access/password_change.html", context, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether or not the address has an account."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _send_link(request, form.cleaned_data["email"])
        return render(request, "access/password_sent.html", {})
    return render(request, "access/password_forgotten.html", {"form": form}, status=422 if form.errors else 200)


def _send_link(request: HttpRequest, email: str) -> None:
    """Put the mail into the outbox, unless there is no such account or it was asked for too often.

    Where there is no account the same is done and undone: the time that it takes does not tell who has one.
    """
    address = client_address(request)
    try:
        attempt_begin(limits_for_reset(email=email, address=address))
    except Paused:
        return
    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    with transaction.atomic():
        before = transaction.savepoint()
        _put_mail(request, account or Account(pk=0, email=email), visitor(address))
        if account is None:
            transaction.savepoint_rollback(before)
        else:
            transaction.savepoint_commit(before)
        reset_asked_recorded(account=account, actor=visitor(address))


def _put_mail(request: HttpRequest, account: Account, actor: Actor) -> None:
    link = request.build_absolute_uri(reverse("password-reset", args=reset_token(account)))
    mail_put(
        to=account.email,
        subject=_("Ankunft: neues Passwort"),
        text=_(
            "Guten Tag\n\nFür Ihr Konto bei Ankunft wurde ein neues Passwort verlangt. "
            "Mit diesem Link wählen Sie es; er gilt eine Stunde und nur einmal:\n\n%(link)s\n\n"
            "Haben Sie das nicht verlangt, so tun Sie nichts: "
            "Ihr Passwort bleibt, wie es ist.\n"
        )
        % {"link": link},
        kind="access.password",
        is_secret=True,
        actor=actor,
    )


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Choose a new password by a mailed link. Signing in, with the second factor, comes after."""
    account = account_of_reset(key, token)
    if account is None:
        return render(request, "access/password_link_bad.html", {}, status=404)
    form = NewPasswordForm(account, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actor = actor_of(account, "web", client_address(request))
        password_set(
            account=account,
            password=form.cleaned_data["password"],
            actor=actor,
            reason=_("Passwort vergessen: Link aus der E-Mail"),
        )
        messages.success(request, _("Ihr Passwort ist geändert. Melden Sie sich damit an."))
        return redirect("sign-in")
    return render(request, "access/password_reset.html", {"form": form}, status=422 if form.errors else 200)
