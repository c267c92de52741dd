"""What people enter about sources: terms, rates per person, tranches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.funds.groups import GROUPS
from ankunft.domain.funds.models import FundingSource, RateKind, SourceKind, TrancheKind
from ankunft.domain.funds.purposes import PURPOSES
from ankunft.domain.funds.rules.sources import Terms
from ankunft.domain.funds.services import NewTranche
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.forms import DayField, FrancsField

MISSING = {"required": gettext_lazy("Bitte ausfüllen.")}
CHOOSE = {"required": gettext_lazy("Bitte eine Antwort wählen.")}
NARROW = {"class": "govuk-input--width-5", "inputmode": "numeric"}
LONG = {"rows": 3}
HALF_YEARS = 8
"""So many half-years back a tranche can be recorded."""


class TermsForm(forms.Form):
    """From which day on a source may bear what, and when it is refunded."""

    valid_from = DayField(label=gettext_lazy("Gültig ab"), error_messages=MISSING)
    legal_basis = forms.CharField(
        label=gettext_lazy("Grundlage"),
        max_length=200,
        help_text=gettext_lazy("Zum Beispiel «Art. 58 Abs. 2 AIG; RRB 2023/2057, Ziffer 3.1»."),
        error_messages=MISSING,
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Nur für diese Zwecke"),
        choices=[(one.code, one.label) for one in PURPOSES.values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Nichts angekreuzt: die Quelle ist nicht an Zwecke gebunden."),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Nur für diese Zielgruppen"),
        choices=list(GROUPS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Nichts angekreuzt: die Quelle ist nicht an Zielgruppen gebunden."),
    )
    first_year = forms.IntegerField(
        label=gettext_lazy("Trägt Aufwendungen ab Jahr"),
        min_value=1990,
        max_value=2199,
        required=False,
        widget=forms.NumberInput(attrs=NARROW),
    )
    last_year = forms.IntegerField(
        label=gettext_lazy("Trägt Aufwendungen bis Jahr"),
        min_value=1990,
        max_value=2199,
        required=False,
        widget=forms.NumberInput(attrs=NARROW),
    )
    refund_due = DayField(
        label=gettext_lazy("Rückerstattung am"),
        required=False,
        help_text=gettext_lazy("Der Tag, auf den zurückzuerstatten ist, was nicht verwendet wurde."),
    )
    decision = forms.CharField(
        label=gettext_lazy("Entscheid"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Nötig, wenn die Frist erstreckt wird: wer sie erstreckt hat, und womit."),
    )
    condition = forms.CharField(
        label=gettext_lazy("Auflagen"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("Nötig, wenn die Frist erstreckt wird."),
    )

    def terms(self) -> Terms:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        return Terms(
            data["valid_from"],
            data["legal_basis"],
            frozenset(data["purposes"]) or None,
            frozenset(data["groups"]) or None,
            data["first_year"],
            data["last_year"],
            data["refund_due"],
            data["condition"],
            data["decision"],
        )


def as_typed(terms: Terms | None) -> dict[str, Any]:
    """The terms that hold, as they stand in the form of the next ones: an extension changes the deadline alone."""
    if terms is None:
        return {}
    return {
        "legal_basis": terms.legal_basis,
        "purposes": sorted(terms.purposes or ()),
        "groups": sorted(terms.groups or ()),
        "first_year": terms.first_year,
        "last_year": terms.last_year,
        "refund_due": terms.refund_due,
    }


class RateForm(forms.Form):
    """What the federation pays per person from a day on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Ansatz"), choices=RateKind.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    valid_from = DayField(label=gettext_lazy("Gültig ab"), error_messages=MISSING)
    rate = FrancsField(label=gettext_lazy("Betrag CHF"))
    document = forms.CharField(
        label=gettext_lazy("Dokument"),
        max_length=200,
        help_text=gettext_lazy("Das Schreiben, das den Ansatz nennt: Er wird jährlich indexiert und nie geschätzt."),
        error_messages=MISSING,
    )


class TrancheForm(forms.Form):
    """What came in."""

    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=TrancheKind.choices, error_messages=CHOOSE)
    received_on = DayField(label=gettext_lazy("Eingegangen am"), error_messages=MISSING)
    amount = FrancsField(label=gettext_lazy("Betrag CHF"))
    document = forms.CharField(
        label=gettext_lazy("Beleg"),
        max_length=160,
        help_text=gettext_lazy("Was die Zahlung ausweist, zum Beispiel die Nummer der Abrechnung des SEM."),
        error_messages=MISSING,
    )
    half_year = forms.ChoiceField(label=gettext_lazy("Halbjahr"), required=False)
    persons = forms.IntegerField(
        label=gettext_lazy("Personen"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs=NARROW),
        help_text=gettext_lazy(
            "Für die die Pauschale bezahlt wurde: Daraus entsteht, was zu erwarten war (Art. 58 Abs. 2 AIG)."
        ),
    )
    months = forms.IntegerField(
        label=gettext_lazy("Davon durch das Programm S bezahlte Personenmonate"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs=NARROW),
        help_text=gettext_lazy("Sie werden abgezogen (Art. 58 Abs. 2bis AIG)."),
    )
    comment = forms.CharField(
        label=gettext_lazy("Bemerkung"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("Nötig, wenn ein anderer Betrag einging, als zu erwarten war."),
    )

    def __init__(self, *args: Any, source: FundingSource, **options: Any) -> None:
        super().__init__(*args, **options)
        if source.kind != SourceKind.LUMP_SUM:
            for name in ("half_year", "persons", "months"):
                del self.fields[name]
            return
        half_year = HalfYear.containing(clock.today())
        choices = [("", _("keines"))]
        for _count in range(HALF_YEARS):
            choices.append((str(half_year), str(half_year)))
            half_year = half_year.previous()
        self.fields["half_year"].choices = choices

    def new(self) -> NewTranche:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        return NewTranche(
            data["kind"],
            data["received_on"],
            data["amount"],
            data["document"],
            data.get("half_year", ""),
            data.get("persons"),
            data.get("months") or 0,
            data["comment"],
        )


class CorrectionForm(forms.Form):
    """What is added to a tranche or taken back of it."""

    amount = FrancsField(
        label=gettext_lazy("Betrag CHF"),
        help_text=gettext_lazy("Mit Minus, was zurückgenommen wird: −1'200.00."),
    )
    document = forms.CharField(label=gettext_lazy("Beleg"), max_length=160, error_messages=MISSING)
    comment = forms.CharField(
        label=gettext_lazy("Begründung"), max_length=2000, widget=forms.Textarea(attrs=LONG), error_messages=MISSING
    )
