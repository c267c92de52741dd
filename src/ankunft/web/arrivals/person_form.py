"""The form of what is known of a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals.births import Birth
from ankunft.domain.arrivals.checks import person_faults
from ankunft.domain.arrivals.history import label_of
from ankunft.domain.arrivals.models import InterpreterNeed, Sex
from ankunft.domain.arrivals.values import PersonEntry
from ankunft.domain.territory.models import Municipality

from .fields import BirthField, country_choices, language_choices

_label = lazy(label_of, str)
FURTHER = "further_%s"
_FIELD_OF = {
    "birth_date": "birth",
    "birth_year": "birth",
    "birth_month": "birth",
    "further_nationalities": FURTHER % 1,
}
"""Where a fault is said, if not at the field of that name."""


class PersonForm(forms.Form):
    """What is known of a person. The AHV number of a known person is not shown: left empty, it stays."""

    municipality = forms.ModelChoiceField(label=_("Gemeinde"), queryset=Municipality.objects.none(), empty_label=None)
    family_name = forms.CharField(
        label=_label("family_name"), max_length=100, error_messages={"required": _("Geben Sie den Familiennamen ein.")}
    )
    given_name = forms.CharField(label=_label("given_name"), max_length=100, required=False)
    birth = BirthField()
    sex = forms.ChoiceField(
        label=_label("sex"),
        choices=Sex.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie das Geschlecht, wie es im Einwohnerregister steht.")},
    )
    nationality = forms.ChoiceField(label=_label("nationality"), choices=country_choices)
    language = forms.ChoiceField(
        label=_label("language"),
        choices=language_choices,
        required=False,
        help_text=_("In dieser Sprache und auf Deutsch werden Briefe geschrieben."),
    )
    interpreter_need = forms.ChoiceField(
        label=_label("interpreter_need"),
        choices=[("", _("nicht gefragt")), *InterpreterNeed.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    phone = forms.CharField(
        label=_label("phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    email = forms.CharField(
        label=_label("email"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    ahv_number = forms.CharField(
        label=_label("ahv_number"),
        required=False,
        max_length=20,
        help_text=_("Zum Beispiel 756.9217.0769.85. Sie wird verschlüsselt gespeichert."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    forget_ahv_number = forms.BooleanField(label=_("AHV-Nummer löschen"), required=False)
    reason = forms.CharField(
        label=_("Grund der Änderung"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Geben Sie an, warum Sie die Angaben ändern.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=10, required=False)

    def __init__(
        self, *args: Any, known: PersonEntry | None = None, municipalities: QuerySet[Municipality], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self._known = known
        self.fields["municipality"].queryset = municipalities
        gone = ["municipality"] if known else ["forget_ahv_number", "reason", "seen"]
        if known and known.ahv_number:
            self.fields["ahv_number"].help_text = _("Erfasst. Leer lassen, damit sie bleibt.")
        elif known:
            gone.append("forget_ahv_number")
        for name in gone:
            del self.fields[name]
        self._add_further(known.further_nationalities if known else ())

    def _add_further(self, known: tuple[str, ...]) -> None:
        """Of most people there is no second nationality; there is always room for one more than there are."""
        self._further = [FURTHER % number for number in range(1, len(known) + 2)]
        for name, code in zip(self._further, [*known, ""], strict=True):
            self.fields[name] = forms.ChoiceField(
                label=_("Weitere Staatsangehörigkeit"), choices=country_choices, required=False, initial=code
            )
        names = [name for name in self.fields if name not in self._further]
        place = names.index("nationality") + 1
        self.order_fields([*names[:place], *self._further, *names[place:]])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for fault in person_faults(self.entry(data)):
                field = _FIELD_OF.get(fault.field, fault.field)
                self.add_error(field if field in self.fields else None, fault.message)
        if self._known and data.get("seen") != self.initial["seen"]:
            self.add_error(None, _("Inzwischen hat jemand anders diese Person bearbeitet. Bitte neu laden und prüfen."))
        return data

    def entry(self, data: dict[str, Any] | None = None) -> PersonEntry:
        """What was entered, as the service takes it; what the form does not ask for stays as it is known."""
        values = self.cleaned_data if data is None else data
        number = values["ahv_number"]
        if self._known and not number and not values.get("forget_ahv_number"):
            number = self._known.ahv_number
        birth: Birth = values["birth"]
        entered = {name: values[name] for name in PersonEntry._fields if name in values}
        entered |= {
            "ahv_number": number,
            "birth_date": birth.date,
            "birth_year": birth.year,
            "birth_month": birth.month,
            "further_nationalities": tuple(values[name] for name in self._further if values[name]),
        }
        return (self._known or PersonEntry("", "", "", ""))._replace(**entered)


def initial_of(known: PersonEntry) -> dict[str, Any]:
    """What the form shows of a known person: the AHV number is left out."""
    birth = Birth(known.birth_date, known.birth_year, known.birth_month)
    return {**known._asdict(), "birth": birth, "ahv_number": ""}
