"""Fields that the forms of this room share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals.languages import languages
from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews.models import Interpreting
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.web.shell.forms import DayField

TYPED_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h ]?(?P<minute>\d{2}))?\s*(?:h|uhr)?", re.IGNORECASE)
MINUTES = (30, 45, 60, 75, 90, 120)
LONGEST = 2000


def persons_field(label: Any, persons: Iterable[Person], missing: Any) -> forms.MultipleChoiceField:
    """Some of these persons, by their references."""
    return forms.MultipleChoiceField(
        label=label,
        choices=[(person.reference, f"{person.given_name} {person.family_name}".strip()) for person in persons],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing, "invalid_choice": _("Wählen Sie nur Personen aus dieser Liste.")},
    )


def language_field(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """A language that is spoken; none: German, or not known."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=lambda: [("", "–"), *languages().items()],
        error_messages={"invalid_choice": _("Wählen Sie eine Sprache aus der Liste.")},
    )


def interpreting_field() -> forms.ChoiceField:
    """Who interprets: only what was ordered from the canton's contract partner is paid (KS 4.3.1)."""
    return forms.ChoiceField(
        label=_("Dolmetscheinsatz"),
        choices=[
            (Interpreting.PARTNER, _("Über HEKS Linguadukt bestellt")),
            (Interpreting.OTHER, _("Anders organisiert")),
            (Interpreting.NONE, _("Nicht nötig")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie, ob und wie gedolmetscht wird."),
            "invalid_choice": _("Wählen Sie eine der drei Möglichkeiten."),
        },
    )


def line_field(label: Any, help_text: Any = "", *, longest: int = 200, width: int = 0, **more: Any) -> forms.CharField:
    """One line of text."""
    attrs = {"autocomplete": "off"} | ({"class": f"govuk-input--width-{width}"} if width else {})
    options: dict[str, Any] = {"required": False, **more}
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, widget=forms.TextInput(attrs=attrs), **options
    )


def text_field(label: Any, help_text: Any = "", *, rows: int = 3, **more: Any) -> forms.CharField:
    """Several lines of text."""
    options: dict[str, Any] = {"required": False, **more}
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def day_field(label: Any, help_text: Any = "", **more: Any) -> DayField:
    """A day, typed."""
    return DayField(label=label, help_text=help_text, **more)


class ClockField(forms.TimeField):
    """A time of day, typed as 14:00, 14.00, 14h00, 1400 or 14: the number pad of a phone knows no colon."""

    def to_python(self, value: Any) -> time | None:
        written = TYPED_TIME.fullmatch(value.strip()) if isinstance(value, str) else None
        return super().to_python(f"{written['hour']}:{written['minute'] or '00'}" if written else value)


def time_field(label: Any) -> forms.TimeField:
    """A time of day."""
    return ClockField(
        label=label,
        help_text=_("Zum Beispiel 14:00 oder 1400."),
        input_formats=["%H:%M"],
        widget=forms.TimeInput(
            format="%H:%M", attrs={"class": "govuk-input--width-5", "autocomplete": "off", "inputmode": "numeric"}
        ),
        error_messages={
            "required": _("Geben Sie die Zeit ein, zum Beispiel 14:00."),
            "invalid": _("Geben Sie die Zeit so ein: 14:00."),
        },
    )


def minutes_field(label: Any) -> forms.TypedChoiceField:
    """How long an appointment lasts."""
    return forms.TypedChoiceField(
        label=label, choices=[(count, str(count)) for count in MINUTES], coerce=int, initial=60
    )


def place_field() -> forms.CharField:
    """Where an appointment is."""
    return line_field(
        _("Ort"),
        _("Mit Adresse: Der Ort steht auf der Einladung."),
        required=True,
        error_messages={"required": _("Geben Sie den Ort ein.")},
    )


def without_needless_order(data: dict[str, Any]) -> dict[str, Any]:
    """What was typed, without what does not belong to the way in which it is interpreted."""
    kept = dict(data)
    if kept.get("interpreting") != Interpreting.OTHER:
        kept["interpreting_provider"] = ""
    if kept.get("interpreting") == Interpreting.NONE:
        kept["interpreting_order"] = ""
    return kept


def moment(day: date, at: time) -> datetime:
    """A moment of that day in Switzerland."""
    return datetime.combine(day, at, tzinfo=ZURICH)
