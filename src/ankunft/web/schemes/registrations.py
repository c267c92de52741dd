"""What schemes hang into the shell: the place of their forms, and what is due."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ankunft.domain.questionnaires.values import OF_SCHEME
from ankunft.domain.roles import CANTONAL, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.domain.settlement.scheme_explanations import SHEET_SOURCE
from ankunft.web.shell.registry import Place, links, my_day, navigation

from . import my_day as due


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(_("Formulare"), "scheme-forms", CANTONAL | {INTEGRATION_OFFICER, STRATEGIC_LEAD}, 43))
    my_day.register(due.begun)
    my_day.register(due.owed)
    my_day.register(due.waiting)
    links.register(SHEET_SOURCE, _sheet_address)


def _sheet_address(key: str) -> str | None:
    """The form named `scheme.status-s/2601/2026-H1/2`, from which an amount comes; None for a name that is none."""
    try:
        kind, bfs_number, period, _number = key.split("/")
        return reverse("scheme-sheet", args=[kind.removeprefix(OF_SCHEME), int(bfs_number), period])
    except (ValueError, NoReverseMatch):
        return None
