"""The bookings of a run as files, and the accounts that they go to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.settlement import services
from ankunft.domain.settlement.booking_permissions import KEEP_BOOKING_RULES, SEE_BOOKINGS
from ankunft.domain.settlement.bookings import bookings_file
from ankunft.domain.settlement.models import BOOKED, BookingRule, Run
from ankunft.domain.settlement.order_bookings import order_bookings_file, order_years
from ankunft.domain.settlement.scheme_names import others_booked
from ankunft.foundation.access.policy import can, visible_to
from ankunft.web.shell.files import attachment, xlsx
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.forms import DayField

MISSING = {"required": gettext_lazy("Bitte ausfüllen.")}
SHORT = {"class": "govuk-input--width-10", "autocomplete": "off"}


class BookingRuleForm(forms.Form):
    """Where a contribution is booked from a day on."""

    contribution = forms.ChoiceField(label=gettext_lazy("Beitrag"))
    valid_from = DayField(label=gettext_lazy("Gilt ab"), error_messages=MISSING)
    debit_account = forms.CharField(
        label=gettext_lazy("Soll"), max_length=20, error_messages=MISSING, widget=forms.TextInput(attrs=SHORT)
    )
    credit_account = forms.CharField(
        label=gettext_lazy("Haben"), max_length=20, error_messages=MISSING, widget=forms.TextInput(attrs=SHORT)
    )
    cost_centre = forms.CharField(
        label=gettext_lazy("Kostenstelle"), max_length=20, error_messages=MISSING, widget=forms.TextInput(attrs=SHORT)
    )
    fund = forms.CharField(
        label=gettext_lazy("Fonds"), max_length=20, error_messages=MISSING, widget=forms.TextInput(attrs=SHORT)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contribution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*BOOKED, *others_booked().items()]


@require_safe
def bookings_csv(request: HttpRequest, month: str) -> HttpResponse:
    """The bookings of a released run as CSV."""
    return attachment(_file(request, month, ".csv"), f"buchungen-{month}.csv", "text/csv")


@require_safe
def bookings_excel(request: HttpRequest, month: str) -> HttpResponse:
    """The bookings of a released run as a workbook."""
    return xlsx(_file(request, month, ".xlsx"), f"buchungen-{month}.xlsx")


@require_safe
def order_bookings_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The bookings of what no run paid in a year as CSV."""
    can(request.actor, SEE_BOOKINGS).require()
    return attachment(order_bookings_file(year, ".csv"), f"buchungen-ohne-lauf-{year}.csv", "text/csv")


@require_safe
def order_bookings_excel(request: HttpRequest, year: int) -> HttpResponse:
    """The bookings of what no run paid in a year as a workbook."""
    can(request.actor, SEE_BOOKINGS).require()
    return xlsx(order_bookings_file(year, ".xlsx"), f"buchungen-ohne-lauf-{year}.xlsx")


@require_safe
def booking_rules(request: HttpRequest) -> HttpResponse:
    """Where each contribution is booked since when; the bookings of what no run paid, year by year."""
    can(request.actor, SEE_BOOKINGS).require()
    order = {booked: position for position, (booked, _label) in enumerate(BOOKED)}
    names = others_booked()
    rules = sorted(
        visible_to(request.actor, BookingRule).order_by("-valid_from"),
        key=lambda rule: (order.get(rule.contribution, len(order)), rule.contribution),
    )
    context = {
        "rules": [(rule, names.get(rule.contribution) or rule.get_contribution_display()) for rule in rules],
        "years": order_years(),
        "may_add": bool(can(request.actor, KEEP_BOOKING_RULES)),
    }
    return render(request, "settlement/booking_rules.html", context)


@form_view
def booking_rule_new(request: HttpRequest) -> HttpResponse:
    """Enter where a contribution is booked from a day on."""
    can(request.actor, KEEP_BOOKING_RULES).require()
    form = BookingRuleForm(request.POST or None)

    def store() -> None:
        services.booking_rule_add(actor=request.actor, **form.cleaned_data)

    return form_page(
        request,
        form,
        store,
        back=(reverse("booking-rules"), _("Kontierung")),
        done=_("Die Kontierung ist erfasst."),
        title=_("Kontierung erfassen"),
        intro=_(
            "Sie gilt für das, was an diesem Tag oder später bezahlt wird; bei Läufen zählt das Zahldatum. Was "
            "gebucht ist, ändert sich nicht."
        ),
    )


def _file(request: HttpRequest, month: str, suffix: str) -> bytes:
    can(request.actor, SEE_BOOKINGS).require()
    return bookings_file(get_object_or_404(visible_to(request.actor, Run), reference=month), suffix)
