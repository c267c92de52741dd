"""The form of an application: words, days, and the lines of the budget. Whatever was typed is kept, complete or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ankunft.domain.grants.models import BudgetLine, Project, Side
from ankunft.domain.grants.values import Application
from ankunft.web.shell.forms import DayField, FrancsField

from .forms import MISSING
from .lines_form import LinesForm, francs, long_text

FEWEST = {Side.COST: 4, Side.OWN: 2, Side.THIRD: 2}
"""So many rows each side has at least."""
WORDS = ("title", "goal", "target_group", "measures", "begins_on", "ends_on")


class ApplicationForm(LinesForm):
    """Only the title must be there: what is lacking is said where the application is handed in."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120, error_messages=MISSING)
    goal = long_text(gettext_lazy("Ziel"), gettext_lazy("Was soll am Ende erreicht sein, und woran zeigt es sich?"))
    target_group = long_text(gettext_lazy("Zielgruppe"), gettext_lazy("Für wen ist das Projekt, und für wie viele?"))
    measures = long_text(gettext_lazy("Massnahmen"), gettext_lazy("Was wird gemacht? Nennen Sie keine Personen."))
    begins_on = DayField(label=gettext_lazy("Beginn"), required=False)
    ends_on = DayField(label=gettext_lazy("Ende"), required=False)
    asked = FrancsField(label=gettext_lazy("Beim Kanton beantragt CHF"), required=False)

    def __init__(self, data: Any, *, project: Project, lines: Sequence[BudgetLine]) -> None:
        initial: dict[str, Any] = {name: getattr(project, name) for name in WORDS}
        initial |= {"asked": francs(project.asked or None), "seen": project.version}
        kept = {side: [(line.label, line.amount) for line in lines if line.side == side] for side in Side}
        super().__init__(data, initial=initial, kept=kept, fewest=FEWEST)

    def application(self) -> Application:
        """What was typed, as the service takes it; empty lines are left out."""
        data = self.cleaned_data
        words = {name: data[name] for name in WORDS}
        return Application(**words, asked=data["asked"] or 0, lines=self.entries())
