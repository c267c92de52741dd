"""What people enter about reports and the integration programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.funds.models import (
    FundingSource,
    IntegrationProgramme,
    PlanVersion,
    Position,
    ProgrammeMeasure,
    ProgrammeVersion,
    VersionState,
)
from ankunft.domain.funds.purposes import AREAS
from ankunft.domain.funds.services.reports import LONGEST_COMMENT
from ankunft.domain.funds.values import GoalEntry, MeasureEntry, NewProgramme, Ruling, Share
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import DayField, FrancsField
from ankunft.web.shell.step_pages import ConfirmForm

MISSING = {"required": gettext_lazy("Bitte ausfüllen.")}
CHOOSE = {"required": gettext_lazy("Bitte eine Antwort wählen.")}


class BeginForm(forms.Form):
    """Nothing to say, unless something signed is corrected."""

    reason = forms.CharField(
        label=gettext_lazy("Warum der Bericht berichtigt wird"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Nur, wenn es schon einen unterzeichneten Bericht gibt: Der neue verweist darauf."),
    )


class YearlyForm(BeginForm):
    """Which version of which plan."""

    version = forms.ModelChoiceField(
        label=gettext_lazy("Fassung des Finanzplans"),
        queryset=PlanVersion.objects.none(),
        error_messages=CHOOSE,
        help_text=gettext_lazy("Sobald sie konsolidiert ist."),
    )
    field_order = ("version", "reason")

    def __init__(self, *args: Any, versions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = versions.exclude(state__in=(VersionState.INPUTS, VersionState.WITHDRAWN))
        self.fields["version"].queryset = choices.select_related("plan__source")


class AreasForm(BeginForm):
    """Which programme, and about which year."""

    version = forms.ModelChoiceField(
        label=gettext_lazy("Fassung des Programms"), queryset=ProgrammeVersion.objects.none(), error_messages=CHOOSE
    )
    year = forms.IntegerField(
        label=gettext_lazy("Jahr"),
        min_value=2014,
        max_value=2099,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        error_messages=MISSING,
    )
    field_order = ("version", "year", "reason")

    def __init__(self, *args: Any, versions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].queryset = versions


class CommentsForm(ConfirmForm):
    """A word for each position; it is asked for where the deviation is large."""

    def __init__(
        self, *args: Any, positions: Sequence[Position], rows: Mapping[str, Mapping[str, Any]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.positions = positions
        for position in positions:
            row = rows[position.code]
            figures = {
                "plan": Money(row["year"]["plan"] or 0),
                "expected": Money(row["year"]["expected"]),
                "deviation": Money(row["year"]["deviation"]),
            }
            told = _("Geplant %(plan)s, hochgerechnet %(expected)s, Abweichung %(deviation)s.") % figures
            self.fields[f"comment_{position.pk}"] = forms.CharField(
                label=position.label,
                required=False,
                max_length=LONGEST_COMMENT,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=f"{told} {_('Eine Bemerkung ist nötig.')}" if row["needs_comment"] else told,
                initial=row["comment"],
            )

    def comments(self) -> dict[int, str]:
        """By key of the position what was typed."""
        return {position.pk: self.cleaned_data[f"comment_{position.pk}"] for position in self.positions}


class SignForm(ConfirmForm):
    """That the report is signed as it was shown."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SubmitReportForm(ConfirmForm):
    """On which day and how it was sent."""

    submitted_on = DayField(label=gettext_lazy("Übermittelt am"), error_messages=MISSING)
    receipt = forms.CharField(
        label=gettext_lazy("Wie und an wen"),
        max_length=160,
        help_text=gettext_lazy("Zum Beispiel «E-Mail an das SEM, Abteilung Integration»."),
        error_messages=MISSING,
    )
    field_order = ("submitted_on", "receipt")


class ProgrammeForm(forms.Form):
    """A programme period."""

    label = forms.CharField(label=gettext_lazy("Bezeichnung"), max_length=120, error_messages=MISSING)
    code = forms.CharField(
        label=gettext_lazy("Kürzel"),
        max_length=30,
        help_text=gettext_lazy("Zum Beispiel KIP4."),
        error_messages=MISSING,
    )
    first_year = forms.IntegerField(label=gettext_lazy("Erstes Jahr"), min_value=2014, max_value=2099)
    last_year = forms.IntegerField(label=gettext_lazy("Letztes Jahr"), min_value=2014, max_value=2099)
    submission_due = DayField(label=gettext_lazy("Eingabe bis"), required=False)
    agreement_due = DayField(label=gettext_lazy("Vereinbarung bis"), required=False)
    basis = forms.CharField(label=gettext_lazy("Grundlage"), max_length=200, required=False)

    def new(self) -> NewProgramme:
        """What was typed, as the service takes it."""
        return NewProgramme(**self.cleaned_data)


class OccasionForm(forms.Form):
    """Why there is another version."""

    occasion = forms.CharField(label=gettext_lazy("Anlass"), max_length=200, error_messages=MISSING)


class GoalForm(ConfirmForm):
    """A goal in one of the seven areas."""

    area = forms.TypedChoiceField(
        label=gettext_lazy("Förderbereich"),
        coerce=int,
        choices=lambda: [(area.number, f"{area.number} {area.label}") for area in AREAS],
        error_messages=CHOOSE,
    )
    text = forms.CharField(
        label=gettext_lazy("Ziel"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=MISSING
    )
    indicator = forms.CharField(
        label=gettext_lazy("Indikator"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Woran man sieht, ob das Ziel erreicht ist."),
    )
    field_order = ("area", "text", "indicator")

    def entry(self) -> GoalEntry:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return GoalEntry(data["area"], data["text"], data["indicator"])


class MeasureForm(ConfirmForm):
    """A measure, and what each source bears of it each year."""

    label = forms.CharField(label=gettext_lazy("Massnahme"), max_length=160, error_messages=MISSING)
    responsible = forms.CharField(label=gettext_lazy("Verantwortlich"), max_length=120, required=False)
    indicator = forms.CharField(
        label=gettext_lazy("Indikator"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    position = forms.ModelChoiceField(
        label=gettext_lazy("Position im Finanzplan"),
        queryset=Position.objects.none(),
        required=False,
        help_text=gettext_lazy("Was dort gebucht wird, gilt als Aufwand der Massnahme."),
    )

    def __init__(
        self,
        *args: Any,
        programme: IntegrationProgramme,
        sources: Sequence[FundingSource],
        positions: Any,
        measure: ProgrammeMeasure | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.sources, self.years = sources, programme.years
        self.fields["position"].queryset = positions
        kept = {(one.source_id, one.year): one.amount for one in measure.funding.all()} if measure else {}
        for source in sources:
            for year in self.years:
                amount = kept.get((source.pk, year))
                self.fields[_name(source, year)] = FrancsField(
                    label=_("%(year)d, CHF") % {"year": year},
                    required=False,
                    initial="" if amount is None else Money(amount).grouped(),
                )

    def parts(self) -> list[tuple[str, list[BoundField]]]:
        """Each source with its years."""
        return [(source.label, [self[_name(source, year)] for year in self.years]) for source in self.sources]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for source in self.sources:
            for year in self.years:
                if (data.get(_name(source, year)) or 0) < 0:
                    self.add_error(_name(source, year), _("Der Betrag liegt nicht unter null."))
        return data

    def entry(self) -> MeasureEntry:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        funding = tuple(
            Share(source.code, year, amount)
            for source in self.sources
            for year in self.years
            if (amount := data[_name(source, year)])
        )
        position = data["position"]
        return MeasureEntry(
            data["label"], data["responsible"], data["indicator"], position.pk if position else None, funding
        )


class SubmitProgrammeForm(ConfirmForm):
    """On which day it was entered in the portal, and how that is proved."""

    submitted_on = DayField(label=gettext_lazy("Eingereicht am"), error_messages=MISSING)
    receipt = forms.CharField(
        label=gettext_lazy("Beleg der Eingabe"),
        max_length=120,
        help_text=gettext_lazy("Wie die Eingabe im Portal ELSI heisst."),
        error_messages=MISSING,
    )
    field_order = ("submitted_on", "receipt")


class RulingForm(ConfirmForm):
    """By which decision the agreement was approved."""

    name = forms.CharField(
        label=gettext_lazy("Beschluss"),
        max_length=160,
        help_text=gettext_lazy("Zum Beispiel RRB 2023/2000."),
        error_messages=MISSING,
    )
    by = forms.CharField(
        label=gettext_lazy("Beschlossen durch"), max_length=120, initial="Regierungsrat", error_messages=MISSING
    )
    on = DayField(label=gettext_lazy("Beschlossen am"), error_messages=MISSING)
    field_order = ("name", "by", "on")

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"ruling": Ruling(data["name"], data["by"], data["on"])}


def _name(source: FundingSource, year: int) -> str:
    return f"amount_{source.pk}_{year}"
