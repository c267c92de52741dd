"""How forms look (GOV.UK markup) and fields that every room needs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.kernel.money import Money

from .days import DAY_FORMATS

CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "govuk-radios"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)


def control_class(widget: forms.Widget) -> str:
    """The GOV.UK class of a control; the first kind that fits, most special first."""
    return next((css for kind, css in CONTROL_CLASSES if isinstance(widget, kind)), "")


class BoundField(forms.BoundField):
    """A field that gives its control the GOV.UK classes."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        css = control_class(widget)
        error = f"{css}--error" if self.errors and css and not self.use_fieldset else ""
        built["class"] = " ".join(filter(None, (css, error, widget.attrs.get("class"))))
        return built

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)


class Renderer(TemplatesSetting):
    """Form templates come from the shell."""

    form_template_name = "shell/forms/form.html"
    field_template_name = "shell/forms/field.html"
    bound_field_class = BoundField


def house_number_field(longest: int, **options: Any) -> forms.CharField:
    """The number of a house; there are houses without one."""
    return forms.CharField(
        label=_("Hausnummer"),
        max_length=longest,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
        **options,
    )


def postcode_field(longest: int, **options: Any) -> forms.CharField:
    """A postcode, typed on the number pad of a phone."""
    attrs = {"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}
    return forms.CharField(label=_("Postleitzahl"), max_length=longest, widget=forms.TextInput(attrs=attrs), **options)


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Between these lies whatever people mean who type a day: of anything else the year is a slip."""


class DayField(forms.DateField):
    """A day, typed as `31.12.2025` or `2025-12-31` in every language of the interface."""

    default_validators = [
        MinValueValidator(FIRST_DAY, _("Prüfen Sie das Jahr: Der Tag liegt vor 1900.")),
        MaxValueValidator(LAST_DAY, _("Prüfen Sie das Jahr: Der Tag liegt nach 2199.")),
    ]

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%d.%m.%Y", attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
        options = {"widget": widget, "input_formats": DAY_FORMATS, **options}
        super().__init__(
            error_messages={"invalid": _("Geben Sie den Tag so ein: 31.12.2025.")} | options.pop("error_messages", {}),
            **options,
        )


class FrancsField(forms.CharField):
    """An amount in francs, as whole Rappen."""

    def __init__(self, **options: Any) -> None:
        attrs = {"class": "govuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}
        errors = {"required": _("Bitte ausfüllen.")}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), error_messages=errors, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return Money.parse(text).rappen if text else None
        except ValueError as error:
            raise forms.ValidationError(_("Geben Sie den Betrag so ein: 1'234.50.")) from error
