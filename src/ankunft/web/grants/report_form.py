"""The form of a report: words, what each line of the budget came to, what was not in it; and that of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.grants.models import BudgetLine, FinalReport, ReportLine, Side
from ankunft.domain.grants.values import Reported
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import FrancsField
from ankunft.web.shell.step_pages import ConfirmForm
from ankunft.web.shell.uploads import ScanFileField

from .forms import MISSING
from .lines_form import LinesForm, Row, francs, long_text

FEWEST = dict.fromkeys(Side, 2)


class Part(NamedTuple):
    """One side of the report: its name, the lines of the budget, and the rows for what was not in it."""

    label: str
    planned: list[BoundField]
    further: list[Row]


class ReportForm(LinesForm):
    """Nothing must be there: what is lacking is said where the report is handed in."""

    reached = long_text(
        gettext_lazy("Was erreicht wurde"),
        gettext_lazy(
            "Gemessen am Ziel des Gesuchs: was, bei wie vielen, woran es sich zeigt. Nennen Sie keine Personen."
        ),
    )
    deviations = long_text(
        gettext_lazy("Abweichungen"),
        gettext_lazy("Was anders war als im Gesuch, und warum: Massnahmen, Dauer, Kosten."),
    )

    def __init__(
        self, data: Any, *, report: FinalReport, budget: Sequence[BudgetLine], lines: Sequence[ReportLine]
    ) -> None:
        self.budget = budget
        actual = {line.planned_id: line.amount for line in lines if line.planned_id}
        initial: dict[str, Any] = {"reached": report.reached, "deviations": report.deviations, "seen": report.version}
        initial |= {f"line_{line.pk}": francs(actual.get(line.pk)) for line in budget}
        kept = {
            side: [(line.label, line.amount or 0) for line in lines if line.side == side and not line.planned_id]
            for side in Side
        }
        super().__init__(data, initial=initial, kept=kept, fewest=FEWEST)
        for line in budget:
            self.fields[f"line_{line.pk}"] = FrancsField(
                label=_("%(line)s: tatsächlich CHF") % {"line": line.label},
                help_text=_("Budgetiert: %(amount)s.") % {"amount": Money(line.amount)},
                required=False,
            )

    @property
    def parts(self) -> list[Part]:
        """The sides in their order."""
        return [
            Part(
                str(side.label),
                [self[f"line_{line.pk}"] for line in self.budget if line.side == side],
                self.rows(side),
            )
            for side in Side
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for line in self.budget:
            amount = data.get(f"line_{line.pk}")
            if amount is not None and amount < 0:
                self.add_error(f"line_{line.pk}", _("Der Betrag liegt nicht unter null."))
        return data

    def reported(self) -> Reported:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return Reported(
            reached=data["reached"],
            deviations=data["deviations"],
            actual={line.pk: data[f"line_{line.pk}"] for line in self.budget},
            further=self.entries(),
        )


class ReportFileForm(ConfirmForm):
    """A paper, and what it is."""

    label = forms.CharField(
        label=gettext_lazy("Was es ist"),
        max_length=120,
        help_text=gettext_lazy("Zum Beispiel «Abrechnung» oder «Rechnung Saalmiete». Nennen Sie keine Personen."),
        error_messages=MISSING,
    )
    file = ScanFileField()
    field_order = ("label", "file", "seen")
