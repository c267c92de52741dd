"""What people enter about plans and their versions, besides the figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.funds.groups import GROUPS
from ankunft.domain.funds.models import FinancialPlan, FundingSource, Position, Stance
from ankunft.domain.funds.permissions import LEADERSHIP
from ankunft.domain.funds.purposes import PURPOSES
from ankunft.domain.funds.readings import bodies_of_iiz
from ankunft.domain.funds.values import NewPosition, Opening, Ruling, Said
from ankunft.domain.roles import STRUCTURE
from ankunft.foundation.access.models import Organisation
from ankunft.web.shell.forms import DayField, FrancsField
from ankunft.web.shell.step_pages import ConfirmForm, ReasonForm

MISSING = {"required": _("Bitte ausfüllen.")}
CHOOSE = {"required": _("Bitte eine Antwort wählen.")}
NARROW = {"class": "govuk-input--width-5", "inputmode": "numeric"}


class PlanForm(forms.Form):
    """A new plan: for which money, and over which years."""

    label = forms.CharField(label=_("Bezeichnung"), max_length=120, error_messages=MISSING)
    code = forms.CharField(
        label=_("Kürzel"),
        max_length=30,
        help_text=_("Kurz und eindeutig, zum Beispiel KIP2. Es steht in Berichten und auf der Befehlszeile."),
        error_messages=MISSING,
    )
    source = forms.ModelChoiceField(
        label=_("Finanzierungsquelle"), queryset=FundingSource.objects.none(), error_messages=CHOOSE
    )
    first_year = forms.IntegerField(
        label=_("Erstes Jahr"), widget=forms.NumberInput(attrs=NARROW), error_messages=MISSING
    )
    last_year = forms.IntegerField(
        label=_("Letztes Jahr"), widget=forms.NumberInput(attrs=NARROW), error_messages=MISSING
    )

    def __init__(self, *args: Any, sources: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].queryset = sources


def structures() -> list[tuple[str, Any]]:
    """The regular structures that may be named, and nobody."""
    known = Organisation.objects.filter(kind=STRUCTURE).order_by("name")
    return [("", _("noch niemand")), *((one.code, one.name) for one in known)]


class StructureForm(forms.Form):
    """Who gives the figures of a position."""

    structure = forms.ChoiceField(label=_("Zuständige Stelle"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["structure"].choices = structures()


class GroupsForm(forms.Form):
    """Whom a position serves."""

    SOME, EVERYBODY, UNKNOWN = "some", "everybody", "unknown"
    serves = forms.ChoiceField(
        label=_("Wem die Position dient"),
        choices=[
            (SOME, _("bestimmten Zielgruppen")),
            (EVERYBODY, _("niemandem im Besonderen")),
            (UNKNOWN, _("noch nicht bekannt")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    groups = forms.MultipleChoiceField(
        label=_("Zielgruppen"),
        choices=list(GROUPS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Quellen, die für andere gebunden sind, tragen die Position nicht."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("serves") == self.SOME and not data.get("groups"):
            self.add_error("groups", _("Wählen Sie mindestens eine Zielgruppe."))
        return data

    def chosen(self) -> frozenset[str] | None:
        """What was chosen, as the service takes it: none in particular is empty, not known is None."""
        serves = self.cleaned_data["serves"]
        if serves == self.UNKNOWN:
            return None
        return frozenset(self.cleaned_data["groups"]) if serves == self.SOME else frozenset()

    @classmethod
    def initial_of(cls, groups: list[str] | None) -> dict[str, Any]:
        """What is stored, as it stands in the form."""
        serves = cls.UNKNOWN if groups is None else cls.SOME if groups else cls.EVERYBODY
        return {"serves": serves, "groups": groups or []}


class PositionForm(StructureForm):
    """A new position at the end of the plan."""

    label = forms.CharField(label=_("Bezeichnung"), max_length=160, error_messages=MISSING)
    code = forms.CharField(
        label=_("Kürzel"),
        max_length=30,
        help_text=_("Buchstaben und Ziffern; unter einer anderen Position mit deren Kürzel davor: iim.sozial."),
        error_messages=MISSING,
    )
    parent = forms.ChoiceField(label=_("Unter"), required=False)
    purpose = forms.ChoiceField(
        label=_("Zweck"),
        choices=[(one.code, one.label) for one in PURPOSES.values()],
        help_text=_("Nach dem Zweck sind die Finanzierungsquellen gebunden."),
    )
    legal_basis = forms.CharField(
        label=_("Grundlage"),
        max_length=160,
        required=False,
        help_text=_("Was die Verwendung erlaubt, zum Beispiel «RRB 2023/2057, Ziffer 2.2»."),
    )
    field_order = ("label", "code", "parent", "purpose", "structure", "legal_basis")

    def __init__(self, *args: Any, plan: FinancialPlan, **options: Any) -> None:
        super().__init__(*args, **options)
        above = Position.objects.filter(plan=plan)
        self.fields["parent"].choices = [("", _("keiner anderen")), *((one.code, one.label) for one in above)]

    def new(self) -> NewPosition:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        return NewPosition(
            data["code"], data["label"], data["purpose"], data["parent"], data["structure"], data["legal_basis"]
        )


class VersionForm(forms.Form):
    """A new version: with what it opens, and until when figures are wanted."""

    as_of = DayField(label=_("Stand der Angaben"), error_messages=MISSING)
    inputs_due = DayField(label=_("Eingaben bis"), error_messages=MISSING)
    balance = FrancsField(label=_("Anfangssaldo CHF"))
    source = forms.CharField(
        label=_("Herkunft des Anfangssaldos"),
        max_length=160,
        help_text=_("Zum Beispiel «Jahresabschluss 31.12.2022»."),
        error_messages=MISSING,
    )
    occasion = forms.CharField(
        label=_("Anlass"),
        max_length=200,
        required=False,
        help_text=_("Zum Beispiel «Aktualisierung per Ende Jahr» (RRB 2023/2057, Ziffer 3.3)."),
    )

    def opening(self) -> Opening:
        """What was entered, as the service takes it."""
        return Opening(self.cleaned_data["balance"], self.cleaned_data["source"])


class ReopenForm(ReasonForm):
    """Why, and until when there is time now."""

    inputs_due = DayField(
        label=_("Eingaben bis"),
        required=False,
        help_text=_("Leer gilt die bisherige Frist; was nach der Frist kommt, gilt als verspätet."),
    )


class ConsultForm(ConfirmForm):
    """Whom to ask, and until when."""

    statements_due = DayField(label=_("Stellungnahmen bis"), error_messages=MISSING)
    bodies = forms.ModelMultipleChoiceField(
        label=_("Gremien der IIZ"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Ihre Mitglieder nehmen in Ankunft Stellung, oder die Geschäftsstelle hält fest, was sie beschlossen."
        ),
    )
    others = forms.CharField(
        label=_("Weitere Gremien"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Je Zeile eines. Ihre Stellungnahme hält die Geschäftsstelle fest."),
    )
    field_order = ("statements_due", "bodies", "others", "seen")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [one.pk for one in bodies_of_iiz()]
        self.fields["bodies"].queryset = Organisation.objects.filter(pk__in=known).order_by("code")
        self.fields["bodies"].initial = known

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        others = [line.strip() for line in data["others"].splitlines() if line.strip()]
        return {"statements_due": data["statements_due"], "bodies": list(data["bodies"]), "others": others}


class AdoptForm(ConfirmForm):
    """By which decision the version holds."""

    name = forms.CharField(
        label=_("Beschluss"),
        max_length=160,
        help_text=_("Nummer oder Bezeichnung, zum Beispiel «RRB 2023/2057»."),
        error_messages=MISSING,
    )
    by = forms.CharField(label=_("Beschlossen durch"), max_length=120, error_messages=MISSING)
    on = DayField(label=_("Beschlossen am"), error_messages=MISSING)
    field_order = ("name", "by", "on", "seen")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lead = Organisation.objects.filter(code=LEADERSHIP).first()
        self.fields["by"].initial = lead.name if lead else ""

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"ruling": Ruling(data["name"], data["by"], data["on"])}


class StatementForm(forms.Form):
    """What a body makes of a version."""

    stance = forms.ChoiceField(
        label=_("Haltung"), choices=Stance.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    text = forms.CharField(
        label=_("Stellungnahme"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Nötig, sobald das Gremium etwas anmerkt oder die Fassung nicht empfiehlt."),
    )
    reference = forms.CharField(
        label=_("Wo beschlossen"),
        required=False,
        max_length=160,
        help_text=_("Zum Beispiel «Sitzung vom 01.12.2023» oder «Zirkularweg»."),
    )

    def said(self) -> Said:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        return Said(data["stance"], data["text"], data["reference"])
