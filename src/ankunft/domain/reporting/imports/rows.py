"""Rows of an imported file as plain values, with what is wrong in single rows noted on the table."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from ankunft.domain.reporting import permissions
from ankunft.domain.reporting.hands import acting_people
from ankunft.domain.reporting.intake import DeclarationRow, ReportRow
from ankunft.domain.reporting.rules import FIRST_PERIOD, Figures
from ankunft.domain.reporting.services.declarations import refusal
from ankunft.domain.reporting.services.signing import nobody_signs
from ankunft.domain.reporting.states import REPORT, SIGN
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import municipality_by_bfs
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.documents.tabular import Row, Table
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor


class Reading:
    """Turns the rows of a file into plain values and notes what is wrong with them."""

    def __init__(self, table: Table, actor: Actor) -> None:
        self.table = table
        self.municipalities = municipality_by_bfs()
        self.dates_itself = bool(can(actor, permissions.DATE))
        self.actor = actor
        self.theirs = reach(actor, permissions.IMPORT, Municipality)
        self.today = clock.today()
        self._first_lines: dict[tuple[int, str], int] = {}

    def report_rows(self) -> list[ReportRow]:
        """The rows in which nothing is wrong by themselves."""
        found = []
        for row in self.table.complete_rows():
            period = row.values["period"]
            municipality = self._municipality(row)
            submitted_on = self._submitted_on(row)
            if self._is_repeated(row, period, "period") or municipality is None or submitted_on is None:
                continue
            if period < FIRST_PERIOD:
                self._problem(row, "period", _("start.integration gibt es erst seit 2017-H1."))
                continue
            if municipality.pk in self._unsigned:
                self._problem(row, "bfs_number", nobody_signs(municipality.name))
                continue
            figures = Figures(*(row.values[name] for name in Figures._fields))
            found.append(
                ReportRow(
                    row.line,
                    municipality.pk,
                    municipality.bfs_number,
                    municipality.name,
                    period,
                    figures,
                    submitted_on,
                )
            )
        return found

    def declaration_rows(self) -> list[DeclarationRow]:
        """The rows in which nothing is wrong."""
        found = []
        for row in self.table.complete_rows():
            municipality = self._municipality(row)
            submitted_on = self._submitted_on(row)
            if self._is_repeated(row, row.values["year"], "year") or municipality is None or submitted_on is None:
                continue
            if reason := refusal(municipality, row.values["year"], submitted_on):
                self._problem(row, "year", reason)
                continue
            found.append(
                DeclarationRow(
                    row.line,
                    municipality.pk,
                    municipality.bfs_number,
                    municipality.name,
                    row.values["year"],
                    submitted_on,
                    row.values["officer_named"],
                    row.values["tasks_organised"],
                )
            )
        return found

    @cached_property
    def _unsigned(self) -> frozenset[int]:
        """The municipalities (record ids) whose report nobody could sign; none for whoever brings signed ones."""
        if self.dates_itself:
            return frozenset()
        theirs = [one.pk for one in self.municipalities.values() if one.pk in self.theirs]
        leads = acting_people(REPORT[SIGN].roles, theirs, self.today)
        return frozenset(
            one for one, found in leads.items() if not any(lead.account_id != self.actor.account_id for lead in found)
        )

    def _municipality(self, row: Row) -> Municipality | None:
        number = row.values["bfs_number"]
        municipality = self.municipalities.get(number)
        if municipality is None:
            self._problem(row, "bfs_number", _("Die BFS-Nummer %(number)s gibt es nicht.") % {"number": number})
        elif municipality.pk not in self.theirs:
            self._problem(
                row, "bfs_number", _("Für «%(name)s» sind Sie nicht zuständig.") % {"name": municipality.name}
            )
            return None
        return municipality

    def _submitted_on(self, row: Row) -> date | None:
        """The day that counts as handed in: a municipality that uploads hands in today, whatever the file says."""
        if not self.dates_itself:
            return self.today
        submitted_on: date | None = row.values["submitted_on"]
        if submitted_on is None:
            self._problem(row, "submitted_on", _("Der Wert fehlt."))
        elif submitted_on > self.today:
            self._problem(
                row,
                "submitted_on",
                _("Das Datum %(day)s liegt in der Zukunft.") % {"day": f"{submitted_on:%d.%m.%Y}"},
            )
            return None
        return submitted_on

    def _is_repeated(self, row: Row, period: object, column: str) -> bool:
        key = (row.values["bfs_number"], str(period))
        first = self._first_lines.setdefault(key, row.line)
        if first == row.line:
            return False
        self._problem(
            row,
            column,
            _("Die Gemeinde %(number)s steht für %(period)s schon in Zeile %(line)s.")
            % {"number": key[0], "period": key[1], "line": first},
        )
        return True

    def _problem(self, row: Row, column: str, message: str) -> None:
        self.table.problem(row, column, message)
