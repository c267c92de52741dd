"""Forms of appointments and of what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews.checks import appointment_faults
from ankunft.domain.interviews.letters import LetterLanguage, letter_languages
from ankunft.domain.interviews.models import Kind
from ankunft.domain.interviews.values import AppointmentEntry
from ankunft.foundation.kernel import clock
from ankunft.web.shell.uploads import ScanFileField

from .fields import (
    day_field,
    interpreting_field,
    language_field,
    line_field,
    minutes_field,
    moment,
    persons_field,
    place_field,
    text_field,
    time_field,
    without_needless_order,
)

FIRST_YEAR, LAST_YEAR = 2000, 2100


class KindField(forms.ChoiceField):
    """Which of the two interviews."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Art"),
            choices=Kind.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Wählen Sie die Art des Gesprächs.")},
        )


class AppointmentForm(forms.Form):
    """When, where and with whom; `persons` are those of the family, of whom some may come."""

    kind = KindField()
    day = day_field(_("Tag"), error_messages={"required": _("Geben Sie den Tag des Termins ein.")})
    time = time_field(_("Zeit"))
    minutes = minutes_field(_("Dauer in Minuten"))
    place = place_field()
    led_by = line_field(_("Geführt von"))
    language = language_field(_("Sprache des Gesprächs"))
    interpreting = interpreting_field()
    interpreting_provider = line_field(_("Vermittlung"), _("Nur wenn anders organisiert."), longest=100)
    interpreting_order = line_field(_("Auftragsnummer"), _("Wenn sie schon bekannt ist."), longest=60, width=20)
    reason = text_field(
        _("Grund des Gesprächs"), _("Beim Integrationsgespräch: welcher Integrationsbedarf besteht (KS 4.3.1).")
    )

    field_order = ("kind", "persons")

    def __init__(self, *args: Any, persons: Iterable[Person] = (), is_move: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_move:
            del self.fields["kind"]
        else:
            missing = _("Wählen Sie, wer eingeladen wird.")
            self.fields["persons"] = persons_field(_("Wer wird eingeladen?"), persons, missing)
            self.order_fields(self.field_order)

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Prüfen Sie das Jahr."))
        return day

    def clean(self) -> dict[str, Any]:
        data = without_needless_order(super().clean() or {})
        if not self.errors:
            for fault in appointment_faults(self.entry()):
                self.add_error("day" if fault.field == "starts_at" else fault.field, fault.message)
        return data

    def entry(self) -> AppointmentEntry:
        """What was entered, as the services take it."""
        data = self.cleaned_data
        same = ("minutes", "place", "led_by", "language", "interpreting", "interpreting_provider", "interpreting_order")
        return AppointmentEntry(
            starts_at=moment(data["day"], data["time"]), reason=data["reason"], **{name: data[name] for name in same}
        )


class SeveralForm(forms.Form):
    """A day and a place for several appointments, one after the other."""

    day = day_field(_("Tag"), error_messages={"required": _("Geben Sie den Tag der Termine ein.")})
    time = time_field(_("Erster Termin um"))
    minutes = minutes_field(_("Minuten je Termin"))
    place = place_field()
    led_by = line_field(_("Geführt von"))

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not clock.today() <= day <= clock.today().replace(month=1, day=1, year=clock.today().year + 2):
            raise forms.ValidationError(_("Wählen Sie einen Tag von heute an."))
        return day

    def first(self) -> datetime:
        """When the first appointment begins, unless somebody is there already."""
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])


class ReasonForm(forms.Form):
    """Why something is taken away or called off; only the municipality reads it."""

    reason = text_field(
        _("Grund"),
        _("Ohne Namen."),
        required=True,
        error_messages={"required": _("Geben Sie den Grund an.")},
    )


class LetterForm(forms.Form):
    """In which language beside German a letter is written."""

    language = forms.ChoiceField(
        label=_("Sprache neben Deutsch"),
        choices=lambda: [("", _("nur Deutsch")), *((one.code, _told(one)) for one in _foreign())],
        help_text=_(
            "Noch nicht geprüft: Niemand mit dieser Erstsprache hat die Übersetzung gelesen. Es gilt der deutsche Text."
        ),
        required=False,
        error_messages={"invalid_choice": _("In dieser Sprache gibt es keinen Brief. Wählen Sie eine andere.")},
    )


def _told(language: LetterLanguage) -> str:
    """The name of the language; that nobody has checked the translation, where it is so."""
    if language.checked:
        return language.german_name
    return gettext("%(language)s (noch nicht geprüft)") % {"language": language.german_name}


def _foreign() -> list[LetterLanguage]:
    return [one for one in letter_languages().values() if one.code != "de"]


class EvidenceForm(forms.Form):
    """The signed confirmation, scanned or photographed."""

    file = ScanFileField(label=_("Unterschriebene Bestätigung"))
