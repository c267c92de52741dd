"""Whether memberships in associations of lead municipalities fit together (KS 3.4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.dated import Dated

from ..rules import Lead, Places
from ..values import Fault


class Span(NamedTuple):
    """That a member belongs to a lead's association (both by id), from the first to the last day (None: open)."""

    member: int
    lead: int
    first: date
    last: date | None

    def overlaps(self, other: Span) -> bool:
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)


def spans_of(series: Mapping[int, Dated[Lead | None]]) -> list[Span]:
    """Dated memberships by member as spans."""
    return [
        Span(
            member, span.value.municipality, span.start, None if span.until is None else span.until - timedelta(days=1)
        )
        for member, entries in series.items()
        for span in entries.spans()
        if span.value is not None
    ]


class Spans:
    """Many memberships, in which those that could conflict with one are found at once."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._by_member: dict[int, list[Span]] = defaultdict(list)
        self._by_lead: dict[int, list[Span]] = defaultdict(list)
        for span in spans:
            self._by_member[span.member].append(span)
            self._by_lead[span.lead].append(span)

    def beside(self, span: Span) -> list[Span]:
        """All others of the same member, those of which its lead is a member, and those that its member leads."""
        found = [*self._by_member[span.member], *self._by_member[span.lead], *self._by_lead[span.member]]
        return [other for other in dict.fromkeys(found) if other is not span]


def membership_faults(span: Span, others: Iterable[Span], places: Places) -> list[Fault]:
    """What is wrong with a membership beside all `others` (itself not among them)."""
    faults = []
    if span.member == span.lead:
        faults.append(_fault(_("Die Leitgemeinde kann nicht zugleich Mitglied ihres Verbunds sein.")))
    if span.last is not None and span.last < span.first:
        faults.append(Fault("valid_to", _("Das Ende liegt vor dem Beginn.")))
    for column, key in (("lead_bfs_number", span.lead), ("member_bfs_number", span.member)):
        if not places[key].exists_on(span.first):
            faults.append(
                Fault(
                    column,
                    _("%(name)s besteht am %(day)s nicht.")
                    % {"name": places[key].name, "day": f"{span.first:%d.%m.%Y}"},
                )
            )
    return faults + [fault for other in others if span.overlaps(other) for fault in _conflict(span, other, places)]


def _conflict(span: Span, other: Span, places: Places) -> list[Fault]:
    names = {"lead": places[other.lead].name, "member": places[other.member].name}
    if other.member == span.member:
        return [_fault(_("Die Mitgliedschaft überschneidet sich mit jener bei %(lead)s.") % names)]
    if other.member == span.lead:
        message = _("%(member)s ist in dieser Zeit selbst Mitglied bei %(lead)s und kann nicht Leitgemeinde sein.")
        return [Fault("lead_bfs_number", message % names)]
    if other.lead == span.member:
        message = _("%(lead)s ist in dieser Zeit selbst Leitgemeinde (von %(member)s) und kann nicht Mitglied sein.")
        return [_fault(message % names)]
    return []


def _fault(message: str) -> Fault:
    return Fault("member_bfs_number", message)
