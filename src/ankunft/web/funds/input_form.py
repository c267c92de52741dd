"""The form of the figures of a position: an amount for each year, between which it may lie, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.funds.values import Given, NewPaper, YearAmount
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import FrancsField
from ankunft.web.shell.uploads import ScanFileField

MISSING = {"required": gettext_lazy("Bitte ausfüllen.")}


class YearRow(NamedTuple):
    """The fields of a year."""

    year: int
    amount: BoundField
    low: BoundField | None
    high: BoundField | None


class FiguresForm(forms.Form):
    """Amounts by year, or that nobody can say yet. An empty field: nothing is planned for that year."""

    unknown = forms.BooleanField(
        label=gettext_lazy("Bekannt, aber noch nicht bezifferbar"),
        required=False,
        help_text=gettext_lazy("Die Position steht im Plan ohne Betrag; die Bemerkung sagt, warum."),
    )

    def __init__(
        self,
        *args: Any,
        years: range,
        before: Mapping[int, int] | None,
        before_name: str,
        given: Given | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.years = years
        known = {one.year: one for one in given.amounts} if given else {}
        for year in years:
            one = known.get(year)
            self.fields[f"amount_{year}"] = FrancsField(
                label=_("%(year)d: Betrag CHF") % {"year": year},
                required=False,
                initial=_francs(one.amount) if one else "",
                help_text=_hint(before, before_name, year),
            )
            self._add_range(year, one)
        if given is not None:
            self.fields["unknown"].initial = not given.is_quantified

    def _add_range(self, year: int, one: YearAmount | None) -> None:
        """Nothing: only those who know the position say between which amounts it may lie."""

    @property
    def rows(self) -> list[YearRow]:
        """The years with their fields."""
        return [
            YearRow(
                year,
                self[f"amount_{year}"],
                self[f"low_{year}"] if f"low_{year}" in self.fields else None,
                self[f"high_{year}"] if f"high_{year}" in self.fields else None,
            )
            for year in self.years
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for year in self.years:
            self._clean_year(data, year)
        if data.get("unknown") and any(data.get(f"amount_{year}") is not None for year in self.years):
            self.add_error("unknown", _("Entweder nicht bezifferbar, oder Beträge: nicht beides."))
        return data

    def _clean_year(self, data: dict[str, Any], year: int) -> None:
        amount, low, high = (data.get(f"{name}_{year}") for name in ("amount", "low", "high"))
        if amount is not None and amount < 0:
            self.add_error(f"amount_{year}", _("Aufwendungen werden ohne Vorzeichen eingegeben."))
        if (low is None) == (high is None) and low is None:
            return
        if low is None or high is None:
            self.add_error(f"low_{year}" if low is None else f"high_{year}", _("Die Bandbreite braucht beide Grenzen."))
        elif amount is None:
            self.add_error(f"amount_{year}", _("Zur Bandbreite fehlt der Betrag."))
        elif not 0 <= low <= amount <= high:
            self.add_error(f"low_{year}", _("Der Betrag liegt zwischen den beiden Grenzen."))

    def amounts(self) -> tuple[YearAmount, ...]:
        """What was typed, year by year."""
        data = self.cleaned_data
        return tuple(
            YearAmount(year, data[f"amount_{year}"], data.get(f"low_{year}"), data.get(f"high_{year}"))
            for year in self.years
            if data[f"amount_{year}"] is not None
        )


class InputForm(FiguresForm):
    """The input of a structure."""

    comment = forms.CharField(
        label=gettext_lazy("Bemerkung"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=MISSING,
        help_text=gettext_lazy("Worauf sich die Zahlen stützen und was sich geändert hat. Nennen Sie keine Personen."),
    )
    paper = ScanFileField(label=gettext_lazy("Beilage"), required=False)
    paper_label = forms.CharField(label=gettext_lazy("Was die Beilage ist"), required=False, max_length=120)

    def __init__(self, *args: Any, is_own: bool, given: Given | None = None, **options: Any) -> None:
        super().__init__(*args, given=given, **options)
        # Who gives figures in the name of others says where they come from.
        self.fields["comment"].required = not is_own
        if given is not None:
            self.fields["comment"].initial = given.comment

    def _add_range(self, year: int, one: YearAmount | None) -> None:
        words = (("low", gettext_lazy("%(year)d: mindestens")), ("high", gettext_lazy("%(year)d: höchstens")))
        for name, label in words:
            amount = getattr(one, name) if one else None
            self.fields[f"{name}_{year}"] = FrancsField(
                label=str(label) % {"year": year}, required=False, initial=_francs(amount)
            )

    def given(self) -> Given:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return Given(self.amounts(), data["comment"], not data["unknown"])

    def new_paper(self) -> NewPaper | None:
        """The paper that comes with it, if there is one."""
        file = self.cleaned_data["paper"]
        return NewPaper(self.cleaned_data["paper_label"], file.read()) if file else None


class OtherwiseForm(FiguresForm):
    """What the coordination office plans instead, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Begründung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=MISSING,
        help_text=gettext_lazy("Sie steht neben dem Betrag, auch nach dem Beschluss."),
    )

    def given(self) -> Given:
        """What was typed, as the service takes it."""
        return Given(self.amounts(), "", not self.cleaned_data["unknown"])


def _francs(rappen: int | None) -> str:
    return "" if rappen is None else Money(rappen).grouped()


def _hint(before: Mapping[int, int] | None, name: str, year: int) -> str:
    """What the version in force plans for that year."""
    if before is None:
        return ""
    amount = before.get(year)
    return _("%(version)s: %(amount)s") % {
        "version": name,
        "amount": _("nichts geplant") if amount is None else Money(amount),
    }
