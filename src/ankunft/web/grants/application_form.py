"""The form of an application: words, days, and the lines of the budget. Whatever was typed is kept, complete or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.grants.models import BudgetLine, Project, Side
from ankunft.domain.grants.values import Application, LineEntry
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import DayField, FrancsField

from .forms import MISSING

FEWEST = {Side.COST: 4, Side.OWN: 2, Side.THIRD: 2}
"""So many rows each side has at least, and always two that are empty."""
EMPTY = 2
MOST = 20


class Row(NamedTuple):
    """A line of the budget in the form."""

    label: BoundField
    amount: BoundField


def _text(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApplicationForm(forms.Form):
    """Only the title must be there: what is lacking is said where the application is handed in."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120, error_messages=MISSING)
    goal = _text(gettext_lazy("Ziel"), gettext_lazy("Was soll am Ende erreicht sein, und woran zeigt es sich?"))
    target_group = _text(gettext_lazy("Zielgruppe"), gettext_lazy("Für wen ist das Projekt, und für wie viele?"))
    measures = _text(gettext_lazy("Massnahmen"), gettext_lazy("Was wird gemacht? Nennen Sie keine Personen."))
    begins_on = DayField(label=gettext_lazy("Beginn"), required=False)
    ends_on = DayField(label=gettext_lazy("Ende"), required=False)
    asked = FrancsField(label=gettext_lazy("Beim Kanton beantragt CHF"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any, *, project: Project, lines: Sequence[BudgetLine]) -> None:
        kept = {side: [line for line in lines if line.side == side] for side in Side}
        super().__init__(data, initial=_initial(project, kept))
        self.counts = {side: _rows(side, len(kept[side]), self.data) for side in Side}
        for side, count in self.counts.items():
            for number in range(count):
                row = number + 1
                self.fields[f"{side}_{number}"] = forms.CharField(
                    label=_("Zeile %(row)s: wofür") % {"row": row}, required=False, max_length=120
                )
                self.fields[f"{side}_{number}_amount"] = FrancsField(
                    label=_("Zeile %(row)s: Betrag CHF") % {"row": row}, required=False
                )

    def rows(self, side: str) -> list[Row]:
        """The lines of one side."""
        return [Row(self[f"{side}_{row}"], self[f"{side}_{row}_amount"]) for row in range(self.counts[Side(side)])]

    @property
    def costs(self) -> list[Row]:
        return self.rows(Side.COST)

    @property
    def own(self) -> list[Row]:
        return self.rows(Side.OWN)

    @property
    def third(self) -> list[Row]:
        return self.rows(Side.THIRD)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for side, count in self.counts.items():
            for number in range(count):
                self._clean_row(data, f"{side}_{number}")
        return data

    def _clean_row(self, data: dict[str, Any], name: str) -> None:
        label, amount = data.get(name), data.get(f"{name}_amount")
        if amount is not None and amount <= 0:
            self.add_error(f"{name}_amount", _("Der Betrag liegt über null."))
        if label and amount is None and f"{name}_amount" not in self.errors:
            self.add_error(f"{name}_amount", _("Zu dieser Zeile fehlt der Betrag."))
        if amount is not None and not label:
            self.add_error(name, _("Zu diesem Betrag fehlt, wofür er ist."))

    def application(self) -> Application:
        """What was typed, as the service takes it; empty lines are left out."""
        data = self.cleaned_data
        lines = [
            LineEntry(side, data[f"{side}_{number}"], data[f"{side}_{number}_amount"])
            for side, count in self.counts.items()
            for number in range(count)
            if data[f"{side}_{number}"]
        ]
        words = {name: data[name] for name in ("title", "goal", "target_group", "measures", "begins_on", "ends_on")}
        return Application(**words, asked=data["asked"] or 0, lines=lines)

    def see(self, version: int) -> None:
        """What is stored now was seen: whoever saves again writes over it knowingly."""
        data: Any = self.data.copy()
        data["seen"] = str(version)
        self.data = data


def _rows(side: Side, kept: int, data: Any) -> int:
    sent = sum(1 for number in range(MOST) if f"{side}_{number}" in data)
    return sent or min(max(FEWEST[side], kept + EMPTY), MOST)


def _initial(project: Project, kept: dict[Side, list[BudgetLine]]) -> dict[str, Any]:
    names = ("title", "goal", "target_group", "measures", "begins_on", "ends_on")
    initial: dict[str, Any] = {name: getattr(project, name) for name in names}
    initial |= {"asked": _francs(project.asked), "seen": project.version}
    for side, lines in kept.items():
        for number, line in enumerate(lines):
            initial |= {f"{side}_{number}": line.label, f"{side}_{number}_amount": _francs(line.amount)}
    return initial


def _francs(rappen: int) -> str:
    return Money(rappen).grouped() if rappen else ""
