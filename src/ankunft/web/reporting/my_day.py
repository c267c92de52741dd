"""What "Mein Tag" shows of reporting: what the municipality owes, what waits for the canton, the next deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.reporting import permissions, selectors
from ankunft.domain.reporting.models import HalfYearReport, Obligation, ReportState
from ankunft.domain.reporting.rules import days_until, decision_due_on, next_deadline, report_due_on
from ankunft.domain.reporting.selectors import DeclarationStanding, Reminded, Standing
from ankunft.domain.roles import CANTONAL, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.registry import Card, Due

from .words import own_tag

SHOWN = 6
"""More than so many lines of one kind are told in one."""


def officer_due(actor: Actor) -> Iterator[Due]:
    """The reports and self-declarations that the officer's municipalities owe."""
    if not can(actor, permissions.WRITE):
        return
    today = clock.today()
    own = reach(actor, permissions.WRITE, Municipality)
    reports = [
        standing
        for standing in selectors.outstanding(actor, today)
        if standing.municipality_id in own and standing.state != ReportState.OFFERED
    ]
    declarations = [
        standing
        for standing in selectors.declarations_outstanding(actor, today)
        # What is begun, the questionnaires tell of themselves.
        if standing.municipality_id in own and not standing.sheet
    ]
    told = selectors.reminded(Obligation.REPORT, own.ids) if reports else {}
    yield from _each(reports, told) if len(reports) <= SHOWN else _together(reports, _("Halbjahresberichte erfassen"))
    if len(declarations) <= SHOWN:
        told = selectors.reminded(Obligation.DECLARATION, own.ids) if declarations else {}
        for one in declarations:
            yield _declaration_due(one, told.get((one.municipality_id, str(one.year))))
    else:
        yield from _together(declarations, _("Selbstdeklarationen einreichen"))


def lead_due(actor: Actor) -> Iterator[Due]:
    """What waits for the signature of the strategic lead, and what is overdue and not even ready for it."""
    if not can(actor, permissions.SIGN_OFF):
        return
    today = clock.today()
    waiting = list(selectors.awaiting_signature(actor))
    if len(waiting) <= SHOWN:
        yield from (_to_sign(report, today) for report in waiting)
    else:
        yield _many_to_sign(waiting, today)
    own = reach(actor, permissions.SIGN_OFF, Municipality)
    late = [one for one in selectors.outstanding(actor, today) if one.late and one.municipality_id in own]
    yield from _together([one for one in late if one.state != ReportState.OFFERED], _("Überfällige Halbjahresberichte"))
    undeclared = [
        one for one in selectors.declarations_outstanding(actor, today) if one.late and one.municipality_id in own
    ]
    yield from _together(undeclared, _("Überfällige Selbstdeklarationen"), section="#selbstdeklarationen")


def coordination_due(actor: Actor) -> Iterator[Due]:
    """What was handed in and waits to be accepted, and how much is overdue."""
    if not can(actor, permissions.ACCEPT):
        return
    today = clock.today()
    waiting = selectors.awaiting_decision(actor).count()
    if waiting:
        title = ngettext("%(count)s Bericht prüfen", "%(count)s Berichte prüfen", waiting) % {"count": waiting}
        oldest = selectors.awaiting_decision(actor)[0]
        detail = _("Der älteste: %(name)s %(period)s, eingereicht am %(day)s") % {
            "name": oldest.municipality.name,
            "period": oldest.period,
            "day": f"{oldest.submitted_on:%d.%m.%Y}",
        }
        address = f"{reverse('reports')}?halbjahr={oldest.period}&stand=eingereicht"
        due_on = decision_due_on(HalfYear.parse(oldest.period))
        yield Due(title, detail, due_on, address, _("Prüfen"), late=due_on < today)
    late = [standing for standing in selectors.outstanding(actor, today) if standing.late]
    yield from _together(late, _("Überfällige Berichte nachfragen"))
    undeclared = [standing for standing in selectors.declarations_outstanding(actor, today) if standing.late]
    yield from _together(undeclared, _("Überfällige Selbstdeklarationen nachfragen"), section="#selbstdeklarationen")


def deadline_card(actor: Actor) -> Iterator[Card]:
    """The next deadline and how far one is: for the canton all municipalities, for a municipality its own."""
    if not actor.has_role(*CANTONAL, INTEGRATION_OFFICER, STRATEGIC_LEAD):
        return
    today = clock.today()
    period = next_deadline(today)
    standings = selectors.overview(actor, period, today)
    if not standings:
        return
    due_on = report_due_on(period)
    context: dict[str, Any] = {
        "period": period,
        "due_on": due_on,
        "days": days_until(due_on, today),
        "over": today > period.end,
        "progress": progress_of(standings),
        "url": f"{reverse('reports')}?halbjahr={period}",
        "own": [] if actor.has_role(*CANTONAL) else [_own(standing) for standing in standings[:SHOWN]],
    }
    yield Card("reporting/deadline_card.html", context)


def progress_of(standings: list[Standing]) -> dict[str, int]:
    """How many reports are accepted, wait, and are still owed."""
    return {
        "total": len(standings),
        "accepted": sum(1 for standing in standings if standing.state == ReportState.ACCEPTED),
        "submitted": sum(1 for standing in standings if standing.state == ReportState.SUBMITTED),
        "owed": sum(1 for standing in standings if standing.owed),
    }


def _own(standing: Standing) -> dict[str, Any]:
    return {"name": standing.name, "url": _address(standing.bfs_number, standing.period), "tag": own_tag(standing)}


def _each(reports: list[Standing], told: dict[tuple[int, str], Reminded]) -> Iterator[Due]:
    for standing in reports:
        reminded = told.get((standing.municipality_id, str(standing.period)))
        if standing.state == ReportState.RETURNED:
            title, button = _("Halbjahresbericht %(period)s ergänzen"), _("Ergänzen")
        else:
            title, button = _("Halbjahresbericht %(period)s erfassen"), _("Erfassen")
        yield Due(
            title % {"period": standing.period},
            _with_reminder(standing.name, reminded),
            standing.due_on,
            _address(standing.bfs_number, standing.period),
            button,
            late=standing.late,
        )


def _to_sign(report: HalfYearReport, today: date) -> Due:
    due_on = report_due_on(HalfYear.parse(report.period))
    title = _("Halbjahresbericht %(period)s unterzeichnen") % {"period": report.period}
    address = reverse("report", args=[report.municipality.bfs_number, report.period])
    return Due(title, report.municipality.name, due_on, address, _("Prüfen"), late=due_on < today)


def _many_to_sign(reports: list[HalfYearReport], today: date) -> Due:
    """One line for many, with the oldest deadline; it leads to those of its half-year."""
    period = HalfYear.parse(min(report.period for report in reports))
    title = _("%(count)s Halbjahresberichte unterzeichnen") % {"count": len(reports)}
    due_on = report_due_on(period)
    address = f"{reverse('reports')}?halbjahr={period}&stand=zur-unterzeichnung"
    detail = _("Die ältesten sind vom Halbjahr %(period)s") % {"period": period}
    return Due(title, detail, due_on, address, _("Prüfen"), late=due_on < today)


def _with_reminder(name: str, reminded: Reminded | None) -> str:
    """The municipality, and when it was reminded the last time."""
    if reminded is None:
        return name
    return _("%(name)s, erinnert am %(day)s") % {"name": name, "day": f"{reminded.last_on:%d.%m.%Y}"}


def _declaration_due(standing: DeclarationStanding, reminded: Reminded | None) -> Due:
    return Due(
        _("Selbstdeklaration %(year)s einreichen") % {"year": standing.year},
        _with_reminder(standing.name, reminded),
        standing.due_on,
        reverse("declaration-sheet", args=[standing.bfs_number, standing.year.year]),
        _("Ausfüllen"),
        late=standing.late,
    )


def _together(standings: list[Standing] | list[DeclarationStanding], title: str, section: str = "") -> Iterator[Due]:
    """One line for many, with the oldest deadline."""
    if not standings:
        return
    places = len({standing.municipality_id for standing in standings})
    detail = ngettext("%(places)s Gemeinde, %(count)s ausstehend", "%(places)s Gemeinden, %(count)s ausstehend", places)
    first = min(standings, key=lambda standing: standing.due_on)
    yield Due(
        title,
        detail % {"places": places, "count": len(standings)},
        first.due_on,
        reverse("reports-outstanding") + section,
        _("Ansehen"),
        late=first.late,
    )


def _address(bfs_number: int, period: HalfYear) -> str:
    return reverse("report", args=[bfs_number, str(period)])
