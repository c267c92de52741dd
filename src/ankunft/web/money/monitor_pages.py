"""Plan, booked and projected side by side, as a page shows it: expenditure below zero, as in the table of the plan."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.funds.models import PlanVersion, Position
from ankunft.domain.funds.rules.ranges import Basis
from ankunft.domain.funds.selectors.explaining import SOURCE as PLAN
from ankunft.domain.funds.selectors.money import Figures, Monitor, MonitorRow, monitor
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.pictures.values import Bars, Group
from ankunft.web.shell.components import Chip
from ankunft.web.shell.pictures import Picture, picture
from ankunft.web.shell.registry import links

from .places import MONITOR, plan_places
from .words import BASES

ALL_YEARS = "alle"


class Shown(NamedTuple):
    """The figures of a row as they stand in the table; `difference` is below zero where more is spent than planned."""

    planned: int | None
    booked: int
    expected: int
    low: int | None
    high: int | None
    difference: int | None
    basis: str

    @property
    def is_over(self) -> bool:
        """Whether the year will probably cost more than planned."""
        return self.difference is not None and self.difference < 0


class Line(NamedTuple):
    """A row of the table with the addresses of what its figures rest on (empty: a sum, or nothing)."""

    row: MonitorRow
    shown: Shown
    is_sum: bool
    plan_url: str
    bookings_url: str


def monitor_context(version: PlanVersion, actor: Actor, asked: str, this_year: int) -> dict[str, Any]:
    """Everything on the page of a plan in use, for the year that was asked for, or for all years."""
    found = monitor(version, actor)
    year = _year(found, asked, this_year)
    above = {row.position.parent_id for row in found.rows}
    lines = [_line(found, row, year, row.position.pk in above) for row in found.rows if row.is_quantified]
    total = found.totals[year] if year is not None else found.total
    return {
        "version": version,
        "plan": version.plan,
        "over": found.over,
        "year": year,
        "chips": _chips(found, year),
        "places": plan_places(version, MONITOR),
        "lines": lines,
        "total": shown(total),
        "unquantified": [row.position for row in found.rows if not row.is_quantified],
        "bars": _bars(found, year, above),
    }


def _year(found: Monitor, asked: str, this_year: int) -> int | None:
    if asked == ALL_YEARS:
        return None
    years = list(found.years)
    return next((year for year in years if str(year) == asked), min(max(this_year, years[0]), years[-1]))


def _chips(found: Monitor, current: int | None) -> list[Chip]:
    chips = [Chip(str(year), f"?jahr={year}", year == current) for year in found.years]
    return [*chips, Chip(_("Alle Jahre"), f"?jahr={ALL_YEARS}", current is None)]


def shown(figures: Figures) -> Shown:
    """Figures with the sign that they have in the table."""
    return Shown(
        None if figures.planned is None else -figures.planned,
        -figures.booked,
        -figures.expected,
        None if figures.low is None else -figures.low,
        None if figures.high is None else -figures.high,
        None if figures.deviation is None else -figures.deviation,
        str(BASES[figures.basis]) if figures.basis and figures.basis != Basis.BOOKED else "",
    )


def _line(found: Monitor, row: MonitorRow, year: int | None, is_sum: bool) -> Line:
    figures = row.years[year] if year is not None else row.total
    bookings = "" if is_sum else _bookings_url(row, figures, year)
    return Line(row, shown(figures), is_sum, _plan_url(found, row.position, year), bookings)


def _plan_url(found: Monitor, position: Position, year: int | None) -> str:
    """Where the plan shows the figure with its derivation; empty where no room shows plans."""
    address = links.url(PLAN, found.version.reference) or ""
    return (
        f"{address}?offen={position.code}.{year}#position-{position.code}" if address and year is not None else address
    )


def _bookings_url(row: MonitorRow, figures: Figures, year: int | None) -> str:
    """The bookings behind a figure."""
    if not figures.booked:
        return ""
    address = f"{reverse('bookings')}?position={row.position.pk}"
    return address if year is None else f"{address}&jahr={year}"


def _bars(found: Monitor, year: int | None, above: set[int | None]) -> Picture | None:
    """One group for each position that has figures of its own; for all years one for each year."""
    if year is None:
        groups = [_group(str(one), found.totals[one]) for one in found.years]
        heading = _("Jahr")
    else:
        groups = [
            _group(row.position.label, row.years[year])
            for row in found.rows
            if row.is_quantified and row.position.pk not in above and _has_figures(row.years[year])
        ]
        heading = _("Position")
    if not groups:
        return None
    period = str(year) if year is not None else f"{found.years[0]}–{found.years[-1]}"
    title = _("Plan, verbucht, hochgerechnet %(period)s") % {"period": period}
    return picture("vergleich", Bars(title, heading, tuple(groups)))


def _has_figures(figures: Figures) -> bool:
    return bool(figures.planned or figures.booked or figures.expected)


def _group(label: str, figures: Figures) -> Group:
    return Group(label, figures.planned, figures.booked, figures.expected)
