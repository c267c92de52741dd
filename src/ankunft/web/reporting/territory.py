"""What reporting brings to the pages of the municipalities: a figure on the map, a column, a section."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ankunft.domain.reporting import permissions, selectors
from ankunft.domain.reporting.models import ReportState
from ankunft.domain.reporting.rules import days_until, last_ended, periods_between
from ankunft.domain.reporting.selectors import Standing
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Year
from ankunft.web.shell.components import LegendStep
from ankunft.web.territory.registry import Area, Column, ExtraColumn, Question, Section, TagValue, View

from .words import own_tag, report_tags

RECENT = 6
_CSS: dict[str, str] = {
    ReportState.ACCEPTED: "kind-3",
    ReportState.SUBMITTED: "kind-1",
    ReportState.RETURNED: "kind-2",
}
_LATE, _OWED = "kind-4", "map-none"


def report_figure(question: Question) -> View:
    """The state of the reports of a half-year: of the one that ended last, unless another is chosen."""
    today = clock.today()
    period = _chosen(question.choice, today)
    standings = selectors.overview(question.actor, period, today)
    usual = period == last_ended(today)
    first = Column(_("Tage überfällig"), "number") if usual else Column(_("Stand"), "tag")
    return View(
        heading=_("Halbjahresberichte %(period)s") % {"period": period},
        columns=(first, Column(_("Erstgespräche"), "number")),
        areas={one.bfs_number: _area(one, today, usual=usual) for one in standings},
        legend=(
            LegendStep(_("angenommen"), _CSS[ReportState.ACCEPTED]),
            LegendStep(_("eingereicht"), _CSS[ReportState.SUBMITTED]),
            LegendStep(_("zurückgegeben"), _CSS[ReportState.RETURNED]),
            LegendStep(_("überfällig"), _LATE),
            LegendStep(_("ausstehend"), _OWED),
        ),
        source=_("Stand der Halbjahresberichte %(period)s am %(day)s") % {"period": period, "day": f"{today:%d.%m.%Y}"},
        choices=tuple((str(one), str(one)) for one in _recent(today)),
        choice=str(period),
    )


def report_column(actor: Actor, day: date) -> ExtraColumn | None:
    """The state of the report for the half-year that ended last; none for whoever sees no reports."""
    if not can(actor, permissions.SEE):
        return None
    period = last_ended(day)
    values = {one.bfs_number: _tag(one) for one in selectors.overview(actor, period, clock.today())}
    return ExtraColumn(Column(_("Bericht %(period)s") % {"period": period}, "tag"), values) if values else None


def report_section(actor: Actor, municipality: Municipality) -> Section | None:
    """The recent reports and the declaration of a municipality, for whoever sees them."""
    if not can(actor, permissions.SEE, municipality):
        return None
    today = clock.today()
    recent = selectors.standings_of(municipality, _recent(today), today)
    if not recent:
        return None
    rows = [{"standing": one, "tags": report_tags(one)} for one in recent]
    year = Year(today.year)
    context = {
        "municipality": municipality,
        "rows": rows,
        "year": year,
        "declaration": selectors.latest_declaration(municipality, year),
    }
    return Section("reporting/municipality_section.html", context, order=40)


def _recent(today: date) -> list[HalfYear]:
    """The half-years that ended last, latest first."""
    last = last_ended(today)
    first = last
    for _turn in range(RECENT - 1):
        first = first.previous()
    return list(periods_between(first, last))[::-1]


def _chosen(text: str, today: date) -> HalfYear:
    return next((one for one in _recent(today) if str(one) == text), last_ended(today))


def _area(one: Standing, today: date, *, usual: bool) -> Area:
    tag = own_tag(one)
    overdue = -days_until(one.due_on, today) if one.late else None
    interviews = one.figures.first_information_interviews if one.figures else None
    css = _LATE if one.late else _CSS.get(one.state, _OWED)
    return Area(css, (overdue if usual else _tag(one), interviews), tag.text)


def _tag(one: Standing) -> TagValue:
    tag = own_tag(one)
    return TagValue(tag.text, tag.kind)
