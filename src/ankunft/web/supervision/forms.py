"""What people enter in supervision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.interviews.explain import verdict_label
from ankunft.domain.settlement.models import Contribution
from ankunft.domain.supervision import rules
from ankunft.domain.supervision.models import Finding, Sample, Stratum
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import existing_on
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.forms import DayField

MISSING = {"required": _("Bitte ausfüllen.")}
CHOOSE = {"required": _("Bitte eine Antwort wählen.")}
PERIODS = 8
USUAL_TERM = timedelta(days=30)


def half_years() -> list[HalfYear]:
    """The half-years from which can be drawn: those that have ended, the latest first."""
    period = HalfYear.containing(clock.today()).previous()
    found = []
    for _number in range(PERIODS):
        found.append(period)
        period = period.previous()
    return found


class DrawForm(forms.Form):
    """Of what how many are drawn, and why."""

    periods = forms.MultipleChoiceField(
        label=_("Halbjahre"), widget=forms.CheckboxSelectMultiple, error_messages=MISSING
    )
    contribution = forms.ChoiceField(label=_("Beitrag"), error_messages=CHOOSE)
    municipality = forms.ModelChoiceField(
        label=_("Gemeinde"), queryset=Municipality.objects.none(), required=False, empty_label=_("alle Gemeinden")
    )
    stratum = forms.ChoiceField(
        label=_("Auswahl"),
        choices=Stratum.choices,
        help_text=_("Gezogen wird nur aus diesem Teil; der Umfang steht danach bei der Stichprobe."),
    )
    count = forms.IntegerField(
        label=_("Anzahl Gespräche"),
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages=MISSING,
    )
    purpose = forms.CharField(
        label=_("Anlass"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Er steht in jedem Eintrag des Leseprotokolls."),
        error_messages=MISSING,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["periods"].choices = [(str(one), str(one)) for one in half_years()]
        self.fields["contribution"].choices = [(one, Contribution(one).label) for one in rules.KINDS]
        self.fields["municipality"].queryset = existing_on(clock.today())


class NothingForm(forms.Form):
    """A step that asks for nothing."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Begründung"), widget=forms.Textarea(attrs={"rows": 3}), error_messages=MISSING)


class TermForm(forms.Form):
    """Until when the municipalities show their evidence."""

    due_on = DayField(label=_("Frist"), error_messages=MISSING)


class AnswerForm(forms.Form):
    """What the municipality says of an interview."""

    explanation = forms.CharField(
        label=_("Erklärung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nötig, wenn kein Beleg da ist. Nennen Sie keine Namen."),
    )


class FindingForm(forms.Form):
    """What was found of an interview."""

    finding = forms.ChoiceField(
        label=_("Feststellung"), choices=Finding.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    ground = forms.ChoiceField(
        label=_("Warum es nicht zählt"),
        required=False,
        help_text=_("Nur, wenn es nicht zählt. Daraus ergibt sich die Ziffer des Kreisschreibens."),
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nötig, wenn etwas nicht in Ordnung ist. Die Gemeinde liest sie. Nennen Sie keine Namen."),
    )

    def __init__(self, *args: Any, sample: Sample, **options: Any) -> None:
        super().__init__(*args, **options)
        grounds = [(ground.value, verdict_label(ground)) for ground in rules.grounds(sample.contribution)]
        self.fields["ground"].choices = [("", "–"), *grounds]
