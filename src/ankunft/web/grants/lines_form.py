"""Lines of a budget in a form: words and an amount, on each of its sides. Empty ones are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from ankunft.domain.grants.models import Side
from ankunft.domain.grants.values import LineEntry
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import FrancsField

EMPTY = 2
"""So many rows are always left empty."""
MOST = 20


class Row(NamedTuple):
    """A line in the form."""

    label: BoundField
    amount: BoundField


class LinesForm(forms.Form):
    """A form with such lines, on the version that was seen. Whatever was typed is kept."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: Any,
        *,
        initial: dict[str, Any],
        kept: Mapping[Side, Sequence[tuple[str, int]]],
        fewest: Mapping[Side, int],
    ) -> None:
        super().__init__(data, initial=initial | _initial(kept))
        self.counts = {side: _count(side, len(kept[side]), fewest[side], self.data) for side in Side}
        for side, count in self.counts.items():
            for number in range(count):
                words = {"row": number + 1}
                self.fields[f"{side}_{number}"] = forms.CharField(
                    label=_("Zeile %(row)s: wofür") % words, required=False, max_length=120
                )
                self.fields[f"{side}_{number}_amount"] = FrancsField(
                    label=_("Zeile %(row)s: Betrag CHF") % words, required=False
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

    def entries(self) -> list[LineEntry]:
        """The lines that were typed, as the services take them."""
        data = self.cleaned_data
        return [
            LineEntry(side, data[f"{side}_{number}"], data[f"{side}_{number}_amount"])
            for side, count in self.counts.items()
            for number in range(count)
            if data[f"{side}_{number}"]
        ]

    def see(self, version: int) -> None:
        """What is stored now was seen: whoever saves again writes over it knowingly."""
        data: Any = self.data.copy()
        data["seen"] = str(version)
        self.data = data


def long_text(label: Any, help_text: Any) -> forms.CharField:
    """A field for words that may run over several lines."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )


def francs(rappen: int | None) -> str:
    """The amount as it stands in a field; what was not entered is empty."""
    return "" if rappen is None else Money(rappen).grouped()


def _count(side: Side, kept: int, fewest: int, data: Any) -> int:
    sent = sum(1 for number in range(MOST) if f"{side}_{number}" in data)
    return sent or min(max(fewest, kept + EMPTY), MOST)


def _initial(kept: Mapping[Side, Sequence[tuple[str, int]]]) -> dict[str, Any]:
    return {
        name: value
        for side, lines in kept.items()
        for number, (label, amount) in enumerate(lines)
        for name, value in ((f"{side}_{number}", label), (f"{side}_{number}_amount", francs(amount)))
    }
