"""The page of a report: which version it shows, what may be done with it, and what is worth knowing about it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ankunft.domain.interviews.permissions import LIST as LIST_INTERVIEWS
from ankunft.domain.reporting import checks, permissions, selectors
from ankunft.domain.reporting.checks import Finding
from ankunft.domain.reporting.models import OPEN_STATES, HalfYearReport, ReportState, label_of
from ankunft.domain.reporting.rules import Figures, days_until, is_late, may_be_submitted, report_due_on
from ankunft.domain.reporting.services.reports import EDITABLE, key_of
from ankunft.domain.reporting.states import REPORT
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.foundation.workflow.models import Step as TakenStep
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.web.shell.components import Step
from ankunft.web.shell.templatetags.ankunft import day as day_text

from .forms import ReportForm
from .words import Tag, state_tag

_DECISIONS = {"annehmen": permissions.ACCEPT, "zurueckgeben": permissions.RETURN}
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
            return ["annehmen", "zurueckgeben"]
        return ["einreichen", "verwerfen"] if self.open.number > 1 else ["einreichen"]

    @cached_property
    def may_take(self) -> dict[str, Decision]:
        """Whether the person may take each of the steps that the state allows."""
        return {step: self._decide(step) for step in self.steps_open}

    def _decide(self, step: str) -> Decision:
        if step == "korrigieren":
            return can(self.actor, permissions.CORRECT, self.municipality)
        assert self.open is not None
        if step in _DECISIONS:
            return can(self.actor, _DECISIONS[step], self.open)
        return can(self.actor, permissions.writing(self.open.number), self.municipality)

    @property
    def steps_allowed(self) -> list[str]:
        """The steps that the person may take now."""
        return [step for step, decision in self.may_take.items() if decision]

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
    def findings(self) -> list[Finding]:
        """What the checks warn of in the version shown, while somebody can still look at it."""
        return checks.warnings(selectors.subject_of(self.open, day=self.today)) if self.open else []

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

    @property
    def steps(self) -> list[Step]:
        """The way of the version shown, and who took which step when."""
        accepted = self.shown is not None and self.shown.state == ReportState.ACCEPTED
        submitted = accepted or (self.shown is not None and self.shown.state == ReportState.SUBMITTED)
        return [
            Step(_("Erfassen"), self._recorded_text(), "done" if submitted else "current"),
            Step(_("Einreichen"), self._submitted_text(submitted), "done" if submitted else "todo"),
            Step(
                _("Annehmen"),
                self._accepted_text(accepted),
                "done" if accepted else "current" if submitted else "todo",
            ),
        ]

    @cached_property
    def _taken(self) -> dict[str, TakenStep]:
        """The latest step of each kind on the version shown."""
        if self.shown is None:
            return {}
        return {step.name: step for step in steps_of(REPORT.object_type, key_of(self.shown))}

    def _recorded_text(self) -> str:
        written = self._taken.get("write")
        return _words(written) if written else self.municipality.name

    def _submitted_text(self, submitted: bool) -> str:
        if not submitted or self.shown is None:
            return _("Frist %(day)s") % {"day": day_text(self.due_on)}
        step = self._taken.get("submit") or self._taken.get("import")
        day = day_text(self.shown.submitted_on)
        return f"{day}, {step.account_label}" if step else day

    def _accepted_text(self, accepted: bool) -> str:
        step = self._taken.get("accept") or self._taken.get("import")
        return _words(step) if accepted and step else _("durch die Koordinationsstelle")


def seen(report: HalfYearReport | None) -> str:
    """What a form carries to tell which version, in which of its changes, it was made for; "0" for none yet."""
    return f"{report.number}.{report.version}" if report is not None else "0"


def _words(step: TakenStep) -> str:
    return f"{day_text(step.at)}, {step.account_label}"
