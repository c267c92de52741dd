"""What people enter about reclaims, refusals and objections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.explanations import RECLAIM_REFERENCE
from ankunft.domain.settlement.models import Contribution
from ankunft.domain.territory.models import Municipality
from ankunft.web.shell.forms import DayField, FrancsField

from .forms import StepForm

MISSING = {"required": _("Bitte ausfüllen.")}
CONCERNED = [
    (value, label)
    for value, label in Contribution.choices
    if value not in (Contribution.RECLAIM, Contribution.INTRODUCTION_RATE)
]


class RefusalForm(forms.Form):
    """A contribution that shall not be paid, and why."""

    municipality = forms.ModelChoiceField(
        label=_("Gemeinde"), queryset=Municipality.objects.none(), error_messages=MISSING
    )
    period = forms.CharField(
        label=_("Periode"),
        max_length=7,
        error_messages=MISSING,
        help_text=_("Ein Halbjahr (2025-H1) oder beim Sockelbeitrag ein Jahr (2025)."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    contribution = forms.ChoiceField(label=_("Beitrag"), required=False)
    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Die Gemeinde liest sie: Was ist nicht oder nicht ordnungsgemäss erfüllt? Keine Namen von Personen."
        ),
        error_messages=MISSING,
    )
    paragraph = forms.CharField(
        label=_("Rechtsgrundlage"), max_length=120, initial=RECLAIM_REFERENCE, error_messages=MISSING
    )
    origin = forms.CharField(
        label=_("Anlass"),
        max_length=200,
        help_text=_("Die Feststellung, die Position oder der Bericht, worauf der Entscheid beruht."),
        error_messages=MISSING,
    )

    ALL = _("alle Beiträge der Periode")

    def __init__(self, *args: Any, municipalities: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen, contribution = self.fields["municipality"], self.fields["contribution"]
        assert isinstance(chosen, forms.ModelChoiceField)
        assert isinstance(contribution, forms.ChoiceField)
        chosen.queryset = municipalities
        contribution.choices = [("", self.ALL), *CONCERNED]


class ReclaimForm(RefusalForm):
    """An amount that a municipality shall give back, and why."""

    amount = FrancsField(label=_("Betrag CHF"))
    period = forms.CharField(
        label=_("Periode"),
        max_length=7,
        required=False,
        help_text=_(
            "Ein Halbjahr (2025-H1) oder beim Sockelbeitrag ein Jahr (2025). Leer, wenn es keine bestimmte ist."
        ),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )

    ALL = _("kein bestimmter")
    field_order = ("municipality", "amount", "period", "contribution", "reason", "paragraph", "origin")


class ReasonForm(StepForm):
    """A step with its reason."""

    reason = forms.CharField(label=_("Begründung"), widget=forms.Textarea(attrs={"rows": 3}), error_messages=MISSING)


class LowerForm(ReasonForm):
    """How much is still owed after an objection that is right in part."""

    amount = FrancsField(label=_("Neuer Betrag CHF"))
    field_order = ("seen", "amount", "reason")


class ContestForm(StepForm):
    """That the municipality objects, since when and on which ground."""

    raised_on = DayField(label=_("Erhoben am"), error_messages=MISSING)
    ground = forms.CharField(
        label=_("Begründung der Gemeinde"), widget=forms.Textarea(attrs={"rows": 4}), error_messages=MISSING
    )
