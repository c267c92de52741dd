"""What "Mein Tag" shows of questionnaires: what is due, what waits for the strategic lead or for the canton."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

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


class Lines(ABC):
    """What is told of the sheets of some forms; its kinds say which, how they are called, and where they are shown."""

    @abstractmethod
    def sheets(self, actor: Actor, *states: str) -> Iterable[AnswerSheet]:
        """The sheets in these states that the actor sees, those of the oldest period first."""

    @abstractmethod
    def title(self, sheet: AnswerSheet) -> str:
        """`Selbstdeklaration 2027`."""

    @abstractmethod
    def due_on(self, sheet: AnswerSheet) -> date:
        """The last day to hand it in."""

    @abstractmethod
    def address(self, sheet: AnswerSheet) -> str:
        """Where it is shown."""

    @abstractmethod
    def many(self, sheets: Sequence[AnswerSheet]) -> tuple[str, str]:
        """What is said where many wait for the canton, and the list of them."""

    def officer(self, actor: Actor) -> Iterator[Due]:
        """The questionnaires that are begun and the municipality's to go on with, and where they stand."""
        waiting = (SheetState.DRAFT, SheetState.PRESENTED, SheetState.SIGNED_OFF, SheetState.RETURNED)
        for sheet in self._own(actor, permissions.WRITE, *waiting):
            title, button = _words(sheet)
            detail = f"{sheet.municipality.name}, {SheetState(sheet.state).label}"
            yield self._due(sheet, title % {"form": self.title(sheet)}, button, detail)

    def lead(self, actor: Actor) -> Iterator[Due]:
        """What waits for the strategic lead to sign it off."""
        for sheet in self._own(actor, permissions.SIGN_OFF, SheetState.PRESENTED):
            title = _("%(form)s unterzeichnen") % {"form": self.title(sheet)}
            yield self._due(sheet, title, _("Prüfen"), sheet.municipality.name)

    def coordination(self, actor: Actor) -> Iterator[Due]:
        """What was handed in and waits to be accepted or returned."""
        if not can(actor, permissions.ACCEPT):
            return
        sheets = list(self.sheets(actor, SheetState.SUBMITTED))
        if len(sheets) <= SHOWN:
            for sheet in sheets:
                title = _("%(form)s prüfen") % {"form": self.title(sheet)}
                yield Due(title, sheet.municipality.name, None, self.address(sheet), _("Prüfen"))
            return
        title, address = self.many(sheets)
        detail = _("Die älteste: %(name)s") % {"name": sheets[0].municipality.name}
        yield Due(title, detail, None, address, _("Ansehen"))

    def _own(self, actor: Actor, action: str, *states: str) -> list[AnswerSheet]:
        if not can(actor, action):
            return []
        own = reach(actor, action, Municipality)
        return [sheet for sheet in self.sheets(actor, *states) if sheet.municipality_id in own]

    def _due(self, sheet: AnswerSheet, title: str, button: str, detail: str) -> Due:
        """With the day on which it is due (KS 5.2); a correction is due on no day: what it corrects is there."""
        if sheet.is_correction:
            return Due(title, _("%(detail)s, Korrektur") % {"detail": detail}, None, self.address(sheet), button)
        due_on = self.due_on(sheet)
        return Due(title, detail, due_on, self.address(sheet), button, late=due_on < clock.today())


class Declarations(Lines):
    """Self-declarations."""

    def sheets(self, actor: Actor, *states: str) -> Iterable[AnswerSheet]:
        return selectors.open_sheets(actor, Kind.DECLARATION, *states)

    def title(self, sheet: AnswerSheet) -> str:
        return _("Selbstdeklaration %(year)s") % {"year": sheet.period}

    def due_on(self, sheet: AnswerSheet) -> date:
        return declaration_due_on(Year.parse(sheet.period))

    def address(self, sheet: AnswerSheet) -> str:
        return reverse("declaration-sheet", args=[sheet.municipality.bfs_number, int(sheet.period)])

    def many(self, sheets: Sequence[AnswerSheet]) -> tuple[str, str]:
        title = ngettext("%(count)s Selbstdeklaration prüfen", "%(count)s Selbstdeklarationen prüfen", len(sheets))
        address = f"{reverse('declarations')}?jahr={sheets[0].period}&stand=eingereicht"
        return title % {"count": len(sheets)}, address


def _words(sheet: AnswerSheet) -> tuple[str, str]:
    """What is to be done with it, and what the button says."""
    if sheet.state == SheetState.RETURNED:
        return _("%(form)s ergänzen"), _("Ergänzen")
    if sheet.state == SheetState.SIGNED_OFF:
        return _("%(form)s einreichen"), _("Einreichen")
    if sheet.state == SheetState.PRESENTED:
        return _("%(form)s: Unterschrift abwarten"), _("Ansehen")
    return _("%(form)s weiter ausfüllen"), _("Weiter")
