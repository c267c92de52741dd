"""What people see of half-year reports: read models in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q, QuerySet

from ankunft.domain.reporting.checks import Subject
from ankunft.domain.reporting.keys import key_of
from ankunft.domain.reporting.models import OPEN_STATES, CurrentReport, HalfYearReport, ReportState, ReturnedSection
from ankunft.domain.reporting.permissions import SEE, SIGN_OFF
from ankunft.domain.reporting.rules import Figures, due_periods, is_late, last_ended, must_report, report_due_on
from ankunft.domain.reporting.states import REPORT
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import reach, visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear

from .records import families_of, recorded_of

MISSING = "missing"
"""The state of a report that nobody began."""

OWED = frozenset({MISSING, *(one.value for one in (ReportState.DRAFT, ReportState.OFFERED, ReportState.RETURNED))})
"""States in which it is the municipality's turn: it is handed in when it is signed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one municipality's report for a half-year.

    `figures` are those of the version that counts, else of the one that was handed in. `state` is
    `missing` or that of the first version until it is accepted; `correction` is the state of an open
    correction beside it. `late`: overdue, and it is the municipality's turn; `came_late`: handed in
    after the last day.
    """

    municipality_id: int
    bfs_number: int
    name: str
    district: str
    period: HalfYear
    state: str
    late: bool
    came_late: bool = False
    number: int = 0
    figures: Figures | None = None
    submitted_on: date | None = None
    correction: str = ""

    @property
    def due_on(self) -> date:
        return report_due_on(self.period)

    @property
    def owed(self) -> bool:
        """Whether it is the municipality's turn."""
        return self.state in OWED

    @property
    def awaits_decision(self) -> bool:
        """Whether it is the coordination office's turn."""
        return ReportState.SUBMITTED in (self.state, self.correction)


def municipalities_of(actor: Actor) -> QuerySet[Municipality]:
    """The municipalities whose reports and declarations somebody sees: the canton all, municipal roles their own."""
    return reach(actor, SEE, Municipality).within(Municipality.objects.all())


def overview(actor: Actor, period: HalfYear, day: date) -> list[Standing]:
    """How it stands with every report of a half-year that somebody sees; what is overdue first, then by name."""
    owing = _existing_on(municipalities_of(actor), period.end).order_by("name")
    versions = _versions(HalfYearReport.objects.filter(period=str(period)))
    standings = [
        _standing(row, period, versions.get((row[0], str(period)), []), day)
        for row in owing.values_list("pk", "bfs_number", "name", "district")
    ]
    return sorted(standings, key=lambda standing: not standing.late)


def standings_of(municipality: Municipality, periods: Iterable[HalfYear], day: date) -> list[Standing]:
    """How it stands with the reports of one municipality for those of the half-years that it reports."""
    versions = _versions(HalfYearReport.objects.filter(municipality=municipality))
    row = (municipality.pk, municipality.bfs_number, municipality.name, municipality.district)
    return [
        _standing(row, period, versions.get((municipality.pk, str(period)), []), day)
        for period in periods
        if must_report(municipality.valid_from, municipality.valid_to, period)
    ]


def outstanding(actor: Actor, day: date) -> list[Standing]:
    """Every report that is due and not handed in, for all half-years since the first one known.

    The oldest first: what older periods still lack stays in sight.
    """
    periods = due_periods(first_period(), day)
    done = set(
        HalfYearReport.objects.filter(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED])
        .order_by()
        .values_list("municipality_id", "period")
    )
    open_versions = _versions(HalfYearReport.objects.filter(state__in=OWED))
    rows = list(
        municipalities_of(actor)
        .order_by("name")
        .values_list("pk", "bfs_number", "name", "district", "valid_from", "valid_to")
    )
    return [
        _standing(row[:4], period, open_versions.get((row[0], str(period)), []), day)
        for period in periods
        for row in rows
        if (row[0], str(period)) not in done and must_report(row[4], row[5], period)
    ]


def awaiting_decision(actor: Actor) -> QuerySet[HalfYearReport]:
    """Versions that were handed in and that nobody accepted or returned yet, oldest first."""
    return (
        visible_to(actor, HalfYearReport)
        .filter(state=ReportState.SUBMITTED)
        .select_related("municipality")
        .order_by("submitted_on", "municipality__name")
    )


def awaiting_signature(actor: Actor) -> QuerySet[HalfYearReport]:
    """Versions that wait for the signature of somebody like the actor, the oldest half-year first."""
    offered = HalfYearReport.objects.filter(state=ReportState.OFFERED).select_related("municipality")
    theirs = reach(actor, SIGN_OFF, Municipality).within(offered, "municipality")
    return theirs.order_by("period", "municipality__name")


def first_period() -> HalfYear:
    """The first half-year of which a report is known; without any the one that ended last."""
    first = HalfYearReport.objects.aggregate(first=Min("period"))["first"]
    return HalfYear.parse(first) if first else last_ended(clock.today())


def versions(municipality: Municipality, period: HalfYear) -> QuerySet[HalfYearReport]:
    """Every version of a report, latest first, municipality with it."""
    found = HalfYearReport.objects.filter(municipality=municipality, period=str(period))
    return found.select_related("municipality").order_by("-number")


def versions_of(municipality: Municipality, period: HalfYear) -> list[HalfYearReport]:
    """The same as a list."""
    return list(versions(municipality, period))


def returned_sections(report: HalfYearReport) -> QuerySet[ReturnedSection]:
    """What was given back of a version, section by section, the latest round first."""
    return ReturnedSection.objects.filter(report=report).order_by("-round", "pk")


def history_of(versions: Iterable[HalfYearReport]) -> QuerySet[Event]:
    """What happened to these versions, latest first."""
    keys = [key_of(report) for report in versions]
    return Event.objects.filter(object_type=REPORT.object_type, object_key__in=keys).order_by("-pk")


def figures_of(report: HalfYearReport) -> Figures:
    """The four totals of a version."""
    return Figures(*(getattr(report, name) for name in Figures._fields))


def subject_of(report: HalfYearReport, *, day: date, figures: Figures | None = None) -> Subject:
    """The version as the checks see it, with these figures instead of its own if given. Three queries."""
    period = HalfYear.parse(report.period)
    previous = (
        CurrentReport.objects.filter(municipality=report.municipality, period=str(period.previous()))
        .values_list(*(f"report__{name}" for name in Figures._fields))
        .first()
    )
    return Subject(
        municipality=report.municipality.name,
        valid_from=report.municipality.valid_from,
        valid_to=report.municipality.valid_to,
        period=period,
        figures=figures or figures_of(report),
        day=day,
        previous=Figures(*previous) if previous else None,
        recorded=recorded_of(report.municipality, period),
        families=families_of(report.municipality, period),
    )


def _existing_on(municipalities: QuerySet[Municipality], day: date) -> QuerySet[Municipality]:
    return municipalities.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


_Version = tuple[int, str, int, str, date | None, int, int, int, int]


def _versions(reports: QuerySet[HalfYearReport]) -> dict[tuple[int, str], list[_Version]]:
    """The versions that are not discarded, in order, by municipality and half-year."""
    found: dict[tuple[int, str], list[_Version]] = {}
    rows = (
        reports.exclude(state=ReportState.DISCARDED)
        .order_by("number")
        .values_list("municipality_id", "period", "number", "state", "submitted_on", *Figures._fields)
    )
    for row in rows:
        found.setdefault((row[0], row[1]), []).append(row)
    return found


def _standing(
    municipality: tuple[int, int, str, str], period: HalfYear, versions: list[_Version], day: date
) -> Standing:
    due_on = report_due_on(period)
    if not versions:
        return Standing(*municipality, period, MISSING, late=is_late(due_on, None, day))
    accepted = [version for version in versions if version[3] == ReportState.ACCEPTED]
    open_version = next((version for version in versions if version[3] in OPEN_STATES), None)
    shown = accepted[-1] if accepted else versions[-1]
    state = shown[3]
    first_submitted = min((version[4] for version in versions if version[4]), default=None)
    return Standing(
        *municipality,
        period,
        state,
        late=state in OWED and is_late(due_on, None, day),
        came_late=state not in OWED and first_submitted is not None and is_late(due_on, first_submitted, day),
        number=shown[2],
        figures=Figures(*shown[5:]) if state not in OWED else None,
        submitted_on=first_submitted,
        correction=open_version[3] if accepted and open_version else "",
    )
