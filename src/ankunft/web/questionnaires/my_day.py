"""What "Mein Tag" shows of questionnaires: what is due, what waits for the strategic lead or for the canton."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.questionnaires import permissions, selectors
from ankunft.domain.questionnaires.models import AnswerSheet, SheetState
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.reporting.rules import declaration_due_on
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Year
from ankunft.web.shell.registry import Due

SHOWN = 6
"""More than so many lines of one kind are told in one."""


def officer_due(actor: Actor) -> Iterator[Due]:
    """The questionnaires that are begun and the municipality's to go on with, and where they stand."""
    if not can(actor, permissions.WRITE):
        return
    own = reach(actor, permissions.WRITE, Municipality)
    waiting = (SheetState.DRAFT, SheetState.PRESENTED, SheetState.SIGNED_OFF, SheetState.RETURNED)
    for sheet in own.within(selectors.open_sheets(actor, Kind.DECLARATION, *waiting), "municipality"):
        title, button = _words(sheet)
        yield _due(sheet, title, button, _detail(sheet))


def lead_due(actor: Actor) -> Iterator[Due]:
    """What waits for the strategic lead to sign it off."""
    if not can(actor, permissions.SIGN_OFF):
        return
    own = reach(actor, permissions.SIGN_OFF, Municipality)
    for sheet in own.within(selectors.open_sheets(actor, Kind.DECLARATION, SheetState.PRESENTED), "municipality"):
        title = _("Selbstdeklaration %(year)s unterzeichnen") % {"year": sheet.period}
        yield _due(sheet, title, _("Prüfen"), sheet.municipality.name)


def coordination_due(actor: Actor) -> Iterator[Due]:
    """What was handed in and waits to be accepted or returned."""
    if not can(actor, permissions.ACCEPT):
        return
    sheets = list(selectors.open_sheets(actor, Kind.DECLARATION, SheetState.SUBMITTED))
    if len(sheets) <= SHOWN:
        for sheet in sheets:
            title = _("Selbstdeklaration %(year)s prüfen") % {"year": sheet.period}
            yield Due(title, sheet.municipality.name, None, _address(sheet), _("Prüfen"))
        return
    title = ngettext("%(count)s Selbstdeklaration prüfen", "%(count)s Selbstdeklarationen prüfen", len(sheets)) % {
        "count": len(sheets)
    }
    address = f"{reverse('declarations')}?jahr={sheets[0].period}&stand=eingereicht"
    yield Due(title, _("Die älteste: %(name)s") % {"name": sheets[0].municipality.name}, None, address, _("Ansehen"))


def _due(sheet: AnswerSheet, title: str, button: str, detail: str) -> Due:
    """With the day on which it is due (KS 5.2); a correction is due on no day: what it corrects is there."""
    if sheet.number > 1:
        return Due(title, _("%(detail)s, Korrektur") % {"detail": detail}, None, _address(sheet), button)
    due_on = declaration_due_on(Year.parse(sheet.period))
    return Due(title, detail, due_on, _address(sheet), button, late=due_on < clock.today())


def _words(sheet: AnswerSheet) -> tuple[str, str]:
    year = {"year": sheet.period}
    if sheet.state == SheetState.RETURNED:
        return _("Selbstdeklaration %(year)s ergänzen") % year, _("Ergänzen")
    if sheet.state == SheetState.SIGNED_OFF:
        return _("Selbstdeklaration %(year)s einreichen") % year, _("Einreichen")
    if sheet.state == SheetState.PRESENTED:
        return _("Selbstdeklaration %(year)s: Unterschrift abwarten") % year, _("Ansehen")
    return _("Selbstdeklaration %(year)s weiter ausfüllen") % year, _("Weiter")


def _detail(sheet: AnswerSheet) -> str:
    return f"{sheet.municipality.name}, {SheetState(sheet.state).label}"


def _address(sheet: AnswerSheet) -> str:
    return reverse("declaration-sheet", args=[sheet.municipality.bfs_number, int(sheet.period)])
