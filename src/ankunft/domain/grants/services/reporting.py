"""What the municipality reports of its project, and what proves it: whatever was typed is kept, complete or not."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..models import BudgetLine, FinalReport, ReportFile, ReportLine, Side
from ..report_permissions import reporting
from ..selectors.projects import lines_of
from ..selectors.reports import planned_costs
from ..values import LineEntry, Reported, actual_of
from .moves import report_move
from .papers import paper_keep, paper_read
from .writing import MOST, MOST_LINES

MOST_FILES = 20


@transaction.atomic
def report_write(*, report: FinalReport, reported: Reported, actor: Actor) -> None:
    """Keep what was typed, complete or not; what waited to be signed is in work again. The first time it begins.

    Refused for amounts below zero or beyond measure, for a line that is not of this project, and where somebody else
    changed the report since it was seen.
    """
    can(actor, reporting(states.WRITE), report).require()
    budget = lines_of(report.project)
    lines = _lines(budget, reported)
    _begin(report)
    actual = actual_of(planned_costs(budget), lines)
    details = {"costs": actual.costs, "own": actual.own, "third": actual.third}
    changes = {"reached": reported.reached.strip(), "deviations": reported.deviations.strip()}
    report_move(report, states.WRITE, actor, details, changes=changes)
    ReportLine.objects.filter(report=report).delete()
    for line in lines:
        line.report = report
    ReportLine.objects.bulk_create(lines)


@transaction.atomic
def report_file_add(*, report: FinalReport, label: str, content: bytes, actor: Actor) -> ReportFile:
    """Add a paper that proves the report; what waited to be signed is in work again.

    Refused without a label, for what is no PDF, JPEG or PNG or is too large, and beyond the most files.
    """
    can(actor, reporting(states.WRITE), report).require()
    if not label.strip():
        raise Refused(_("Sagen Sie, was die Datei ist, zum Beispiel «Abrechnung»."))
    paper = paper_keep(content, _("Ein Nachweis ist eine PDF-Datei oder ein Bild (JPEG, PNG), höchstens %(limit)s MB."))
    _begin(report)
    if report.files.count() >= MOST_FILES:
        raise Refused(_("Ein Bericht hat höchstens %(most)s Dateien: Fassen Sie zusammen.") % {"most": MOST_FILES})
    report_move(report, states.WRITE, actor, {"added": paper.sha256})
    return ReportFile.objects.create(
        report=report,
        label=label.strip(),
        added_at=clock.now(),
        added_by=actor.label,
        **paper._asdict(),
    )


@transaction.atomic
def report_file_remove(*, file: ReportFile, actor: Actor) -> None:
    """Take the paper away while the municipality works on the report: nothing of it is kept but its checksum."""
    report_move(file.report, states.WRITE, actor, {"removed": file.sha256})
    ReportFile.objects.filter(pk=file.pk).delete()


def report_file_open(*, file: ReportFile, actor: Actor) -> bytes:
    """The paper in clear, as it came in. Refused if it is not what was kept."""
    if not visible_to(actor, ReportFile).filter(pk=file.pk).exists():
        raise Forbidden(_("Nachweise sehen die Gemeinde und, sobald der Bericht eingereicht ist, der Kanton."))
    return paper_read(file, _("Die Datei ist nicht mehr die, die abgelegt wurde: Die Prüfsumme stimmt nicht."))


def _begin(report: FinalReport) -> None:
    """Store the report if it is new. Of two who begin it at the same moment, the second is told."""
    if report.pk is not None:
        return
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise Refused(_("Inzwischen hat jemand anders diesen Bericht begonnen. Bitte neu laden und prüfen.")) from error


def _lines(budget: list[BudgetLine], reported: Reported) -> list[ReportLine]:
    """Every line of the budget with what it came to, then what was not in it; each side numbered on its own."""
    known = {line.pk for line in budget}
    if not known.issuperset(reported.actual):
        raise Refused(_("Eine Zeile gehört nicht zum Budget dieses Projekts. Bitte neu laden."))
    if len(reported.further) > MOST_LINES:
        raise Refused(_("Ein Bericht hat höchstens %(most)s weitere Zeilen.") % {"most": MOST_LINES})
    numbers = dict.fromkeys(Side.values, 0)
    lines = []
    for planned in budget:
        amount = reported.actual.get(planned.pk)
        if amount is not None and not 0 <= amount <= MOST.rappen:
            raise Refused(_("Ein tatsächlicher Betrag liegt zwischen null und %(most)s.") % {"most": MOST})
        numbers[planned.side] += 1
        lines.append(
            ReportLine(
                planned=planned,
                side=planned.side,
                number=numbers[planned.side],
                label=planned.label,
                amount=amount,
            )
        )
    for entry in reported.further:
        _require_line(entry)
        numbers[entry.side] += 1
        lines.append(
            ReportLine(side=entry.side, number=numbers[entry.side], label=entry.label.strip(), amount=entry.amount)
        )
    return lines


def _require_line(entry: LineEntry) -> None:
    if entry.side not in Side.values or not entry.label.strip() or not 0 < entry.amount <= MOST.rappen:
        raise Refused(
            _("Jede Zeile sagt, wofür, und hat einen Betrag über null und höchstens %(most)s.") % {"most": MOST}
        )
