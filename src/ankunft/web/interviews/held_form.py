"""The form on which an interview is recorded while, or after, it is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews.checks import held_faults
from ankunft.domain.interviews.guide import Item, guide_on, label_of
from ankunft.domain.interviews.models import Kind
from ankunft.domain.interviews.values import HeldEntry, StepEntry
from ankunft.foundation.kernel import clock

from .fields import (
    day_field,
    interpreting_field,
    language_field,
    line_field,
    persons_field,
    text_field,
    without_needless_order,
)
from .forms import FIRST_YEAR, KindField

NEW_STEPS = 2
"""How many empty lines there are for what was agreed."""
SAME = (
    *("held_on", "participants", "led_by", "led_by_responsible", "outsourced", "language", "interpreting"),
    *("interpreting_provider", "interpreting_order", "reason", "notes", "follow_up_on"),
)
"""Fields that are called as in the entry, and hold the same."""


class HeldForm(forms.Form):
    """How an interview was held, with which of the `persons`. What is `known` is shown; a new one is asked its kind.

    `settled` tells why an interview of that day is not recorded silently any more; empty where nothing stands against.
    """

    kind = KindField()
    held_on = day_field(_("Durchgeführt am"), error_messages={"required": _("Geben Sie ein, wann es stattfand.")})
    participants = forms.IntegerField(
        label=_("Wie viele waren da?"),
        help_text=_("Nur wenn mehr da waren als angekreuzt, zum Beispiel ein Kind, das nicht erfasst ist."),
        required=False,
        min_value=1,
        max_value=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Geben Sie eine ganze Zahl ein."),
            "min_value": _("Mindestens eine Person."),
            "max_value": _("Höchstens 30 Personen."),
        },
    )
    led_by = line_field(
        _("Geführt von"), required=True, error_messages={"required": _("Geben Sie ein, wer das Gespräch geführt hat.")}
    )
    led_by_responsible = forms.BooleanField(
        label=_("Verantwortlich für start.integration"), required=False, initial=True
    )
    outsourced = forms.BooleanField(label=_("Dritte haben das Gespräch geführt"), required=False)
    language = language_field(_("Sprache des Gesprächs"))
    interpreting = interpreting_field()
    interpreting_order = line_field(
        _("Auftragsnummer"), _("Steht auf der Bestätigung der Vermittlung."), longest=60, width=20
    )
    interpreting_provider = line_field(_("Vermittlung"), _("Nur wenn anders organisiert."), longest=100)
    reason = text_field(
        _("Grund des Gesprächs"), _("Welcher Integrationsbedarf besteht? Ohne ihn zählt das Gespräch nicht (KS 4.3.1).")
    )
    notes = text_field(_("Notizen"), _("Verschlüsselt gespeichert, nur für Ihre Gemeinde."))
    follow_up_on = day_field(_("Wiedervorlage am"), _("Dann steht das Gespräch auf «Mein Tag»."), required=False)
    change_reason = text_field(_("Begründung"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=10, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        known: HeldEntry,
        kind: str = "",
        likely_kind: str = Kind.FIRST_INFORMATION,
        persons: Iterable[Person] = (),
        settled: Callable[[date], str] = lambda day: "",
        version: str = "",
    ) -> None:
        super().__init__(data, initial={**_initial(known), "kind": likely_kind, "seen": version})
        self.known, self.known_kind, self._version = known, kind, version
        self._settled = settled
        self.fields["change_reason"].help_text = settled(known.held_on)
        if kind:
            del self.fields["kind"]
        if kind == Kind.FIRST_INFORMATION:
            del self.fields["reason"]
        self.fields["present"] = persons_field(_("Wer war dabei?"), persons, _("Kreuzen Sie an, wer am Gespräch war."))
        self._add_guide(known, kind)
        self._add_steps(known.steps)

    def _add_guide(self, entry: HeldEntry, kind: str) -> None:
        """What is ticked of the guide of that day; what was ticked by an older one can stay."""
        guide = guide_on(entry.held_on)
        topics = guide.topics_of(kind) if kind else guide.topics
        needs = guide.needs_of(kind) if kind else guide.needs
        self.fields["topics"] = _ticks(_("Besprochen"), topics, entry.topics)
        self.fields["needs"] = _ticks(_("Bedarf"), needs, entry.needs)

    def _add_steps(self, steps: Sequence[StepEntry]) -> None:
        """A line for each that was agreed, and some empty ones."""
        self._keys = [step.key for step in steps] + [None] * NEW_STEPS
        for number, step in enumerate([*steps, *[StepEntry("")] * NEW_STEPS]):
            text = line_field(_("Was ist vereinbart?"), longest=500)
            day = day_field(_("Bis"), required=False)
            text.initial, day.initial = step.text, step.due_on
            self.fields[f"step_{number}"], self.fields[f"step_{number}_due"] = text, day

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """What was agreed, and by when, line by line."""
        return [(self[f"step_{number}"], self[f"step_{number}_due"]) for number in range(len(self._keys))]

    @property
    def asks_why(self) -> bool:
        """Whether it is asked why this is recorded or changed only now: the half-year is settled."""
        return bool(self["change_reason"].help_text)

    @property
    def opens_guide(self) -> bool:
        """Whether the guide lies open: something is ticked, or the interview is about a need."""
        return bool(self.known.topics or self.known.needs) or self.told_kind == Kind.INTEGRATION

    @property
    def opens_steps(self) -> bool:
        """Whether it lies open what was agreed and noted: there is something."""
        return bool(self.known.steps or self.known.notes or self.known.follow_up_on)

    @property
    def opens_more(self) -> bool:
        """Whether it lies open what is seldom different: it is different."""
        return bool(self.known.participants or self.known.outsourced or not self.known.led_by_responsible)

    @property
    def told_kind(self) -> str:
        """Which of the two interviews it is, as far as that is known."""
        asked = self.cleaned_data.get("kind") if self.is_bound else ""
        return self.known_kind or str(asked or self.initial["kind"])

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Der Tag liegt in der Zukunft. Vereinbaren Sie dafür einen Termin."))
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Prüfen Sie das Jahr."))
        return day

    def clean(self) -> dict[str, Any]:
        data = without_needless_order(super().clean() or {})
        for number in range(len(self._keys)):
            if data.get(f"step_{number}_due") and not data.get(f"step_{number}"):
                self.add_error(f"step_{number}", _("Schreiben Sie, was bis dann vereinbart ist."))
        if data.get("seen", "") != self._version:
            self.add_error(
                None, _("Inzwischen hat jemand anders dieses Gespräch bearbeitet. Bitte neu laden und prüfen.")
            )
        self._require_why(data)
        if not self.errors:
            self._check(self.entry())
        return data

    def _require_why(self, data: dict[str, Any]) -> None:
        if day := data.get("held_on"):
            self["change_reason"].help_text = sentence = self._settled(day)
            if sentence and not data.get("change_reason"):
                self.add_error(
                    "change_reason", _("Begründen Sie, warum das Gespräch jetzt erfasst oder geändert wird.")
                )

    def _check(self, entry: HeldEntry) -> None:
        for fault in held_faults(entry, recorded=len(entry.present)):
            self.add_error(fault.field if fault.field in self.fields else None, fault.message)

    def entry(self) -> HeldEntry:
        """What was entered, as the services take it; what is wrong or missing stands as nobody had entered it."""
        data = self.cleaned_data
        plain = {name: data[name] for name in SAME if name in data and name in HeldEntry._fields}
        return HeldEntry(
            **{"held_on": clock.today(), **plain},
            present=tuple(data.get("present", ())),
            topics=tuple(data.get("topics", ())),
            needs=tuple(data.get("needs", ())),
            steps=tuple(self._step_entries()),
        )

    def _step_entries(self) -> Iterable[StepEntry]:
        for number, key in enumerate(self._keys):
            if text := self.cleaned_data.get(f"step_{number}"):
                yield StepEntry(text, self.cleaned_data.get(f"step_{number}_due"), key)


def _ticks(label: Any, items: Sequence[Item], ticked: Iterable[str]) -> forms.MultipleChoiceField:
    offered = {one.code: one.label for one in items}
    return forms.MultipleChoiceField(
        label=label,
        choices=[*offered.items(), *((code, label_of(code)) for code in ticked if code not in offered)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Kreuzen Sie nur Themen aus dieser Liste an.")},
    )


def _initial(entry: HeldEntry) -> dict[str, Any]:
    """An entry as the form shows it at first."""
    plain = {name: getattr(entry, name) for name in SAME}
    return {**plain, "present": list(entry.present), "topics": list(entry.topics), "needs": list(entry.needs)}
