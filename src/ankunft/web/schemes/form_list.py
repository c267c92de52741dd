"""What the lists of forms show: which scheme and period, which rows, and the choices above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import permissions as questionnaires
from ankunft.domain.questionnaires.models import SheetState
from ankunft.domain.reporting import selectors as reporting
from ankunft.domain.reporting.permissions import REMIND
from ankunft.domain.schemes.forms import Form, FormStanding, asked_forms, form_standings, forms_missing, owed_form
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.questionnaires.words import state_tag
from ankunft.web.reporting.missing import missing_line
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip
from ankunft.web.shell.narrowed import Filter, narrowed, state_chips

RECENT = 6
"""So many periods are offered."""
_AT_WORK = (SheetState.DRAFT, SheetState.PRESENTED, SheetState.SIGNED_OFF)

FILTERS: dict[str, Filter[FormStanding]] = {
    "ueberfaellig": (lambda: _("Überfällig"), lambda one: one.late),
    "fehlend": (lambda: _("Fehlend"), lambda one: one.owed),
    "in-arbeit": (lambda: _("In Arbeit"), lambda one: one.state in _AT_WORK),
    "zurueckgegeben": (lambda: _("Zurückgegeben"), lambda one: one.state == SheetState.RETURNED),
    "eingereicht": (lambda: _("Zu prüfen"), lambda one: one.awaits_decision),
    "angenommen": (lambda: _("Angenommen"), lambda one: one.state == SheetState.ACCEPTED),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality in the list."""

    standing: FormStanding
    url: str
    tag: dict[str, str]
    may_write: bool


class FormList:
    """The form of one scheme and period, of all municipalities that somebody sees.

    As the address bar asks for it: `programm`, `periode`, `stand`, `suche`.
    """

    def __init__(self, actor: Actor, query: QueryDict, today: date) -> None:
        self.query = query
        self.asked = {key: forms for key, forms in asked_forms(today).items() if forms}
        self.form = self._chosen(query.get("programm", ""), query.get("periode", ""))
        self.state = query.get("stand", "")
        self.search = query.get("suche", "").strip()
        self._own = reach(actor, questionnaires.WRITE, Municipality)
        self.is_municipal = bool(self._own.ids)
        self.standings = form_standings(actor, [self.form], today) if self.form else []

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that the filters leave."""
        return [self._row(one) for one in narrowed(self.standings, FILTERS, self.state, self.search)]

    @property
    def there(self) -> int:
        """How many are handed in."""
        return sum(one.is_there for one in self.standings)

    @property
    def next_to_write(self) -> Row | None:
        """The first form that the person may fill in, and that is owed or begun."""
        rows = (self._row(one) for one in self.standings if one.owed or (one.state and not one.is_there))
        return next((row for row in rows if row.may_write), None)

    @property
    def schemes(self) -> list[Chip]:
        """The schemes whose form is asked for."""
        return [
            Chip(forms[0].scheme.name, f"?programm={key}", self.form is not None and key == self.form.scheme.key)
            for key, forms in self.asked.items()
        ]

    @property
    def periods(self) -> list[Chip]:
        """The latest periods of the scheme, and the one that is shown."""
        if self.form is None:
            return []
        forms = self.asked[self.form.scheme.key]
        offered = [*forms[:RECENT], *(one for one in forms[RECENT:] if one == self.form)]
        return [Chip(str(one.period), self._url(periode=str(one.period)), one == self.form) for one in offered]

    @property
    def chips(self) -> list[Chip]:
        """The states that occur, with their counts."""
        return state_chips(self.standings, FILTERS, self.state, self.query)

    def _row(self, one: FormStanding) -> Row:
        own = one.municipality_id in self._own
        return Row(one, sheet_address(one), state_tag(one.state, late=one.late), own)

    def _chosen(self, key: str, period: str) -> Form | None:
        """What is asked for; else the latest form of that scheme, or of the one whose form is due last."""
        latest = max(self.asked.values(), key=lambda forms: forms[0].due_on, default=[])
        forms = self.asked.get(key, latest)
        return next((one for one in forms if str(one.period) == period), forms[0] if forms else None)

    def _url(self, **changes: str) -> str:
        return f"?{with_query(self.query, **changes)}"


class MissingForms:
    """Every form that is owed and not handed in, over all schemes and periods."""

    def __init__(self, actor: Actor, today: date) -> None:
        self.may_remind = bool(can(actor, REMIND))
        found = forms_missing(actor, today)
        told = {kind: reporting.reminded(kind) for kind in {one.form.kind for one in found}}
        self.rows = [
            missing_line(
                owed_form(one),
                sheet_address(one),
                [state_tag(one.state, late=one.late)],
                told[one.form.kind],
                late=one.late,
                today=today,
            )
            for one in found
        ]

    @property
    def overdue(self) -> int:
        """Of how many one click reminds."""
        return sum(1 for row in self.rows if row.late)


def sheet_address(one: FormStanding) -> str:
    """Where a municipality's form is shown."""
    return reverse("scheme-sheet", args=[one.form.scheme.key, one.bfs_number, str(one.form.period)])
