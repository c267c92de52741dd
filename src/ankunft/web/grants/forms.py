"""What people enter about a project, besides the application itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.grants.criteria import Criterion
from ankunft.domain.grants.models import Project, Recommendation
from ankunft.domain.grants.services import Answer
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import FrancsField
from ankunft.web.shell.step_pages import ConfirmForm, ReasonForm

MISSING = {"required": _("Bitte ausfüllen.")}
CHOOSE = {"required": _("Bitte eine Antwort wählen.")}


class OpenForm(forms.Form):
    """Whose project it is, and what it is called."""

    municipality = forms.ModelChoiceField(
        label=_("Gemeinde"), queryset=Municipality.objects.none(), error_messages=CHOOSE
    )
    title = forms.CharField(
        label=_("Titel"), max_length=120, help_text=_("Nennen Sie keine Personen."), error_messages=MISSING
    )

    def __init__(self, *args: Any, municipalities: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["municipality"].queryset = municipalities
        if len(municipalities) == 1:
            self.fields["municipality"].initial = municipalities[0]


class NoteForm(ConfirmForm):
    """By what a condition is fulfilled, where there is one."""

    reason = forms.CharField(
        label=_("Womit die Bedingung erfüllt ist"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RejectForm(ReasonForm):
    """By which decision, and why."""

    decision = forms.CharField(
        label=_("Beschluss"), max_length=120, help_text=_("Nummer und wer ihn gefasst hat."), error_messages=MISSING
    )
    field_order: tuple[str, ...] = ("decision", "reason")


class GrantForm(RejectForm):
    """How much, by which decision, and under which conditions."""

    amount = FrancsField(label=_("Betrag CHF"))
    conditions = forms.CharField(
        label=_("Auflagen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie werden Teil der Vereinbarung."),
    )
    field_order = ("amount", "decision", "reason", "conditions")


class AssessForm(forms.Form):
    """Points and a remark for every criterion, and a recommendation."""

    recommendation = forms.ChoiceField(
        label=_("Empfehlung"), choices=Recommendation.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    amount = FrancsField(label=_("Empfohlener Betrag CHF"), required=False)
    reasoning = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wer entscheidet, liest sie; die Gemeinde nicht. Nennen Sie keine Namen."),
        error_messages=MISSING,
    )

    def __init__(self, *args: Any, project: Project, criteria: tuple[Criterion, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"points_{one.code}"] = forms.TypedChoiceField(
                label=_("Punkte"),
                coerce=int,
                choices=[(number, str(number)) for number in range(one.most + 1)],
                widget=forms.RadioSelect,
                error_messages=CHOOSE,
            )
            self.fields[f"remark_{one.code}"] = forms.CharField(
                label=_("Bemerkung"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.fields["amount"].help_text = _("Nur, wenn es weniger ist als beantragt: %(asked)s.") % {
            "asked": Money(project.asked)
        }

    def parts(self) -> list[dict[str, Any]]:
        """Each criterion with its two fields."""
        return [
            {"criterion": one, "points": self[f"points_{one.code}"], "remark": self[f"remark_{one.code}"]}
            for one in self.criteria
        ]

    def answers(self) -> list[Answer]:
        """What was given, as the service takes it."""
        data = self.cleaned_data
        return [Answer(one.code, data[f"points_{one.code}"], data[f"remark_{one.code}"]) for one in self.criteria]
