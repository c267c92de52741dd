"""Who owes what, who is reminded of it, and who was: for the chore, «Mein Tag» and the list of what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Max

from ankunft.domain.reporting.deadlines import stage_due
from ankunft.domain.reporting.hands import acting_people
from ankunft.domain.reporting.models import DeadlineReminder, Obligation, ReportState
from ankunft.domain.reporting.owed import Owed, owed_besides
from ankunft.domain.reporting.rules import declaration_due_on, last_ended, report_due_on
from ankunft.foundation.access.holders import Holder
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Year
from ankunft.foundation.mail.models import MailState, OutgoingMail

from .declarations import DeclarationStanding, declarations_outstanding, declarations_overview, first_year
from .reports import Standing, first_period, outstanding, overview


class Reminded(NamedTuple):
    """How many times a municipality was reminded of one thing, and when the last time."""

    times: int
    last_on: date


def owed_report(one: Standing) -> Owed:
    """The report that is not handed in."""
    waits = one.state == ReportState.OFFERED
    return Owed(Obligation.REPORT, one.municipality_id, one.bfs_number, one.name, str(one.period), one.due_on, waits)


def owed_declaration(one: DeclarationStanding) -> Owed:
    """The self-declaration that is not received."""
    return Owed(Obligation.DECLARATION, one.municipality_id, one.bfs_number, one.name, str(one.year), one.due_on)


def stages_due(day: date) -> list[tuple[int, list[Owed]]]:
    """Every stage that is due on that day, with what the municipalities owe then; nothing of who has handed in.

    A member of an association is not reminded of a self-declaration: that of its lead counts (KS 4.2).
    """
    everybody, found = Actor.operator(), []
    ended, first = last_ended(day), first_period()
    for period in (one for one in (ended.previous(), ended) if one >= first):
        stage = stage_due(report_due_on(period), day, settings.DEADLINE_REMINDERS)
        if stage is not None:
            found.append((stage, [owed_report(one) for one in overview(everybody, period, day) if one.owed]))
    year = Year(day.year)
    stage = stage_due(declaration_due_on(year), day, settings.DEADLINE_REMINDERS)
    if stage is not None and year >= first_year():
        standings = declarations_overview(everybody, year, day)
        found.append((stage, [owed_declaration(one) for one in standings if not one.received and not one.lead]))
    return found + _besides(day)


def _besides(day: date) -> list[tuple[int, list[Owed]]]:
    """What is owed besides, by the stage that is due."""
    found: dict[int, list[Owed]] = {}
    for one in owed_besides(Actor.operator(), day):
        stage = stage_due(one.due_on, day, settings.DEADLINE_REMINDERS)
        if stage is not None:
            found.setdefault(stage, []).append(one)
    return list(found.items())


def outdated(day: date) -> list[OutgoingMail]:
    """Mails that wait still, although everything that they remind of has been handed in meanwhile."""
    rows = DeadlineReminder.objects.filter(mail__state=MailState.WAITING).values_list(
        "mail_id", "kind", "municipality_id", "term"
    )
    told: dict[int, set[tuple[str, int, str]]] = {}
    for mail, kind, municipality, term in rows:
        if mail is not None:
            told.setdefault(mail, set()).add((kind, municipality, term))
    if not told:
        return []
    everybody = Actor.operator()
    owed = {(one.kind, one.municipality_id, one.term) for one in _all_owed(everybody, day)}
    return list(OutgoingMail.objects.filter(pk__in=[mail for mail, what in told.items() if what.isdisjoint(owed)]))


def recipients(owed: Collection[Owed], stage: int, day: date) -> dict[Holder, list[Owed]]:
    """Who is reminded of what at that stage: each account once, with everything that is theirs."""
    found: dict[int, tuple[Holder, list[Owed]]] = {}
    for roles in {one.roles(stage) for one in owed}:
        wanted = [one for one in owed if one.roles(stage) == roles]
        people = acting_people(roles, {one.municipality_id for one in wanted}, day)
        for one in wanted:
            for holder in people[one.municipality_id]:
                theirs = found.setdefault(holder.account_id, (holder, []))[1]
                if one not in theirs:
                    theirs.append(one)
    return dict(found.values())


def reminded(kind: str, municipalities: Iterable[int] | None = None) -> dict[tuple[int, str], Reminded]:
    """How often and when last municipalities (ids; None: all) were reminded, by id and half-year or year. One query."""
    rows = DeadlineReminder.objects.filter(kind=kind)
    if municipalities is not None:
        rows = rows.filter(municipality__in=municipalities)
    counted = (
        rows.order_by()
        .values_list("municipality_id", "term")
        .annotate(times=Count("stage", distinct=True), last=Max("reminded_at"))
    )
    return {
        (place, term): Reminded(times, last.astimezone(clock.ZURICH).date()) for place, term, times, last in counted
    }


def owed_by_keys(actor: Actor, keys: Collection[tuple[str, int, str]], day: date) -> list[Owed]:
    """Of what is named by kind, BFS number and half-year or year, what the actor sees, is due and is still owed."""
    wanted = set(keys)
    return [one for one in _all_owed(actor, day) if (str(one.kind), one.bfs_number, one.term) in wanted]


def _all_owed(actor: Actor, day: date) -> list[Owed]:
    """Everything that is owed and that the actor sees."""
    return [
        *(owed_report(one) for one in outstanding(actor, day)),
        *(owed_declaration(one) for one in declarations_outstanding(actor, day)),
        *owed_besides(actor, day),
    ]
