"""What people enter about the credits of the years."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import START_INTEGRATION
from ankunft.domain.settlement.scheme_names import scheme_titles
from ankunft.web.shell.forms import DayField, FrancsField

from .ruling_forms import MISSING


class YearEndForm(forms.Form):
    """The decision by which the surplus of a year is booked."""

    decision = forms.CharField(
        label=_("Beschluss"),
        max_length=120,
        help_text=_("Nummer und wer ihn gefasst hat."),
        error_messages=MISSING,
    )
    decided_on = DayField(label=_("Datum des Beschlusses"), error_messages=MISSING)


class CreditForm(YearEndForm):
    """What may be paid in a year, and the decision that grants it."""

    year = forms.IntegerField(
        label=_("Jahr"),
        error_messages=MISSING,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}),
    )
    amount = FrancsField(label=_("Betrag CHF"))
    scheme = forms.ChoiceField(label=_("Programm"))
    field_order = ("scheme", "year", "amount", "decision", "decided_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scheme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(scheme_titles().items())
        field.initial = START_INTEGRATION
