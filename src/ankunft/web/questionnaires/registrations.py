"""What questionnaires hang into the shell: what is due for officers, strategic leads and the coordination office."""

from __future__ import annotations

from ankunft.web.shell.registry import my_day

from .my_day import Declarations


def register() -> None:
    """Called once when the application starts."""
    lines = Declarations()
    my_day.register(lines.officer)
    my_day.register(lines.lead)
    my_day.register(lines.coordination)
