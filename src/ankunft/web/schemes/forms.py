"""What people enter about schemes: a definition as text, a tariff as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.schemes.intake import LONGEST
from ankunft.domain.schemes.values import Contribution
from ankunft.web.shell.forms import DayField, FrancsField

MISSING = {"required": gettext_lazy("Bitte ausfüllen.")}
TIERS = 8
"""So many tiers have a row on the page."""
NUMBER = {"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}


class DefinitionForm(forms.Form):
    """The definition of a scheme as JSON."""

    text = forms.CharField(
        label=gettext_lazy("Definition (JSON)"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "class": "code", "spellcheck": "false"}),
        help_text=gettext_lazy("Wie die Dateien, die mitgeliefert werden: Beiträge, Voraussetzungen und Formular."),
        error_messages=MISSING,
        strip=False,
    )


class TariffForm(forms.Form):
    """What a unit is worth from a day on: one rate, or a rate for each tier of residents. Without any it ends."""

    valid_from = DayField(label=gettext_lazy("Gilt ab"), error_messages=MISSING)
    act = forms.CharField(label=gettext_lazy("Erlass"), max_length=60, error_messages=MISSING)
    paragraph = forms.CharField(label=gettext_lazy("Ziffer"), max_length=60, error_messages=MISSING)
    note = forms.CharField(
        label=gettext_lazy("Bemerkung"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    ends = forms.BooleanField(label=gettext_lazy("Ab diesem Tag wird nichts mehr ausgerichtet."), required=False)

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tiers = TIERS if contribution.by_residents else 1
        for number in range(self.tiers):
            if contribution.by_residents:
                self.fields[f"bound_{number}"] = forms.CharField(
                    label=_("Stufe %(number)s: ab Einwohnerzahl") % {"number": number + 1},
                    required=False,
                    max_length=9,
                    initial="0" if number == 0 else "",
                    widget=forms.TextInput(attrs=NUMBER),
                )
            label = _("Stufe %(number)s: Ansatz CHF") % {"number": number + 1}
            rate = label if contribution.by_residents else _("Ansatz CHF")
            self.fields[f"rate_{number}"] = FrancsField(label=rate, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for number in range(self.tiers):
            bound = str(data.get(f"bound_{number}", "0") or "").replace("'", "").replace("’", "").strip()
            rate = data.get(f"rate_{number}")
            if bound and not (bound.isascii() and bound.isdecimal()):
                self.add_error(f"bound_{number}", _("Geben Sie eine ganze Zahl ein, zum Beispiel 2000."))
            elif self.tiers > 1 and rate is not None and not bound:
                self.add_error(f"bound_{number}", _("Ab welcher Einwohnerzahl gilt dieser Ansatz?"))
            elif self.tiers > 1 and number and bound and rate is None and f"rate_{number}" not in self.errors:
                self.add_error(f"rate_{number}", _("Welcher Ansatz gilt ab dieser Einwohnerzahl?"))
        if not self.errors and bool(data.get("ends")) == bool(list(self._rows(data))):
            self.add_error(
                "rate_0", _("Geben Sie einen Ansatz ein, oder sagen Sie, dass nichts mehr ausgerichtet wird.")
            )
        return data

    @property
    def common(self) -> list[forms.BoundField]:
        """The fields above the table; with a flat rate all of them."""
        return [self[name] for name in self.fields if self.tiers == 1 or not name.startswith(("bound_", "rate_"))]

    @property
    def table(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The tiers, bound and rate beside each other; none with a flat rate."""
        return [(self[f"bound_{row}"], self[f"rate_{row}"]) for row in range(self.tiers)] if self.tiers > 1 else []

    def rows(self) -> list[tuple[int, int]]:
        """Lower bounds and rates in Rappen, as the service takes them."""
        return list(self._rows(self.cleaned_data))

    def _rows(self, data: dict[str, Any]) -> Iterator[tuple[int, int]]:
        for number in range(self.tiers):
            rate = data.get(f"rate_{number}")
            if rate is not None:
                bound = str(data.get(f"bound_{number}", "0")).replace("'", "").replace("’", "").strip()
                yield int(bound or 0), rate
