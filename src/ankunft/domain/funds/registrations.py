"""What the room of money registers when the application starts: sight, protection, what is done by itself."""

from __future__ import annotations

from ankunft.foundation.jobs import chores
from ankunft.foundation.jobs.chores import Chore

from . import money_visibility, protections, visibility
from .services.costs import costs_take_over_nightly
from .services.reminding import input_reminders_send

HOUR, DAY = 3600.0, 24 * 3600.0


def register() -> None:
    """Called once when the application starts."""
    visibility.register()
    money_visibility.register()
    protections.register()
    chores.register(Chore("funds.inputs", HOUR, input_reminders_send))
    chores.register(Chore("funds.costs", DAY, costs_take_over_nightly))
