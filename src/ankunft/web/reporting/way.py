"""The way of one version: prepared, signed and handed in, accepted; and who took which step when."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from ankunft.domain.reporting.hands import signature_of
from ankunft.domain.reporting.keys import key_of
from ankunft.domain.reporting.models import HalfYearReport, ReportState
from ankunft.domain.reporting.states import REPORT, WRITE
from ankunft.foundation.workflow.models import Step as TakenStep
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.web.shell.components import Step
from ankunft.web.shell.templatetags.ankunft import day as day_text


class Way:
    """How far a version has come; without a version nobody has begun."""

    def __init__(self, shown: HalfYearReport | None, name: str, due_on: date) -> None:
        self.shown = shown
        self.name = name
        self.due_on = due_on

    @property
    def last_hand(self) -> TakenStep | None:
        """Who entered figures last."""
        return self._taken.get(WRITE)

    @cached_property
    def signature(self) -> TakenStep | None:
        """Who signed the version, and when; none while it is with the municipality, and on what came on paper."""
        if self.shown is None or self.shown.state not in (ReportState.SUBMITTED, ReportState.ACCEPTED):
            return None
        return signature_of(self._steps)

    @property
    def steps(self) -> list[Step]:
        """The way of the version shown, and who took which step when."""
        state = self.shown.state if self.shown is not None else ""
        accepted = state == ReportState.ACCEPTED
        submitted = accepted or state == ReportState.SUBMITTED
        prepared = submitted or state == ReportState.OFFERED
        return [
            Step(_("Erfassen"), self._recorded_text(), "done" if prepared else "current"),
            Step(
                _("Unterzeichnen und einreichen"),
                self._submitted_text(submitted),
                "done" if submitted else "current" if prepared else "todo",
            ),
            Step(
                _("Annehmen"),
                self._accepted_text(accepted),
                "done" if accepted else "current" if submitted else "todo",
            ),
        ]

    @cached_property
    def _steps(self) -> list[TakenStep]:
        """Every step on the version shown, in order."""
        return list(steps_of(REPORT.object_type, key_of(self.shown))) if self.shown is not None else []

    @cached_property
    def _taken(self) -> dict[str, TakenStep]:
        """The latest step of each kind on the version shown."""
        return {step.name: step for step in self._steps}

    def _recorded_text(self) -> str:
        written = self.last_hand
        return _words(written) if written else self.name

    def _submitted_text(self, submitted: bool) -> str:
        if not submitted or self.shown is None:
            return _("Frist %(day)s") % {"day": day_text(self.due_on)}
        if self.signature:
            return _words(self.signature)
        day = day_text(self.shown.submitted_on)
        step = self._taken.get("submit") or self._taken.get("import")
        if step is None:
            return day
        return _("%(day)s, ohne Unterschrift in Ankunft: %(by)s") % {"day": day, "by": step.account_label}

    def _accepted_text(self, accepted: bool) -> str:
        step = self._taken.get("accept") or self._taken.get("import")
        return _words(step) if accepted and step else _("durch die Koordinationsstelle")


def _words(step: TakenStep) -> str:
    return f"{day_text(step.at)}, {step.account_label}"
