"""What the lists of forms show: which scheme and period, which rows, and the choices above them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import permissions as questionnaires
from ankunft.domain.questionnaires.models import SheetState
from ankunft.domain.reporting import selectors as reporting
from ankunft.domain.reporting.deadlines import is_left_to_the_canton
from ankunft.domain.reporting.owed import Owed
from ankunft.domain.reporting.permissions import REMIND
from ankunft.domain.reporting.selectors import Reminded
from ankunft.domain.schemes.forms import Form, FormStanding, asked_forms, form_standings, forms_missing, owed_form
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.questionnaires.words import state_tag
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip

RECENT = 6
"""So many periods are offered."""
_AT_WORK = (SheetState.DRAFT, SheetState.PRESENTED, SheetState.SIGNED_OFF)

FILTERS: dict[str, tuple[Callable[[], str], Callable[[FormStanding], bool]]] = {
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
        wanted = FILTERS[self.state][1] if self.state in FILTERS else lambda _one: True
        words = self.search.casefold()
        return [
            self._row(one)
            for one in self.standings
            if wanted(one) and (words in one.name.casefold() or words == str(one.bfs_number))
        ]

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
        found = [Chip(_("Alle"), self._url(stand=""), self.state not in FILTERS, len(self.standings))]
        for key, (label, wanted) in FILTERS.items():
            if (count := sum(1 for one in self.standings if wanted(one))) or key == self.state:
                found.append(Chip(label(), self._url(stand=key), key == self.state, count))
        return found

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


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of what is missing, and how often who owes it was reminded."""

    standing: FormStanding
    owed: Owed
    url: str
    tag: dict[str, str]
    reminded: Reminded | None
    is_left: bool

    @property
    def key(self) -> str:
        """By what the line is ticked."""
        return f"{self.owed.kind}/{self.owed.bfs_number}/{self.owed.term}"

    @property
    def late(self) -> bool:
        return self.standing.late


class MissingForms:
    """Every form that is owed and not handed in, over all schemes and periods."""

    def __init__(self, actor: Actor, today: date) -> None:
        self.may_remind = bool(can(actor, REMIND))
        found = forms_missing(actor, today)
        told = {kind: reporting.reminded(kind) for kind in {one.form.kind for one in found}}
        self.rows = [
            Missing(
                one,
                owed_form(one),
                sheet_address(one),
                state_tag(one.state, late=one.late),
                told[one.form.kind].get((one.municipality_id, str(one.form.period))),
                is_left_to_the_canton(one.form.due_on, today, settings.DEADLINE_REMINDERS),
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
