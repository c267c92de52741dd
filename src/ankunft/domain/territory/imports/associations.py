"""Associations of lead municipalities from a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import Column, Row, Table, day, integer, one_of, optional, scan_table
from ankunft.foundation.kernel.actor import Actor

from ..checks import Span, Spans, membership_faults, spans_of
from ..models import AssociationMembership, Payee
from ..permissions import KEEP_REGISTER
from ..readings import lead_series, places
from ..rules import Places
from ..services import associations_replace
from ..values import MembershipEntry, Outcome
from .rows import Numbers, Once, note, result, stored_unless

ASSOCIATION_COLUMNS = (
    Column("lead_bfs_number", integer),
    Column("member_bfs_number", integer),
    Column("valid_from", day),
    Column("valid_to", optional(day)),
    Column("payee", one_of(*Payee.values)),
)

Entries = list[tuple[Row, Span]]


def import_associations(*, path: Path, actor: Actor, dry_run: bool = False) -> ImportResult:
    """Import memberships in associations (columns: `ASSOCIATION_COLUMNS`); TableRefused with every problem.

    For every member that the file names it states the whole of its memberships; other members stay as
    they are. `valid_to` is the last day: from the next one the member belongs to none.
    """
    can(actor, KEEP_REGISTER).require()
    table = scan_table(path, ASSOCIATION_COLUMNS)
    known = places()
    entries = _entries(table, known)
    _note_faults(table, entries, known)
    table.finish()
    series = _series(entries)
    outcome = _outcome(entries, series)
    with stored_unless(dry_run):
        associations_replace(series=series, actor=actor)
    return result(table, outcome)


def _entries(table: Table, known: Places) -> Entries:
    numbers, once = Numbers(table, known), Once(table, "member_bfs_number")
    entries = []
    for row in table.rows:
        lead, member = numbers.place(row, "lead_bfs_number"), numbers.place(row, "member_bfs_number")
        if lead is None or member is None or not row.complete:
            continue
        span = Span(member.id, lead.id, row.values["valid_from"], row.values["valid_to"])
        if once.is_first(row, (span.member, span.first)):
            entries.append((row, span))
    return entries


def _note_faults(table: Table, entries: Entries, known: Places) -> None:
    """Beside each other, and beside what is known of the members that the file does not name."""
    named = {span.member for _, span in entries}
    others = {member: series for member, series in lead_series().items() if member not in named}
    spans = Spans([span for _, span in entries] + spans_of(others))
    for row, span in entries:
        note(table, row, membership_faults(span, spans.beside(span), known))


def _series(entries: Entries) -> dict[int, list[MembershipEntry]]:
    """The memberships as values keyed by their start: an end is the start of "none" unless another one starts."""
    series: dict[int, list[MembershipEntry]] = {}
    starts = {(span.member, span.first) for _, span in entries}
    for row, span in entries:
        own = series.setdefault(span.member, [])
        own.append(MembershipEntry(span.member, span.first, span.lead, row.values["payee"]))
        if span.last is not None and (span.member, span.last + timedelta(days=1)) not in starts:
            own.append(MembershipEntry(span.member, span.last + timedelta(days=1), None, Payee.LEAD))
    return series


def _outcome(entries: Entries, series: dict[int, list[MembershipEntry]]) -> Outcome:
    """What becomes of each row of the file, beside what is stored."""
    stored: dict[int, list[MembershipEntry]] = {}
    rows = AssociationMembership.objects.filter(municipality_id__in=series).values_list(
        "municipality_id", "valid_from", "association__lead_id", "payee"
    )
    for row in rows:
        stored.setdefault(row[0], []).append(MembershipEntry(*row))
    created = changed = 0
    for _row, span in entries:
        before = stored.get(span.member, [])
        if all(entry.valid_from != span.first for entry in before):
            created += 1
        elif sorted(before) != sorted(series[span.member]):
            changed += 1
    return Outcome(created, changed, len(entries) - created - changed)
