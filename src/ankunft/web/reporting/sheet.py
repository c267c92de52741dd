"""The page of a report: which version it shows, what may be done with it, and what is worth knowing about it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ankunft.domain.interviews.permissions import LIST as LIST_INTERVIEWS
from ankunft.domain.reporting import permissions, selectors
from ankunft.domain.reporting.hands import signatories
from ankunft.domain.reporting.keys import report_key
from ankunft.domain.reporting.models import (
    OPEN_STATES,
    HalfYearReport,
    ReportState,
    label_of,
)
from ankunft.domain.reporting.rules import Figures, days_until, is_late, may_be_submitted, report_due_on
from ankunft.domain.reporting.services.reports import EDITABLE
from ankunft.domain.reporting.services.signing import nobody_signs
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.templatetags.ankunft import day as day_text

from .forms import ReportForm
from .said import SaidFinding, SheetSection, said_findings, sheet_sections
from .steps import FROM_THE_FORM, MAIN, STEPS, StepWords
from .way import Way
from .words import Tag, state_tag

_ON_REPORT = {
    "unterzeichnen": permissions.SIGN_OFF,
    "nachbessern": permissions.DECLINE,
    "zurueckholen": permissions.WITHDRAW,
    "einreichen": permissions.HAND_IN,
    "annehmen": permissions.ACCEPT,
    "zurueckgeben": permissions.RETURN,
}
"""By which action it is decided whether somebody may take a step on the version itself; on the others by writing it."""
HISTORY = 50


class ReportSheet:
    """Everything that the page of one municipality's half-year shows."""

    def __init__(self, actor: Actor, municipality: Municipality, period: HalfYear) -> None:
        self.actor = actor
        self.municipality = municipality
        self.period = period
        self.today = clock.today()
        self.due_on = report_due_on(period)
        self.days = days_until(self.due_on, self.today)
        self.may_be_submitted = may_be_submitted(period, self.today)
        self.versions = selectors.versions_of(municipality, period)

    @cached_property
    def open(self) -> HalfYearReport | None:
        """The version in work or handed in, if there is one."""
        return next((version for version in self.versions if version.state in OPEN_STATES), None)

    @cached_property
    def current(self) -> HalfYearReport | None:
        """The version that counts: the latest accepted one."""
        return next((version for version in self.versions if version.state == ReportState.ACCEPTED), None)

    @property
    def shown(self) -> HalfYearReport | None:
        """What the page is about: the open version, else the one that counts."""
        return self.open or self.current

    @property
    def is_late(self) -> bool:
        """Whether the report is overdue and it is the municipality's turn."""
        owed = self.current is None and (self.open is None or self.open.state in EDITABLE)
        return owed and is_late(self.due_on, None, self.today)

    @cached_property
    def may_write(self) -> Decision:
        """Whether the person may fill in what is open, or begin the report."""
        if self.open is None:
            if self.current is not None:
                return Decision.no(_("Der Bericht ist angenommen. Ändern lässt er sich mit einer Korrektur."))
            if self.period.start > self.today:
                return Decision.no(
                    _("Das Halbjahr %(period)s beginnt erst am %(start)s.")
                    % {"period": self.period, "start": day_text(self.period.start)}
                )
            return can(self.actor, permissions.WRITE, self.municipality)
        if self.open.state not in EDITABLE:
            return Decision.no(_("Der Bericht ist eingereicht und wartet auf die Koordinationsstelle Integration."))
        return can(self.actor, permissions.writing(self.open.number), self.municipality)

    @property
    def steps_open(self) -> list[str]:
        """The steps that the state allows, whoever takes them."""
        if self.open is None:
            return ["korrigieren"] if self.current else []
        if self.open.state == ReportState.SUBMITTED:
            return ["annehmen", "zurueckgeben", "zurueckholen"]
        is_offered = self.open.state == ReportState.OFFERED
        steps = ["unterzeichnen", "nachbessern"] if is_offered else ["uebergeben"]
        return [*steps, "einreichen", "verwerfen"] if self.open.number > 1 else steps

    @cached_property
    def may_take(self) -> dict[str, Decision]:
        """Whether the person may take each of the steps that the state allows."""
        return {step: self._decide(step) for step in self.steps_open}

    def _decide(self, step: str) -> Decision:
        if step == "korrigieren":
            return can(self.actor, permissions.CORRECT, self.municipality)
        assert self.open is not None
        if step in _ON_REPORT:
            return can(self.actor, _ON_REPORT[step], self.open)
        if step == "uebergeben":
            return can(self.actor, permissions.WRITE, self.municipality)
        return can(self.actor, permissions.writing(self.open.number), self.municipality)

    @property
    def steps_allowed(self) -> list[str]:
        """The steps that the person may take now."""
        return [step for step, decision in self.may_take.items() if decision]

    def _links(self, *, main: bool) -> list[tuple[str, StepWords]]:
        shown = [step for step in self.steps_allowed if not (self.may_write and step in FROM_THE_FORM)]
        return [(step, STEPS[step]) for step in shown if (step in MAIN) is main]

    @property
    def main_steps(self) -> list[tuple[str, StepWords]]:
        """The one thing to do for the person, if it is a step."""
        return self._links(main=True)

    @property
    def side_steps(self) -> list[tuple[str, StepWords]]:
        """What else the person may do; not what the form leads to."""
        return self._links(main=False)[::-1]

    @cached_property
    def hand_over(self) -> str:
        """The step after the form is filled in: the canton hands in, a municipality has it signed."""
        return "uebergeben" if can(self.actor, permissions.WRITE, self.municipality) else "einreichen"

    @cached_property
    def signers(self) -> list[str]:
        """The names of those who may sign what is open, or the report that the person begins."""
        number = self.open.number if self.open else 1
        key = report_key(self.municipality.bfs_number, self.period, number)
        found = {one.account_id: one.name for one in signatories(self.municipality, key)}
        return [name for account, name in found.items() if not self.may_write or account != self.actor.account_id]

    @property
    def why_nobody_signs(self) -> str:
        """Told to whoever fills the report in, before the end: that nobody could sign it, and whom to ask."""
        waits = self.may_write and self.hand_over == "uebergeben"
        return nobody_signs(self.municipality.name) if waits and not self.signers else ""

    @property
    def why_not_sign(self) -> str:
        """Told to the strategic lead where four eyes forbid what the role allows."""
        if "unterzeichnen" not in self.steps_open or not can(self.actor, permissions.SIGN_OFF):
            return ""
        return self.may_take["unterzeichnen"].reason

    @property
    def why_not_accept(self) -> str:
        """Told to the coordination office where four eyes forbid what its role allows."""
        if "annehmen" not in self.steps_open or not can(self.actor, permissions.ACCEPT):
            return ""
        return self.may_take["annehmen"].reason

    def form(self, data: QueryDict | None = None) -> ReportForm | None:
        """The form with what was typed, the figures as stored, those recorded, or zeros; none for who may not write."""
        if not self.may_write:
            return None
        source = self.open
        figures = selectors.figures_of(source) if source else self.recorded or Figures()
        remarks = source.remarks if source else ""
        return ReportForm(data, initial={**figures._asdict(), "remarks": remarks, "seen": seen(source)})

    @cached_property
    def recorded(self) -> Figures | None:
        """What the recorded interviews count to as of now; none where the municipality keeps no records here."""
        return selectors.recorded_of(self.municipality, self.period)

    @cached_property
    def not_counting_yet(self) -> int:
        """How many interviews something is missing of: asked while the figures can still be changed."""
        return selectors.not_counting_yet(self.municipality, self.period) if self.may_write else 0

    @property
    def is_prefilled(self) -> bool:
        """Whether the form shows what is recorded, because nobody has entered anything yet."""
        return self.open is None and self.recorded is not None

    @cached_property
    def beside_records(self) -> list[dict[str, Any]]:
        """Each total as reported (if it is) and as recorded now."""
        if self.recorded is None:
            return []
        reported = selectors.figures_of(self.shown) if self.shown else None
        return [
            {
                "label": label_of(HalfYearReport, name),
                "recorded": getattr(self.recorded, name),
                "reported": getattr(reported, name) if reported else None,
                "differs": reported is not None and getattr(reported, name) != getattr(self.recorded, name),
            }
            for name in Figures._fields
        ]

    @cached_property
    def count_behind(self) -> int:
        """How many interviews the version shown rests on."""
        return selectors.count_behind(self.shown) if self.shown is not None else 0

    @cached_property
    def may_see_interviews(self) -> Decision:
        """Whether the person sees the interviews themselves; everybody else sees how many there are."""
        return can(self.actor, LIST_INTERVIEWS, self.municipality)

    @cached_property
    def compared(self) -> dict[str, Any] | None:
        """The totals that count for the half-year before: what somebody who fills in the form compares with."""
        subject = selectors.subject_of(
            self.open or HalfYearReport(municipality=self.municipality, period=str(self.period)), day=self.today
        )
        if subject.previous is None:
            return None
        labelled = zip(Figures._fields, subject.previous, strict=True)
        return {
            "period": self.period.previous(),
            "figures": [{"label": label_of(HalfYearReport, name), "value": value} for name, value in labelled],
        }

    @cached_property
    def findings(self) -> list[SaidFinding]:
        """What the checks warn of in the version shown while it is open, and what was said of it."""
        return said_findings(self.open, self.today) if self.open else []

    @cached_property
    def sections(self) -> list[SheetSection]:
        """The sections of the form with what was returned of each in the version shown."""
        return sheet_sections(self.shown, self.period)

    @cached_property
    def way(self) -> Way:
        """How far the version shown has come, and by whose hands."""
        return Way(self.shown, self.municipality.name, self.due_on)

    @property
    def tag(self) -> Tag:
        """The state of what the page is about."""
        if self.shown is not None:
            return state_tag(self.shown.state)
        return Tag(_("überfällig"), "bad") if self.is_late else Tag(_("ausstehend"), "neutral")

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The totals of the version shown, beside those that count where it is a correction."""
        if self.shown is None:
            return []
        compared = selectors.figures_of(self.current) if self.open and self.current else None
        return [
            {
                "label": label_of(HalfYearReport, name),
                "value": getattr(self.shown, name),
                "before": getattr(compared, name) if compared else None,
            }
            for name in Figures._fields
        ]

    @property
    def version_rows(self) -> list[dict[str, Any]]:
        """All versions, latest first."""
        return [
            {
                "report": version,
                "tag": state_tag(version.state),
                "counts": version == self.current,
                "figures": selectors.figures_of(version),
            }
            for version in self.versions
        ]

    @cached_property
    def history(self) -> list[Any]:
        """What happened to all versions, latest first."""
        return list(selectors.history_of(self.versions)[:HISTORY]) if self.versions else []


def seen(report: HalfYearReport | None) -> str:
    """What a form carries to tell which version, in which of its changes, it was made for; "0" for none yet."""
    return f"{report.number}.{report.version}" if report is not None else "0"
