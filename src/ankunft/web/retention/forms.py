"""What people enter in retention."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.retention import registry
from ankunft.foundation.retention.rules import MOST_MONTHS
from ankunft.web.shell.forms import DayField


class PeriodForm(forms.Form):
    """How long a class is kept, from when on, and who says so."""

    months = forms.IntegerField(
        label=_("Frist in Monaten"),
        min_value=1,
        max_value=MOST_MONTHS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"required": _("Geben Sie die Frist in Monaten ein.")},
    )
    valid_from = DayField(label=_("Gilt ab"), error_messages={"required": _("Geben Sie den Tag ein.")})
    source = forms.CharField(
        label=_("Quelle"),
        max_length=300,
        help_text=_("Der Erlass mit dem Paragrafen, oder der Entscheid mit Datum."),
        error_messages={"required": _("Nennen Sie die Quelle.")},
    )


class StepForm(forms.Form):
    """A step on the list as the person saw it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReasonForm(StepForm):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie bleibt im Protokoll stehen. Nennen Sie keine Namen."),
        error_messages={"required": _("Geben Sie eine Begründung ein.")},
    )


class HoldForm(forms.Form):
    """What is held back, and why. Of a municipality: own records only."""

    record_class = forms.ChoiceField(label=_("Art der Datensätze"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    key = forms.CharField(
        label=_("Referenz"),
        max_length=120,
        required=False,
        help_text=_("Nur für einen einzelnen Datensatz, zum Beispiel P-7K3M-92QD."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie bleibt stehen. Nennen Sie keine Namen."),
        error_messages={"required": _("Geben Sie eine Begründung ein.")},
    )

    def __init__(self, *args: Any, organisations: list[Organisation], everything: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", _("alle"))]
        classes = registry.all_classes() if everything else registry.reviewed_classes()
        self._choices("record_class", nothing + [(one.code, one.label) for one in classes])
        places = [(place.code, place.name) for place in organisations]
        self._choices("organisation", nothing + places if everything or not places else places)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class LiftForm(forms.Form):
    """Why a hold is lifted."""

    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Sagen Sie, warum die Sperre aufgehoben wird.")},
    )
