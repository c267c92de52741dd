"""Interviews from a table: CSV or XLSX, all or nothing, the same file twice changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Outcome, RegisterMessage
from ankunft.domain.arrivals.register.nonetheless import nonetheless_take_in
from ankunft.domain.arrivals.register.tables import language
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import municipality_by_bfs
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import (
    Column,
    Row,
    Table,
    day,
    integer,
    one_of,
    optional,
    scan_table,
    text_up_to,
    yes_no,
)
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear

from . import guards, permissions
from .checks.held import MOST_PARTICIPANTS
from .checks.interpreting import is_partner
from .models import Interpreting, Interview, Kind
from .services.taking_in import TakenIn, interviews_take_in
from .together import chunks

INTERVIEW_COLUMNS = (
    Column("interview_id", text_up_to(60)),
    Column("bfs_number", integer),
    Column("kind", one_of(*Kind.values)),
    Column("held_on", day),
    Column("arrival_id", optional(text_up_to(60))),
    Column("participants", integer),
    Column("language", optional(language)),
    Column("interpreter_order", optional(text_up_to(60))),
    Column("interpreter_provider", optional(text_up_to(100))),
    Column("outsourced", yes_no),
    Column("evidence", yes_no),
)
MOST_WARNINGS = 50

ArrivalKey = tuple[int, str]


class _Known(NamedTuple):
    """What the rows refer to: arrivals by municipality and key, and messages of those outside start.integration."""

    arrivals: dict[ArrivalKey, Arrival]
    excluded: dict[ArrivalKey, RegisterMessage]
    interviews: dict[ArrivalKey, Interview]


def import_interviews(*, path: Path, actor: Actor, dry_run: bool = False, name: str = "") -> ImportResult:
    """Import interviews that were held (columns: `INTERVIEW_COLUMNS`); TableRefused with every problem of the file.

    A row is known by its `interview_id` in its municipality: other figures change the interview. `arrival_id` is the
    key or the reference of an arrival; of somebody outside start.integration the arrival is recorded as one that is
    informed nonetheless (KS 3.2 footnote 1). That an integration interview stands in the table says that there was
    need. `evidence` says that the signed confirmation lies in the municipality. With `dry_run` nothing is stored.
    """
    can(actor, permissions.RECORD).require()
    table = scan_table(path, INTERVIEW_COLUMNS, name=name)
    with transaction.atomic():
        rows = _Reading(table, actor).rows()
        table.finish()
        created, changed = interviews_take_in(rows=rows, actor=actor)
        if dry_run:
            transaction.set_rollback(True)
    return ImportResult(
        read=len(table.rows),
        created=created,
        changed=changed,
        unchanged=len(rows) - created - changed,
        warnings=_shortened(_warnings(rows)),
    )


class _Reading:
    """Turns the rows of a file into plain values and notes what is wrong with them."""

    def __init__(self, table: Table, actor: Actor) -> None:
        self.table = table
        self.actor = actor
        self.municipalities = municipality_by_bfs()
        self.theirs = reach(actor, permissions.RECORD, Municipality)
        self.today = clock.today()
        self._first_lines: dict[tuple[int, str], int] = {}

    def rows(self) -> list[TakenIn]:
        """The rows in which nothing is wrong."""
        complete = self.table.complete_rows()
        known = self._known(complete)
        return [taken for row in complete if (taken := self._row(row, known)) is not None]

    def _row(self, row: Row, known: _Known) -> TakenIn | None:
        found = len(self.table.problems)
        municipality = self._municipality(row)
        self._note_repeated(row)
        self._note_day(row)
        if not 1 <= row.values["participants"] <= MOST_PARTICIPANTS:
            message = _("Geben Sie 1 bis %(most)s Teilnehmende an.") % {"most": MOST_PARTICIPANTS}
            self._problem(row, "participants", message)
        arrival = self._arrival(row, municipality, known) if municipality else None
        if len(self.table.problems) > found or municipality is None:
            return None
        taken = _taken(row, municipality, arrival)
        interview = known.interviews.get((municipality.pk, taken.key))
        if interview is not None and (sentence := _contradiction(interview, taken)):
            self._problem(row, "interview_id", sentence)
            return None
        return taken._replace(interview=interview)

    def _municipality(self, row: Row) -> Municipality | None:
        number, held_on = row.values["bfs_number"], row.values["held_on"]
        municipality = self.municipalities.get(number)
        if municipality is None:
            self._problem(row, "bfs_number", _("Die BFS-Nummer %(number)s gibt es nicht.") % {"number": number})
            return None
        if municipality.pk not in self.theirs:
            message = _("Für «%(name)s» sind Sie nicht zuständig.")
            self._problem(row, "bfs_number", message % {"name": municipality.name})
            return None
        ended = municipality.valid_to is not None and municipality.valid_to < held_on
        if ended or held_on < municipality.valid_from:
            message = _("«%(name)s» gab es am %(day)s nicht.")
            self._problem(row, "bfs_number", message % {"name": municipality.name, "day": f"{held_on:%d.%m.%Y}"})
            return None
        return municipality

    def _note_repeated(self, row: Row) -> None:
        key = (row.values["bfs_number"], row.values["interview_id"])
        first = self._first_lines.setdefault(key, row.line)
        if first != row.line:
            self._problem(row, "interview_id", _("Dieser Schlüssel steht schon in Zeile %(line)d.") % {"line": first})

    def _note_day(self, row: Row) -> None:
        held_on: date = row.values["held_on"]
        if held_on > self.today:
            message = _("Das Datum %(day)s liegt in der Zukunft.") % {"day": f"{held_on:%d.%m.%Y}"}
            self._problem(row, "held_on", message)

    def _arrival(self, row: Row, municipality: Municipality, known: _Known) -> Arrival | None:
        key = row.values["arrival_id"]
        if not key:
            return None
        arrival = known.arrivals.get((municipality.pk, key))
        if arrival is None and (message := known.excluded.get((municipality.pk, key))):
            arrival = nonetheless_take_in(message=message, actor=self.actor)
            known.arrivals[municipality.pk, key] = arrival
        if arrival is None:
            sentence = _("Einen Zuzug «%(key)s» gibt es in «%(name)s» nicht. Importieren Sie zuerst die Zuzüge.")
            self._problem(row, "arrival_id", sentence % {"key": key, "name": municipality.name})
        elif arrival.state == ArrivalState.RECALLED:
            self._problem(row, "arrival_id", _("Der Zuzug «%(key)s» ist widerrufen.") % {"key": key})
        elif row.values["held_on"] < arrival.arrived_on:
            sentence = _("Der Tag liegt vor dem Zuzug am %(day)s.") % {"day": f"{arrival.arrived_on:%d.%m.%Y}"}
            self._problem(row, "held_on", sentence)
        return arrival

    def _known(self, rows: Iterable[Row]) -> _Known:
        known = _Known({}, {}, {})
        listed = list(rows)
        arrivals = Arrival.objects.select_related("person", "municipality")
        for chunk in chunks({row.values["arrival_id"] for row in listed if row.values["arrival_id"]}):
            for arrival in arrivals.filter(reference__in=chunk):
                known.arrivals[arrival.municipality_id, arrival.reference] = arrival
            for arrival in arrivals.filter(source_key__in=chunk):
                known.arrivals[arrival.municipality_id, arrival.source_key] = arrival
            messages = RegisterMessage.objects.filter(outcome=Outcome.EXCLUDED, message_id__in=chunk)
            for message in messages.select_related("municipality"):
                known.excluded[message.municipality_id or 0, message.message_id] = message
        interviews = Interview.objects.select_related("municipality", "arrival")
        for chunk in chunks({row.values["interview_id"] for row in listed}):
            for interview in interviews.filter(source_key__in=chunk):
                known.interviews[interview.municipality_id, interview.source_key] = interview
        return known

    def _problem(self, row: Row, column: str, message: str) -> None:
        self.table.problem(row, column, message)


def _taken(row: Row, municipality: Municipality, arrival: Arrival | None) -> TakenIn:
    values = row.values
    provider, order = values["interpreter_provider"] or "", values["interpreter_order"] or ""
    return TakenIn(
        line=row.line,
        key=values["interview_id"],
        municipality=municipality,
        kind=values["kind"],
        held_on=values["held_on"],
        arrival=arrival,
        participants=values["participants"],
        language=values["language"] or "",
        interpreting=_interpreting(provider, order),
        interpreting_provider=provider,
        interpreting_order=order,
        outsourced=values["outsourced"],
        evidence=values["evidence"],
    )


def _interpreting(provider: str, order: str) -> str:
    """Who interpreted: the contract partner only where the table names it."""
    if is_partner(provider):
        return Interpreting.PARTNER
    return Interpreting.OTHER if provider or order else Interpreting.NONE


def _contradiction(interview: Interview, taken: TakenIn) -> str:
    """Why an interview that is known cannot be changed into this one; empty if it can."""
    if interview.kind != taken.kind:
        return _("Das Gespräch %(reference)s ist von anderer Art.") % {"reference": interview.reference}
    if (interview.arrival and interview.arrival.pk) != (taken.arrival and taken.arrival.pk):
        return _("Das Gespräch %(reference)s gehört zu einem anderen Zuzug.") % {"reference": interview.reference}
    if interview.held_on is None:
        return _("Das Gespräch %(reference)s wurde zurückgenommen.") % {"reference": interview.reference}
    return ""


def _warnings(rows: Iterable[TakenIn]) -> list[str]:
    warnings = [*_late(row for row in rows if row.interview is None)]
    for row in rows:
        if row.arrival is None and row.kind == Kind.FIRST_INFORMATION:
            sentence = _("Zeile %(line)s: Ohne Zuzug ist nicht belegt, dass die Person aus dem Ausland zugezogen ist.")
            warnings.append(sentence % {"line": row.line})
        if row.interpreting == Interpreting.OTHER and not row.interpreting_provider:
            sentence = _("Zeile %(line)s: Die Auftragsnummer zählt nur mit der Vermittlung HEKS Linguadukt.")
            warnings.append(sentence % {"line": row.line})
    return warnings


def _late(rows: Iterable[TakenIn]) -> Iterable[str]:
    """How many new interviews are of half-years that are settled already."""
    late = Counter((row.municipality, str(HalfYear.containing(row.held_on))) for row in rows)
    for (municipality, half_year), count in late.items():
        if sentence := guards.settled(municipality.pk, half_year):
            yield _("%(name)s: %(sentence)s Nachträglich erfasst: %(count)s.") % {
                "name": municipality.name,
                "sentence": sentence,
                "count": count,
            }


def _shortened(warnings: list[str]) -> list[str]:
    """At most fifty warnings, and how many more there are."""
    if len(warnings) <= MOST_WARNINGS:
        return warnings
    more = _("… und %(count)s weitere Hinweise.") % {"count": len(warnings) - MOST_WARNINGS}
    return [*warnings[:MOST_WARNINGS], more]
