"""What the trail hangs into the shell: its place, and the verification as a job."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import AUDITOR
from ankunft.foundation.jobs.registry import handler
from ankunft.web.shell.registry import Place, navigation

from . import jobs


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(_("Spur"), "trail", frozenset({AUDITOR}), 60))
    handler(jobs.VERIFY, title=_("Spur prüfen"))(jobs.verify)
