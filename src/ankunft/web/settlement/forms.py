"""What people enter in the settlement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.services.holders import Holder
from ankunft.domain.territory.checks import account_value_faults
from ankunft.domain.territory.rules import compact_iban
from ankunft.web.territory.forms import HolderForm


class StartForm(forms.Form):
    """Which payment month is to be calculated."""

    month = forms.ChoiceField(label=_("Zahlungsmonat"))

    def __init__(self, *args: Any, runs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = runs


class StepForm(forms.Form):
    """A step on the run as the person saw it: somebody who saw another total must not confirm this one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SendBackForm(StepForm):
    """Why a run goes back to the draft."""

    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie erscheint in der Geschichte des Laufs."),
        error_messages={"required": _("Sagen Sie, warum der Lauf zurückgeht.")},
    )


class PayerForm(HolderForm):
    """The account from which the canton pays from a day on."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.add_faults(account_value_faults(self.holder(data).as_dict()))
        return data

    def holder(self, data: dict[str, Any] | None = None) -> Holder:
        """What was entered, as the service takes it."""
        values = self.cleaned_data if data is None else data
        return Holder(*(values[name] for name in Holder.__slots__)).with_iban(compact_iban(values["iban"]))
