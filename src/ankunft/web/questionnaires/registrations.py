"""What questionnaires hang into the shell: what is due for officers, strategic leads and the coordination office."""

from __future__ import annotations

from ankunft.web.shell.registry import my_day

from . import my_day as due


def register() -> None:
    """Called once when the application starts."""
    my_day.register(due.officer_due)
    my_day.register(due.lead_due)
    my_day.register(due.coordination_due)
