"""Forms about those who arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals.checks.arrival import arrival_faults
from ankunft.domain.arrivals.countries import countries
from ankunft.domain.arrivals.models import Arrival
from ankunft.web.shell.forms import DayField

from .forms import text_field
from .words import name_of


class WhoForm(forms.Form):
    """For whom of those who arrived together it holds; nobody is asked where there is only one."""

    who = forms.MultipleChoiceField(
        label=_("Für wen"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie mindestens eine Person.")},
    )

    def __init__(self, *args: Any, arrivals: Sequence[Arrival], **more: Any) -> None:
        super().__init__(*args, **more)
        self._arrivals = arrivals
        if len(arrivals) == 1:
            del self.fields["who"]
            return
        who = self.fields["who"]
        who.choices = [(one.reference, name_of(one.person)) for one in arrivals]
        who.initial = [one.reference for one in arrivals]

    @property
    def chosen(self) -> list[Arrival]:
        """The arrivals of those who were chosen."""
        if "who" not in self.fields:
            return list(self._arrivals)
        return [one for one in self._arrivals if one.reference in self.cleaned_data["who"]]


class WaiveForm(WhoForm):
    """Why there is no interview."""

    reason = text_field(
        _("Grund"),
        _("Geben Sie an, warum es kein Gespräch gibt."),
        _("Er bleibt in Ihrer Gemeinde, verschlüsselt, und wird mit der Person gelöscht."),
    )


def origin_choices() -> list[tuple[str, Any]]:
    """Every country from which somebody can come, or none that is known."""
    return [("", _("unbekannt")), *countries().items()]


class ChangeArrivalForm(WhoForm):
    """When, and from where, they arrived."""

    arrived_on = DayField(label=_("Zuzug am"), error_messages={"required": _("Geben Sie den Tag ein.")})
    from_country = forms.ChoiceField(label=_("Zuzug aus"), choices=origin_choices, required=False)
    reason = text_field(_("Grund der Änderung"), _("Geben Sie an, warum Sie die Angaben ändern."))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("arrived_on"):
            for fault in arrival_faults(None, data["arrived_on"], data.get("from_country", "")):
                self.add_error(fault.field, fault.message)
        return data
