"""Forms of reports, self-declarations and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from ankunft.domain.reporting.checks import Finding, FindingKey
from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration, label_of
from ankunft.domain.reporting.rules import Figures
from ankunft.foundation.kernel import clock
from ankunft.web.shell.forms import DayField
from ankunft.web.shell.uploads import TableFileField

MOST = 100_000
REPORTS, DECLARATIONS = "berichte", "selbstdeklarationen"

_HELP = {
    "first_information_interviews": _(
        "Gespräche mit Personen, die neu aus dem Ausland zugezogen sind. Eine Familie ist ein Gespräch (KS 4.3.2)."
    ),
    "first_information_interpreters": _(
        "Nur Einsätze, die beim Vermittlungsdienst HEKS Linguadukt bestellt wurden (KS 4.3.1)."
    ),
    "integration_interviews": _(
        "Bei Integrationsbedarf, geführt von Verantwortlichen von start.integration, nachprüfbar (KS 4.3.1)."
    ),
    "integration_interpreters": _(
        "Nur Einsätze, die beim Vermittlungsdienst HEKS Linguadukt bestellt wurden (KS 4.3.1)."
    ),
}


_label = lazy(label_of, str)


MEANWHILE = "meanwhile"
"""The code of the error that somebody else was faster."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A warning about which a form asks for words: what is asked, and what is said where there are none."""

    finding: Finding
    help_text: str
    missing: str


@dataclass(frozen=True, slots=True)
class Asks:
    """What a step asks for besides that somebody takes it: words about warnings, or about sections (code and title)."""

    about: Sequence[Asked] = ()
    sections: Mapping[str, str] = field(default_factory=dict)


class CountField(forms.IntegerField):
    """A whole count, zero or more."""

    def __init__(self, *, label: Any, help_text: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            min_value=0,
            max_value=MOST,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-5"}
            ),
            error_messages={
                "required": _("Geben Sie eine Zahl ein, 0 für keine."),
                "invalid": _("Geben Sie eine ganze Zahl ein, zum Beispiel 12."),
                "min_value": _("Die Anzahl kann nicht negativ sein."),
                "max_value": _("Die Anzahl ist zu gross."),
            },
        )


class SeenForm(forms.Form):
    """A form on a record that others work on too: `seen` names the version that the person had in view."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    meanwhile = _("Inzwischen hat jemand anders diesen Bericht bearbeitet. Bitte neu laden und prüfen.")
    """What the later of two people is told."""

    def clean(self) -> dict[str, Any]:
        """Refuse what was meant for another version than the one that is there now."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("seen") != self.initial["seen"]:
            raise forms.ValidationError(self.meanwhile, code=MEANWHILE)
        return data


class ReportForm(SeenForm):
    """The four totals and remarks, section by section."""

    meanwhile = _(
        "Inzwischen hat jemand anders diesen Bericht bearbeitet. Was Sie eingegeben haben, steht noch da; daneben "
        "sehen Sie, was gespeichert ist. Prüfen Sie es und speichern Sie noch einmal."
    )

    remarks = forms.CharField(
        label=_label(HalfYearReport, "remarks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts = {
            name: CountField(label=_label(HalfYearReport, name), help_text=_HELP[name]) for name in Figures._fields
        }
        self.fields = {**counts, **self.fields}

    @property
    def was_overtaken(self) -> bool:
        """Whether somebody else saved while this was typed."""
        return self.has_error(NON_FIELD_ERRORS, MEANWHILE)

    def overtaken(self) -> None:
        """Say that somebody else saved at the same moment."""
        self.add_error(None, forms.ValidationError(self.meanwhile, code=MEANWHILE))

    def see(self, seen: str) -> None:
        """Let what was typed be meant for the version that is there now: the person has been shown both."""
        self.data = {**dict(self.data.items()), "seen": seen}

    def figures(self) -> Figures:
        """The totals that were typed."""
        return Figures(*(self.cleaned_data[name] for name in Figures._fields))


class StepForm(SeenForm):
    """A step that needs no words, or some about single warnings."""

    def __init__(self, *args: Any, asks: Asks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys: dict[str, FindingKey] = {}
        asked: dict[str, forms.Field] = {}
        for number, one in enumerate(asks.about):
            self._keys[f"hinweis_{number}"] = one.finding.key
            asked[f"hinweis_{number}"] = forms.CharField(
                label=one.finding.sentence,
                help_text=one.help_text,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": one.missing},
            )
        self.fields = {**asked, **self.fields}

    def words(self) -> dict[FindingKey, str]:
        """What was said about each of the warnings."""
        return {key: self.cleaned_data[name] for name, key in self._keys.items()}


class ReturnForm(SeenForm):
    """What each section lacks: at least one does."""

    def __init__(self, *args: Any, asks: Asks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sections = asks.sections
        fields = {
            code: forms.CharField(
                label=title, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
            )
            for code, title in asks.sections.items()
        }
        self.fields = {**fields, **self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(self.reasons().values()):
            raise forms.ValidationError(_("Schreiben Sie zu mindestens einem Abschnitt, was zu ändern ist."))
        return data

    def reasons(self) -> dict[str, str]:
        """The reason of each section, empty where there is none."""
        return {code: self.cleaned_data.get(code, "").strip() for code in self._sections}


class ReasonForm(StepForm):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Geben Sie eine Begründung ein.")},
    )


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither of them beforehand."""

    def __init__(self, *, label: Any, help_text: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            choices=[("yes", _("Ja")), ("no", _("Nein"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
            error_messages={"required": _("Wählen Sie Ja oder Nein.")},
        )


class DeclarationForm(forms.Form):
    """The conditions of KS 4.2, as a municipality declares them; the coordination office adds when it was received."""

    officer_named = YesNoField(
        label=_label(SelfDeclaration, "officer_named"),
        help_text=_("Die Gemeinde hat eine Ansprechstelle bezeichnet und mit der Aufgabe beauftragt (KS 3.4.1, 4.2)."),
    )
    tasks_organised = YesNoField(
        label=_label(SelfDeclaration, "tasks_organised"),
        help_text=_("Die Leistungserbringung ist organisatorisch geregelt, die Aufgaben werden umgesetzt (KS 4.2)."),
    )
    submitted_on = DayField(
        label=_("Eingegangen am"),
        help_text=_("Zum Beispiel 20.01.2026."),
        error_messages={"required": _("Geben Sie an, wann die Selbstdeklaration eingegangen ist.")},
    )

    def __init__(self, *args: Any, dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not dated:
            del self.fields["submitted_on"]

    def clean_submitted_on(self) -> Any:
        submitted_on = self.cleaned_data["submitted_on"]
        if submitted_on > clock.today():
            raise forms.ValidationError(_("Das Datum liegt in der Zukunft."))
        return submitted_on


class ImportForm(forms.Form):
    """A file of reports or of self-declarations."""

    what = forms.ChoiceField(
        label=_("Was enthält die Datei?"),
        choices=[(REPORTS, _("Halbjahresberichte")), (DECLARATIONS, _("Selbstdeklarationen"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was die Datei enthält.")},
    )
    file = TableFileField()

    def __init__(self, *args: Any, declarations: bool, **kwargs: Any) -> None:
        """Only who records self-declarations (`declarations`) is asked which of the two the file contains."""
        super().__init__(*args, **kwargs)
        if not declarations:
            self.fields["what"] = forms.ChoiceField(choices=[(REPORTS, REPORTS)], widget=forms.HiddenInput)
            self.initial["what"] = REPORTS
