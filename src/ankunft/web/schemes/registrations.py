"""What schemes hang into the shell: the place of their forms, and what is due."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.web.shell.registry import Place, my_day, navigation

from . import my_day as due


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(_("Formulare"), "scheme-forms", CANTONAL | {INTEGRATION_OFFICER, STRATEGIC_LEAD}, 43))
    my_day.register(due.begun)
    my_day.register(due.owed)
    my_day.register(due.waiting)
