"""What people enter about invoices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.web.shell.forms import DayField

from .ruling_forms import MISSING

SHORT = {"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}


class GiveUpForm(forms.Form):
    """Why an invoice is given up, or owed again."""

    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie erscheint in der Geschichte der Rechnung; die Gemeinde liest sie bei der Buchung."),
        error_messages=MISSING,
    )


class TermsForm(forms.Form):
    """After how many days anybody is reminded."""

    valid_from = DayField(label=_("Gilt ab"), error_messages=MISSING)
    first_after = forms.IntegerField(
        label=_("Tage von der Zahlungsfrist bis zur ersten Erinnerung"),
        error_messages=MISSING,
        widget=forms.TextInput(attrs=SHORT),
    )
    second_after = forms.IntegerField(
        label=_("Tage von der ersten bis zur zweiten Erinnerung"),
        error_messages=MISSING,
        widget=forms.TextInput(attrs=SHORT),
    )
