"""What people enter about statements, movements and payments that came back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import DecisionKind
from ankunft.web.settlement.forms import StepForm
from ankunft.web.settlement.ruling_forms import MISSING, ReasonForm
from ankunft.web.shell.forms import DayField
from ankunft.web.shell.uploads import BankFileField

__all__ = ["DecisionForm", "MatchForm", "ReasonForm", "StatementForm", "StepForm"]


class StatementForm(forms.Form):
    """The bank's file."""

    file = BankFileField()


class MatchForm(StepForm):
    """What a movement is."""

    target = forms.CharField(
        label=_("Rechnung, Zahlung oder Zahlungsdatei"),
        max_length=40,
        error_messages=MISSING,
        help_text=_("Nummer oder Referenz, zum Beispiel R-2025-03-2601, 2025-03-2601 oder ANKUNFT-2025-03."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Woran man es erkennt. Sie erscheint in der Geschichte."),
    )


class DecisionForm(forms.Form):
    """What shall become of a payment that came back."""

    kind = forms.ChoiceField(
        label=_("Was soll geschehen?"),
        choices=DecisionKind.choices,
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    reason = forms.CharField(label=_("Begründung"), widget=forms.Textarea(attrs={"rows": 3}), error_messages=MISSING)


class RejectionForm(forms.Form):
    """That the bank rejected a payment, as it said by telephone or letter."""

    reference = forms.CharField(
        label=_("Zahlung"),
        max_length=40,
        error_messages=MISSING,
        help_text=_("Referenz der Zahlung, zum Beispiel 2025-03-2601."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    rejected_on = DayField(label=_("Zurückgewiesen am"))
    reason = forms.CharField(
        label=_("Begründung"),
        help_text=_("Warum die Bank nicht zahlt, wer es wie mitgeteilt hat."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=MISSING,
    )


class UndoForm(forms.Form):
    """Why what was recorded does not hold."""

    reason = forms.CharField(label=_("Begründung"), widget=forms.Textarea(attrs={"rows": 3}), error_messages=MISSING)
