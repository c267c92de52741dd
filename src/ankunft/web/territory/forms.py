"""What people enter about municipalities. What cannot be stored is said at its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.checks import account_faults, address_faults, contact_faults
from ankunft.domain.territory.models import ContactFunction, Municipality, Payee, PopulationSeries
from ankunft.domain.territory.readings import places
from ankunft.domain.territory.rules import Place
from ankunft.domain.territory.values import AccountEntry, AddressEntry, ContactEntry, Fault
from ankunft.web.shell.forms import DayField

MISSING = {"required": _("Bitte ausfüllen.")}


class FaultsForm(forms.Form):
    """A form that puts the faults found by a check at their fields."""

    def add_faults(self, faults: list[Fault]) -> None:
        for fault in faults:
            field = fault.column if fault.column in self.fields else None
            if field is None or field not in self.errors:
                self.add_error(field, fault.message)


class ContactForm(FaultsForm):
    """Who holds a function from a day on."""

    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, help_text=_("Leer lassen, wenn niemand die Funktion hat.")
    )
    email = forms.CharField(
        label=_("E-Mail-Adresse"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Telefon"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    valid_from = DayField(label=_("Gilt ab"), error_messages=MISSING)

    def __init__(self, *args: Any, municipality: Municipality, function: ContactFunction, **options: Any) -> None:
        super().__init__(*args, **options)
        self.municipality, self.function = municipality, function

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.add_faults(contact_faults(self.entry(data)))
        return data

    def entry(self, data: dict[str, Any] | None = None) -> ContactEntry:
        """What was entered, as the service takes it."""
        values = self.cleaned_data if data is None else data
        return ContactEntry(
            self.municipality.pk,
            self.function,
            values["valid_from"],
            values["name"],
            values["email"],
            values["phone"],
        )


class PlaceForm(FaultsForm):
    """A structured address, and from when on it holds."""

    street = forms.CharField(label=_("Strasse"), max_length=70, error_messages=MISSING)
    house_number = forms.CharField(
        label=_("Hausnummer"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    postcode = forms.CharField(
        label=_("Postleitzahl"),
        max_length=16,
        error_messages=MISSING,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )
    town = forms.CharField(label=_("Ort"), max_length=35, error_messages=MISSING)
    valid_from = DayField(label=_("Gilt ab"), error_messages=MISSING)


class HolderForm(PlaceForm):
    """An account in Switzerland, the structured address of its holder, and from when on it holds."""

    iban = forms.CharField(
        label=_("IBAN"),
        max_length=42,
        help_text=_("Konto in der Schweiz oder in Liechtenstein, keine QR-IBAN."),
        error_messages=MISSING,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Kontoinhaberin"), max_length=70, error_messages=MISSING)
    field_order = ("iban", "name", "street", "house_number", "postcode", "town", "valid_from")


class AddressForm(PlaceForm):
    """The structured postal address of a municipality from a day on."""

    def __init__(self, *args: Any, municipality: Municipality, **options: Any) -> None:
        super().__init__(*args, **options)
        self.municipality = municipality

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.add_faults(self.faults(data, places()[self.municipality.pk]))
        return data

    def faults(self, data: dict[str, Any], place: Place) -> list[Fault]:
        """What is wrong with what was entered."""
        return address_faults(self.address(data), place)

    def address(self, data: dict[str, Any] | None = None) -> AddressEntry:
        """What was entered, as the service takes it."""
        return AddressEntry(**self._values(AddressEntry._fields, data))

    def _values(self, fields: Sequence[str], data: dict[str, Any] | None) -> dict[str, Any]:
        values = self.cleaned_data if data is None else data
        return {"municipality": self.municipality.pk, **{name: values[name] for name in fields if name in values}}


class AccountForm(AddressForm, HolderForm):
    """The account and structured address to which a municipality is paid from a day on."""

    def faults(self, data: dict[str, Any], place: Place) -> list[Fault]:
        """What is wrong with what was entered."""
        return account_faults(self.entry(data), place)

    def entry(self, data: dict[str, Any] | None = None) -> AccountEntry:
        """What was entered, as the service takes it."""
        return AccountEntry(**self._values(AccountEntry._fields, data))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be written with a step: label, help, and what is said where it is missing."""

    label: Promise
    help: Promise
    missing: Promise


class ReasonForm(forms.Form):
    """A step that asks for a text, or (`words` None) for nothing."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, words: Asked | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if words is None:
            del self.fields["text"]
            return
        field = self.fields["text"]
        field.label, field.help_text = str(words.label), str(words.help)
        field.error_messages["required"] = str(words.missing)

    @property
    def reason(self) -> str:
        """What was written."""
        return str(self.cleaned_data.get("text", ""))


class MembershipForm(forms.Form):
    """Which association a municipality belongs to from a day on."""

    lead = forms.ModelChoiceField(
        label=_("Leitgemeinde"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("keine: die Gemeinde erfüllt die Aufgaben selbst"),
    )
    payee = forms.ChoiceField(
        label=_("Beiträge der Gemeinde gehen an"),
        choices=Payee.choices,
        initial=Payee.LEAD,
        widget=forms.RadioSelect,
        help_text=_("Was der Vertrag der Gemeinden vorsieht (Ziffer 3.4.2)."),
    )
    valid_from = DayField(label=_("Gilt ab"), error_messages=MISSING)

    def __init__(self, *args: Any, municipalities: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].queryset = municipalities


class FindingForm(forms.Form):
    """What the canton found about the entitlement of a municipality."""

    entitled = forms.TypedChoiceField(
        label=_("Die Gemeinde ist"),
        choices=[("yes", _("beitragsberechtigt")), ("no", _("nicht beitragsberechtigt"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte eine Antwort wählen.")},
    )
    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Erscheint bei jedem Beitrag, der deswegen nicht bezahlt wird (Ziffer 4.2)."),
        error_messages=MISSING,
    )
    valid_from = DayField(label=_("Gilt ab"), error_messages=MISSING)


class SeriesForm(forms.Form):
    """A new population series."""

    code = forms.RegexField(
        label=_("Kürzel"),
        regex=r"^[a-z][a-z0-9_]{0,39}$",
        help_text=_("Kleinbuchstaben, Ziffern und Unterstriche, zum Beispiel «canton_so»."),
        error_messages={"invalid": _("Bitte nur Kleinbuchstaben, Ziffern und Unterstriche verwenden.")} | MISSING,
    )
    name = forms.CharField(label=_("Name"), max_length=200, error_messages=MISSING)
    source = forms.CharField(label=_("Quelle"), widget=forms.Textarea(attrs={"rows": 2}), error_messages=MISSING)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if PopulationSeries.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Dieses Kürzel gibt es schon."))
        return code


class ChoiceForm(forms.Form):
    """Which series counts from which reference date on."""

    series = forms.ModelChoiceField(
        label=_("Reihe"), queryset=PopulationSeries.objects.all(), empty_label=None, error_messages=MISSING
    )
    reference_from = DayField(
        label=_("Ab Stichtag"),
        help_text=_("Der Sockelbeitrag eines Jahres beruht auf dem 31.12. zwei Jahre davor (Ziffer 4.3.2)."),
        error_messages=MISSING,
    )
    reason = forms.CharField(label=_("Begründung"), widget=forms.Textarea(attrs={"rows": 2}), error_messages=MISSING)
