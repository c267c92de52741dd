"""What people assume."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import Contribution
from ankunft.domain.simulation.models import Scenario
from ankunft.domain.simulation.values import CONTRIBUTIONS, Changes
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import FrancsField

RATE = "rate_"


class ScenarioForm(forms.Form):
    """A question to a year. What is left empty stays as it is."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Geben Sie dem Szenario einen Namen.")}
    )
    question = forms.CharField(label=_("Frage"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    year = forms.TypedChoiceField(
        label=_("Jahr"),
        coerce=int,
        help_text=_("Gerechnet werden die Auszahlungen von Ende März und Ende September (KS 4.5.2)."),
    )
    stand = forms.ChoiceField(
        label=_("Ausländische Bevölkerung nach"),
        required=False,
        help_text=_("Für den Sockelbeitrag gilt sonst der 31.12. zwei Jahre vorher (KS 4.3.2)."),
    )
    everybody_declared = forms.BooleanField(label=_("Alle Gemeinden haben sich selbst deklariert"), required=False)
    not_entitled = forms.MultipleChoiceField(label=_("Nicht beitragsberechtigt wären"), required=False)
    entitled = forms.MultipleChoiceField(label=_("Beitragsberechtigt wären"), required=False)

    def __init__(
        self, *args: Any, years: list[int], stands: list[tuple[str, str]], municipalities: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["stand"].choices = [("", _("wie heute")), *stands]
        named = [(str(one.bfs_number), one.name) for one in municipalities]
        for name in ("not_entitled", "entitled"):
            self.fields[name].choices = named
            self.fields[name].widget.attrs["size"] = 8
        for contribution in CONTRIBUTIONS:
            self.fields[RATE + contribution] = FrancsField(
                label=_("Ansatz %(name)s in CHF") % {"name": Contribution(contribution).label}, required=False
            )
        self.order_fields(["name", "question", "year", *(RATE + name for name in CONTRIBUTIONS)])

    @property
    def changes(self) -> Changes:
        """What was entered, as values."""
        data = self.cleaned_data
        return Changes(
            {name: rate for name in CONTRIBUTIONS if (rate := data[RATE + name]) is not None},
            frozenset(map(int, data["entitled"])),
            frozenset(map(int, data["not_entitled"])),
            data["everybody_declared"],
            data["stand"],
        )

    def told(self) -> dict[str, Any]:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        return {name: data[name] for name in ("name", "question", "year")} | {"changes": self.changes}


def entered(scenario: Scenario) -> dict[str, Any]:
    """A scenario as it stands in the form."""
    changes = scenario.assumes
    return {
        "name": scenario.name,
        "question": scenario.question,
        "year": scenario.year,
        "stand": changes.stand,
        "everybody_declared": changes.everybody_declared,
        "not_entitled": [str(number) for number in sorted(changes.not_entitled)],
        "entitled": [str(number) for number in sorted(changes.entitled)],
        **{RATE + name: Money(rate).grouped() for name, rate in changes.rates.items()},
    }
