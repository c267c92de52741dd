"""Accounts: the list, an account with its roles over time, and what the administration does with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.administration import selectors, services
from ankunft.domain.administration.permissions import CHANGE_ROLES, SECURE, SEE_PEOPLE, STAFF, is_wholly_of
from ankunft.foundation.access.factors import factor_needed, factors_of
from ankunft.foundation.access.models import Account, Organisation
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.access.roles import all_roles
from ankunft.foundation.kernel import clock

from ..forms import EndForm, ReasonForm, RoleForm
from ..words import ACCOUNT_STATES, account_tag, role_words
from . import ROWS, form_page, show

HERE = "admin-accounts"
EVENTS = 30


@dataclass(frozen=True, slots=True)
class Act:
    """Something the administration does with an account: the question, what will happen, the button, the report."""

    do: Callable[..., object]
    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise


ACTS = {
    "schliessen": Act(
        services.close_account,
        gettext_lazy("Konto schliessen?"),
        gettext_lazy("Die Person wird überall abgemeldet und kann sich nicht mehr anmelden. Ihre Rollen bleiben."),
        gettext_lazy("Konto schliessen"),
        gettext_lazy("Das Konto ist geschlossen."),
    ),
    "oeffnen": Act(
        services.reopen_account,
        gettext_lazy("Konto wieder öffnen?"),
        gettext_lazy("Die Person kann sich wieder anmelden, mit den Rollen, die sie heute hat."),
        gettext_lazy("Konto öffnen"),
        gettext_lazy("Das Konto ist wieder offen."),
    ),
    "abmelden": Act(
        services.sign_out_everywhere,
        gettext_lazy("Überall abmelden?"),
        gettext_lazy("Alle Anmeldungen der Person enden sofort. Was sie nicht gespeichert hat, geht verloren."),
        gettext_lazy("Überall abmelden"),
        gettext_lazy("Die Person ist überall abgemeldet."),
    ),
    "zweiter-faktor": Act(
        services.reset_second_factor,
        gettext_lazy("Zweiten Faktor entfernen?"),
        gettext_lazy(
            "Alle zweiten Faktoren und Wiederherstellungscodes werden entfernt, externe Anmeldungen getrennt; die "
            "Person wird überall abgemeldet. Bei der nächsten Anmeldung richtet sie einen neuen ein. Vergewissern Sie "
            "sich vorher, dass wirklich sie darum bittet."
        ),
        gettext_lazy("Zweiten Faktor entfernen"),
        gettext_lazy("Der zweite Faktor ist entfernt."),
    ),
    "passwort": Act(
        services.give_temporary_password,
        gettext_lazy("Passwort ersetzen?"),
        gettext_lazy(
            "Sie sehen ein vorläufiges Passwort, nur einmal. Die Person wird überall abgemeldet und "
            "muss es bei der nächsten Anmeldung durch ein eigenes ersetzen."
        ),
        gettext_lazy("Passwort ersetzen"),
        "",
    ),
}


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that the person administers."""
    can(request.actor, SEE_PEOPLE).require()
    asked = request.GET
    filters = selectors.Filters(
        organisation=asked.get("organisation", ""),
        role=asked.get("rolle", ""),
        state=asked.get("stand", ""),
    )
    page = Paginator(selectors.accounts(request.actor, filters), ROWS).get_page(asked.get("page"))
    people = list(page.object_list)
    held = selectors.roles_over_time(request.actor, people)
    today = clock.today()
    rows = [
        {
            "account": person,
            "roles": [role for role in held[person.pk] if role.is_on(today)],
            "tag": account_tag(person),
        }
        for person in people
    ]
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "states": ACCOUNT_STATES.items(),
        "roles": [(role.code, role.label) for role in all_roles()],
        "organisations": list(visible_to(request.actor, Organisation)),
    }
    return show(request, "accounts.html", context, at=HERE)


@require_safe
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: state, roles over time, what can be done, and its history."""
    person = _account(request, account_id)
    today = clock.today()
    may_secure = can(request.actor, SECURE, person)
    may_roles = can(request.actor, CHANGE_ROLES, person)
    rows = [
        {"role": role, "now": role.is_on(today), "later": role.is_after(today)}
        for role in selectors.roles_over_time(request.actor, [person])[person.pk]
    ]
    context = {
        "account": person,
        "tag": account_tag(person),
        "rows": rows,
        "may_secure": may_secure,
        "may_roles": may_roles,
        "factors": len(factors_of(person)),
        "factor_needed": factor_needed(person),
        "is_wholly": is_wholly_of(request.actor, person),
        "events": list(selectors.events_of(request.actor, person)[:EVENTS]),
    }
    return show(request, "account.html", context, at=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def role_new(request: HttpRequest, account_id: int) -> HttpResponse:
    """A further role for somebody."""
    person = _account(request, account_id)
    can(request.actor, CHANGE_ROLES, person).require()
    form = RoleForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        lambda: services.give_role(account=person, actor=request.actor, **form.cleaned_data),
        at=HERE,
        back=_back(person),
        done=_("Die Rolle ist gegeben."),
        title=_("Rolle geben"),
        subtitle=person.name,
        button=_("Rolle geben"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, account_id: int, organisation: str, role: str) -> HttpResponse:
    """The end of a role."""
    person = _account(request, account_id)
    place = get_object_or_404(visible_to(request.actor, Organisation), code=organisation)
    can(request.actor, STAFF, place).require()
    can(request.actor, CHANGE_ROLES, person).require()
    form = EndForm(request.POST or None, initial={"valid_from": clock.today()})
    return form_page(
        request,
        form,
        lambda: services.end_role(
            account=person, organisation=place, role=role, actor=request.actor, **form.cleaned_data
        ),
        at=HERE,
        back=_back(person),
        done=_("Das Ende der Rolle ist gespeichert."),
        title=_("Rolle beenden?"),
        subtitle=_("%(name)s, %(role)s bei %(organisation)s")
        % {"name": person.name, "role": role_words(role), "organisation": place.name},
        button=_("Rolle beenden"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def account_act(request: HttpRequest, account_id: int, act: str) -> HttpResponse:
    """Ask whether, then close or open an account, sign it out, or replace its second factor or its password."""
    person = _account(request, account_id)
    if act not in ACTS:
        raise Http404
    can(request.actor, SECURE, person).require()
    chosen = ACTS[act]
    form = ReasonForm(request.POST or None)
    words: dict[str, Any] = {"title": chosen.title, "subtitle": person.name, "intro": chosen.text}
    if act == "passwort" and request.method == "POST" and form.is_valid():
        return _temporary_password(request, person, form.cleaned_data["reason"])
    return form_page(
        request,
        form,
        lambda: chosen.do(account=person, actor=request.actor, **form.cleaned_data),
        at=HERE,
        back=_back(person),
        done=str(chosen.done),
        button=chosen.button,
        **words,
    )


def _temporary_password(request: HttpRequest, person: Account, reason: str) -> HttpResponse:
    """The password is in this answer and nowhere else: there is no page to come back to."""
    password = services.give_temporary_password(account=person, actor=request.actor, reason=reason)
    context = {"account": person, "password": password}
    return show(request, "password.html", context, at=HERE)


def _account(request: HttpRequest, account_id: int) -> Account:
    can(request.actor, SEE_PEOPLE).require()
    return get_object_or_404(visible_to(request.actor, Account), pk=account_id)


def _back(person: Account) -> tuple[str, str]:
    return reverse("admin-account", args=[person.pk]), person.name
