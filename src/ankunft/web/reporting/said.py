"""What was said about a report: explanations and waivers of warnings, and what was returned of which section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from ankunft.domain.reporting import checks, selectors
from ankunft.domain.reporting.checks import Finding
from ankunft.domain.reporting.models import (
    Explanation,
    HalfYearReport,
    ReportState,
    ReturnedSection,
    Waiver,
    label_of,
)
from ankunft.domain.reporting.sections import section_of, sections
from ankunft.foundation.kernel.periods import HalfYear

from .forms import Asked, ReportForm


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """A warning, how the municipality explains it, and that the canton waived it."""

    finding: Finding
    explanation: Explanation | None
    waiver: Waiver | None

    @property
    def asks_canton(self) -> str:
        """What the canton is asked when it would take the report in spite of the warning."""
        if self.explanation is None:
            return _("Die Gemeinde hat dazu nichts erklärt. Weshalb nehmen Sie den Hinweis hin?")
        return _("Die Gemeinde erklärt: «%(explanation)s» Weshalb nehmen Sie den Hinweis hin?") % {
            "explanation": self.explanation.text
        }


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section of the form: what was returned of it, and in which round it is back now (0: it is not)."""

    code: str
    title: Any
    rounds: list[ReturnedSection]
    back_in: int

    @property
    def open(self) -> ReturnedSection | None:
        """What is to be put right in it now."""
        return next((one for one in self.rounds if one.round == self.back_in), None)

    def fields(self, form: ReportForm) -> list[BoundField]:
        return [field for field in form.visible_fields() if section_of(field.name) == self.code]


def said_findings(report: HalfYearReport, today: date) -> list[SaidFinding]:
    """The warnings of a version, each with what was said about it."""
    found = checks.warnings(selectors.subject_of(report, day=today))
    if not found:
        return []
    explained, waived = selectors.explanations_of(report), selectors.waivers_of(report)
    return [SaidFinding(one, explained.get(one.key), waived.get(one.key)) for one in found]


def asked(step: str, findings: Sequence[SaidFinding]) -> list[Asked]:
    """About which warnings somebody who takes that step is asked for words."""
    if step in ("uebergeben", "unterzeichnen"):
        help_text = _("Erklären Sie, weshalb das stimmt, oder korrigieren Sie die Angaben.")
        missing = _("Hier fehlt die Erklärung.")
        return [Asked(one.finding, help_text, missing) for one in findings if not (one.explanation or one.waiver)]
    if step == "annehmen":
        missing = _("Hier fehlt die Begründung. Sonst geben Sie den Bericht zurück.")
        return [Asked(one.finding, one.asks_canton, missing) for one in findings if not one.waiver]
    return []


def sheet_sections(shown: HalfYearReport | None, period: HalfYear) -> list[SheetSection]:
    """The sections of the form with what was returned of each in that version, the latest round first."""
    rounds: dict[str, list[ReturnedSection]] = {}
    for one in selectors.returned_sections(shown) if shown is not None else ():
        rounds.setdefault(one.section, []).append(one)
    latest = max((one.round for found in rounds.values() for one in found), default=0)
    back_in = latest if shown is not None and shown.state == ReportState.RETURNED else 0
    return [SheetSection(code, title, rounds.get(code, []), back_in) for code, title in sections(str(period)).items()]


def beside(form: ReportForm, stored: HalfYearReport | None) -> list[dict[str, Any]]:
    """What was typed beside what is stored, where they differ: for the later of two people."""
    if stored is None:
        return []
    values = {**selectors.figures_of(stored)._asdict(), "remarks": stored.remarks}
    rows = ((name, str(form.data.get(name, "")), str(value)) for name, value in values.items())
    return [
        {"label": label_of(HalfYearReport, name), "typed": typed, "stored": value}
        for name, typed, value in rows
        if typed.strip() != value.strip()
    ]
