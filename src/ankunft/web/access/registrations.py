"""What this room hangs into the worker (sessions that are no longer of use) and into its pages."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.jobs import chores
from ankunft.foundation.jobs.chores import Chore
from ankunft.web.shell.registry import Place, navigation

from .openid_sections import security_section, sign_in_section
from .registry import security_sections, sign_in_sections

HOUR = 3600


def register() -> None:
    chores.register(Chore("access.sessions", HOUR, SessionStore.clear_expired))
    navigation.register(Place(_("Wer darf was"), "rights", frozenset(), 95))
    sign_in_sections.register(sign_in_section)
    security_sections.register(security_section)
