"""Fields for what is entered about people: partial births, countries, languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals.births import Birth, birth_in, birth_text
from ankunft.domain.arrivals.countries import countries
from ankunft.domain.arrivals.languages import LETTERS, languages
from ankunft.domain.arrivals.models import Level
from ankunft.domain.arrivals.permits import CATEGORIES
from ankunft.web.shell.forms import DayField

Choices = list[tuple[Any, Any]]


class BirthField(forms.CharField):
    """A day of birth, of which some know the year alone: `17.05.1990`, `05.1990` or `1990`. Its value is a `Birth`."""

    def __init__(self, **options: Any) -> None:
        options = {
            "label": _("Geburtsdatum"),
            "required": False,
            "help_text": _("Zum Beispiel 17.05.1990. Ist nur ein Teil bekannt: 05.1990 oder 1990."),
            "widget": forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
            **options,
        }
        super().__init__(max_length=20, **options)

    def prepare_value(self, value: Any) -> Any:
        return birth_text(value) if isinstance(value, Birth) else value

    def clean(self, value: Any) -> Birth:
        typed = super().clean(value)
        try:
            return birth_in(typed)
        except ValueError:
            raise forms.ValidationError(
                _t("Geben Sie das Geburtsdatum so ein: 17.05.1990, oder nur 05.1990 oder 1990.")
            ) from None


def country_choices() -> Choices:
    """Every country, nothing chosen."""
    return [("", "–"), *countries().items()]


def language_choices() -> Choices:
    """Every language, the most frequent first, nothing chosen."""
    names = languages()
    frequent = [(code, name) for code, name in names.items() if code in LETTERS]
    others = [(code, name) for code, name in names.items() if code not in LETTERS]
    return [("", "–"), (_t("häufig"), frequent), (_t("weitere"), others)]


def level_choices() -> Choices:
    """Every level, nothing chosen."""
    return [("", _t("nicht bekannt")), *Level.choices]


def permit_choices() -> Choices:
    """Every kind of permit, the most frequent first, nothing chosen."""
    return [("", "–"), *CATEGORIES.items()]


def optional_day(label: Any, help_text: Any = "") -> DayField:
    """A day that may be left out."""
    return DayField(label=label, required=False, help_text=help_text)
