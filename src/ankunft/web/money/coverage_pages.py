"""Which source bears what, as a page shows it: the flow of money, the table, and why."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.funds.groups import GROUPS
from ankunft.domain.funds.models import Assignment, PlanVersion, Position
from ankunft.domain.funds.money_permissions import ASSIGN
from ankunft.domain.funds.permissions import KEEP
from ankunft.domain.funds.selectors.coverage import Basis, CoverageRow, CoverageTable, How, coverage_of
from ankunft.domain.funds.selectors.money import assignments_for
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.pictures.values import Flow, Node, Stream
from ankunft.web.shell.components import Chip
from ankunft.web.shell.pictures import Picture, picture

from .places import COVERAGE, plan_places
from .words import HOW

BASES = {"plan": Basis.PLAN, "hochrechnung": Basis.OUTLOOK, "beschluss": Basis.DECIDED}
NOBODY = "nobody"
ORDER = (How.BOOKED, How.BY_HAND, How.ASSIGNED, How.GAP)


class Line(NamedTuple):
    """A row of the table: who bears how much, how that came about, and where its bookings are (empty: none)."""

    row: CoverageRow
    label: str
    kind: str
    bookings_url: str
    source_url: str

    @property
    def is_gap(self) -> bool:
        return self.row.how is How.GAP


class Group(NamedTuple):
    """The lines of a position: whom it serves in words, what it needs in all, and what of it nobody bears."""

    position: Position
    served: str
    lines: list[Line]
    total: int
    gap: int


class SourceYears(NamedTuple):
    """What a source bears of the plan year by year and in all, and of other plans.

    `refunded` is what it gives back at its deadline (None: nothing falls due).
    """

    label: str
    url: str
    years: list[int]
    total: int
    elsewhere: int
    refunded: int | None


def coverage_context(version: PlanVersion, actor: Actor, asked: str) -> dict[str, Any]:
    """Everything on the page of who bears what."""
    basis = BASES.get(asked, Basis.PLAN)
    found = coverage_of(version, actor, basis)
    lines = [_line(one) for one in found.rows if one.amount]
    return {
        "version": version,
        "plan": version.plan,
        "basis": basis,
        "places": plan_places(version, COVERAGE),
        "chips": _chips(basis),
        "found": found,
        "years": list(found.years),
        "sources": _by_source(found),
        "totals": [sum(one.amount for one in found.rows if one.year == year) for year in found.years],
        "total": sum(one.amount for one in found.rows),
        "has_others": bool(found.elsewhere),
        "groups": _grouped(lines),
        "flow": _flow(found),
        "by_hand": [(one, _drop_url(version, one)) for one in assignments_for(version.plan, actor)],
        "may_assign": bool(can(actor, ASSIGN)),
        "may_keep": bool(can(actor, KEEP)),
    }


def _chips(current: Basis) -> list[Chip]:
    labels = {
        Basis.PLAN: _("Verbucht und geplant"),
        Basis.OUTLOOK: _("Verbucht und hochgerechnet"),
        Basis.DECIDED: _("Plan allein"),
    }
    return [Chip(labels[basis], f"?stand={name}", basis is current) for name, basis in BASES.items()]


def _line(row: CoverageRow) -> Line:
    label, kind = HOW[row.how]
    bookings = ""
    if row.how is How.BOOKED and row.source is not None:
        address = reverse("bookings")
        bookings = f"{address}?position={row.position.pk}&quelle={row.source.code}&jahr={row.year}"
    source = reverse("funding-source", args=[row.source.code]) if row.source else ""
    return Line(row, str(label), kind, bookings, source)


def _grouped(lines: list[Line]) -> list[Group]:
    """The rows by position, in the order of the plan."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.row.position.pk, []).append(line)
    return [
        Group(
            own[0].row.position,
            _served(own[0].row.position.groups),
            sorted(own, key=lambda one: (one.row.year, ORDER.index(one.row.how))),
            sum(one.row.amount for one in own),
            sum(one.row.amount for one in own if one.is_gap),
        )
        for own in found.values()
    ]


def _served(groups: list[str] | None) -> str:
    """Whom a position serves, in words; empty where nobody has said."""
    if groups is None:
        return ""
    return ", ".join(str(GROUPS[code]) for code in groups if code in GROUPS) or _("keine Zielgruppe im Besonderen")


def _by_source(found: CoverageTable) -> list[SourceYears]:
    """What each source bears; last what nobody does."""
    sums = found.by_source()
    rows = []
    for source in found.order:
        years = [sums.get((source.code, year), 0) for year in found.years]
        refunded = found.refunded.get(source.code)
        if any(years) or refunded:
            url = reverse("funding-source", args=[source.code])
            elsewhere = found.elsewhere.get(source.code, 0)
            rows.append(SourceYears(source.label, url, years, sum(years), elsewhere, refunded))
    gaps = [sums.get(("", year), 0) for year in found.years]
    if any(gaps):
        rows.append(SourceYears("", "", gaps, sum(gaps), 0, None))
    return rows


def _flow(found: CoverageTable) -> Picture | None:
    """From sources to positions, over all years."""
    streams: dict[tuple[str, str], int] = {}
    for row in found.rows:
        key = (row.source.code if row.source else NOBODY, f"p{row.position.pk}")
        streams[key] = streams.get(key, 0) + row.amount
    streams = {key: amount for key, amount in streams.items() if amount > 0}
    if not streams:
        return None
    bearing = {origin for origin, _target in streams}
    nodes = [Node(source.code, source.label, 0) for source in found.order if source.code in bearing]
    if NOBODY in bearing:
        nodes.append(Node(NOBODY, _("ungedeckt"), 0))
    positions = {f"p{row.position.pk}": row.position for row in found.rows}
    reached = {target for _origin, target in streams}
    nodes += [Node(key, position.label, 1) for key, position in positions.items() if key in reached]
    flows = tuple(Stream(origin, target, amount) for (origin, target), amount in streams.items())
    title = _("Wer was trägt, %(first)d bis %(last)d") % {"first": found.years[0], "last": found.years[-1]}
    return picture("fluss", Flow(title, (_("Quelle"), _("Position")), tuple(nodes), flows))


def _drop_url(version: PlanVersion, assignment: Assignment) -> str:
    return reverse("plan-assign-drop", args=[version.plan.code, version.number, assignment.pk])
