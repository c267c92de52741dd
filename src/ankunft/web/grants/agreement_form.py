"""The form of an agreement: the day, the signed paper, and the instalments it names."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.grants.models import Project
from ankunft.domain.grants.services import Planned
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.forms import DayField, FrancsField
from ankunft.web.shell.step_pages import ConfirmForm
from ankunft.web.shell.uploads import ScanFileField

from .forms import MISSING

DRAFT = "entwurf"
"""The button that asks for the paper to be signed, and stores nothing."""
ROWS = 6
"""So many instalments can be entered at once: more than any agreement of the canton needs."""


class Row(NamedTuple):
    """An instalment in the form."""

    amount: BoundField
    due_on: BoundField
    condition: BoundField


class AgreeForm(ConfirmForm):
    """When it was concluded, the signed paper, and the plan by which the grant is paid."""

    concluded_on = DayField(label=gettext_lazy("Abgeschlossen am"), error_messages=MISSING)
    file = ScanFileField(label=gettext_lazy("Unterzeichnete Vereinbarung"))

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        # A paper to be signed has neither a day nor a scan yet.
        self.is_draft = DRAFT in self.data
        for name in ("concluded_on", "file"):
            self.fields[name].required = not self.is_draft
        for number in range(ROWS):
            words = {"number": number + 1}
            self.fields[f"amount_{number}"] = FrancsField(
                label=_("Rate %(number)s: Betrag CHF") % words, required=False
            )
            self.fields[f"due_{number}"] = DayField(label=_("Rate %(number)s: fällig am") % words, required=False)
            self.fields[f"condition_{number}"] = forms.CharField(
                label=_("Rate %(number)s: Bedingung") % words, required=False, max_length=200
            )
        self.fields["amount_0"].help_text = _("Zusammen der bewilligte Betrag: %(granted)s.") % {
            "granted": Money(project.granted or 0)
        }

    @property
    def rows(self) -> list[Row]:
        """The instalments."""
        return [
            Row(self[f"amount_{number}"], self[f"due_{number}"], self[f"condition_{number}"]) for number in range(ROWS)
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for number in range(ROWS):
            amount, due_on = data.get(f"amount_{number}"), data.get(f"due_{number}")
            if amount is not None and due_on is None and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", _("Zu dieser Rate fehlt, wann sie fällig ist."))
            if amount is None and (due_on or data.get(f"condition_{number}")) and f"amount_{number}" not in self.errors:
                self.add_error(f"amount_{number}", _("Zu dieser Rate fehlt der Betrag."))
        return data

    def plan(self) -> list[Planned]:
        """The instalments as the service takes them; empty rows are left out."""
        data = self.cleaned_data
        return [
            Planned(data[f"amount_{number}"], data[f"due_{number}"], data[f"condition_{number}"])
            for number in range(ROWS)
            if data[f"amount_{number}"] is not None
        ]
