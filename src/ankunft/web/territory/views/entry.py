"""What people enter about one municipality: contacts, address, account, association, finding about its entitlement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ankunft.domain.territory import permissions, selectors, services
from ankunft.domain.territory.models import ContactFunction, Municipality, Payee, PaymentAccount, PostalAddress
from ankunft.domain.territory.values import AccountEntry, AddressEntry
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.form_pages import Back, form_page
from ankunft.web.territory.forms import AccountForm, AddressForm, ContactForm, FindingForm, MembershipForm


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, number: int, function: str) -> HttpResponse:
    """Who holds a function from a day on."""
    one = _municipality(request, number)
    can(request.actor, permissions.RECORD_CONTACTS, one).require()
    kind = next((kind for kind in ContactFunction if kind == function), None)
    if kind is None:
        raise Http404
    held = dict(selectors.contacts_on(request.actor, one, clock.today()))[kind]
    initial = {"name": held.name, "email": held.email, "phone": held.phone} if held else {}
    form = ContactForm(request.POST or None, initial=_today(initial), municipality=one, function=kind)
    return form_page(
        request,
        form,
        lambda: services.contact_set(municipality=one, entry=form.entry(), actor=request.actor),
        back=_page_of(one),
        done=_("Der Kontakt ist gespeichert."),
        title=str(kind.label),
        intro=_("Wer die Funktion vorher hatte, bleibt in der Geschichte der Gemeinde."),
        subtitle=one.name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, number: int) -> HttpResponse:
    """The postal address of the municipality from a day on."""
    one = _municipality(request, number)
    can(request.actor, permissions.RECORD_ADDRESS, one).require()
    current = selectors.address_on(one, clock.today())
    form = AddressForm(request.POST or None, initial=_today(_values(current, AddressEntry._fields)), municipality=one)
    return form_page(
        request,
        form,
        lambda: services.postal_address_set(municipality=one, entry=form.address(), actor=request.actor),
        back=_page_of(one),
        done=_("Die Adresse ist gespeichert."),
        title=_("Postadresse"),
        intro=_("Sie steht ab diesem Tag als Absender auf den Briefen der Gemeinde."),
        subtitle=one.name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Propose the account to which the municipality is paid from a day on."""
    one = _municipality(request, number)
    can(request.actor, permissions.PROPOSE_ACCOUNT, one).require()
    current = selectors.account_on(request.actor, one, clock.today())
    form = AccountForm(request.POST or None, initial=_today(_values(current, AccountEntry._fields)), municipality=one)

    def store() -> None:
        services.account_change_propose(municipality=one, entry=form.entry(), actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=_page_of(one),
        done=_("Das Konto ist vorgeschlagen. Die Finanzen des Kantons prüfen und bestätigen es."),
        title=_("Zahlungskonto vorschlagen"),
        intro=_(
            "Der Kanton bezahlt ab diesem Tag auf dieses Konto, sobald seine Finanzen es bestätigt haben. Bis dahin "
            "gilt das bisherige."
        ),
        subtitle=one.name,
        button=_("Vorschlagen"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: HttpRequest, number: int) -> HttpResponse:
    """Which association of a lead municipality the municipality belongs to from a day on."""
    one = _municipality(request, number)
    can(request.actor, permissions.KEEP_REGISTER).require()
    others = selectors.existing_on(clock.today()).exclude(pk=one.pk)
    form = MembershipForm(request.POST or None, initial=_today({}), municipalities=others)

    def store() -> object:
        values = form.cleaned_data
        return services.association_membership_set(
            municipality=one,
            valid_from=values["valid_from"],
            lead=values["lead"],
            payee=Payee(values["payee"]),
            actor=request.actor,
        )

    return form_page(
        request,
        form,
        store,
        back=_page_of(one),
        done=_("Die Zugehörigkeit ist gespeichert."),
        title=_("Leitgemeinde-Verbund"),
        intro=_("Gemeinden können die Aufgaben vertraglich zusammen erfüllen (Ziffer 3.4.2, § 164 GG)."),
        subtitle=one.name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """What the canton found about the entitlement of the municipality."""
    one = _municipality(request, number)
    can(request.actor, permissions.KEEP_REGISTER).require()
    form = FindingForm(request.POST or None, initial=_today({}))
    return form_page(
        request,
        form,
        lambda: services.entitlement_record(municipality=one, actor=request.actor, **form.cleaned_data),
        back=_page_of(one),
        done=_("Die Feststellung ist gespeichert."),
        title=_("Beitragsberechtigung"),
        intro=_(
            "Ohne Feststellung gilt eine Gemeinde als berechtigt, solange ihre Selbstdeklaration nichts anderes sagt."
        ),
        subtitle=one.name,
    )


def _municipality(request: HttpRequest, number: int) -> Municipality:
    """The municipality, as long as it exists: nothing is entered about one that has ended."""
    can(request.actor, permissions.SEE_REGISTER).require()
    one = get_object_or_404(visible_to(request.actor, Municipality).select_related("successor"), bfs_number=number)
    if one.valid_to is not None and one.valid_to < clock.today():
        raise Refused(
            _("%(name)s besteht seit dem %(day)s nicht mehr. Angaben werden bei der Nachfolgegemeinde erfasst.")
            % {"name": one.name, "day": f"{one.valid_to:%d.%m.%Y}"}
        )
    return one


def _values(current: PaymentAccount | PostalAddress | None, fields: Sequence[str]) -> dict[str, Any]:
    """What is recorded now, as it is entered: without municipality and first day."""
    return {name: getattr(current, name) for name in fields[2:]} if current else {}


def _today(initial: dict[str, Any]) -> dict[str, Any]:
    return {**initial, "valid_from": clock.today()}


def _page_of(one: Municipality) -> Back:
    return reverse("municipality", args=[one.bfs_number]), one.name
