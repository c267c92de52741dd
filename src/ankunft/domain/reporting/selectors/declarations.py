"""What people see of self-declarations: read models in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.db.models import Min, QuerySet

from ankunft.domain.questionnaires.models import AnswerSheet, SheetState
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.reporting.keys import DECLARATION, declaration_key
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.reporting.rules import (
    FIRST_YEAR,
    Declared,
    Statement,
    declaration_due_on,
    due_years,
    entitlement,
    is_late,
    must_declare,
    refusal,
)
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.readings import entitlement_statements, lead_series, places
from ankunft.domain.territory.rules import responsible_lead
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import Year

from .reports import municipalities_of


class ReceivedDeclaration(NamedTuple):
    """What the lists tell of a self-declaration that is there."""

    municipality_id: int
    year: int
    number: int
    submitted_on: date
    officer_named: bool
    tasks_organised: bool


_Row = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class DeclarationStanding:
    """How it stands with one municipality's self-declaration of a year.

    `declaration` is the latest of its own; `lead` names the lead municipality that fulfils the
    conditions for it (KS 4.2), `by_lead` says whether the lead's declaration is there. `sheet` is the state of its
    questionnaire (empty: not begun). `late`: overdue and neither received nor handed in. `entitled` is what the
    declarations that count and the canton's findings say of 1 January.
    """

    municipality_id: int
    bfs_number: int
    name: str
    district: str
    year: Year
    late: bool
    entitled: bool
    declaration: ReceivedDeclaration | None = None
    lead: str = ""
    by_lead: bool = False
    sheet: str = ""

    @property
    def awaits_decision(self) -> bool:
        """Whether the questionnaire is handed in and waits for the coordination office."""
        return self.sheet == SheetState.SUBMITTED

    @property
    def due_on(self) -> date:
        return declaration_due_on(self.year)

    @property
    def received(self) -> bool:
        """Whether a declaration is there: its own, or that of its lead municipality (KS 4.2)."""
        return self.by_lead or self.declaration is not None


def declarations_overview(actor: Actor, year: Year, day: date) -> list[DeclarationStanding]:
    """The municipalities that declare themselves for a year, as somebody sees them; overdue first, then by name."""
    found = _Declarations(day).standings(actor, [year])
    return sorted(found, key=lambda standing: not standing.late)


def declarations_outstanding(actor: Actor, day: date) -> list[DeclarationStanding]:
    """Every self-declaration that is due and neither received nor handed in, of all years known, oldest first."""
    years = due_years(first_year(), day)
    standings = _Declarations(day).standings(actor, years)
    return [standing for standing in standings if not (standing.received or standing.awaits_decision)]


def first_year() -> Year:
    """The first year of which a declaration is known; without any the running one."""
    first = SelfDeclaration.objects.aggregate(first=Min("year"))["first"]
    return max(Year(first), FIRST_YEAR) if first else Year(clock.today().year)


def latest_declaration(municipality: Municipality, year: Year) -> SelfDeclaration | None:
    """The declaration that counts for a municipality's own year."""
    return SelfDeclaration.objects.filter(municipality=municipality, year=year.year).order_by("-number").first()


def lead_of(municipality: Municipality, year: Year) -> Municipality | None:
    """The lead municipality whose declaration counts for a municipality's year; None if its own does (KS 4.2)."""
    lead = responsible_lead(places(), lead_series().get(municipality.pk), municipality.pk, year.start)
    return Municipality.objects.get(pk=lead) if lead is not None else None


def declaration_history(municipality: Municipality, year: Year) -> QuerySet[Event]:
    """What happened to the declaration of a year, latest first."""
    key = declaration_key(municipality.bfs_number, year.year)
    return Event.objects.filter(object_type=DECLARATION, object_key=key).order_by("-pk")


class _Declarations:
    """How it stands with the declarations of all years asked for, read once for everybody whom the actor sees."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.places = places()
        self.leads = lead_series()
        self.latest: dict[tuple[int, int], ReceivedDeclaration] = {}
        self.declared: dict[int, Dated[Statement]] = {}
        self.found: dict[int, Dated[Statement]] = {}
        self.sheets: dict[tuple[int, str], str] = {}

    def standings(self, actor: Actor, years: Sequence[Year]) -> list[DeclarationStanding]:
        rows = municipalities_of(actor).order_by().values_list("pk", "bfs_number", "name", "district")
        visible = sorted(rows, key=itemgetter(2, 1))
        owing = [
            (row, year, self._lead(row[0], year))
            for year in years
            for row in visible
            if must_declare(self.places[row[0]].valid_from, self.places[row[0]].valid_to, year)
        ]
        if owing:
            self._read({row[0] for row, _, _ in owing} | {lead for _, _, lead in owing if lead is not None}, max(years))
        return [self._standing(row, year, lead) for row, year, lead in owing]

    def _lead(self, municipality: int, year: Year) -> int | None:
        return responsible_lead(self.places, self.leads.get(municipality), municipality, year.start)

    def _read(self, declarants: set[int], until: Year) -> None:
        """What these municipalities declared: later years say nothing about the ones asked for."""
        rows = [
            ReceivedDeclaration(*row)
            for row in SelfDeclaration.objects.filter(municipality__in=declarants, year__lte=until.year)
            .order_by("municipality_id", "year", "number")
            .values_list(*ReceivedDeclaration._fields)
        ]
        self.latest = {(row.municipality_id, row.year): row for row in rows}
        self.declared = {
            municipality: entitlement(
                Declared(row.year, row.number, row.officer_named, row.tasks_organised) for row in entries
            )
            for municipality, entries in groupby(rows, key=attrgetter("municipality_id"))
        }

        found: dict[int, dict[date, Statement]] = {}
        for municipality, valid_from, entitled, reason in entitlement_statements():
            found.setdefault(municipality, {})[valid_from] = Statement(entitled, reason)
        self.found = {municipality: Dated(series.items()) for municipality, series in found.items()}
        sheets = AnswerSheet.objects.filter(
            kind=Kind.DECLARATION, municipality__in=declarants, period__lte=str(until)
        ).exclude(state=SheetState.DISCARDED)
        rows_of_sheets = sheets.order_by("number").values_list("municipality_id", "period", "state")
        self.sheets = {(municipality, period): state for municipality, period, state in rows_of_sheets}

    def _standing(self, municipality: _Row, year: Year, lead: int | None) -> DeclarationStanding:
        own = municipality[0]
        by_lead = lead is not None and (lead, year.year) in self.latest
        declaration = self.latest.get((own, year.year))
        sheet = self.sheets.get((own, str(year)), "")
        is_there = by_lead or declaration is not None or sheet == SheetState.SUBMITTED
        return DeclarationStanding(
            *municipality,
            year,
            late=not is_there and is_late(declaration_due_on(year), None, self.day),
            entitled=refusal(self.declared, self.found, own, lead, year.start) is None,
            declaration=declaration,
            lead=self.places[lead].name if lead is not None else "",
            by_lead=by_lead,
            sheet=sheet,
        )
