"""What the lists show: which half-year, which rows, and the choices above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.reporting import permissions, selectors
from ankunft.domain.reporting.models import Obligation, ReportState
from ankunft.domain.reporting.rules import (
    FIRST_PERIOD,
    Figures,
    days_until,
    last_ended,
    periods_between,
    report_due_on,
)
from ankunft.domain.reporting.selectors import MISSING, DeclarationStanding, Reminded, Standing
from ankunft.domain.roles import MUNICIPAL
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip
from ankunft.web.shell.narrowed import Filter, narrowed, state_chips

from .missing import Missing, missing_line
from .words import Tag, declaration_tag, report_tags

RECENT = 6
"""So many half-years are offered at once; older ones from a list."""

FILTERS: dict[str, Filter[Standing]] = {
    "ueberfaellig": (lambda: _("Überfällig"), lambda one: one.late),
    "ausstehend": (lambda: _("Ausstehend"), lambda one: one.state == MISSING),
    "in-arbeit": (lambda: _("In Arbeit"), lambda one: one.state == ReportState.DRAFT),
    "zur-unterzeichnung": (
        lambda: _("Zur Unterzeichnung"),
        lambda one: ReportState.OFFERED in (one.state, one.correction),
    ),
    "zurueckgegeben": (lambda: _("Zurückgegeben"), lambda one: ReportState.RETURNED in (one.state, one.correction)),
    "eingereicht": (lambda: _("Eingereicht"), lambda one: one.awaits_decision),
    "angenommen": (lambda: _("Angenommen"), lambda one: one.state == ReportState.ACCEPTED),
    "korrektur": (lambda: _("Mit Korrektur"), lambda one: bool(one.correction)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality in the list."""

    standing: Standing
    url: str
    tags: list[Tag]
    may_write: bool


class Overview:
    """The list of one half-year as the address bar asks for it: `halbjahr`, `stand`, `suche`."""

    def __init__(self, actor: Actor, query: QueryDict, today: date) -> None:
        self.today = today
        self.query = query
        self.period = self._chosen(query.get("halbjahr", ""))
        self.due_on = report_due_on(self.period)
        self.days = days_until(self.due_on, today)
        self.standings = selectors.overview(actor, self.period, today)
        self.state = query.get("stand", "")
        self.search = query.get("suche", "").strip()
        self.is_municipal = actor.has_role(*MUNICIPAL)
        self._own = reach(actor, permissions.WRITE, Municipality)

    @property
    def over(self) -> bool:
        """Whether the half-year is over, so that reports can be handed in."""
        return self.period.end < self.today

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that the filters leave."""
        return [self._row(one) for one in narrowed(self.standings, FILTERS, self.state, self.search)]

    @cached_property
    def progress(self) -> dict[str, int]:
        """How many reports are accepted, wait, and are owed."""
        found = dict.fromkeys(("accepted", "submitted", "owed", "late"), 0)
        for one in self.standings:
            found["late"] += one.late
            if one.owed:
                found["owed"] += 1
            else:
                found[one.state] += 1
        return found | {"total": len(self.standings)}

    @cached_property
    def totals(self) -> Figures:
        """The sums of the figures shown."""
        shown = [row.standing.figures for row in self.rows if row.standing.figures is not None]
        return Figures(*(sum(counts) for counts in zip(*shown, strict=True))) if shown else Figures()

    @property
    def next_to_write(self) -> Row | None:
        """The first report that the person owes and may write."""
        rows = (self._row(one) for one in self.standings if one.owed)
        return next((row for row in rows if row.may_write), None)

    @property
    def chips(self) -> list[Chip]:
        """The states that occur, with their counts."""
        return state_chips(self.standings, FILTERS, self.state, self.query)

    @property
    def period_chips(self) -> list[Chip]:
        """The half-years that are offered at once, latest first; an older one that is shown stands at the end."""
        offered = self.periods[:RECENT]
        if self.period not in offered:
            offered = [*offered, self.period]
        return [Chip(str(one), self._url(halbjahr=str(one)), one == self.period) for one in offered]

    @cached_property
    def periods(self) -> list[HalfYear]:
        """From the running half-year back to the first one that can be reported."""
        return list(periods_between(FIRST_PERIOD, HalfYear.containing(self.today)))[::-1]

    @property
    def older(self) -> list[HalfYear]:
        return self.periods[RECENT:]

    @property
    def excel_url(self) -> str:
        return f"{reverse('reports-excel')}?{with_query(self.query, halbjahr=str(self.period))}"

    def _row(self, one: Standing) -> Row:
        address = reverse("report", args=[one.bfs_number, str(one.period)])
        return Row(one, address, report_tags(one), one.owed and one.municipality_id in self._own)

    def _chosen(self, text: str) -> HalfYear:
        try:
            chosen = HalfYear.parse(text)
        except ValueError:
            return last_ended(self.today)
        return min(max(chosen, FIRST_PERIOD), HalfYear.containing(self.today))

    def _url(self, **changes: str) -> str:
        return f"?{with_query(self.query, **changes)}"


class Outstanding:
    """What is due and not handed in, with the half-year as a choice (`halbjahr`)."""

    def __init__(self, actor: Actor, query: QueryDict, today: date) -> None:
        self.today = today
        self.may_remind = bool(can(actor, permissions.REMIND))
        found = selectors.outstanding(actor, today)
        told = selectors.reminded(Obligation.REPORT)
        everything = [self._report(one, told) for one in found]
        self.chosen = query.get("halbjahr", "")
        counts: dict[str, int] = {}
        for one in found:
            counts[str(one.period)] = counts.get(str(one.period), 0) + 1
        if self.chosen not in counts:
            self.chosen = ""
        self.counts = counts
        self.total = len(found)
        self.late = sum(1 for one in found if one.late)
        self.reports = [row for row in everything if self.chosen in ("", row.owed.term)]
        told = selectors.reminded(Obligation.DECLARATION)
        self.declarations = [self._declaration(one, told) for one in selectors.declarations_outstanding(actor, today)]
        self.everything = [*everything, *self.declarations]

    @property
    def overdue(self) -> int:
        """Of how many of all one click reminds."""
        return sum(1 for row in self.everything if row.late)

    @property
    def chips(self) -> list[Chip]:
        """All half-years in which something is missing, latest first."""
        chips = [Chip(_("Alle"), "?", not self.chosen, self.total)]
        for period, count in sorted(self.counts.items(), reverse=True):
            chips.append(Chip(period, f"?halbjahr={period}", period == self.chosen, count))
        return chips

    def _report(self, one: Standing, told: Mapping[tuple[int, str], Reminded]) -> Missing:
        address = reverse("report", args=[one.bfs_number, str(one.period)])
        owed = selectors.owed_report(one)
        return missing_line(owed, address, report_tags(one), told, late=one.late, today=self.today)

    def _declaration(self, one: DeclarationStanding, told: Mapping[tuple[int, str], Reminded]) -> Missing:
        address = reverse("declaration", args=[one.bfs_number, one.year.year])
        owed = selectors.owed_declaration(one)
        return missing_line(owed, address, [declaration_tag(one)], told, late=one.late, today=self.today)
