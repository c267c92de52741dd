"""What people enter about bookings, transfers, and who bears what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from ankunft.domain.funds.cost_readings import Incurred
from ankunft.domain.funds.models import CostKind, FundingSource, PlanVersion, Position
from ankunft.domain.funds.rules.refunds import Paper
from ankunft.domain.funds.services import Cost
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import DayField, FrancsField

from .forms import CHOOSE, LONG, MISSING

BY_HAND = (CostKind.AGREEMENT, CostKind.GRANT, CostKind.OTHER)
"""What is booked by hand; what settlement runs pay is taken over from them."""


def leaves(actor: Actor) -> QuerySet[Position]:
    """Every position of every plan that has figures of its own."""
    below = Position.objects.filter(parent=OuterRef("pk"))
    rows = visible_to(actor, Position).filter(~Exists(below)).select_related("plan")
    return rows.order_by("plan__code", "number")


class PositionField(forms.ModelChoiceField[Position]):
    """A position, under the name of its plan."""

    def label_from_instance(self, obj: Any) -> str:
        """`KIP2 · Frühe Sprachförderung`."""
        return f"{obj.plan.code} · {obj.label}"


class BookingForm(forms.Form):
    """Expenditure on a position."""

    position = PositionField(label=_("Position"), queryset=Position.objects.none(), error_messages=CHOOSE)
    source = forms.ModelChoiceField(
        label=_("Finanzierungsquelle"), queryset=FundingSource.objects.none(), error_messages=CHOOSE
    )
    kind = forms.ChoiceField(label=_("Art"), choices=[(one.value, one.label) for one in BY_HAND], error_messages=CHOOSE)
    booked_on = DayField(label=_("Buchungsdatum"), error_messages=MISSING)
    amount = FrancsField(label=_("Betrag CHF"), help_text=_("Ohne Vorzeichen."))
    reference = forms.CharField(
        label=_("Beleg"),
        max_length=80,
        help_text=_("Rechnung oder Vereinbarung. Ein Beleg steht auf einer Position nur einmal."),
        error_messages=MISSING,
    )
    text = forms.CharField(label=_("Text"), max_length=200, error_messages=MISSING)
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Nötig, wenn nichts oder weniger geplant ist, oder die Quelle nicht mehr so viel hat."),
    )

    def __init__(self, *args: Any, actor: Actor, paid: Incurred | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["position"].queryset = leaves(actor)
        self.fields["source"].queryset = visible_to(actor, FundingSource)
        if paid is not None:
            self._show(paid)

    def _show(self, paid: Incurred) -> None:
        """What was paid and not taken over: its paper is what tells that it is settled."""
        self.fields["kind"].choices = [(paid.kind, CostKind(paid.kind).label)]
        self.initial = {
            "kind": paid.kind,
            "booked_on": paid.day,
            "amount": Money(paid.amount).grouped(),
            "reference": paid.reference,
            "text": paid.text,
        }

    def cost(self) -> Cost:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        return Cost(data["kind"], data["booked_on"], data["amount"], data["reference"], data["text"], data["reason"])


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Begründung"), max_length=2000, widget=forms.Textarea(attrs=LONG), error_messages=MISSING
    )


class CostRuleForm(forms.Form):
    """Onto which position the costs of a scheme or of project grants go."""

    costs = forms.ChoiceField(label=_("Kosten von"), error_messages=CHOOSE)
    valid_from = DayField(label=_("Gültig ab"), error_messages=MISSING)
    position = PositionField(label=_("Position"), queryset=Position.objects.none(), error_messages=CHOOSE)
    source = forms.ModelChoiceField(
        label=_("Finanzierungsquelle"), queryset=FundingSource.objects.none(), error_messages=CHOOSE
    )

    def __init__(self, *args: Any, actor: Actor, costs: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["costs"].choices = costs
        self.fields["position"].queryset = leaves(actor)
        self.fields["source"].queryset = visible_to(actor, FundingSource)


class TransferForm(forms.Form):
    """Money that goes from one source to another."""

    giving = forms.ModelChoiceField(label=_("Von"), queryset=FundingSource.objects.none(), error_messages=CHOOSE)
    taking = forms.ModelChoiceField(label=_("Auf"), queryset=FundingSource.objects.none(), error_messages=CHOOSE)
    moved_on = DayField(label=_("Valuta"), error_messages=MISSING)
    amount = FrancsField(label=_("Betrag CHF"))
    decision = forms.CharField(
        label=_("Beschluss"), max_length=160, help_text=_("Zum Beispiel «RRB 2023/2057»."), error_messages=MISSING
    )
    reason = forms.CharField(
        label=_("Begründung"), max_length=2000, widget=forms.Textarea(attrs=LONG), error_messages=MISSING
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("giving", "taking"):
            self.fields[name].queryset = visible_to(actor, FundingSource)


class RefundForm(forms.Form):
    """Money that went back to the federation; `most` (Rappen) stands in the form to begin with."""

    moved_on = DayField(label=_("Valuta"), error_messages=MISSING)
    amount = FrancsField(label=_("Betrag CHF"))
    decision = forms.CharField(
        label=_("Schreiben des SEM"),
        max_length=160,
        help_text=_("Womit das SEM die Mittel zurückverlangt: Datum und Zeichen."),
        error_messages=MISSING,
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Nötig, solange die Frist nicht vorbei ist: warum der Kanton die Mittel nicht mehr braucht."),
    )

    def __init__(self, *args: Any, most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["moved_on"].initial = clock.today()
        self.fields["amount"].initial = Money(most).grouped() if most > 0 else ""

    def paper(self) -> Paper:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        return Paper(data["amount"], data["moved_on"], data["decision"], data["reason"])


class ReturnForm(RefundForm):
    """What came back of it."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Was an der Rückerstattung falsch war."),
        error_messages=MISSING,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["decision"].help_text = _("Womit das SEM die Rückzahlung anzeigt: Datum und Zeichen.")


class AssignForm(forms.Form):
    """Which source bears so much of a position in a year, and why."""

    position = PositionField(label=_("Position"), queryset=Position.objects.none(), error_messages=CHOOSE)
    year = forms.TypedChoiceField(label=_("Jahr"), coerce=int, error_messages=CHOOSE)
    source = forms.ModelChoiceField(
        label=_("Finanzierungsquelle"), queryset=FundingSource.objects.none(), error_messages=CHOOSE
    )
    amount = FrancsField(label=_("Betrag CHF"))
    reason = forms.CharField(
        label=_("Begründung"), max_length=2000, widget=forms.Textarea(attrs=LONG), error_messages=MISSING
    )

    def __init__(self, *args: Any, version: PlanVersion, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["position"].queryset = leaves(actor).filter(plan=version.plan_id)
        self.fields["year"].choices = [(year, str(year)) for year in version.plan.years]
        self.fields["source"].queryset = visible_to(actor, FundingSource)
